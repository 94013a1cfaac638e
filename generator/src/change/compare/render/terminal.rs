//! The report for a terminal.

use std::fmt::Write;

use super::{CLASSES, Names, groups, headline, place, title};
use crate::change::compare::comparison::Comparison;
use crate::change::compare::entry::Entry;
use crate::change::compare::kind::{SourceClass, WireClass};
use crate::diagnostic::Style;
use crate::text::words::visible::visible;

/// The most entries of one kind that are shown.
const MOST: usize = 20;

const RESET: &str = "\u{1b}[0m";
const BOLD: &str = "\u{1b}[1m";

/// Renders a report of lines. `most` entries of a kind are shown, or as many as a screen takes.
pub fn terminal(
    comparison: &Comparison,
    names: Names<'_>,
    style: Style,
    most: Option<usize>,
) -> String {
    let most = most.unwrap_or(MOST);
    let paint = |code: &str, text: &str| match style {
        Style::Plain => text.to_owned(),
        Style::Coloured => format!("{code}{text}{RESET}"),
    };
    let mut text = String::new();
    for class in CLASSES {
        let groups = groups(comparison, class);
        if groups.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{}", paint(&format!("{BOLD}{}", colour(class)), title(class)));
        for group in groups {
            let count = group.entries.len();
            let _ = writeln!(text, "  {} ({count})", paint(BOLD, group.kind.as_str()));
            for entry in group.entries.iter().take(most) {
                let _ = writeln!(text, "    {}", visible(&line(entry)));
                if let Some(place) = place(entry, names) {
                    let _ = writeln!(text, "      at {}", visible(&place));
                }
            }
            if count > most {
                let _ = writeln!(text, "    … and {} more", count - most);
            }
        }
        text.push('\n');
    }
    let class = comparison.verdict().class();
    let _ = writeln!(
        text,
        "{}",
        paint(&format!("{BOLD}{}", colour(class)), &format!("Verdict: {}", headline(comparison)))
    );
    text
}

/// The change in terms of Rust, and behind it in terms of HTTP.
fn line(entry: &Entry) -> String {
    let wire = match entry.wire {
        WireClass::Incompatible => "; programs built before are affected",
        WireClass::Compatible | WireClass::None => "",
    };
    let causes: Vec<&str> = entry.causes.iter().map(|cause| cause.as_str()).collect();
    let causes = match causes.as_slice() {
        [] | ["document"] => String::new(),
        causes => format!("; by the {}", causes.join(" and the ")),
    };
    format!("{} [{}{wire}{causes}]", entry.rust, entry.http)
}

const fn colour(class: SourceClass) -> &'static str {
    match class {
        SourceClass::Breaking => "\u{1b}[31m",
        SourceClass::Additive => "\u{1b}[32m",
        SourceClass::Docs | SourceClass::None => "\u{1b}[36m",
    }
}
