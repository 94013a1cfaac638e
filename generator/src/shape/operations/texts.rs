//! Texts of the document about operations, as far as they inform.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Operation as Source;
use crate::model::Operation;
use crate::words::{singular, snake};

/// The verbs that generators of documents put at either end of an operation's id. Any other verb says something.
const IDS: [&str; 13] = [
    "create", "delete", "destroy", "get", "list", "partial", "patch", "post", "put", "read",
    "replace", "retrieve", "update",
];

/// Returns a text that says more than the path does: some generators of documents fill texts with the words of the operation's id,
/// which are those of the path, perhaps with a verb at either end, perhaps cut short.
pub(super) fn informative(text: Option<&String>, path: &str) -> Option<String> {
    let text = text.filter(|text| !text.trim().is_empty())?;
    let is_verb = |word: &String| IDS.contains(&word.as_str());
    let known = words(path);
    let said = words(text);
    let start = said.iter().position(|word| !is_verb(word)).unwrap_or(said.len());
    let end = said.iter().rposition(|word| !is_verb(word)).map_or(0, |last| last + 1);
    let inner = said.get(start..end).unwrap_or_default();
    let echo = !said.is_empty() && (echoes(&said, &known) || echoes(inner, &known));
    (!echo).then(|| text.clone())
}

/// Whether the words are those of the path, in its order, though not all of them; the last may be cut short.
fn echoes(said: &[String], known: &[String]) -> bool {
    let mut rest = known.iter();
    said.iter().enumerate().all(|(index, word)| {
        let last = index + 1 == said.len();
        rest.any(|known| {
            known == word || singular(known) == *word || (last && known.starts_with(word.as_str()))
        })
    })
}

/// The words of a text, less versions: ids have them or not, and anywhere.
fn words(text: &str) -> Vec<String> {
    let is_version = |word: &&str| {
        word.strip_prefix('v').is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
    };
    let words = snake(text);
    words
        .split('_')
        .filter(|word| !word.is_empty() && !is_version(word))
        .map(str::to_owned)
        .collect()
}

/// What is said of answers, as far as it is more than that all went well and that there is what the names of resource and
/// operation say.
pub(super) fn answers<'t>(
    descriptions: impl Iterator<Item = &'t str>,
    name: &str,
    operation: &Source,
) -> Vec<String> {
    const EMPTY: &str = "a accepted all an and as body by content created data default deleted details done empty for found \
        given gone in is it list new no none nothing of ok okay on one operation page paginated request \
        requested response result retrieved returned something success successful successfully the them \
        updated was with";
    let nouns = words(name);
    let is_empty = |word: &String| {
        EMPTY.split(' ').any(|empty| empty == word)
            || word.chars().all(|c| c.is_ascii_digit())
            || nouns.iter().any(|noun| noun == word || singular(noun) == *word)
    };
    let known = [operation.summary.as_deref(), operation.description.as_deref()];
    let known: Vec<&str> = known.into_iter().flatten().map(str::trim).collect();
    let mut told: Vec<String> = Vec::new();
    for text in descriptions.map(str::trim) {
        let repeats = known.iter().any(|known| known.contains(text.trim_end_matches('.')));
        let new = !told.iter().any(|known| known == text);
        if new && !repeats && !words(text).iter().all(is_empty) {
            told.push(text.to_owned());
        }
    }
    told
}

/// A description that three or more operations of a resource share is the resource's: takes it from them.
pub(super) fn take_shared(operations: &mut [Operation]) -> Option<String> {
    const MANY: usize = 3;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in operations.iter().filter_map(|operation| operation.description.as_deref()) {
        *counts.entry(text).or_default() += 1;
    }
    let shared: BTreeSet<String> = counts
        .into_iter()
        .filter(|(text, count)| *count >= MANY && !text.trim().is_empty())
        .map(|(text, _)| text.to_owned())
        .collect();
    for operation in operations {
        operation.description.take_if(|text| shared.contains(text.as_str()));
    }
    let all: Vec<String> = shared.into_iter().collect();
    (!all.is_empty()).then(|| all.join("\n\n"))
}
