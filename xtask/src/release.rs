//! `cargo xtask release`: everything that must hold before the client is published.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use cargo_metadata::{MetadataCommand, Package};
use cekura_codegen::diagnostic::Style;

use crate::codegen::{self, Run, Status};
use crate::files::git;
use crate::files::paths::{read, repository};
use crate::spec::diff;

/// Check everything that must hold before the client is published, and publish it
///
/// The working tree is committed, the version is new and in CHANGELOG.md, the client is what is
/// generated from spec/, what breaks since the last release is approved, the package builds from
/// its own files alone, and its documentation has no warning. Then the package is published, and
/// the commit gets the tag of the version.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
#[command(verbatim_doc_comment, after_help = AFTER_HELP)]
pub struct Options {
    /// Only check
    #[arg(long)]
    pub dry_run: bool,
}

const AFTER_HELP: &str = "\
Exit codes:
  0  everything holds (without --dry-run: and the client is published)
  1  something does not; nothing was published
  2  something could not be read or run

Examples:
  cargo xtask release --dry-run";

/// The package that is published.
const CLIENT: &str = "cekura";

/// The keys of the manifest without which people find neither the source nor the manual.
const KEYS: &str = "repository, homepage and documentation in generated-client/Cargo.toml";

/// The outcome of a check.
enum Outcome {
    Holds(String),
    /// It holds, but somebody should know.
    Remark(String),
    Fails(String),
}

/// Runs the command.
///
/// # Errors
///
/// If a file cannot be read, or a program cannot be run.
pub fn run(options: Options, style: Style) -> Result<Run> {
    let root = repository();
    let package = client(&root)?;
    let version = package.version.to_string();
    let checks: [(&str, Outcome); 8] = [
        ("working tree", committed(&root)?),
        ("version", is_new(&root, &version)?),
        ("changelog", changelog(&read(&root.join("CHANGELOG.md"))?, &version)),
        ("manifest", manifest(&package)),
        ("generated", generated(style)?),
        ("policy", policy(style)?),
        (
            "package",
            cargo(&root, &["package", "--package", CLIENT, "--locked", "--allow-dirty"], &[])?,
        ),
        ("documentation", documentation(&root)?),
    ];
    let (mut text, mut status) = (String::new(), Status::Done);
    for (name, outcome) in checks {
        let (mark, detail) = match outcome {
            Outcome::Holds(detail) => ("ok", detail),
            Outcome::Remark(detail) => ("note", detail),
            Outcome::Fails(detail) => {
                status = Status::Different;
                ("FAILS", detail)
            }
        };
        let _ = writeln!(text, "{mark:>5}  {name}: {detail}");
    }
    let closing = match (status, options.dry_run) {
        (Status::Done, true) => format!("{CLIENT} {version} can be published.\n"),
        (Status::Done, false) => publish(&root, &version)?,
        _ => format!("{CLIENT} {version} was not published.\n"),
    };
    text.push_str(&closing);
    Ok(Run { status, diagnostics: String::new(), summary: text })
}

fn client(root: &Path) -> Result<Package> {
    let metadata = MetadataCommand::new().current_dir(root).no_deps().exec()?;
    let mut packages = metadata.packages.into_iter();
    packages.find(|package| package.name == CLIENT).context("there is no package `cekura`")
}

fn committed(root: &Path) -> Result<Outcome> {
    Ok(match git::changed(root)?.len() {
        0 => Outcome::Holds("everything is committed".to_owned()),
        count => Outcome::Fails(format!("{count} files are not committed: git status")),
    })
}

fn is_new(root: &Path, version: &str) -> Result<Outcome> {
    let tag = format!("v{version}");
    Ok(match git::commit(root, &format!("refs/tags/{tag}"))? {
        None => Outcome::Holds(format!("{version} is new")),
        Some(_) => Outcome::Fails(format!("the tag {tag} exists: raise `version` in Cargo.toml")),
    })
}

/// Checks that breaks are approved, and the version is high enough for what has changed.
fn policy(style: Style) -> Result<Outcome> {
    let options = diff::Options { policy: true, ..diff::Options::default() };
    let run = diff::run(&options, style)?;
    let summary = run.summary.trim().replace('\n', " ");
    Ok(match run.status {
        Status::Done => Outcome::Holds(summary),
        Status::Refused | Status::Different | Status::Breaking => Outcome::Fails(summary),
    })
}

