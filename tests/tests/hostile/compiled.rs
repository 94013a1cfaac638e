//! The clients of the documents that work, compiled at once: each is a module of one crate.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use cekura_tests::cases::mounted::{feature_names, manifest, module, write};
use cekura_tests::cases::runtime;
use cekura_tests::hostile::confined::Client;
use xtask::cargo::Cargo;
use xtask::files::paths::repository;

const CRATE: &str = "hostile";

/// Returns what the compiler has against the clients, each by the name of its document.
pub(crate) fn faults(clients: &[(&str, Client)]) -> Vec<String> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases");
    let mut files = BTreeMap::new();
    let mut lib = "#![allow(warnings)]\n".to_owned();
    let mut features = BTreeSet::new();
    for (name, client) in clients {
        let name = name.to_lowercase().replace('/', "_");
        writeln!(lib, "pub mod {name};").expect("a text");
        features.extend(feature_names(&client.features));
        files.extend(module(&name, &client.files));
    }
    files.insert("src/lib.rs".to_owned(), lib);
    files.insert("Cargo.toml".to_owned(), manifest(CRATE, &features, ""));
    // The library of the test `compile`, whose build serves both.
    write(&root, "runtime", runtime::files());
    let members = format!("[workspace]\nresolver = \"3\"\nmembers = [{CRATE:?}]\n");
    let lock = fs::read_to_string(repository().join("Cargo.lock")).expect("a lock");
    let folder = root.join(CRATE);
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("Cargo.toml"), members).expect("a file");
    fs::write(folder.join("Cargo.lock"), lock).expect("a file");
    write(&folder, CRATE, files);
    let cargo = Cargo {
        folder: &folder,
        target: &Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases-target"),
        environment: &[("CARGO_PROFILE_DEV_DEBUG", "0")],
    };
    let report = cargo.run("check", &["--offline"]).expect("cargo runs");
    report.problems.into_iter().map(|problem| problem.text).collect()
}
