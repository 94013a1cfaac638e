//! Limits of values, each by the thing that it limits, so that two can be weighed against each
//! other.

use super::items::{Limit, LimitBound};
use crate::model::{Bound, Constraint, Limits, Number};

/// Returns the limits that a document sets.
pub(super) fn of(constraints: &[Constraint]) -> Vec<Limit> {
    let mut limits = Vec::new();
    constraints.iter().for_each(|constraint| add(constraint, "", &mut limits));
    limits
}

fn add(constraint: &Constraint, of: &str, limits: &mut Vec<Limit>) {
    let mut push = |rule: &str, bound: LimitBound| {
        limits.push(Limit { rule: format!("{of}{rule}"), bound });
    };
    let end = |bound: &Bound| (number(bound.value), bound.exclusive);
    match constraint {
        Constraint::Range { minimum, maximum } => {
            if let Some((value, exclusive)) = minimum.as_ref().map(end) {
                push("minimum", LimitBound::AtLeast(value, exclusive));
            }
            if let Some((value, exclusive)) = maximum.as_ref().map(end) {
                push("maximum", LimitBound::AtMost(value, exclusive));
            }
        }
        Constraint::MultipleOf(of) => push("multiple of", LimitBound::Is(of.to_string())),
        Constraint::Length(range) => count(range, "length", &mut push),
        Constraint::Items(range) => count(range, "number of items", &mut push),
        Constraint::Entries(range) => count(range, "number of entries", &mut push),
        Constraint::UniqueItems => push("unique items", LimitBound::Is("yes".to_owned())),
        Constraint::Pattern(pattern) => push("pattern", LimitBound::Is(pattern.clone())),
        Constraint::Format(format) => push("format", LimitBound::Is(format.clone())),
        Constraint::Values(values) => {
            let mut values: Vec<String> = values.iter().map(ToString::to_string).collect();
            values.sort();
            push("values", LimitBound::Is(values.join(", ")));
        }
        Constraint::Empty => push("members", LimitBound::Is("none".to_owned())),
        Constraint::Content { media_type, encoding } => {
            let parts = [media_type, encoding].into_iter().flatten();
            let parts: Vec<&str> = parts.map(String::as_str).collect();
            push("content", LimitBound::Is(parts.join(", ")));
        }
        Constraint::Each(inner) => {
            let of = format!("{of}each item's ");
            inner.iter().for_each(|inner| add(inner, &of, limits));
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "only compared, and shown as whole numbers")]
fn count(range: &Limits, thing: &str, push: &mut dyn FnMut(&str, LimitBound)) {
    if let Some(least) = range.minimum {
        push(&format!("least {thing}"), LimitBound::AtLeast(least as f64, false));
    }
    if let Some(most) = range.maximum {
        push(&format!("greatest {thing}"), LimitBound::AtMost(most as f64, false));
    }
}

#[expect(clippy::cast_precision_loss, reason = "only compared")]
fn number(number: Number) -> f64 {
    match number {
        Number::Integer(number) => number as f64,
        Number::Float(number) => number,
    }
}
