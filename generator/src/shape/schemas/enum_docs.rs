//! Descriptions of enums, taken apart into prose and the labels of values.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::text::labels::item;

/// A description of an enum.
pub(super) struct EnumDocs {
    pub prose: Option<String>,
    /// The label of each value in a list such as ``* `af` - Afrikaans``, by value.
    pub labels: BTreeMap<String, String>,
}

impl EnumDocs {
    /// Takes a description apart.
    ///
    /// A list of labels at the end is no prose, unless a line that ends with a colon leads up to
    /// it. A list without any value of the enum, such as one that explains more, is prose.
    pub(super) fn read<V: AsRef<str>>(
        text: Option<&str>,
        mut values: impl Iterator<Item = V>,
    ) -> Self {
        let text = text.unwrap_or_default().trim();
        let mut lines: Vec<&str> = text.lines().collect();
        let mut labels: BTreeMap<String, String> = BTreeMap::new();
        for (value, label) in items(&lines) {
            let earlier = labels.remove(value);
            labels.extend(longest(earlier, Some(&label)).map(|label| (value.to_owned(), label)));
        }
        if labels.is_empty() || !values.any(|value| labels.contains_key(value.as_ref())) {
            labels.clear();
        }
        let listed = lines.iter().rev().take_while(|line| item(line).is_some()).count();
        let before = lines.len() - listed;
        let lead = lines.iter().take(before).rfind(|line| !line.trim().is_empty());
        if !labels.is_empty() && !lead.is_some_and(|line| line.trim_end().ends_with(':')) {
            lines.truncate(before);
        }
        let prose = lines.join("\n").trim().to_owned();
        Self { prose: Some(prose).filter(|prose| !prose.is_empty()), labels }
    }
}

/// Returns the longer text; of two that are as long, the first in the alphabet.
pub(super) fn longest(one: Option<String>, other: Option<&str>) -> Option<String> {
    let all = one.into_iter().chain(other.map(str::to_owned));
    all.min_by(|one, other| (Reverse(one.len()), one).cmp(&(Reverse(other.len()), other)))
}

/// Returns the items of lists, each with the lines that are indented below it.
fn items<'t>(lines: &[&'t str]) -> Vec<(&'t str, String)> {
    let mut items: Vec<(&str, String)> = Vec::new();
    let mut within = false;
    for line in lines {
        if let Some((value, label)) = item(line) {
            items.push((value, label.to_owned()));
            within = true;
        } else if within
            && line.starts_with(' ')
            && !line.trim().is_empty()
            && let Some((_, label)) = items.last_mut()
        {
            label.push_str(&format!(" {}", line.trim()));
        } else {
            within = false;
        }
    }
    items
}
