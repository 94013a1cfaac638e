//! Generated code compiles without a warning of the compiler, clippy or rustdoc.
//!
//! Each document of `tests/cases` becomes a crate, in which the emitted files lie as they are: a
//! workspace of some 250 crates. To compile the runtime as often would take minutes, so that it is
//! a library here, in which all is public that generated code uses; what it takes to make it one is
//! in [`cekura_tests::cases::runtime`], and touches no emitted text. The crate around the emitted
//! files is `frame.rs.txt`. Its `Client` is its own, for resources are methods of it.
//!
//! Beside them are the crates of valid documents that a grammar makes, as many as
//! `CEKURA_DOCUMENTS` says; `CEKURA_NUMBER=7` tries `valid-7` alone.
//!
//! Whole crates, as users get them, are compiled by the tests of the binary `oracle`; one of them
//! runs the tests that it carries here, in `wire`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Once;

use cekura_codegen::Output;
use cekura_tests::cases::{Case, all, runtime};
use cekura_tests::hostile::{INSERTIONS, documents, everything};
use cekura_tests::oracle::valid::{numbered, numbers};
use xtask::cargo::{Cargo, Report};
use xtask::files::paths::repository;
use xtask::files::sync::{FileSet, Mode, sync};

mod calls;
mod wire;

/// The files around the emitted ones.
const LIB: &str = include_str!("frame.rs.txt");
const CLIENT_OF_CASE: &str = include_str!("client.rs.txt");

#[test]
fn every_construct_compiles_without_a_warning() {
    // Clippy is the compiler and more; where it is not installed, the compiler alone.
    let clippy = Command::new(env!("CARGO")).args(["clippy", "--version"]).output();
    if clippy.is_ok_and(|output| output.status.success()) {
        check("clippy", &[]);
    } else {
        println!("clippy is not installed: checked by the compiler alone");
        check("check", &[]);
    }
}

#[test]
fn the_documentation_of_every_construct_has_no_warning() {
    check("doc", &["--no-deps"]);
}

#[test]
fn no_text_of_a_document_becomes_a_doctest() {
    for number in 0..INSERTIONS.len() {
        let name = hostile_name(number);
        let problems = run("test", &["--doc", "--package", &name]).render();
        assert!(problems.is_empty(), "the doctests of {name}\n{problems}");
    }
}

#[test]
fn calls_send_and_read_what_the_programs_beside_the_documents_say() {
    let report = run("test", &["--no-run", "--package", calls::CRATE]);
    assert!(report.problems.is_empty(), "the calls do not compile\n{}", report.render());
    let [program] = report.programs.as_slice() else { panic!("one program has all calls") };
    let output = Command::new(program).output().expect("the program runs");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert!(!told.contains("running 0 tests"), "no call was made");
}

/// Runs a command of cargo on the whole workspace; fails if it has a problem with a crate of it.
fn check(command: &str, arguments: &[&str]) {
    let problems = run(command, &[&["--workspace"], arguments].concat()).render();
    assert!(problems.is_empty(), "cargo {command}\n{problems}");
}

/// Runs a command of cargo in the workspace of all cases.
fn run(command: &str, arguments: &[&str]) -> Report {
    static WRITTEN: Once = Once::new();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = target.join("cases");
    WRITTEN.call_once(|| {
        write(&folder, "runtime", runtime::files());
        write(&folder, "workspace", workspace_of_cases());
    });
    let cargo = Cargo {
        folder: &folder.join("workspace"),
        target: &target.join("cases-target"),
        environment: &[("CARGO_PROFILE_DEV_DEBUG", "0")],
    };
    cargo.run(command, &[&["--offline"], arguments].concat()).expect("cargo runs")
}

/// Makes a folder hold these files and no others; unchanged files are not written, so that cargo
/// has little to do.
fn write(root: &Path, folder: &str, files: BTreeMap<String, String>) {
    let files = files.into_iter().map(|(path, text)| (format!("{folder}/{path}"), text)).collect();
    let set = FileSet { root: root.to_owned(), owned: vec![folder.to_owned()], files };
    sync(&set, Mode::Write).expect("the files are written");
}

