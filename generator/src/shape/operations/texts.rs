//! Texts of the document about operations, as far as they inform.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Operation as Source;
use crate::model::Operation;
use crate::text::words::{singular, snake};

/// The verbs that generators of documents put at either end of an operation's id. Any other verb is
/// information.
const VERBS_OF_IDS: [&str; 13] = [
    "create", "delete", "destroy", "get", "list", "partial", "patch", "post", "put", "read",
    "replace", "retrieve", "update",
];

/// Returns a text if it has more information than the path.
///
/// Some generators of documents fill texts with the words of the operation's id, which are those of
/// the path, perhaps in another order, with a verb at either end, or cut short.
pub(in crate::shape) fn informative(text: Option<&String>, path: &str) -> Option<String> {
    let text = text.filter(|text| !text.trim().is_empty())?;
    let is_verb = |word: &String| {
        let is_cut = |verb: &&str| word.len() > 3 && verb.starts_with(word.as_str());
        VERBS_OF_IDS.iter().any(|verb| verb == word || is_cut(verb))
    };
    let of_path = words(path);
    // Most texts have a word of their own soon, and need not be cut into words to the end.
    let is_of_id = |word: String| is_verb(&word) || of_path.iter().any(|of| is_like(of, &word));
    if !text.split_whitespace().flat_map(words).all(is_of_id) {
        return Some(text.clone());
    }
    let words = words(text);
    let start = words.iter().position(|word| !is_verb(word)).unwrap_or(words.len());
    let end = words.iter().rposition(|word| !is_verb(word)).map_or(0, |last| last + 1);
    let inner = words.get(start..end).unwrap_or_default();
    let is_echo = !words.is_empty() && (echoes(&words, &of_path) || echoes(inner, &of_path));
    (!is_echo).then(|| text.clone())
}

/// Returns whether the words are those of the path, each as often as there, though not all of them;
/// the last may be cut short.
fn echoes(words: &[String], path: &[String]) -> bool {
    let mut rest: Vec<&String> = path.iter().collect();
    words.iter().enumerate().all(|(index, word)| {
        let is_last = index + 1 == words.len();
        let found = rest.iter().position(|other| match is_last {
            true => is_like(other, word),
            false => *other == word || singular(other) == *word,
        });
        found.map(|at| rest.swap_remove(at)).is_some()
    })
}

/// Returns whether a word is that of a path, which may be cut short.
fn is_like(of_path: &str, word: &str) -> bool {
    of_path.starts_with(word) || singular(of_path) == word
}

/// Returns the words of a text, less versions: ids have them or not, and anywhere.
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

/// Returns the descriptions of responses that have more information than that all went well, and
/// than the names of resource and operation.
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
    let own = [operation.summary.as_deref(), operation.description.as_deref()];
    let own: Vec<&str> = own.into_iter().flatten().map(str::trim).collect();
    let mut found: Vec<String> = Vec::new();
    for text in descriptions.map(str::trim) {
        let repeats = own.iter().any(|own| own.contains(text.trim_end_matches('.')));
        let is_new = !found.iter().any(|other| other == text);
        if is_new && !repeats && !words(text).iter().all(is_empty) {
            found.push(text.to_owned());
        }
    }
    found
}

/// Takes the descriptions that three or more operations of a resource share, and a third of all:
/// they are the resource's. A remark on a few stays with each.
pub(super) fn take_shared(operations: &mut [Operation]) -> Option<String> {
    const MANY: usize = 3;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in operations.iter().filter_map(|operation| operation.description.as_deref()) {
        *counts.entry(text).or_default() += 1;
    }
    let shared: BTreeSet<String> = counts
        .into_iter()
        .filter(|(_, count)| *count >= MANY && *count * 3 >= operations.len())
        .filter(|(text, _)| !text.trim().is_empty())
        .map(|(text, _)| text.to_owned())
        .collect();
    for operation in operations {
        operation.description.take_if(|text| shared.contains(text.as_str()));
    }
    let all: Vec<String> = shared.into_iter().collect();
    (!all.is_empty()).then(|| all.join("\n\n"))
}
