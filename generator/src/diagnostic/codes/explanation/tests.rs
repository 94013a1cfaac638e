use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use crate::diagnostic::{Block, Code, Diagnostic, Part, Sources, render};
use crate::{Input, NamedText, generate, lint};

use super::sections;

/// Those that are found before the generator is called, or that no document has.
const ELSEWHERE: [Code; 2] = [Code::FormatMismatch, Code::Internal];

const UPDATE: &str = "UPDATE_CODES";

/// The files of an example, by their names.
type Files = BTreeMap<&'static str, String>;

/// Lays the blocks over the files of an example.
fn with(files: &Files, parts: &[Part]) -> Files {
    let mut files = files.clone();
    for part in parts {
        let Part::Block(Block { language, file, text }) = part else { continue };
        let text = match *language {
            "diff" => changed(&files[file], text),
            _ => format!("{text}\n"),
        };
        files.insert(file, text);
    }
    files
}

/// Applies a change of lines.
fn changed(text: &str, diff: &str) -> String {
    let side = |sign: char| -> String {
        let lines = diff.lines().filter(|line| line.starts_with([' ', sign]));
        lines.map(|line| format!("{}\n", &line[1..])).collect()
    };
    let (old, new) = (side('-'), side('+'));
    assert_eq!(text.matches(&old).count(), 1, "no single place for\n{diff}\nin\n{text}");
    text.replacen(&old, &new, 1)
}

/// Returns a whole document: what an example leaves out is laid behind it, so that lines keep their
/// numbers.
fn whole(text: &str) -> String {
    const ROOTS: [&str; 6] =
        ["openapi: 3", "info:", "paths:", "components:", "servers:", "security:"];
    let mut text = text.to_owned();
    if ROOTS.iter().any(|root| text.starts_with(root)) {
        let rest = [("openapi:", " 3.1.0"), ("info:", " { title: Boats, version: \"1\" }")];
        for (key, value) in rest {
            if !text.lines().any(|line| line.starts_with(key)) {
                writeln!(text, "{key}{value}").unwrap();
            }
        }
    }
    text
}

/// A run over an example.
struct Run {
    diagnostics: Vec<Diagnostic>,
    has_output: bool,
    document: String,
    files: Files,
}

impl Run {
    fn over(files: &Files) -> Self {
        let of = |name: &str| files.get(name).map(String::as_str);
        let document = whole(of("openapi.yaml").unwrap_or_default());
        let input = Input {
            document: &document,
            overlay: of("overlay.yaml"),
            config: of("codegen.toml"),
            lock: of("names.lock"),
            gone: of("gone.toml"),
            ..Input::default()
        };
        let outcome = generate(&input);
        let mut diagnostics = outcome.diagnostics;
        let findings = lint(&input).unwrap_or_default().into_iter();
        diagnostics.extend(findings.map(|finding| finding.diagnostic));
        Self { diagnostics, has_output: outcome.output.is_some(), files: files.clone(), document }
    }

    fn codes(&self) -> BTreeSet<Code> {
        self.diagnostics.iter().map(|one| one.code).collect()
    }

    /// Renders the first with a code.
    fn shown(&self, code: Code) -> String {
        let of = |name: &'static str| self.files.get(name).map(|text| (name, text.as_str()));
        let none: &[NamedText] = &[];
        let sources = Sources {
            document: ("openapi.yaml", &self.document),
            overlay: of("overlay.yaml"),
            docs: none,
            config: of("codegen.toml"),
            webhooks: None,
            lock: of("names.lock"),
            files: none,
        };
        let first = self.diagnostics.iter().find(|one| one.code == code);
        let text = render(&first.cloned().into_iter().collect::<Vec<_>>(), &sources);
        text.trim_end().to_owned()
    }
}

