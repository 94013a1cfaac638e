use std::fs;

use cekura_codegen::diagnostic::{Block, Code, Part, Style};

use super::explain;
use crate::codegen::{Options, Run, run};

fn summary(asked: &str) -> String {
    explain(asked).map(|run| run.summary).unwrap_or_else(|error| error.to_string())
}

#[test]
fn a_code_is_explained_however_it_is_copied() {
    let alone = summary("dangling-ref");
    assert!(alone.starts_with("error[dangling-ref]: A `$ref` leads nowhere.\n"), "{alone}");
    assert!(alone.contains("\n    --- openapi.yaml\n    paths:\n"), "{alone}");
    assert!(alone.contains("\nMended:\n"), "{alone}");
    for copied in ["error[dangling-ref]", "error[dangling-ref]:", "[dangling-ref]", "Dangling-Ref"]
    {
        assert_eq!(summary(copied), alone);
    }
    let options = Options { explain: Some("dangling-ref".to_owned()), ..Options::default() };
    let Run { diagnostics, summary, .. } = run(&options, Style::Plain).unwrap();
    assert_eq!((diagnostics.as_str(), summary), ("", alone));
}

#[test]
fn what_is_no_code_leads_to_those_that_are() {
    let error = summary("danglin-ref");
    assert!(
        error.starts_with("there is no code `danglin-ref`; did you mean `dangling-ref`"),
        "{error}"
    );
    assert!(error.ends_with("all codes: cargo xtask codegen --explain list"), "{error}");
    assert!(!summary("xyzzy").contains("did you mean"));
    let list = summary("list");
    assert_eq!(list.lines().count(), Code::ALL.len());
    assert!(
        list.contains("\ndangling-ref               error    A `$ref` leads nowhere.\n"),
        "{list}"
    );
}

/// The test of the generator's examples cannot name a file.
#[test]
fn the_example_of_a_format_that_the_name_belies_gives_its_code() {
    let explanation = Code::FormatMismatch.explanation();
    for (parts, is_reported) in [(&explanation.parts, true), (&explanation.mended, false)] {
        let folder = tempfile::tempdir().unwrap();
        let block = parts.iter().find_map(|part| match part {
            Part::Block(Block { file, text, .. }) => Some((file, text)),
            Part::Words(_) => None,
        });
        let (file, text) = block.expect("a file");
        let spec = folder.path().join(file);
        fs::write(&spec, text).unwrap();
        let out = Some(folder.path().join("client"));
        let options = Options { spec: Some(spec), out, ..Options::default() };
        let run = run(&options, Style::Plain).unwrap();
        let is_found = run.diagnostics.contains("warning[format-mismatch]");
        assert_eq!(is_found, is_reported, "{file}: {}", run.diagnostics);
    }
}
