//! The ledger says what the code does, for every case and for the documents of a folder.
//!
//! `LEDGER_DOCUMENTS=<folder>` names one with documents of other people, which are not in this
//! repository; a document with `NAME.toml` beside it is generated with that configuration.
//!
//! ```text
//! LEDGER_DOCUMENTS=<folder> cargo test -p cekura-tests --test oracle ledger -- --nocapture
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use cekura_codegen::{Input, generate};
use cekura_tests::cases;
use cekura_tests::oracle::coverage::walk;
use cekura_tests::oracle::document::Document;
use cekura_tests::oracle::emitted::Emitted;
use cekura_tests::oracle::ledger::weigh;
use cekura_tests::specs::Texts;

#[test]
fn the_ledger_of_every_case_says_what_the_code_does() {
    let cases = cases::all("cases").into_iter().map(|case| {
        let texts = Texts { document: case.document, overlay: case.overlay, config: case.config };
        (case.name, texts)
    });
    check(cases);
}

#[test]
fn the_ledger_of_documents_of_others_says_what_the_code_does() {
    let Some(folder) = std::env::var_os("LEDGER_DOCUMENTS") else {
        println!("LEDGER_DOCUMENTS is not set: no documents of others");
        return;
    };
    let mut documents: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end != "toml" && end != "tsv"))
        .collect();
    documents.sort();
    check(documents.into_iter().filter_map(|path| {
        let texts = Texts {
            document: fs::read_to_string(&path).ok()?,
            overlay: None,
            config: fs::read_to_string(path.with_extension("toml")).ok(),
        };
        Some((path.file_name()?.to_string_lossy().into_owned(), texts))
    }));
}

/// Compares the ledgers of documents with their code.
fn check(documents: impl Iterator<Item = (String, Texts)>) {
    let mut wrong = Vec::new();
    let mut held: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = 0;
    for (name, texts) in documents {
        let input = Input {
            document: &texts.document,
            overlay: texts.overlay.as_deref(),
            config: texts.config.as_deref(),
            source: None,
        };
        // One that is refused has neither.
        let Some(output) = generate(&input).output else { continue };
        let document = Document::read(&texts);
        let emitted = Emitted::read(&output.files);
        let walked = walk(&document, &emitted, &output.ledger);
        let weighed =
            weigh(&output.ledger, &document.plain, &output.files, &emitted, &walked.types);
        found += walked.found;
        for (code, count) in weighed.held {
            *held.entry(code).or_default() += count;
        }
        let lost = walked.lost.iter().map(|line| format!("{name}: missing: {line}"));
        let belied = weighed.belied.iter().map(|line| format!("{name}: false: {line}"));
        wrong.extend(lost.chain(belied));
    }
    println!("{found} things are in the code; claims of the ledger that hold: {held:?}");
    assert!(wrong.is_empty(), "{} lines are false or missing:\n{}", wrong.len(), wrong.join("\n"));
}
