//! The last release, and the version that the manifest has now.

use std::path::Path;

use anyhow::{Context, Result};
use cekura_codegen::compare::approvals::{Version, parse_version};

use crate::files::git;
use crate::files::paths::{CLIENT, read};

/// The names of tags of releases, before the version.
const PREFIXES: [&str; 2] = ["cekura-v", "v"];

/// A release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Release {
    pub(super) tag: String,
    pub(super) version: Version,
}

/// Returns the release with the highest version that the current commit contains.
pub(super) fn last(root: &Path) -> Result<Option<Release>> {
    let tags = git::tags(root, &["cekura-v[0-9]*", "v[0-9]*"])?;
    Ok(tags.iter().filter_map(|tag| release(tag)).max_by_key(|release| release.version))
}

fn release(tag: &str) -> Option<Release> {
    let version = PREFIXES.iter().find_map(|prefix| parse_version(tag.strip_prefix(prefix)?))?;
    Some(Release { tag: tag.to_owned(), version })
}

/// Returns the version of the client in its manifest, or in that of the workspace.
pub(super) fn manifest_version(root: &Path) -> Result<Version> {
    let manifest = |path: &str| -> Result<toml_edit::DocumentMut> {
        let text = read(&root.join(path))?;
        text.parse().with_context(|| format!("{path} is no TOML"))
    };
    let own = manifest(&format!("{CLIENT}/Cargo.toml"))?;
    let own =
        own.get("package").and_then(|package| package.get("version")?.as_str().map(str::to_owned));
    let text = match own {
        Some(version) => version,
        None => {
            let workspace = manifest("Cargo.toml")?;
            let package = workspace.get("workspace").and_then(|table| table.get("package"));
            let version = package.and_then(|package| package.get("version")?.as_str());
            version.context("no manifest has the version of the client")?.to_owned()
        }
    };
    parse_version(&text).with_context(|| format!("`{text}` is no version of three numbers"))
}

#[cfg(test)]
mod tests {
    use super::release;

    #[test]
    fn a_tag_of_a_release_has_a_version() {
        let version = |tag: &str| release(tag).map(|release| release.version);
        assert_eq!(version("v1.2.3"), Some((1, 2, 3)));
        assert_eq!(version("cekura-v0.4.0"), Some((0, 4, 0)));
        assert_eq!(version("vendor-2024"), None);
        assert_eq!(version("v1"), None);
    }
}
