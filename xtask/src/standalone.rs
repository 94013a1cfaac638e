//! A complete crate in a folder of its own: generated code, the hand-written runtime, a manifest
//! that needs no workspace.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, bail};
use cekura_codegen::Output;

use crate::files::manifest::{self, Facts};
use crate::files::paths::{CLIENT, CRATE_API, CRATE_LEDGER, CRATE_NAMES, read, read_if_present};
use crate::files::sync::{FileSet, list};
use names::Names;
use own::{is_own, without_own};
use unit_tests::{is_unit_test, without_unit_tests};

mod names;
mod own;
mod start;
mod unit_tests;

/// Returns the files of the crate in `folder`, new or brought up to date, from `output` and from
/// the runtime of the repository at `root`.
///
/// # Errors
///
/// If a file cannot be read, or the folder holds something that was not written by this command.
pub fn file_set(output: &Output, folder: &Path, root: &Path) -> Result<FileSet> {
    let manifest = own_manifest(output, folder, root)?;
    let names = Names::new(output, &manifest);
    let owned = ["src/generated", "src/runtime", "tests/wire"].map(str::to_owned).to_vec();
    let mut set = FileSet { root: folder.to_owned(), owned, ..FileSet::default() };
    for (path, text) in &output.files {
        set.files.insert(format!("src/generated/{path}"), text.clone());
    }
    for (path, text) in &output.tests {
        let is_main = path.ends_with("/main.rs");
        let text = if is_main { names.apply(text) } else { text.clone() };
        set.files.insert(format!("tests/{path}"), text);
    }
    for (path, text) in runtime(root)? {
        set.files.insert(path, names.apply(&without_unit_tests(&without_own(&text))));
    }
    for (path, text) in start::pages(output, &names, root)? {
        // Written once: from then on it is its owner's.
        if read_if_present(&folder.join(path))?.is_none() {
            set.files.insert(path.to_owned(), text);
        }
    }
    set.files.insert("Cargo.toml".to_owned(), manifest);
    set.files.insert(CRATE_API.to_owned(), output.reference.clone());
    set.files.insert(CRATE_LEDGER.to_owned(), output.ledger.clone());
    set.files.insert(CRATE_NAMES.to_owned(), output.lock.clone());
    Ok(set)
}

/// Returns the manifest: that of the folder with the features of now, or a new one.
fn own_manifest(output: &Output, folder: &Path, root: &Path) -> Result<String> {
    if let Some(text) = read_if_present(&folder.join("Cargo.toml"))? {
        if !manifest::is_generated(&text) {
            bail!(
                "{} is a crate that was not made by this command; choose another folder",
                folder.display()
            );
        }
        return with_tests(output, manifest::with_features(&text, &output.features)?);
    }
    if folder.join("src").exists() {
        bail!("{} has a folder `src` but is no crate; choose another folder", folder.display());
    }
    let client = read(&root.join(CLIENT).join("Cargo.toml"))?;
    let workspace = read(&root.join("Cargo.toml"))?;
    let package = &output.package;
    let license = package.license.as_deref();
    let facts = Facts { name: &package.name, description: &package.description, license };
    let new = manifest::standalone(&without_own(&client), &workspace, facts, &output.features)?;
    with_tests(output, new)
}

fn with_tests(output: &Output, manifest: String) -> Result<String> {
    match output.tests.is_empty() {
        true => Ok(manifest),
        false => manifest::with_tests(&manifest),
    }
}

/// Returns the hand-written files of the client, by their paths in the crate, without unit tests.
fn runtime(root: &Path) -> Result<Vec<(String, String)>> {
    let client = root.join(CLIENT);
    let mut paths = BTreeSet::new();
    list(&client, "src", &mut paths)?;
    paths
        .retain(|path| !path.starts_with("src/generated/") && !is_own(path) && !is_unit_test(path));
    paths
        .into_iter()
        .map(|path| {
            let text = read(&client.join(&path))?;
            Ok((path, text))
        })
        .collect()
}
