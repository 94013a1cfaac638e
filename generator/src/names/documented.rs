//! Names of types as the document gives them: of components, and of the words of calls.

use super::members::type_name;
use crate::model::{Direction, TypeDecl, Words};

/// Returns the names that the document's name of a type gives, the best first.
pub(super) fn of_component(name: &str, decl: &TypeDecl) -> Vec<String> {
    let plain = type_name(name);
    let patch = plain
        .strip_prefix("Patched")
        .filter(|rest| !rest.is_empty() && decl.direction == Direction::Request);
    let mut candidates = match patch {
        Some(rest) if rest.ends_with("Patch") => vec![rest.to_owned(), format!("{rest}Patch")],
        Some(rest) => vec![format!("{rest}Patch")],
        None => Vec::new(),
    };
    candidates.extend([plain.clone(), format!("{plain}Data"), format!("{plain}Object")]);
    candidates
}

/// Returns the name that words make, with the version last.
pub(super) fn of_words(words: &Words) -> String {
    let version = words.version.map(|version| format!("V{}", version.number()));
    let version = version.unwrap_or_default();
    format!("{}{version}", type_name(&words.joined()))
}
