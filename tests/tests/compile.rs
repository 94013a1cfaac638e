//! What is generated compiles, without a warning: the client's own crate with every construct of `tests/cases` as a module.
//!
//! One crate for all, because a crate each would take minutes. Each case has a `Client` of its own, that the methods which
//! lead to its resources do not meet those of the others; all else is the real runtime.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cekura_tests::cases::{all, workspace};
use xtask::manifest::{Facts, standalone};

#[test]
fn every_construct_compiles_without_a_warning() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = target.join("cases");
    write(&folder, &files());
    let cargo = |command: &str, arguments: &[&str]| {
        let output = Command::new(env!("CARGO"))
            .arg(command)
            .args(["--offline", "--quiet", "--no-default-features", "--features", "resources"])
            .args(arguments)
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", target.join("cases-target"))
            .env("CARGO_TERM_COLOR", "never")
            .env("RUSTDOCFLAGS", "-D warnings")
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { String::new() } else { format!("cargo {command}\n{said}\n") }
    };
    // Clippy is the compiler and more; where it is not installed, the compiler alone.
    let clippy = Command::new(env!("CARGO")).args(["clippy", "--version"]).output();
    let mut said = if clippy.is_ok_and(|output| output.status.success()) {
        cargo("clippy", &["--", "-D", "warnings"])
    } else {
        println!("clippy is not installed: checked by the compiler alone");
        cargo("check", &[])
    };
    said.push_str(&cargo("doc", &["--no-deps"]));
    assert!(said.is_empty(), "{said}");
}

/// The files of the crate, by path.
fn files() -> BTreeMap<String, String> {
    let root = workspace();
    let client = root.join("generated-client");
    let mut files = BTreeMap::new();
    read(&client, "src", &mut files);
    let text = |path: PathBuf| fs::read_to_string(path).expect("a text");
    files.insert("README.md".to_owned(), text(client.join("README.md")));
    files.insert("Cargo.lock".to_owned(), text(root.join("Cargo.lock")));
    files.insert(
        "Cargo.toml".to_owned(),
        manifest(&text(client.join("Cargo.toml")), &text(root.join("Cargo.toml"))),
    );
    let mut modules = "//! Every construct.\n\n".to_owned();
    for case in all("cases") {
        let Some(output) = case.generate().output else {
            continue; // The test of the snapshots says so.
        };
        let module = format!("case_{}", case.name.to_lowercase().replace('/', "_"));
        writeln!(modules, "#[rustfmt::skip]\npub mod {module};").expect("a text");
        let mut types = Vec::new();
        for (path, text) in &output.files {
            if path == "mod.rs" {
                types = exported(text);
            }
            files.insert(format!("src/cases/{module}/{path}"), moved(text, &module));
        }
        let frame = files.get_mut(&format!("src/cases/{module}/mod.rs")).expect("a mod.rs");
        frame.push_str(&of_its_own(&types));
    }
    modules.push_str("\n/// What every type can do.\npub(crate) fn holds<T: Send + Sync + Clone + std::fmt::Debug + 'static>() {}\n");
    files.insert("src/cases.rs".to_owned(), modules);
    let lib = files.get_mut("src/lib.rs").expect("a lib.rs");
    *lib = lib.replacen("mod client;", "pub mod cases;\nmod client;", 1);
    files
}

/// The client's manifest for a crate of its own, with the lints of the workspace.
fn manifest(client: &str, workspace: &str) -> String {
    let (_, features) = client.split_once("# <generated features>\n").expect("the features");
    let (features, _) = features.split_once("# </generated features>").expect("their end");
    let facts = Facts { name: "cekura-cases", description: "Every construct" };
    let mut manifest = standalone(client, workspace, facts, features).expect("a manifest");
    let lints = workspace.split("\n[").filter(|table| table.starts_with("workspace.lints."));
    for table in lints {
        write!(manifest, "\n[{}", table.trim_start_matches("workspace.")).expect("a text");
    }
    manifest
}