/// Returns the files of the workspace with a crate for each case, by path.
fn workspace_of_cases() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut members = String::new();
    let cases = all("cases");
    for case in &cases {
        let Some(output) = case.generate().output else {
            continue; // The test of the snapshots reports it.
        };
        let name = crate_name(case);
        writeln!(members, "    \"{name}\",").expect("a text");
        files.extend(
            crate_of(case, output).into_iter().map(|(path, text)| (format!("{name}/{path}"), text)),
        );
    }
    let everything = everything();
    for (number, document) in documents(&everything).into_iter().enumerate() {
        let case = Case { document, name: hostile_name(number), ..everything.clone() };
        let output = case.generate().output.expect("a client");
        writeln!(members, "    \"{}\",", case.name).expect("a text");
        let crate_files = crate_of(&case, output).into_iter();
        // Their doctests are run: there must be none.
        files.extend(crate_files.map(|(path, text)| {
            (format!("{}/{path}", case.name), text.replace("doctest = false", "doctest = true"))
        }));
    }
    for number in numbers() {
        // One that is refused is reported by the oracle.
        let case = Case::bare(format!("valid-{number}"), numbered(number).to_string());
        let Some(output) = case.generate().output else { continue };
        writeln!(members, "    \"{}\",", case.name).expect("a text");
        let crate_files = crate_of(&case, output).into_iter();
        files.extend(crate_files.map(|(path, text)| (format!("{}/{path}", case.name), text)));
    }
    writeln!(members, "    \"{}\",", calls::CRATE).expect("a text");
    files.extend(calls::files(&cases));
    let lints = runtime::lints();
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n\n{lints}");
    files.insert("Cargo.toml".to_owned(), manifest);
    let lock = fs::read_to_string(repository().join("Cargo.lock")).expect("a lock");
    files.insert("Cargo.lock".to_owned(), lock);
    files
}

/// Returns the name of the crate whose document has an insertion in its texts.
fn hostile_name(number: usize) -> String {
    format!("hostile-{number}")
}

/// Returns the name of the crate of a case.
fn crate_name(case: &Case) -> String {
    case.name.to_lowercase().replace(['/', '_'], "-")
}

/// Returns the files of the crate of a case.
fn crate_of(case: &Case, output: Output) -> BTreeMap<String, String> {
    let name = crate_name(case);
    let mut assertions = String::new();
    let file = syn::parse_file(&output.files["mod.rs"]).expect("a file of Rust");
    let public: Vec<syn::ItemMod> = file.items.into_iter().filter_map(public_module).collect();
    for path in public.iter().flat_map(exported).filter(|path| is_type(path)) {
        writeln!(assertions, "    holds::<{path}>();").expect("a text");
    }
    let modules: Vec<String> = public.iter().map(|module| module.ident.to_string()).collect();
    let lib = LIB.replace("MODULES", &modules.join(", "));
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [lib]\ntest = false\ndoctest = false\n\n[lints]\nworkspace = true\n\n\
         [features]\ndefault = [{}]\nblocking = []\n{}\n[dependencies]\n{}",
        defaults(&output.features),
        output.features,
        runtime::dependencies("../../runtime", &["resources"]),
    );
    let frame = [
        ("Cargo.toml", manifest),
        ("src/lib.rs", lib.replace("ASSERTIONS", &assertions)),
        ("src/client.rs", CLIENT_OF_CASE.to_owned()),
    ];
    let frame = frame.map(|(path, text)| (path.to_owned(), text));
    let emitted = output.files.into_iter();
    let emitted = emitted.map(|(path, text)| (format!("src/generated/{path}"), text));
    frame.into_iter().chain(emitted).collect()
}

/// Returns the features that are on: all resources, and the events where there are some.
fn defaults(features: &str) -> String {
    let names = features.lines().filter_map(|line| line.strip_suffix(" = []"));
    let listed = features.split_once(']').map_or("", |(list, _)| list);
    let others = names.filter(|name| !listed.contains(&format!("\"{name}\"")));
    std::iter::once("resources")
        .chain(others)
        .map(|name| format!("{name:?}"))
        .collect::<Vec<_>>()
        .join(", ")
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
/// the crate's root.
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
        syn::UseTree::Name(name) => paths.push(format!("crate::{module}::{}", name.ident)),
        syn::UseTree::Rename(name) => paths.push(format!("crate::{module}::{}", name.rename)),
        syn::UseTree::Glob(_) => panic!("mod.rs has a glob, and its names are not known"),
    }
}
