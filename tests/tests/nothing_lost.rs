//! Nothing of the document is lost: each operation, parameter, property, enum value and media type is in the emitted code or
//! in the ledger.
//!
//! The document is walked without the generator, side by side with the emitted types. Error responses are not walked: the client
//! reads all of them as one type (`ApiError`), which keeps the body whatever it is.

use cekura_tests::cases::workspace;
use cekura_tests::oracle::build::generate;
use cekura_tests::oracle::document::Document;
use cekura_tests::oracle::lost::losses;
use std::path::{Path, PathBuf};

#[test]
fn nothing_of_our_document_is_lost() {
    let spec = workspace().join("spec");
    let beside = [Some(spec.join("overlay.yaml")), Some(spec.join("codegen.toml"))];
    hold("own", &spec.join("openapi.yaml"), &beside);
}

#[test]
fn nothing_of_the_newest_document_is_lost() {
    let Some(folder) = std::env::var_os("CEKURA_SPECS") else {
        println!("skipped: CEKURA_SPECS names no folder of documents");
        return;
    };
    let entries = std::fs::read_dir(folder).expect("the folder of CEKURA_SPECS");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let newest = paths.filter(|path| path.extension().is_some_and(|one| one == "json")).max();
    hold("newest", &newest.expect("a document in CEKURA_SPECS"), &[None, None]);
}

fn hold(name: &str, spec: &Path, beside: &[Option<PathBuf>; 2]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nothing-lost").join(name);
    let made = generate(&folder, spec, beside);
    let text = |path: &Path| std::fs::read_to_string(path).expect("a text");
    let document = Document::read(&text(spec), beside[0].as_deref().map(text).as_deref());
    let (found, lost) = losses(&document, &made.files, &made.ledger);
    println!("{name}: {found} things found, {} lost", lost.len());
    assert!(
        lost.is_empty(),
        "{} things are neither emitted nor in the ledger:\n{}",
        lost.len(),
        lost.join("\n")
    );
}

/// The walk sees what it is there for: each line of the emitted code that names a thing of the document, taken out, is a loss.
#[test]
fn a_line_that_is_not_emitted_is_a_loss() {
    let spec = workspace().join("spec");
    let beside = [Some(spec.join("overlay.yaml")), Some(spec.join("codegen.toml"))];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nothing-lost/mutated");
    let made = generate(&folder, &spec.join("openapi.yaml"), &beside);
    let text = |path: &Path| std::fs::read_to_string(path).expect("a text");
    let document = Document::read(
        &text(&spec.join("openapi.yaml")),
        beside[0].as_deref().map(text).as_deref(),
    );
    let mut tried = 0;
    for (path, whole) in &made.files {
        for line in whole.lines().filter(|line| names_a_thing(line)) {
            let mut files = made.files.clone();
            files.insert(path.clone(), whole.replacen(&format!("{line}\n"), "", 1));
            assert!(!losses(&document, &files, &made.ledger).1.is_empty(), "not missed: {line}");
            tried += 1;
        }
    }
    assert!(tried > 100, "only {tried} lines name a thing of the document");
}

/// A line that can be taken out, and leaves Rust.
fn names_a_thing(line: &str) -> bool {
    let line = line.trim();
    let read = line.starts_with('"') && line.contains("=> source.read(");
    let written = line.starts_with("sink.put") && line.ends_with("?;");
    let value = line.ends_with("\",") && line.contains(" = \"");
    read || written || value
}
