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

use cekura_codegen::generate;
use cekura_tests::cases;
use cekura_tests::oracle::coverage::{Walked, walk};
use cekura_tests::oracle::document::Document;
use cekura_tests::oracle::emitted::Emitted;
use cekura_tests::oracle::ledger::{Weighed, weigh};
use cekura_tests::specs::{Spec, Texts};

#[test]
fn the_ledger_of_every_case_says_what_the_code_does() {
    // The oracle walks one text.
    let cases = cases::all("cases").into_iter().filter(|case| case.files.is_none()).map(|case| {
        let texts = Texts {
            document: case.document,
            overlay: case.overlay,
            docs: case.docs,
            config: case.config,
            webhooks: case.webhooks,
            lock: case.lock,
        };
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
            docs: Vec::new(),
            config: fs::read_to_string(path.with_extension("toml")).ok(),
            webhooks: None,
            lock: None,
        };
        Some((path.file_name()?.to_string_lossy().into_owned(), texts))
    }));
}

/// The comparison finds what it is there for: lines that claim the opposite of what the code does
/// are belied, each of them.
#[test]
fn a_line_that_the_code_belies_is_found() {
    let texts = Spec::own().read();
    let at = "#/paths/~1test_framework~1v1~1scenarios~1generate-instructions~1/post";
    let claims = [
        format!("deselected  {at}  `codegen.toml` leaves it out"),
        "unreached  #/components/schemas/Scenario  no operation of the client uses this schema".to_owned(),
        "name-collision  #/components/schemas/Scenario  the type is `Scenario9`, because `S` is taken".to_owned(),
        "union-untagged  #/components/schemas/Scenario  the document does not say".to_owned(),
        "schema-ignored  #/components/schemas/Scenario  read as any value".to_owned(),
        format!("widened  {at}/responses  no schema describes the answer; it is any value, if there is one"),
        format!("widened  {at}/requestBody  `x` is sent as the bytes that the caller makes"),
        format!("widened  {at}/responses/200  `x` is given as it comes; its schema is not read"),
        format!("media-type-skipped  {at}/requestBody  `text/csv` is sent; application/json would be taken too"),
        format!("media-type-skipped  {at}/responses  `text/csv` is asked for; the answer could also be application/json"),
        "server-skipped  #/servers  calls go to https://elsewhere.example; the document also names more".to_owned(),
        "repaired  #/paths/~1nowhere/get/parameters/0  mended".to_owned(),
    ];
    let ledger = claims.map(|claim| claim + "\n").concat();
    let outcome = weighed(&texts, Some(&ledger)).expect("a client");
    assert_eq!(outcome.1.belied.len(), ledger.lines().count(), "{:#?}", outcome.1);
}

/// Compares a document, and the given ledger or its own, with its code. `None` if it is refused.
pub(super) fn weighed(texts: &Texts, ledger: Option<&str>) -> Option<(Walked, Weighed)> {
    let output = generate(&texts.input()).output?;
    let ledger = ledger.unwrap_or(&output.ledger);
    let document = Document::read(texts);
    let emitted = Emitted::read(&output.files);
    let walked = walk(&document, &emitted, ledger);
    let weighed = weigh(ledger, &document.plain, &output.files, &emitted, &walked.types);
    Some((walked, weighed))
}

/// Compares the ledgers of documents with their code.
fn check(documents: impl Iterator<Item = (String, Texts)>) {
    let mut wrong = Vec::new();
    let mut held: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = 0;
    for (name, texts) in documents {
        let Some((walked, weighed)) = weighed(&texts, None) else { continue };
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
