//! Lists that label the values of an enum, as descriptions have them.

/// Returns the value and the label of an item such as ``* `af` - Afrikaans``.
pub(crate) fn item(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim().strip_prefix(['*', '-'])?.trim_start().strip_prefix('`')?;
    let (value, label) = rest.split_once('`')?;
    let label = label.trim_start().strip_prefix(['-', ':', '–', '—'])?.trim();
    Some((value, label))
}

/// Writes the item that labels a value.
pub(crate) fn entry(value: &str, label: &str) -> String {
    format!("* `{value}` - {label}")
}