/// The file of a case in the module of the case.
fn moved(text: &str, module: &str) -> String {
    let home = format!("crate::cases::{module}");
    let mut moved = String::new();
    let mut rest = text;
    // The client of the case instead of the runtime's.
    while let Some((before, after)) = rest.split_once("use crate::runtime::") {
        let (names, after) = after.split_once(';').expect("the end of an import");
        let list = names.trim_matches(['{', '}']).split(',').map(str::trim);
        let (clients, others): (Vec<&str>, Vec<&str>) =
            list.filter(|name| !name.is_empty()).partition(|name| *name == "Client");
        moved.push_str(before);
        if !clients.is_empty() {
            writeln!(moved, "use {home}::Client;").expect("a text");
        }
        if !others.is_empty() {
            write!(moved, "use crate::runtime::{{{}}};", others.join(", ")).expect("a text");
        }
        rest = after;
    }
    moved.push_str(rest);
    for (from, to) in [
        ("crate::generated", home.clone()),
        ("crate::types", format!("{home}::types")),
        ("crate::resources", format!("{home}::resources")),
    ] {
        moved = moved.replace(from, &to);
    }
    without_features(&moved)
}

/// Without the lines that ask for a feature: all of them are on.
fn without_features(text: &str) -> String {
    let mut kept = String::new();
    let mut within = false;
    for line in text.lines() {
        within |= line.trim_start().starts_with("#[cfg(");
        if !within {
            kept.push_str(line);
            kept.push('\n');
        }
        within &= !line.trim_end().ends_with(")]");
    }
    kept
}

/// The paths of what `mod.rs` lets out: handles and types.
fn exported(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let mut module = "";
    let text = without_features(text);
    let mut rest = text.as_str();
    while let Some(at) = rest.find("pub ") {
        rest = &rest[at + "pub ".len()..];
        if let Some(after) = rest.strip_prefix("mod ") {
            module = after.split([' ', ';']).next().unwrap_or_default();
        } else if let Some(after) = rest.strip_prefix("use ") {
            let (path, _) = after.split_once(';').expect("the end of an export");
            let names = path.rsplit("::").next().unwrap_or_default();
            let list = names.trim_matches(['{', '}']).split(',').map(str::trim);
            paths.extend(
                list.filter(|name| !name.is_empty()).map(|name| format!("{module}::{name}")),
            );
        }
    }
    paths
}

/// What the module of a case has beside the generated items: a client, and what all of its types must be.
fn of_its_own(types: &[String]) -> String {
    let mut text = "
/// The client of this case.
#[derive(Clone, Debug)]
pub struct Client(pub crate::Client);

impl std::ops::Deref for Client {
    type Target = crate::Client;

    fn deref(&self) -> &crate::Client {
        &self.0
    }
}

const _: &crate::runtime::ApiFacts = &facts::FACTS;
"
    .to_owned();
    if !types.is_empty() {
        text.push_str(
            "#[allow(deprecated, reason = \"deprecated types are types\")]\nconst _: fn() = || {\n",
        );
        for path in types {
            writeln!(text, "    crate::cases::holds::<{path}>();").expect("a text");
        }
        text.push_str("};\n");
    }
    text
}

fn read(root: &Path, path: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(root.join(path)).expect("a folder") {
        let entry = entry.expect("an entry");
        let path = format!("{path}/{}", entry.file_name().to_str().expect("a name in UTF-8"));
        if entry.file_type().expect("a type").is_dir() {
            read(root, &path, files);
        } else {
            files.insert(path.clone(), fs::read_to_string(root.join(&path)).expect("a text"));
        }
    }
}

/// Writes what has changed and deletes what is no more, so that Cargo has little to do.
fn write(folder: &Path, files: &BTreeMap<String, String>) {
    let mut there = BTreeMap::new();
    if folder.join("src").exists() {
        read(folder, "src", &mut there);
    }
    for path in there.keys().filter(|path| !files.contains_key(*path)) {
        fs::remove_file(folder.join(path)).expect("an old file");
    }
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        // Cargo drops from the lock what this crate does not need; so only the first is ours.
        if fs::read_to_string(&path).ok().as_ref() != Some(text) {
            fs::write(&path, text).expect("a file");
        }
    }
}
