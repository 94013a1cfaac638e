//! The changes of the API in `CHANGELOG.md`, between markers under "Unreleased".

use std::path::Path;

use anyhow::{Result, bail};
use cekura_codegen::compare::render;
use cekura_codegen::diagnostic::Style;

use super::release;
use super::sides::{Given, Side};
use crate::codegen::{Run, Status};
use crate::files::paths::read;
use crate::files::sync::{FileSet, Mode, sync};

const CHANGELOG: &str = "CHANGELOG.md";

/// The section that the changes stand in.
const HEADING: &str = "## Unreleased";

const BEGIN: &str =
    "<!-- API changes: written by `cargo xtask codegen --changelog`, between these lines -->";
const END: &str = "<!-- end of the API changes -->";

/// Writes the changes since a revision, or since the last release, or only looks whether they are
/// there.
///
/// # Errors
///
/// If something cannot be read or written, or there is nothing to compare with.
pub fn update(root: &Path, since: Option<&str>, mode: Mode, style: Style) -> Result<Run> {
    let since = match since {
        Some(revision) => revision.to_owned(),
        None => match release::last(root)? {
            Some(release) => release.tag,
            None => bail!(
                "nothing is released yet, so that there is nothing to compare with: \
                 name a revision with --since"
            ),
        },
    };
    let old = Side::choose(root, Some(&since), Given::default(), Side::working_tree)?;
    let comparison = match super::compare(&old, &Side::working_tree(root)?, None, style)? {
        Ok(comparison) => comparison,
        Err(refused) => return Ok(refused),
    };
    let text = with_changes(&read(&root.join(CHANGELOG))?, &render::changelog(&comparison))?;
    let files = [(CHANGELOG.to_owned(), text)].into();
    let report = sync(&FileSet { root: root.to_owned(), files, ..FileSet::default() }, mode)?;
    let is_stale = mode == Mode::Check && !report.is_clean();
    let summary = match (mode, report.is_clean()) {
        (Mode::Check, false) => format!(
            "{CHANGELOG} has not the changes since {since}: run `cargo xtask codegen --changelog`.\n"
        ),
        (_, _) if report.unchanged > 0 => {
            format!("{CHANGELOG} has the changes since {since}.\n")
        }
        _ => format!("The changes since {since} are in {CHANGELOG}.\n"),
    };
    let status = if is_stale { Status::Different } else { Status::Done };
    Ok(Run { status, diagnostics: String::new(), summary })
}

/// Returns a changelog with these changes in place of those that it had.
fn with_changes(text: &str, changes: &str) -> Result<String> {
    let block = format!("{BEGIN}\n\n### API\n\n{changes}{END}");
    match (text.find(BEGIN), text.find(END)) {
        (Some(begin), Some(end)) if begin < end => {
            let (before, rest) = text.split_at(begin);
            let (_, after) = rest.split_at(end - begin + END.len());
            Ok(format!("{before}{block}{after}"))
        }
        (None, None) => {
            let line = |text: &str| text.lines().any(|line| line.trim_end() == HEADING);
            let Some((before, after)) = text.split_once(HEADING).filter(|_| line(text)) else {
                bail!("{CHANGELOG} has no section `{HEADING}`");
            };
            Ok(format!("{before}{HEADING}\n\n{block}{after}"))
        }
        _ => bail!("{CHANGELOG} has one of the two lines around the API changes: {BEGIN} … {END}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, END, with_changes};

    const TEXT: &str =
        "# Changelog\n\n## Unreleased\n\n### Added\n\n- By hand.\n\n## 0.1.0\n\n- Old.\n";

    #[test]
    fn the_changes_are_replaced_and_the_rest_is_kept() {
        let first = with_changes(TEXT, "- one\n\n").unwrap();
        assert!(first.contains("## Unreleased\n\n<!-- API"), "{first}");
        assert!(first.contains(&format!("- one\n\n{END}\n\n### Added\n\n- By hand.\n")), "{first}");
        assert_eq!(with_changes(&first, "- one\n\n").unwrap(), first);
        let edited = first.replace("By hand", "By another hand");
        let second = with_changes(&edited, "- two\n\n").unwrap();
        assert!(second.contains("- two") && !second.contains("- one"), "{second}");
        assert!(second.contains("By another hand") && second.ends_with("- Old.\n"), "{second}");
    }

    #[test]
    fn a_changelog_without_a_place_is_refused() {
        let error = |text: &str| with_changes(text, "").unwrap_err().to_string();
        assert!(error("# Changelog\n").contains("## Unreleased"));
        assert!(error(&format!("## Unreleased\n{BEGIN}\n")).contains("one of the two"));
        assert!(error(&format!("## Unreleased\n{END}\n{BEGIN}\n")).contains("one of the two"));
    }
}
