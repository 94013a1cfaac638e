//! Nothing of the document is lost: each operation, parameter, property, enum value and media type
//! is in the emitted code or in the ledger.
//!
//! The document is walked without the generator, side by side with the emitted types. Error
//! responses are not walked: the client reads all of them as one type (`ApiError`), which keeps the
//! body whatever it is.

use std::path::PathBuf;

use cekura_tests::oracle::build::Client;
use cekura_tests::oracle::coverage::losses;
use cekura_tests::oracle::document::Document;
use cekura_tests::specs::Spec;

#[test]
fn nothing_of_our_document_is_lost() {
    check(&Spec::own());
}

#[test]
fn nothing_of_the_newest_document_is_lost() {
    if let Some(newest) = Spec::newest() {
        check(&newest);
    }
}

fn check(spec: &Spec) {
    let (document, client) = read(spec);
    let (found, lost) = losses(&document, &client.files, &client.ledger);
    println!("{}: {found} things found, {} lost", spec.name, lost.len());
    assert!(
        lost.is_empty(),
        "{} things are neither emitted nor in the ledger:\n{}",
        lost.len(),
        lost.join("\n")
    );
}

/// Reads a document, and generates its client.
fn read(spec: &Spec) -> (Document, Client) {
    let client = Client::generate(PathBuf::new(), spec);
    (Document::read(&client.texts), client)
}

/// The comparison finds what it is there for: each line of the emitted code that names a thing of
/// the document, taken out, is a loss.
#[test]
fn a_line_that_is_not_emitted_is_a_loss() {
    // Each line of these is the only one for its thing. What several arms of a union have, or two
    // types that a schema became, the comparison finds as long as one of them has it.
    const CASES: [&str; 7] = [
        "all_of/overlapping",
        "body/form_styles",
        "docs/constraints",
        "docs/markdown",
        "names/nearest_owner",
        "names/noise",
        "names/properties_called_like_keywords",
    ];
    let mut tried = 0;
    for case in CASES {
        let (document, client) = read(&Spec::case(case));
        for (path, whole) in &client.files {
            for line in whole.lines().filter(|line| names_a_thing(line)) {
                let mut files = client.files.clone();
                files.insert(path.clone(), whole.replacen(&format!("{line}\n"), "", 1));
                let (_, lost) = losses(&document, &files, &client.ledger);
                assert!(!lost.is_empty(), "{case}: not missed: {line}");
                tried += 1;
            }
        }
    }
    assert!(tried > 100, "only {tried} lines name a thing of the document");
}

/// Returns whether a line names a thing of the document, and what is left without it is Rust.
fn names_a_thing(line: &str) -> bool {
    let line = line.trim();
    let read = line.starts_with('"') && line.contains("=> source.read(");
    let written = line.starts_with("sink.put") && line.ends_with("?;");
    let value = line.ends_with("\",") && line.contains(" = \"");
    read || written || value
}