#[test]
fn every_code_has_words_and_every_word_a_code() {
    for code in Code::ALL {
        let explanation = code.explanation();
        let has_words = matches!(explanation.parts.first(), Some(Part::Words(_)));
        assert!(has_words, "{code} is explained in no file of codes/texts");
        let has_block = |parts: &[Part]| parts.iter().any(|part| matches!(part, Part::Block(_)));
        if *code != Code::Internal {
            assert!(has_block(&explanation.parts), "{code} has no example");
            assert!(has_block(&explanation.mended), "the example of {code} is not mended");
        }
        assert!(code.meaning().ends_with('.'), "{code}: {:?}", code.meaning());
        assert_eq!(Code::parse(code.as_str()), Some(*code));
    }
    let headings: Vec<&str> = sections().map(|(heading, _)| heading).collect();
    let unknown: Vec<&&str> = headings.iter().filter(|text| Code::parse(text).is_none()).collect();
    assert!(unknown.is_empty(), "no codes: {unknown:?}");
    assert_eq!(headings.len(), Code::ALL.len(), "a code is explained twice");
}

#[test]
fn a_word_that_is_no_code_leads_to_those_that_are_like_it() {
    assert_eq!(Code::near("danglin-ref").first(), Some(&Code::DanglingRef));
    let overlays = Code::near("overlay");
    assert!(overlays.len() > 3 && overlays.iter().all(|code| code.as_str().contains("overlay")));
    assert!(Code::near("xyzzy").is_empty() && Code::near("").is_empty());
}

#[test]
fn the_example_of_a_code_gives_it_and_the_mended_one_does_not() {
    let mut faults = Vec::new();
    for code in Code::ALL.iter().filter(|code| !ELSEWHERE.contains(code)) {
        let explanation = code.explanation();
        let example = with(&Files::new(), &explanation.parts);
        let run = Run::over(&example);
        if !run.codes().contains(code) {
            faults.push(format!("the example of {code} gives {:?}", run.diagnostics));
        }
        let run = Run::over(&with(&example, &explanation.mended));
        if run.codes().contains(code) || !run.has_output {
            faults.push(format!("the mended example of {code} gives {:?}", run.diagnostics));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn the_page_of_all_codes_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("codes.md");
    let page = page();
    if env::var_os(UPDATE).is_some() {
        fs::write(&path, &page).unwrap();
    }
    let command = format!("{UPDATE}=1 cargo test -p cekura-codegen --lib codes");
    let is_same = fs::read_to_string(&path).is_ok_and(|text| text == page);
    assert!(is_same, "generator/codes.md is not of today: {command}, and read the diff");
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    for code in Code::ALL {
        let meaning = code.meaning().replace('|', "\\|");
        let severity = code.severity();
        writeln!(page, "| [`{code}`](#{}) | {severity} | {meaning} |", anchor(*code)).unwrap();
    }
    for code in Code::ALL {
        let explanation = code.explanation();
        let severity = code.severity();
        writeln!(page, "\n## {code}\n\n{} ({severity})", code.meaning()).unwrap();
        write_parts(&mut page, &explanation.parts);
        if !ELSEWHERE.contains(code) {
            let shown = Run::over(&with(&Files::new(), &explanation.parts)).shown(*code);
            writeln!(page, "\n```text\n{shown}\n```").unwrap();
        }
        write_parts(&mut page, &explanation.mended);
    }
    page
}

fn write_parts(page: &mut String, parts: &[Part]) {
    for part in parts {
        match part {
            Part::Words(text) => writeln!(page, "\n{text}").unwrap(),
            Part::Block(Block { language, file, text }) => {
                writeln!(page, "\n```{language} {file}\n{text}\n```").unwrap();
            }
        }
    }
}

/// Returns the address of a heading within the page, as GitHub makes it.
fn anchor(code: Code) -> String {
    code.as_str().replace('.', "")
}

const HEAD: &str = "\
# Codes of diagnostics

Each diagnostic has a code. `cargo xtask codegen --explain CODE` prints what stands here about one of them: its meaning, an
example with what is printed of it, and the example mended. Errors stop the run and leave the files as they are; warnings
are printed, and stand in the ledger with the notes.

An example is the part of a document that matters; `openapi: 3.1.0` and `info` are to be added. A test generates all of
them. This page is written by `UPDATE_CODES=1 cargo test -p cekura-codegen --lib codes`, from
`generator/src/diagnostic/codes.rs` and the texts in `generator/src/diagnostic/codes/texts/`.

| code | severity | meaning |
|---|---|---|
";
