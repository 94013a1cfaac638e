//! The policy: what changed since the last release is approved where it breaks code, and the
//! version of the manifest is high enough for it.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Result, anyhow};
use cekura_codegen::compare::Comparison;
use cekura_codegen::compare::approvals::{Approvals, Violation};
use cekura_codegen::diagnostic::Style;

use super::release::{self, Release};
use super::sides::{Given, Side};
use crate::codegen::{Run, Status};
use crate::files::paths::{APPROVED, read_if_present};

/// Checks the policy in the repository at `root`.
pub(super) fn run(root: &Path, style: Style) -> Result<Run> {
    let text = read_if_present(&root.join(APPROVED))?.unwrap_or_default();
    let approvals =
        Approvals::parse(&text).map_err(|error| anyhow!("cannot read {APPROVED}: {error}"))?;
    let Some(Release { tag, version }) = release::last(root)? else {
        let violations: Vec<Violation> = approvals
            .approved
            .iter()
            .map(|approval| Violation::Unmatched(approval.fingerprint.clone()))
            .collect();
        return Ok(shown("Nothing is released yet: nothing can break.\n", &violations));
    };
    let old = Side::choose(root, Some(&tag), Given::default(), Side::working_tree)?;
    let new = Side::working_tree(root)?;
    let comparison: Comparison = match super::compare(&old, &new, style)? {
        Ok(comparison) => comparison,
        Err(refused) => return Ok(refused),
    };
    let now = release::manifest_version(root)?;
    let violations = approvals.check(&comparison, version, now);
    let verdict = comparison.verdict();
    let count = comparison.entries.len();
    Ok(shown(&format!("Since {tag}: {count} changes, {verdict}.\n"), &violations))
}

fn shown(what: &str, violations: &[Violation]) -> Run {
    let mut summary = what.to_owned();
    for violation in violations {
        let _ = writeln!(summary, "  {violation}");
    }
    let status = if violations.is_empty() {
        summary.push_str("The policy holds.\n");
        Status::Done
    } else {
        let _ = writeln!(
            summary,
            "\nTo approve a break, write to {APPROVED}:\n\n    [[approved]]\n    \
             fingerprint = \"…\"\n    reason = \"…\"\n    until = \"…\" # the version that it is released with"
        );
        Status::Breaking
    };
    Run { status, diagnostics: String::new(), summary }
}