/// Checks that the changelog speaks of the version, or of what is to become it.
fn changelog(text: &str, version: &str) -> Outcome {
    let section = |title: &str| {
        let mut lines = text.lines().skip_while(|line| !is_heading(line, title));
        lines.next()?;
        Some(lines.take_while(|line| !line.starts_with("## ")).any(|line| line.starts_with("- ")))
    };
    match (section(version), section("Unreleased")) {
        (Some(true), _) => Outcome::Holds(format!("it has {version}")),
        (Some(false), _) => Outcome::Fails(format!("its section {version} is empty")),
        (None, Some(true)) => {
            Outcome::Remark(format!("`## Unreleased` is to become `## {version}`, with the date"))
        }
        (None, _) => Outcome::Fails(format!("CHANGELOG.md says nothing of {version}")),
    }
}

fn is_heading(line: &str, title: &str) -> bool {
    let Some(rest) = line.strip_prefix("## ") else { return false };
    let rest = rest.trim_start_matches('[');
    let end = rest.strip_prefix(title);
    end.is_some_and(|end| end.is_empty() || end.starts_with([' ', ']']))
}

fn manifest(package: &Package) -> Outcome {
    let missing = [&package.repository, &package.homepage, &package.documentation]
        .iter()
        .any(|key| key.is_none());
    if package.description.is_none() || package.license.is_none() || package.readme.is_none() {
        return Outcome::Fails("description, license or readme is missing".to_owned());
    }
    if missing {
        return Outcome::Remark(format!("to fill in, once it has a home: {KEYS}"));
    }
    Outcome::Holds("it says who, what and where".to_owned())
}

fn generated(style: Style) -> Result<Outcome> {
    let options = codegen::Options { check: true, ..codegen::Options::default() };
    Ok(match codegen::run(&options, style)?.status {
        Status::Done => Outcome::Holds("the client is what spec/ gives".to_owned()),
        Status::Refused | Status::Different | Status::Breaking => {
            Outcome::Fails("the client is not what spec/ gives: cargo xtask codegen".to_owned())
        }
    })
}

fn documentation(root: &Path) -> Result<Outcome> {
    let arguments = ["doc", "--package", CLIENT, "--all-features", "--no-deps", "--locked"];
    cargo(root, &arguments, &[("RUSTDOCFLAGS", "-D warnings")])
}

/// Runs cargo, whose messages are shown as they come.
fn cargo(root: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Result<Outcome> {
    let command = format!("cargo {}", arguments.join(" "));
    let mut child = Command::new("cargo");
    child.args(arguments).current_dir(root).envs(environment.iter().copied());
    let status = child.status().with_context(|| format!("cannot run {command}"))?;
    Ok(if status.success() {
        Outcome::Holds(command)
    } else {
        Outcome::Fails(format!("{command}: see above"))
    })
}

/// Publishes the package, and tags the commit.
fn publish(root: &Path, version: &str) -> Result<String> {
    match cargo(root, &["publish", "--package", CLIENT, "--locked"], &[])? {
        Outcome::Fails(detail) => anyhow::bail!("{detail}"),
        Outcome::Holds(_) | Outcome::Remark(_) => {}
    }
    git::tag(root, &format!("v{version}"))?;
    Ok(format!("{CLIENT} {version} is published. Next: git push origin v{version}\n"))
}

#[cfg(test)]
mod tests {
    use super::{Outcome, changelog};

    #[test]
    fn the_changelog_must_speak_of_the_version() {
        let is = |text: &str| match changelog(text, "0.2.0") {
            Outcome::Holds(_) => "holds",
            Outcome::Remark(_) => "remark",
            Outcome::Fails(_) => "fails",
        };
        assert_eq!(
            is("# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2026-11-26\n\n- New.\n"),
            "holds"
        );
        assert_eq!(is("## [0.2.0] - 2026-11-26\n### Added\n- New.\n## 0.1.0\n- Old.\n"), "holds");
        assert_eq!(is("## Unreleased\n- New.\n## 0.1.0\n- Old.\n"), "remark");
        assert_eq!(is("## 0.2.0\n\n## 0.1.0\n- Old.\n"), "fails");
        assert_eq!(is("## Unreleased\n\n## 0.1.0\n- Old.\n"), "fails");
        assert_eq!(is("## 0.2.01\n- Other.\n"), "fails");
    }
}
