//! The history of the repository, by `git`: texts of earlier revisions, tags, and files that are
//! not committed.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Returns the commit that a name stands for, if there is one.
///
/// # Errors
///
/// If `git` cannot be run.
pub fn commit(root: &Path, name: &str) -> Result<Option<String>> {
    if name.starts_with('-') {
        return Ok(None);
    }
    let output = git(root, &["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")])?;
    Ok(output.map(|text| text.trim().to_owned()))
}

/// Returns a text of a revision, if there is such a file.
///
/// # Errors
///
/// If `git` cannot be run, or the file is not UTF-8.
pub fn show(root: &Path, revision: &str, path: &str) -> Result<Option<String>> {
    git(root, &["show", &format!("{revision}:{path}")])
}

/// Lists the files in a folder of a revision.
///
/// # Errors
///
/// If `git` cannot be run.
pub fn list(root: &Path, revision: &str, folder: &str) -> Result<Vec<String>> {
    let text = git(root, &["ls-tree", "-r", "--name-only", "--full-tree", revision, "--", folder])?;
    Ok(text.unwrap_or_default().lines().map(str::to_owned).collect())
}

/// Lists the tags that a revision contains, the latest first.
///
/// # Errors
///
/// If `git` cannot be run.
pub fn tags(root: &Path, patterns: &[&str]) -> Result<Vec<String>> {
    let mut arguments = vec!["tag", "--merged", "HEAD", "--sort=-version:refname", "--list"];
    arguments.extend(patterns);
    let text = git(root, &arguments)?;
    Ok(text.unwrap_or_default().lines().map(str::to_owned).collect())
}

/// Lists the files that are not as the last commit has them.
///
/// # Errors
///
/// If `git` cannot be run, or there is no repository.
pub fn changed(root: &Path) -> Result<Vec<String>> {
    let text = git(root, &["status", "--porcelain"])?.context("there is no git repository")?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// Gives a tag to the current commit.
///
/// # Errors
///
/// If `git` cannot be run, or there is such a tag.
pub fn tag(root: &Path, name: &str) -> Result<()> {
    git(root, &["tag", name])?.with_context(|| format!("git does not make the tag {name}"))?;
    Ok(())
}

/// Runs `git`, and returns what it prints; `None` if it says that there is no such thing.
fn git(root: &Path, arguments: &[&str]) -> Result<Option<String>> {
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output();
    let output = output.context("cannot run git")?;
    if !output.status.success() {
        return Ok(None);
    }
    match String::from_utf8(output.stdout) {
        Ok(text) => Ok(Some(text)),
        Err(_) => bail!("git {} prints no UTF-8 text", arguments.join(" ")),
    }
}
