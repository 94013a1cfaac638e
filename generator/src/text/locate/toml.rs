//! Places in TOML: the parser's tree has a span for every key and value, so a pointer is followed
//! through it.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Query, mark};

pub(super) fn locate(text: &str, queries: &[Query<'_>]) -> Vec<Range<usize>> {
    // The part of a faulty text that could be read is enough: the faults have a position of their
    // own.
    let (root, _) = DeTable::parse_recoverable(text);
    let place = |query: &Query<'_>| {
        let tokens: Vec<String> = query.pointer.tokens().map(Cow::into_owned).collect();
        follow(text, root.get_ref(), &tokens).unwrap_or_default()
    };
    queries.iter().map(place).collect()
}

/// Returns the place of the entry that `tokens` lead to, or of the last one on the way that exists.
fn follow(text: &str, table: &DeTable<'_>, tokens: &[String]) -> Option<Range<usize>> {
    let (token, rest) = tokens.split_first()?;
    let (key, value) = table.iter().find(|(key, _)| key.get_ref().as_ref() == token.as_str())?;
    follow_value(text, value, rest).or_else(|| Some(mark(text, Some(key.span()), scalar(value))))
}

fn follow_value(
    text: &str,
    value: &Spanned<DeValue<'_>>,
    tokens: &[String],
) -> Option<Range<usize>> {
    match value.get_ref() {
        DeValue::Table(table) => follow(text, table, tokens),
        DeValue::Array(items) => {
            let (token, rest) = tokens.split_first()?;
            let item = items.get(token.parse::<usize>().ok()?)?;
            follow_value(text, item, rest).or_else(|| Some(mark(text, None, Some(item.span()))))
        }
        _ => None,
    }
}

/// Returns the span of a value that is neither table nor array.
fn scalar(value: &Spanned<DeValue<'_>>) -> Option<Range<usize>> {
    let is_scalar = !matches!(value.get_ref(), DeValue::Table(_) | DeValue::Array(_));
    is_scalar.then(|| value.span())
}
