//! Clients as modules of one crate: to start the compiler for each would take longer.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toml_edit::DocumentMut;
use xtask::files::sync::{FileSet, Mode, sync};

use super::runtime;

/// A module around the emitted files, which has all that a crate of its own would have.
const MODULE: &str = "\
//! A client as a crate of its own would have it.

#![allow(hidden_glob_reexports, reason = \"the library's modules of these names are its own\")]

mod client;
#[allow(missing_docs, reason = \"nothing is better than a text that repeats a name\")]
mod generated;

mod runtime {
    pub(crate) use cekura::runtime::*;

    pub(crate) use super::client::Client;
}

#[doc(no_inline)]
pub use cekura::*;
pub use client::Client;
pub use generated::{MODULES};
";

const CLIENT: &str = include_str!("client.rs.txt");

/// Returns the files of a module for a client, by their paths in the crate.
pub fn module(name: &str, emitted: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let lines = emitted["mod.rs"].lines();
    let modules = lines.filter_map(|line| line.strip_prefix("pub mod ")?.split(' ').next());
    let modules = modules.collect::<Vec<_>>().join(", ");
    let frame = [
        (format!("src/{name}.rs"), MODULE.replace("MODULES", &modules)),
        (format!("src/{name}/client.rs"), CLIENT.to_owned()),
    ];
    let emitted = emitted.iter().map(|(path, text)| {
        // The crate of the files is a module here.
        let text = text.replace("crate::", &format!("crate::{name}::"));
        (format!("src/{name}/generated/{path}"), text)
    });
    frame.into_iter().chain(emitted).collect()
}

/// Returns the names of features in the lines of a manifest.
///
/// # Panics
///
/// If they are no table.
pub fn feature_names(lines: &str) -> BTreeSet<String> {
    let table: DocumentMut = lines.parse().expect("a table of features");
    table.iter().map(|(name, _)| name.to_owned()).collect()
}

/// Returns the manifest of a crate of modules, whose features are all there by default.
pub fn manifest(name: &str, features: &BTreeSet<String>, dependencies: &str) -> String {
    // Without the resources of its own, which a client of a test could reach through it.
    let library = runtime::dependencies("../../runtime", &[]);
    let names: Vec<&String> = features.iter().filter(|name| *name != "default").collect();
    let lines: String = names.iter().map(|name| format!("{name} = []\n")).collect();
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [lib]\ntest = false\ndoctest = false\n\n[features]\ndefault = {names:?}\n{lines}\n\
         [dependencies]\n{library}{dependencies}"
    )
}

/// Makes a folder hold these files and no others. Unchanged files are not written, so that cargo
/// has little to do.
///
/// # Panics
///
/// If the folder cannot be written.
pub fn write(root: &Path, folder: &str, files: BTreeMap<String, String>) {
    let files = files.into_iter().map(|(path, text)| (format!("{folder}/{path}"), text)).collect();
    let set = FileSet { root: root.to_owned(), owned: vec![folder.to_owned()], files };
    sync(&set, Mode::Write).expect("the files are written");
}
