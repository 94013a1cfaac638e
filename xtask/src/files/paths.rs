//! The paths of this repository, and reading the texts there.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cekura_codegen::NamedText;

use crate::files::sync::list;

/// The folder of the client.
pub const CLIENT: &str = "generated-client";

/// The document that the client is generated from.
pub const SPEC: &str = "spec/openapi.yaml";

/// The record of where the document came from.
pub const LOCK: &str = "spec/openapi.lock";

/// The corrections of the document.
pub const OVERLAY: &str = "spec/overlay.yaml";

/// The webhooks, which the vendor's document does not have.
pub const WEBHOOKS: &str = "spec/webhooks.yaml";

/// The parts of the corrections and words that the document has no place for any more.
pub const GONE: &str = "spec/gone.toml";

/// The findings of `cargo xtask lint` that are right as they stand.
pub const ACCEPTED: &str = "spec/accepted.toml";

/// The words of the document.
pub const DOCS: &str = "spec/docs";

/// The words that recur; other files may be more specific.
pub const COMMON: &str = "common.yaml";

/// The decisions that are not the document's.
pub const CONFIG: &str = "spec/codegen.toml";

/// The public names that the client has or had.
pub const NAMES: &str = "spec/names.lock";

/// The public names of a crate of its own, in its folder.
pub const CRATE_NAMES: &str = "names.lock";

/// The breaks that are meant.
pub const APPROVED: &str = "spec/approved.toml";

/// The ledger of the client.
pub const LEDGER: &str = "spec/ledger.txt";

/// The list of all calls, in the folder of a crate.
pub const CRATE_API: &str = "api.md";

/// The ledger of a crate of its own, in its folder.
pub const CRATE_LEDGER: &str = "ledger.txt";

/// Returns the root of this repository, which this program is a part of and is run from.
pub fn repository() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// Reads a text.
///
/// # Errors
///
/// If it cannot be read, or is not UTF-8.
pub fn read(path: &Path) -> Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            bail!("{} is no UTF-8 text: unpack it, or save it as UTF-8", path.display())
        }
        Err(error) if error.kind() == io::ErrorKind::IsADirectory => {
            bail!("{} is a folder: give a file in it", path.display())
        }
        read => read.with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Reads a text, if there is such a file.
///
/// # Errors
///
/// If it cannot be read, or is not UTF-8.
pub fn read_if_present(path: &Path) -> Result<Option<String>> {
    match fs::exists(path).with_context(|| format!("cannot read {}", path.display()))? {
        true => read(path).map(Some),
        false => Ok(None),
    }
}

/// Reads the overlays of words of a repository: first those that recur, so that others can be more
/// specific.
///
/// # Errors
///
/// If one cannot be read, or is not UTF-8.
pub fn docs(root: &Path) -> Result<Vec<NamedText>> {
    let mut names = BTreeSet::new();
    list(root, DOCS, &mut names)?;
    let mut names: Vec<String> = names.into_iter().filter(|name| name.ends_with(".yaml")).collect();
    names.sort_by_key(|name| (!name.ends_with(COMMON), name.clone()));
    let file = |name: String| Ok(NamedText { text: read(&root.join(&name))?, name });
    names.into_iter().map(file).collect()
}
