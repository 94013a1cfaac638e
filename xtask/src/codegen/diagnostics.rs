//! Diagnostics as the commands print them: for people, with what repeats counted, or for programs.

use std::collections::BTreeMap;

use anstream::adapter::strip_str;
use cekura_codegen::diagnostic::{
    Code, Diagnostic, Severity, Sources, Style, render_each, render_json,
};

use super::{COMMAND, Run};

/// The most diagnostics of one kind that are shown whole: those of one kind have one cause, mostly.
const WHOLE: usize = 3;

/// The options of every command that prints diagnostics.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct Shown {
    /// Print diagnostics for people, or all of them for programs
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// The readers of diagnostics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Warnings and errors as rustc prints them; what repeats is counted
    #[default]
    Text,
    /// All of them, a JSON object a line on standard output, whose schema is
    /// generator/diagnostic.schema.json; everything else goes to standard error
    Json,
}

/// The form in which diagnostics are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// For people.
    Text(Style),
    /// For programs.
    Json,
}

impl Shown {
    /// Returns the form, with these colours where it is for people.
    pub(crate) fn form(self, style: Style) -> Form {
        match self.format {
            Format::Text => Form::Text(style),
            Format::Json => Form::Json,
        }
    }

    /// Returns the run with its texts where the reader expects them: programs find diagnostics, and
    /// nothing else, on standard output.
    pub(crate) fn arranged(self, run: Run) -> Run {
        let Run { status, diagnostics, summary } = run;
        match self.format {
            Format::Text => Run { status, diagnostics, summary },
            Format::Json => Run { status, diagnostics: summary, summary: diagnostics },
        }
    }
}

/// Renders diagnostics: for people warnings and errors, errors last, where they are seen first; for
/// programs all, in the order of their places.
pub(crate) fn rendered(all: &[Diagnostic], sources: &Sources<'_>, form: Form) -> String {
    match form {
        Form::Text(style) => for_people(all, sources, style),
        Form::Json => render_json(all, sources),
    }
}

/// Returns the line that ends the diagnostics of a terminal, if there are any: the command that
/// explains the last of their codes, which is that of an error if there is one.
pub fn explained_by(diagnostics: &str) -> Option<String> {
    let plain = strip_str(diagnostics).to_string();
    let code = plain.lines().rev().find_map(|line| {
        // Messages and lines of the document may have codes in brackets, too.
        let opened = line.strip_prefix("error[").or_else(|| line.strip_prefix("warning["))?;
        Code::parse(opened.split_once("]:")?.0)
    })?;
    Some(format!("for more about a code: {COMMAND} --explain {code}\n"))
}

/// A number of diagnostics that say the same of different things.
#[derive(Default)]
struct Kind {
    whole: Vec<Diagnostic>,
    count: usize,
}

fn for_people(all: &[Diagnostic], sources: &Sources<'_>, style: Style) -> String {
    let mut kinds: BTreeMap<(Severity, usize), Kind> = BTreeMap::new();
    let mut numbers: BTreeMap<(Code, String), usize> = BTreeMap::new();
    for one in all.iter().filter(|one| one.severity() > Severity::Note) {
        let next = numbers.len();
        let number = *numbers.entry((one.code, sentence(&one.message))).or_insert(next);
        let kind = kinds.entry((one.severity(), number)).or_default();
        kind.count += 1;
        if kind.count <= WHOLE {
            kind.whole.push(one.clone());
        }
    }
    let whole: Vec<Diagnostic> = kinds.values().flat_map(|kind| kind.whole.clone()).collect();
    let mut texts = render_each(style, &whole, sources).into_iter();
    let mut parts: Vec<String> = Vec::new();
    for kind in kinds.values() {
        parts.extend(texts.by_ref().take(kind.whole.len()));
        let rest = kind.count - kind.whole.len();
        if rest > 0 {
            parts.push(format!("… and {rest} more like this; `--format json` has all of them\n"));
        }
    }
    if parts.is_empty() {
        return String::new();
    }
    parts.push(String::new());
    parts.join("\n")
}

/// Returns a message without the names and numbers in it: the same for all diagnostics of a kind.
fn sentence(message: &str) -> String {
    let outside = message.split('`').step_by(2).collect::<Vec<_>>().join("`");
    outside.chars().filter(|letter| !letter.is_ascii_digit()).collect()
}

#[cfg(test)]
mod tests {
    use cekura_codegen::diagnostic::{Code, Diagnostic, Sources, Style};
    use cekura_codegen::pointer::Pointer;

    use super::{Form, explained_by, rendered};

    fn sources(text: &str) -> Sources<'_> {
        Sources {
            document: ("a.yaml", text),
            overlay: None,
            docs: &[],
            config: None,
            webhooks: None,
            lock: None,
            files: &[],
        }
    }

    #[test]
    fn the_code_of_the_last_error_is_explained() {
        let all = [Diagnostic::new(Code::Repaired, &Pointer::root(), "`[syntax]` 1"), dangling(1)];
        for style in [Style::Plain, Style::Coloured] {
            let line = explained_by(&rendered(&all, &sources("a: 1\n"), Form::Text(style)));
            let line = line.expect("a line");
            assert!(line.ends_with(": cargo xtask codegen --explain dangling-ref\n"), "{line}");
        }
        assert_eq!(explained_by("2 files [written]"), None);
        assert_eq!(explained_by("  |   - [dangling-ref]: error[dangling-ref]: 1\n"), None);
    }

    fn dangling(number: usize) -> Diagnostic {
        let pointer = Pointer::parse(&format!("/a/{number}"));
        Diagnostic::new(Code::DanglingRef, &pointer, format!("`#/b/{number}` does not exist"))
    }

    #[test]
    fn what_repeats_is_counted_after_the_first_of_its_kind() {
        let mut all: Vec<Diagnostic> = (0..44).map(dangling).collect();
        let other = Diagnostic::new(Code::DanglingRef, &Pointer::root(), "something else");
        all.insert(9, other);
        all.push(Diagnostic::new(Code::Repaired, &Pointer::root(), "a warning"));
        all.push(Diagnostic::new(Code::Widened, &Pointer::root(), "only in the ledger"));
        let text = rendered(&all, &sources("a: 1\n"), Form::Text(Style::Plain));
        let lines: Vec<&str> =
            text.lines().filter(|line| !line.is_empty() && !line.starts_with([' ', '1'])).collect();
        assert_eq!(
            lines,
            [
                "warning[repaired]: a warning",
                "error[dangling-ref]: `#/b/0` does not exist",
                "error[dangling-ref]: `#/b/1` does not exist",
                "error[dangling-ref]: `#/b/2` does not exist",
                "… and 41 more like this; `--format json` has all of them",
                "error[dangling-ref]: something else",
            ]
        );
        assert_eq!(rendered(&[], &sources(""), Form::Text(Style::Plain)), "");
        let lines = rendered(&all, &sources("a: 1\n"), Form::Json);
        assert_eq!(lines.lines().count(), all.len());
    }
}
