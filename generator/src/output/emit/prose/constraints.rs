//! The wording of constraints.

use super::escape::code;
use super::phrases::{has_word, mentions};
use crate::model::{Bound, Constraint, Limits};

/// Returns the constraint as a sentence without its full stop.
pub(super) fn sentence(constraint: &Constraint) -> String {
    match constraint {
        Constraint::Range { minimum, maximum } => {
            format!("Range: {}", range(minimum.as_ref(), maximum.as_ref()))
        }
        Constraint::MultipleOf(number) => format!("Multiple of {number}"),
        Constraint::Length(limits) => format!("Length: {}", between(limits)),
        Constraint::Items(limits) => format!("Items: {}", between(limits)),
        Constraint::Entries(limits) => format!("Entries: {}", between(limits)),
        Constraint::UniqueItems => "Unique items".to_owned(),
        Constraint::Pattern(pattern) => format!("Pattern: {}", code(pattern)),
        Constraint::Format(format) => format!("Format: {}", code(format)),
        Constraint::Values(values) => {
            let values: Vec<String> = values.iter().map(|value| code(&value.to_string())).collect();
            match values.as_slice() {
                [only] => format!("Always {only}"),
                several => format!("One of: {}", several.join(", ")),
            }
        }
        Constraint::Empty => "Always empty".to_owned(),
        Constraint::Content { media_type, encoding } => {
            let encoding = encoding.as_deref().map(code).unwrap_or_default();
            match media_type {
                Some(name) if encoding.is_empty() => format!("Content: {}", code(name)),
                Some(name) => format!("Content: {} in {encoding}", code(name)),
                None => format!("Content: bytes in {encoding}"),
            }
        }
        Constraint::Each(constraints) => {
            let each: Vec<String> = constraints.iter().map(|one| clause(&sentence(one))).collect();
            format!("Each item: {}", each.join(", "))
        }
    }
}

/// Returns whether a sentence of a text speaks of the limit, and names all its numbers.
pub(super) fn is_expressed(text: &str, constraint: &Constraint) -> bool {
    const LIMITS: [&str; 12] = [
        "at least",
        "at most",
        "between",
        "characters",
        "from ",
        "length",
        "max",
        "min",
        "must be",
        "range",
        "up to",
        "not exceed",
    ];
    let numbers: Vec<String> = match constraint {
        Constraint::Range { minimum, maximum } => {
            let bounds = [minimum, maximum].into_iter().flatten();
            bounds.map(|bound| bound.value.to_string()).collect()
        }
        Constraint::Length(limits) | Constraint::Items(limits) | Constraint::Entries(limits) => {
            let limits = [limits.minimum, limits.maximum].into_iter().flatten();
            limits.map(|limit| limit.to_string()).collect()
        }
        _ => return false,
    };
    let expresses = |sentence: &str| {
        mentions(sentence, &LIMITS) && numbers.iter().all(|number| has_word(sentence, number))
    };
    text.split(". ").any(expresses)
}

/// Returns the sentence as part of another: `length at most 5`.
fn clause(sentence: &str) -> String {
    let sentence = sentence.replacen(": ", " ", 1);
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

fn range(minimum: Option<&Bound>, maximum: Option<&Bound>) -> String {
    if let (Some(low), Some(high)) = (minimum, maximum)
        && !low.exclusive
        && !high.exclusive
    {
        return format!("{} to {}", low.value, high.value);
    }
    let low = minimum.map(|bound| {
        format!("{} {}", if bound.exclusive { "more than" } else { "at least" }, bound.value)
    });
    let high = maximum.map(|bound| {
        format!("{} {}", if bound.exclusive { "less than" } else { "at most" }, bound.value)
    });
    low.into_iter().chain(high).collect::<Vec<_>>().join(" and ")
}

fn between(limits: &Limits) -> String {
    match (limits.minimum, limits.maximum) {
        (Some(low), None) => format!("at least {low}"),
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (None, high) => format!("at most {}", high.unwrap_or(usize::MAX)),
    }
}
