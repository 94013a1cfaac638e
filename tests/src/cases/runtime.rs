//! The hand-written client as a library for crates that have only generated code.
//!
//! Its text is that of the repository with two changes, both of visibility alone: `pub(crate)`
//! becomes `pub`, and a macro is exported.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use toml_edit::{DocumentMut, Item};
use walkdir::WalkDir;
use xtask::files::manifest::{Facts, standalone};
use xtask::files::paths::{CLIENT, repository};

/// Returns the files of the library, by path.
///
/// # Panics
///
/// If one of the client's files cannot be read.
pub fn files() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    // Its documentation has the examples.
    let folders = ["src", "examples"].map(|folder| client().join(folder));
    for entry in folders.into_iter().flat_map(WalkDir::new) {
        let entry = entry.expect("an entry");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(client()).expect("a path in the client");
            let text = fs::read_to_string(entry.path()).expect("a text");
            files.insert(path.display().to_string(), public(&text));
        }
    }
    let lib = files.get_mut("src/lib.rs").expect("a lib.rs");
    // Its warnings are those of other tests.
    *lib = format!("#![allow(warnings)]\n{lib}").replace("\nmod runtime;", "\npub mod runtime;");
    let readme = fs::read_to_string(client().join("README.md")).expect("a text");
    files.insert("README.md".to_owned(), readme);
    files.insert("Cargo.toml".to_owned(), manifest());
    files
}

/// Returns a text in which all that the crate sees is public.
fn public(text: &str) -> String {
    let text = text.replace("pub(crate) ", "pub ");
    text.replace("\nmacro_rules!", "\n#[macro_export]\nmacro_rules!")
}

/// Returns the manifest of the library.
fn manifest() -> String {
    let text = |path: &str| fs::read_to_string(repository().join(path)).expect("a text");
    let member = fs::read_to_string(client().join("Cargo.toml")).expect("a text");
    let (_, features) = member.split_once("# <generated features>\n").expect("the features");
    let (features, _) = features.split_once("# </generated features>").expect("their end");
    let facts =
        Facts { name: "cekura", description: "The runtime of every construct", license: None };
    standalone(&member, &text("Cargo.toml"), facts, features).expect("a manifest")
}

/// Returns the dependencies of a crate of generated code: the library with these features, and
/// what the client's own generated code may name.
///
/// # Panics
///
/// If the client's manifest cannot be read.
pub fn dependencies(library: &str, features: &[&str]) -> String {
    let features = format!("default-features = false, features = {features:?}");
    let mut text = format!("cekura = {{ path = \"{library}\", {features} }}\n");
    let manifest: DocumentMut = manifest().parse().expect("a manifest");
    let named = BTreeSet::from(["bytes", "chrono", "http", "serde", "serde_json", "uuid"]);
    for (name, item) in manifest["dependencies"].as_table().expect("dependencies") {
        if named.contains(name) {
            writeln!(text, "{name} = {}", item.to_string().trim()).expect("a text");
        }
    }
    text
}

/// Returns the lints of the workspace, as tables.
///
/// # Panics
///
/// If the workspace's manifest cannot be read.
pub fn lints() -> String {
    let text = fs::read_to_string(repository().join("Cargo.toml")).expect("a text");
    let manifest: DocumentMut = text.parse().expect("a manifest");
    let mut lints = DocumentMut::new();
    let mut workspace = toml_edit::Table::new();
    workspace.set_implicit(true);
    workspace.insert("lints", manifest["workspace"]["lints"].clone());
    lints.insert("workspace", Item::Table(workspace));
    lints.to_string()
}

/// Returns the path of the client in this repository.
fn client() -> PathBuf {
    repository().join(CLIENT)
}
