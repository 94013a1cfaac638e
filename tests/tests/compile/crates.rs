//! The crates of clients: one for each topic of the cases, whose documents are modules of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;

use cekura_codegen::Output;
use cekura_tests::cases::mounted::{feature_names, module};
use cekura_tests::cases::{Case, all, runtime};
use cekura_tests::hostile::{INSERTIONS, documents, everything};
use cekura_tests::oracle::valid::{numbered, numbers};
use xtask::files::paths::repository;

use super::calls;

/// The name of the crate of one document, which is valid, with one insertion in all its texts.
pub(crate) const INSERTED: &str = "cases-inserted";

/// As many valid documents as the compiler takes at once without much memory.
const TOGETHER: usize = 24;

/// Returns the files of the workspace of all crates, by path.
pub(crate) fn workspace() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let cases = all("cases");
    let mut crates: BTreeMap<String, Vec<(String, Output)>> = BTreeMap::new();
    for case in &cases {
        // The test of the snapshots reports one that is refused.
        let Some(output) = case.generate().output else { continue };
        crates.entry(topic(case)).or_default().push((module_name(case), output));
    }
    crates.insert(INSERTED.to_owned(), inserted());
    for number in numbers() {
        // One that is refused is reported by the oracle.
        let case = Case::bare(format!("valid-{number}"), numbered(number).to_string());
        let Some(output) = case.generate().output else { continue };
        let group = crates.entry(format!("cases-valid-{}", number / TOGETHER)).or_default();
        group.push((format!("valid_{number}"), output));
    }
    let mut members = String::new();
    for (name, clients) in crates {
        writeln!(members, "    {name:?},").expect("a text");
        let crate_files = crate_of(&name, clients).into_iter();
        files.extend(crate_files.map(|(path, text)| (format!("{name}/{path}"), text)));
    }
    writeln!(members, "    {:?},", calls::CRATE).expect("a text");
    files.extend(calls::files(&cases));
    let lints = runtime::lints();
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n\n{lints}");
    files.insert("Cargo.toml".to_owned(), manifest);
    let lock = fs::read_to_string(repository().join("Cargo.lock")).expect("a lock");
    files.insert("Cargo.lock".to_owned(), lock);
    files
}

/// Returns the name of the crate of a case.
pub(crate) fn topic(case: &Case) -> String {
    let (topic, _) = case.name.split_once('/').expect("a topic and a construct");
    format!("cases-{}", topic.replace('_', "-"))
}

/// Returns the name of the module of a case.
pub(crate) fn module_name(case: &Case) -> String {
    case.name.to_lowercase().replace(['/', '-'], "_")
}

/// Returns the clients of one document, each with an insertion in all its texts.
fn inserted() -> Vec<(String, Output)> {
    let everything = everything();
    let documents = documents(&everything);
    assert_eq!(documents.len(), INSERTIONS.len());
    let clients = documents.into_iter().enumerate().map(|(number, document)| {
        let case = Case { document, ..everything.clone() };
        (format!("inserted_{number}"), case.generate().output.expect("a client"))
    });
    clients.collect()
}

/// Returns the files of a crate of clients.
fn crate_of(name: &str, clients: Vec<(String, Output)>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut lib = "//! Constructs, each in a module with a client of its own.\n\n".to_owned();
    let mut features = BTreeSet::new();
    for (module_name, output) in clients {
        writeln!(lib, "pub mod {module_name};").expect("a text");
        features.extend(feature_names(&output.features));
        let mut client = module(&module_name, &output.files);
        let root = client.get_mut(&format!("src/{module_name}.rs")).expect("a root");
        root.push_str(&assertions(&module_name, &output.files["mod.rs"]));
        files.extend(client);
    }
    files.insert("src/lib.rs".to_owned(), lib);
    files.insert("Cargo.toml".to_owned(), manifest(name, &features));
    files
}

/// Returns the manifest of a crate in which all is there but for what blocks, whose code is the
/// runtime's.
fn manifest(name: &str, features: &BTreeSet<String>) -> String {
    let features: Vec<&String> = features.iter().filter(|name| *name != "default").collect();
    let others: String = features.iter().map(|feature| format!("{feature} = []\n")).collect();
    format!(
        "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [lib]\ntest = false\ndoctest = {}\n\n[lints]\nworkspace = true\n\n\
         [features]\ndefault = {features:?}\nblocking = []\n{others}\n[dependencies]\n{}",
        // Its doctests are run: there must be none.
        name == INSERTED,
        runtime::dependencies("../../runtime", &["resources"]),
    )
}

/// Returns code that requires of every handle and type what each can do.
fn assertions(module_name: &str, root: &str) -> String {
    let file = syn::parse_file(root).expect("a file of Rust");
    let public: Vec<syn::ItemMod> = file.items.into_iter().filter_map(public_module).collect();
    let mut lines = String::new();
    for path in public.iter().flat_map(exported).filter(|path| is_type(path)) {
        writeln!(lines, "    holds::<crate::{module_name}::{path}>();").expect("a text");
    }
    format!(
        "
/// Requires what every handle and type can do.
fn holds<T: Send + Sync + Clone + std::fmt::Debug + 'static>() {{}}

#[allow(deprecated, reason = \"deprecated types are types\")]
const _: fn() = || {{
    let _: &runtime::ApiFacts = &generated::facts::FACTS;
    let _ = holds::<runtime::Client>;
{lines}}};
"
    )
}

/// Returns a module that `mod.rs` shows.
fn public_module(item: syn::Item) -> Option<syn::ItemMod> {
    match item {
        syn::Item::Mod(module) if matches!(module.vis, syn::Visibility::Public(_)) => Some(module),
        _ => None,
    }
}

/// Returns whether the path is that of a type, and not of a function or constant.
fn is_type(path: &str) -> bool {
    let name = path.rsplit(':').next().unwrap_or_default();
    name.starts_with(char::is_uppercase) && (name.len() == 1 || name.contains(char::is_lowercase))
}

/// Returns the paths of what a public module of `mod.rs` lets out: handles, types and others, from
/// the root of the client.
fn exported(module: &syn::ItemMod) -> Vec<String> {
    let mut paths = Vec::new();
    for item in module.content.iter().flat_map(|(_, items)| items) {
        if let syn::Item::Use(found) = item {
            names(&found.tree, &module.ident.to_string(), &mut paths);
        }
    }
    paths
}

fn names(tree: &syn::UseTree, module: &str, paths: &mut Vec<String>) {
    match tree {
        syn::UseTree::Path(path) => names(&path.tree, module, paths),
        syn::UseTree::Group(group) => {
            group.items.iter().for_each(|tree| names(tree, module, paths));
        }
        syn::UseTree::Name(name) => paths.push(format!("{module}::{}", name.ident)),
        syn::UseTree::Rename(name) => paths.push(format!("{module}::{}", name.rename)),
        syn::UseTree::Glob(_) => panic!("mod.rs has a glob, and its names are not known"),
    }
}
