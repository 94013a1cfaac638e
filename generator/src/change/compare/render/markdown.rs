//! The report as Markdown, for a pull request or a changelog.

use std::fmt::Write;

use super::{CLASSES, Names, groups, headline, place, title};
use crate::change::compare::comparison::Comparison;
use crate::change::compare::entry::Entry;
use crate::change::compare::kind::{SourceClass, WireClass};
use crate::text::words::visible::visible;

/// The most entries of one kind that are shown without unfolding.
const OPEN: usize = 10;

/// The most entries of one kind that are shown at all: a pull request has room for so much text.
const MOST: usize = 100;

/// Renders a report in Markdown. Kinds with many entries are folded.
pub fn markdown(comparison: &Comparison, names: Names<'_>) -> String {
    let mut text = format!("**Verdict: {}**\n", headline(comparison));
    for class in CLASSES {
        let groups = groups(comparison, class);
        if groups.is_empty() {
            continue;
        }
        let _ = write!(text, "\n### {}\n", title(class));
        for group in groups {
            let count = group.entries.len();
            let is_folded = count > OPEN || matches!(class, SourceClass::Docs | SourceClass::None);
            let name = group.kind.as_str();
            if is_folded {
                let _ = write!(
                    text,
                    "\n<details>\n<summary><code>{name}</code> ({count})</summary>\n\n"
                );
            } else {
                let _ = write!(text, "\n`{name}`: {}\n\n", group.kind.explanation());
            }
            for entry in group.entries.iter().take(MOST) {
                text.push_str(&item(entry, names));
            }
            if count > MOST {
                let _ = writeln!(text, "- … and {} more", count - MOST);
            }
            if is_folded {
                text.push_str("\n</details>\n");
            }
        }
    }
    text
}

/// `* change in Rust: change in HTTP (place)`
fn item(entry: &Entry, names: Names<'_>) -> String {
    let wire = match entry.wire {
        WireClass::Incompatible => ". **Programs built before are affected.**",
        WireClass::Compatible | WireClass::None => "",
    };
    let place = place(entry, names).map(|place| format!(" ({place})")).unwrap_or_default();
    let line = format!("{}: {}{place}{wire}", entry.rust, entry.http);
    let mut text = format!("- {}\n", escaped(&line));
    if let Some(remedy) = &entry.remedy {
        let (first, rest) = remedy.split_once('\n').unwrap_or((remedy, ""));
        let rest: String = rest.lines().map(|line| format!("  {line}\n")).collect();
        let language = if first.ends_with("yaml:") { "yaml" } else { "toml" };
        let _ = write!(
            text,
            "\n  To keep it, {first}\n\n  ```{language}\n{}  ```\n\n",
            visible(&rest).replace("```", "'''")
        );
    }
    text
}

/// Returns a line whose words are no markup; what is between backticks stays as it is.
fn escaped(line: &str) -> String {
    let mut is_code = false;
    let mut text = String::new();
    for letter in visible(line).chars() {
        match letter {
            '`' => is_code = !is_code,
            '<' if !is_code => {
                text.push_str("&lt;");
                continue;
            }
            _ => {}
        }
        text.push(letter);
    }
    text
}
