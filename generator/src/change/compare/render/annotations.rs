//! The report as workflow commands of GitHub, which show entries at their lines in a pull request.

use std::fmt::Write;

use super::{CLASSES, Names, groups, headline};
use crate::change::compare::comparison::Comparison;
use crate::change::compare::kind::SourceClass;

/// GitHub shows no more of a kind in one step.
const MOST: usize = 10;

/// Renders a line with the verdict, and one for each breaking and each additive entry; the new
/// document is the file that they are shown in.
pub fn annotations(comparison: &Comparison, names: Names<'_>) -> String {
    let verdict = message(&headline(comparison));
    let mut text = format!("::notice title=verdict::{verdict}\n");
    for class in CLASSES {
        let command = match class {
            SourceClass::Breaking => "warning",
            SourceClass::Additive => "notice",
            SourceClass::Docs | SourceClass::None => continue,
        };
        let entries = groups(comparison, class).into_iter().flat_map(|group| group.entries);
        for entry in entries.take(MOST) {
            let position = entry.new.as_ref().and_then(|place| place.position);
            let at = position.map_or_else(String::new, |at| {
                format!("file={},line={},col={},", property(names.new), at.line, at.column)
            });
            let title = property(entry.kind.as_str());
            let message = message(&format!("{}: {}", entry.rust, entry.http));
            let _ = writeln!(text, "::{command} {at}title={title}::{message}");
        }
    }
    text
}

/// Escapes a text as the message of a command.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a text as a property of a command.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
