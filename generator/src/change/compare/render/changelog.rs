//! The report as a section of a changelog: what users of the crate have to know, without places.

use std::fmt::Write;

use super::{groups, title};
use crate::change::compare::comparison::Comparison;
use crate::change::compare::kind::SourceClass;
use crate::text::words::visible::visible;

/// The most entries of one kind that are listed.
const MOST: usize = 15;

/// Renders what breaks and what is new; a line where nothing does.
pub fn changelog(comparison: &Comparison) -> String {
    let mut text = String::new();
    for class in [SourceClass::Breaking, SourceClass::Additive] {
        let groups = groups(comparison, class);
        if groups.is_empty() {
            continue;
        }
        let _ = write!(text, "#### {}\n\n", title(class));
        for group in groups {
            let count = group.entries.len();
            for entry in group.entries.iter().take(MOST) {
                let _ = writeln!(text, "- {}", visible(&entry.rust));
            }
            if count > MOST {
                let _ = writeln!(text, "- … and {} more of `{}`", count - MOST, group.kind);
            }
        }
        text.push('\n');
    }
    if text.is_empty() {
        text.push_str("No change for code that uses the crate.\n\n");
    }
    text
}
