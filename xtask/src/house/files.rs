//! The files of Rust in a checkout that people write.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use walkdir::WalkDir;

/// A crate of the workspace, less its generated code.
pub struct Crate {
    /// The name in tables: `generator`.
    pub name: &'static str,
    /// Its files, by path from the root of the checkout, with `/`.
    pub files: BTreeMap<String, File>,
}

/// A file of Rust.
pub struct File {
    /// The text.
    pub text: String,
    /// The items, of which none is for tests only.
    pub items: Vec<syn::Item>,
    /// The module below the crate's root; that of the root is empty.
    pub module: Vec<String>,
    /// `true` if the file has nothing but tests.
    pub is_test: bool,
}

/// The crates, with the folders that have their modules.
const CRATES: [(&str, &[&str]); 4] = [
    ("generator", &["generator/src"]),
    ("client", &["generated-client/src"]),
    ("xtask", &["xtask/src"]),
    ("tests", &["tests/src", "tests/tests", "tests/benches"]),
];

/// Reads all crates of the checkout at `root`.
///
/// # Errors
///
/// If a file cannot be read, or is no Rust.
pub fn read(root: &Path) -> Result<Vec<Crate>> {
    let crates = CRATES.iter().map(|(name, folders)| {
        let mut files = BTreeMap::new();
        for folder in *folders {
            read_folder(root, folder, &mut files)?;
        }
        Ok(Crate { name, files })
    });
    crates.collect()
}

fn read_folder(root: &Path, folder: &str, files: &mut BTreeMap<String, File>) -> Result<()> {
    let full = root.join(folder);
    if !full.exists() {
        return Ok(());
    }
    for entry in WalkDir::new(&full) {
        let entry = entry.with_context(|| format!("cannot read {folder}"))?;
        let below = entry.path().strip_prefix(&full).unwrap_or(entry.path());
        let steps: Vec<String> =
            below.iter().map(|step| step.to_string_lossy().into_owned()).collect();
        let is_generated = steps.first().is_some_and(|step| step == "generated");
        if is_generated || entry.path().extension() != Some(OsStr::new("rs")) {
            continue;
        }
        let path = format!("{folder}/{}", steps.join("/"));
        let text =
            fs::read_to_string(entry.path()).with_context(|| format!("cannot read {path}"))?;
        let parsed = syn::parse_file(&text).with_context(|| format!("{path} is no Rust"))?;
        let items = parsed.items.into_iter().filter(|item| !is_for_tests(attributes(item)));
        let is_test = ["tests/tests", "tests/benches"].contains(&folder)
            || steps.iter().any(|step| step == "tests.rs" || step == "tests");
        let file = File { text, items: items.collect(), module: module(&steps), is_test };
        files.insert(path, file);
    }
    Ok(())
}

/// Returns the module of a file, whose path below the crate's root is given.
fn module(steps: &[String]) -> Vec<String> {
    let mut module: Vec<String> = steps.to_vec();
    if let Some(last) = module.pop() {
        let stem = last.strip_suffix(".rs").unwrap_or(&last);
        let is_root = module.is_empty() && (stem == "lib" || stem == "main");
        if stem != "mod" && !is_root {
            module.push(stem.to_owned());
        }
    }
    module
}

/// Returns whether an item is compiled for tests only.
pub(super) fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

/// Returns the attributes of an item.
fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    use syn::Item;
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

impl File {
    /// Returns the room of the file: its top module, or, in one that is parted, the one below that.
    pub fn room(&self) -> String {
        room(&self.module)
    }

    /// Returns the number of lines.
    pub fn lines(&self) -> usize {
        self.text.lines().count()
    }
}

/// The modules that have rooms of their own; their roots are barrels.
const PARTED: [&str; 7] = ["change", "files", "input", "output", "runtime", "spec", "text"];

/// Returns the room of a module.
fn room(module: &[String]) -> String {
    match module {
        [] => "lib".to_owned(),
        [top, below, ..] if PARTED.contains(&top.as_str()) => format!("{top}/{below}"),
        [top, ..] => top.clone(),
    }
}
