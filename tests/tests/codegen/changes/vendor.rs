//! Pairs of the vendor's documents, in the folder that `CEKURA_SPECS` names.

use std::fs;

use cekura_codegen::compare::{Comparison, Kind, SourceClass, Verdict};
use cekura_codegen::{Extracted, Input, Prose, extract, surface};
use cekura_tests::cases::changes::compared;
use cekura_tests::specs::documents;

use super::assert_symmetric;

/// Of a key that is given twice, the last counts.
const LAST: &str = "[document]\nduplicate-keys = \"last\"\n";

/// Returns two versions, if there are any.
fn pair(old: &str, new: &str) -> Option<[String; 2]> {
    let documents = documents();
    let text = |version: &str| {
        let path = documents.iter().find(|(name, _)| name.ends_with(version)).map(|(_, path)| path);
        path.map(|path| fs::read_to_string(path).expect("a text"))
    };
    Some([text(old)?, text(new)?])
}

fn input(document: &str) -> Input<'_> {
    Input { document, config: Some(LAST), ..Input::default() }
}

fn verdict(old: &str, new: &str) -> Option<(Comparison, Verdict)> {
    let [one, other] = pair(old, new)?;
    let comparison = compared(&input(&one), &input(&other));
    let verdict = comparison.verdict();
    Some((comparison, verdict))
}

fn count(comparison: &Comparison, class: SourceClass) -> usize {
    comparison.entries.iter().filter(|entry| entry.source() == class).count()
}

#[test]
fn a_new_language_is_additive_and_named() {
    let Some((comparison, verdict)) = verdict("v138", "v139") else { return };
    assert_eq!(verdict, Verdict::Additive);
    let language = comparison.entries.iter().find(|entry| {
        entry.kind == Kind::VariantAdded
            && entry.thing.new.as_deref() == Some("ScenarioLanguage.tl")
    });
    let language = language.expect("the language");
    assert!(language.rust.contains("ScenarioLanguage::Tl"), "{language:?}");
    let position = language.new.as_ref().and_then(|place| place.position);
    assert!(position.is_some_and(|at| at.line > 1), "{language:?}");
}

#[test]
fn a_duplicate_key_that_is_mended_is_no_change() {
    let Some((comparison, verdict)) = verdict("v158", "v159") else { return };
    assert_eq!((comparison.entries, verdict), (Vec::new(), Verdict::None));
    let Some((comparison, _)) = self::verdict("v122", "v123") else { return };
    assert!(comparison.entries.iter().all(|entry| entry.kind == Kind::DocsChanged));
}

#[test]
fn other_operation_ids_are_no_change() {
    let Some([one, other]) = pair("v219", "v220") else { return };
    // Six descriptions are made of the ids; without prose there is nothing left.
    let comparison = compared(&input(&one), &input(&other));
    assert!(comparison.entries.iter().all(|entry| entry.kind == Kind::DocsChanged));
    assert!(comparison.entries.len() <= 6, "{} entries", comparison.entries.len());
    let facts = [one, other].map(|text| {
        let Extracted { text, .. } = extract(&input(&text), Prose::Drop);
        text.expect("the facts")
    });
    assert_eq!(compared(&input(&facts[0]), &input(&facts[1])).entries, []);
}

#[test]
fn breaking_versions_are_breaking_in_both_directions() {
    for (old, new) in [("v036", "v037"), ("v063", "v143"), ("v143", "v243")] {
        let Some([one, other]) = pair(old, new) else { return };
        let comparison = compared(&input(&one), &input(&other));
        assert_eq!(comparison.verdict(), Verdict::Breaking, "{old} {new}");
        assert!(count(&comparison, SourceClass::Breaking) > 0);
        let located = comparison.entries.iter().all(|entry| {
            let mut places = [&entry.old, &entry.new].into_iter().flatten();
            places.all(|place| place.position.is_some())
        });
        assert!(located, "{old} {new}: an entry without a line");
        let [one, other] = [one, other].map(|text| surface(&input(&text)).expect("a surface"));
        assert_symmetric(&format!("{old} {new}"), &one, &other);
    }
}
