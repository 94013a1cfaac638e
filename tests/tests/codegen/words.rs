//! The words of `spec/docs`: every place of the client has some, and none are the vendor's.

use std::collections::BTreeSet;
use std::fs;

use cekura_codegen::diagnostic::{Diagnostics, Origin};
use cekura_codegen::source::{DuplicateKeys, parse};
use cekura_codegen::{gaps, generate};
use cekura_tests::cases::workspace;
use cekura_tests::specs::{Spec, Texts, documents};
use serde_json::Value;

/// The length of a run of words that two texts do not share by chance.
const RUN: usize = 8;

#[test]
fn every_place_of_the_client_has_words() {
    let texts = Spec::own().read();
    let gaps = gaps(&texts.input()).expect("our document");
    let lines: Vec<String> =
        gaps.iter().map(|gap| format!("{} {} {}", gap.part, gap.pointer, gap.name)).collect();
    assert!(lines.is_empty(), "`cargo xtask docs` shows them:\n{}", lines.join("\n"));
}

#[test]
fn the_readme_lists_all_resources_and_counts_the_operations() {
    let texts = Spec::own().read();
    let output = generate(&texts.input()).output.expect("a client");
    let path = workspace().join("generated-client/README.md");
    let readme = fs::read_to_string(path).expect("the README");
    let count = format!("{} operations", output.summary.operations);
    assert!(readme.contains(&count), "not there: {count}");
    let (listed, _) = output.features.split_once(']').expect("the list of the resources");
    let features = listed.lines().filter_map(|line| line.trim().strip_suffix("\","));
    let features = features.filter_map(|line| line.strip_prefix('"'));
    for resource in features.map(|feature| feature.replace('-', "_")) {
        let row = format!("| `{resource}()` |");
        assert!(readme.contains(&row), "not there: {row}");
    }
}

#[test]
fn no_eight_words_in_a_row_are_the_vendors() {
    let mut theirs = BTreeSet::new();
    for (name, path) in documents() {
        let tree = tree(&fs::read_to_string(path).expect("a text"), &name);
        texts(&tree, &mut |text| theirs.extend(runs(text)));
    }
    let Texts { overlay, docs, .. } = Spec::own().read();
    let mut copied = Vec::new();
    let files = docs.iter().map(|file| (file.name.as_str(), file.text.as_str()));
    for (name, text) in files.chain(overlay.as_deref().map(|text| ("spec/overlay.yaml", text))) {
        texts(&tree(text, name), &mut |text| {
            let shared = runs(text).find(|run| theirs.contains(run));
            copied.extend(shared.map(|run| format!("{name}: {run}")));
        });
    }
    assert!(copied.is_empty(), "{}", copied.join("\n"));
}

fn tree(text: &str, name: &str) -> Value {
    let read = parse(text, Origin::Document, DuplicateKeys::Last, &mut Diagnostics::default());
    read.unwrap_or_else(|_| panic!("{name} is read"))
}

/// Calls `each` with every text that people wrote.
fn texts(value: &Value, each: &mut impl FnMut(&str)) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(text) if key == "description" || key == "summary" => each(text),
                    _ => texts(value, each),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|item| texts(item, each)),
        _ => {}
    }
}

/// Returns the runs of words of a text, in lower case. A call between backticks, `GET /boats/`, is
/// one word: the path is the vendor's, and the only one that there is.
fn runs(text: &str) -> impl Iterator<Item = String> {
    let mut words = Vec::new();
    for (number, span) in text.split('`').enumerate() {
        if number % 2 == 1 && is_call(span) {
            words.push(span.to_lowercase());
            continue;
        }
        let parts = span.split(|sign: char| !sign.is_alphanumeric() && sign != '\'');
        words.extend(parts.filter(|word| !word.is_empty()).map(str::to_lowercase));
    }
    let runs: Vec<String> = words.windows(RUN).map(|run| run.join(" ")).collect();
    runs.into_iter()
}

fn is_call(span: &str) -> bool {
    let parts = span.split_once(" /");
    parts.is_some_and(|(method, _)| method.chars().all(|sign| sign.is_ascii_uppercase()))
}
