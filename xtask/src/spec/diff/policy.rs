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
    let comparison: Comparison = match super::compare(&old, &new, None, style)? {
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::process::Command;

    use cekura_codegen::diagnostic::Style;

    use super::super::sides::{Given, Side, Subject};
    use super::run;
    use crate::codegen::{Run, Status};

    const DOCUMENT: &str = "openapi: 3.1.0
info: {title: Boats, version: '1'}
servers: [{url: https://boats.example}]
paths:
  /boats/:
    get: {responses: {'204': {description: ''}}}
    delete: {responses: {'204': {description: ''}}}
";

    fn git(root: &Path, arguments: &[&str]) {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
        let status =
            Command::new("git").arg("-C").arg(root).args(identity).args(arguments).status();
        assert!(status.unwrap().success(), "git {arguments:?}");
    }

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A repository with a release of a client with two calls.
    fn repository() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        write(root.path(), "spec/openapi.yaml", DOCUMENT);
        write(root.path(), "Cargo.toml", "[workspace.package]\nversion = \"0.1.0\"\n");
        write(root.path(), "generated-client/Cargo.toml", "[package]\nversion.workspace = true\n");
        git(root.path(), &["init", "--quiet"]);
        git(root.path(), &["add", "."]);
        git(root.path(), &["commit", "--quiet", "-m", "m"]);
        root
    }

    fn policy(root: &Path) -> Run {
        run(root, Style::Plain).unwrap_or_else(|error| panic!("{error:#}"))
    }

    #[test]
    fn a_break_since_the_last_release_needs_an_approval_and_a_version() {
        let root = repository();
        let root = root.path();
        let unreleased = policy(root);
        assert_eq!(unreleased.status, Status::Done, "{unreleased:?}");
        assert!(unreleased.summary.contains("Nothing is released yet"));
        git(root, &["tag", "v0.1.0"]);
        assert_eq!(policy(root).status, Status::Done);

        let without = DOCUMENT.replace("    delete: {responses: {'204': {description: ''}}}\n", "");
        write(root, "spec/openapi.yaml", &without);
        let broken = policy(root);
        assert_eq!(broken.status, Status::Breaking);
        assert!(
            broken.summary.contains("`operation-removed DELETE /boats/` breaks code"),
            "{broken:?}"
        );
        assert!(broken.summary.contains("asks for 0.2.0 at least"), "{broken:?}");

        let approval = "[[approved]]\nfingerprint = \"operation-removed DELETE /boats/\"\nreason = \"It is gone.\"\nuntil = \"0.2.0\"\n";
        write(root, "spec/approved.toml", approval);
        assert!(!policy(root).summary.contains("breaks code"));
        write(root, "Cargo.toml", "[workspace.package]\nversion = \"0.2.0\"\n");
        assert_eq!(policy(root).status, Status::Done);

        // The break is released with it; from then on the approval is of nothing.
        git(root, &["add", "."]);
        git(root, &["commit", "--quiet", "-m", "m"]);
        git(root, &["tag", "cekura-v0.2.0"]);
        let late = policy(root);
        assert!(late.summary.contains("of a version that is released"), "{late:?}");
    }

    #[test]
    fn sides_are_files_revisions_and_files_of_revisions() {
        let root = repository();
        let root = root.path();
        write(root, "spec/openapi.yaml", &DOCUMENT.replace("Boats", "Ships"));
        write(root, "other.yaml", DOCUMENT);
        let side = |argument: &str| {
            Side::choose(root, Some(argument), Given::default(), Side::working_tree)
        };
        let text = |side: Side| match side.subject {
            Subject::Inputs(inputs) => inputs.document.text.clone(),
            Subject::Surface(_) => panic!("{} is a surface", side.name),
        };
        assert!(text(Side::working_tree(root).unwrap()).contains("Ships"));
        assert!(text(Side::last_commit(root).unwrap()).contains("Boats"));
        assert!(text(side("HEAD").unwrap()).contains("Boats"));
        assert!(text(side("HEAD:spec/openapi.yaml").unwrap()).contains("Boats"));
        assert!(text(side("HEAD:Cargo.toml").unwrap()).contains("workspace"));
        let file = root.join("other.yaml").display().to_string();
        assert!(text(side(&file).unwrap()).contains("Boats"));
        for (argument, message) in [
            ("HEAD~9", "neither a file nor a revision"),
            ("--all", "neither a file nor a revision"),
            ("HEAD:none.yaml", "has no file"),
            ("none:spec/openapi.yaml", "there is no revision"),
            ("none.surface.json", "cannot read"),
        ] {
            let error = format!("{:#}", side(argument).err().expect(argument));
            assert!(error.contains(message), "{argument}: {error}");
        }
    }
}
