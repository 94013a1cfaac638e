//! Phrases that a text may have already.

/// Returns whether a text has one of the phrases, in capitals or not.
pub(super) fn mentions(text: &str, phrases: &[&str]) -> bool {
    let text = text.to_lowercase();
    phrases.iter().any(|phrase| text.contains(phrase))
}

/// Returns whether a text has the word, not as part of another.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default();
            let after = text.get(at + word.len()..).unwrap_or_default();
            !before.ends_with(joins) && !after.starts_with(joins)
        })
}
