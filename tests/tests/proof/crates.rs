//! The crates of a proof: one with all clients in their old states, a module each, one with all in
//! their new states, and one with the code of their users.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use cekura_tests::cases::mounted::{feature_names, manifest, module, write};
use cekura_tests::cases::runtime;
use serde_json::Value;
use toml_edit::DocumentMut;
use xtask::cargo::{Cargo, Report};
use xtask::files::paths::repository;

use super::change::{Change, State};

/// The crate with the code of users.
pub(crate) const USERS: &str = "users";

/// A workspace with the crates.
pub(crate) struct Crates {
    folder: PathBuf,
    target: PathBuf,
}

impl Crates {
    /// Writes the crates of clients.
    pub(crate) fn write(name: &str, changes: &[Change]) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases");
        // The library of the test `compile`, whose build serves both.
        write(&root, "runtime", runtime::files());
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases-target");
        let crates = Self { folder: root.join(name), target };
        let members = [State::Old.crate_name(), State::New.crate_name(), USERS];
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
        let lock = fs::read_to_string(repository().join("Cargo.lock")).expect("a lock");
        let files = [("Cargo.toml", manifest), ("Cargo.lock", lock)];
        for (path, text) in files {
            fs::create_dir_all(&crates.folder).expect("a folder");
            fs::write(crates.folder.join(path), text).expect("a file");
        }
        for state in State::ALL {
            write(&crates.folder, state.crate_name(), clients(changes, state));
        }
        crates.users(BTreeMap::new());
        crates
    }

    /// Writes the crate with the code of users.
    pub(crate) fn users(&self, mut modules: BTreeMap<String, String>) {
        let mut lib = "#![allow(warnings)]\n".to_owned();
        for path in modules.keys() {
            writeln!(lib, "mod {};", path.trim_end_matches(".rs")).expect("a text");
        }
        let states = State::ALL.map(State::crate_name);
        let states: String =
            states.iter().map(|name| format!("{name} = {{ path = \"../{name}\" }}\n")).collect();
        modules.insert("lib.rs".to_owned(), lib);
        let mut files: BTreeMap<String, String> =
            modules.into_iter().map(|(path, text)| (format!("src/{path}"), text)).collect();
        files.insert("Cargo.toml".to_owned(), manifest(USERS, &BTreeSet::new(), &states));
        write(&self.folder, USERS, files);
    }

    /// Compiles all, without code.
    pub(crate) fn check(&self) -> Report {
        let cargo = Cargo {
            folder: &self.folder,
            target: &self.target,
            environment: &[("CARGO_PROFILE_DEV_DEBUG", "0")],
        };
        cargo.run("check", &["--offline", "--workspace"]).expect("cargo runs")
    }

    /// Returns the documentation of the old and of the new states as rustdoc's JSON, which comes
    /// only from an unstable option: of a stable toolchain, with `RUSTC_BOOTSTRAP=1`.
    ///
    /// That variable is set for rustdoc alone. Build scripts look at it, so that cargo would
    /// compile all dependencies again.
    pub(crate) fn documentation(&self) -> [Value; 2] {
        let report = self.check().success().expect("the crates compile");
        let libraries = &report.libraries;
        thread::scope(|scope| {
            let runs = State::ALL.map(|state| scope.spawn(move || self.rustdoc(state, libraries)));
            runs.map(|run| run.join().expect("a documentation"))
        })
    }

    /// Returns the file with the documentation of a state.
    pub(crate) fn documented(&self, state: State) -> PathBuf {
        self.target.join("doc-json").join(state.crate_name()).join("clients.json")
    }

    fn rustdoc(&self, state: State, libraries: &[(String, PathBuf)]) -> Value {
        let folder = self.folder.join(state.crate_name());
        let file = self.documented(state);
        let features = features_of(&folder);
        let mut command = Command::new("rustdoc");
        command
            .env("RUSTC_BOOTSTRAP", "1")
            // Of a crate of the workspace, cargo would set it.
            .env("CARGO_PKG_VERSION", "0.1.0")
            .current_dir(&folder)
            .args(["--edition", "2024", "--crate-type", "lib", "--crate-name", "clients"])
            .args(["-Zunstable-options", "--output-format", "json", "--cap-lints", "allow"])
            .arg("--out-dir")
            .args(file.parent())
            .arg("-L")
            .arg(format!("dependency={}", self.target.join("debug/deps").display()));
        for feature in features {
            command.args(["--cfg", &format!("feature=\"{feature}\"")]);
        }
        for name in extern_crates() {
            let mut found = libraries.iter().filter(|(known, path)| {
                *known == name && path.extension().is_some_and(|one| one == "rmeta")
            });
            let (_, path) = found.next().unwrap_or_else(|| panic!("{name} was not built"));
            command.arg("--extern").arg(format!("{name}={}", path.display()));
        }
        let run = command.arg("src/lib.rs").output().expect("rustdoc runs");
        assert!(run.status.success(), "rustdoc: {}", String::from_utf8_lossy(&run.stderr));
        let text = fs::read(file).expect("the documentation");
        serde_json::from_slice(&text).expect("JSON")
    }
}

/// Returns the files of the crate with all clients in a state.
fn clients(changes: &[Change], state: State) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut lib = "#![allow(warnings)]\n".to_owned();
    let mut features = BTreeSet::new();
    for change in changes {
        let name = &change.name;
        let output = change.output(state);
        features.extend(feature_names(&output.features));
        writeln!(lib, "pub mod {name};").expect("a text");
        files.extend(module(name, &output.files));
    }
    let generated = |path: &str| path.ends_with("/generated/mod.rs");
    debug_assert_eq!(files.keys().filter(|path| generated(path)).count(), changes.len());
    files.insert("src/lib.rs".to_owned(), lib);
    files.insert("Cargo.toml".to_owned(), manifest(state.crate_name(), &features, ""));
    files
}

fn features_of(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
    let manifest: DocumentMut = text.parse().expect("a manifest");
    let features = manifest["features"].as_table().expect("features");
    features.iter().map(|(name, _)| name.to_owned()).filter(|name| name != "default").collect()
}

/// Returns the crates that emitted code may name.
fn extern_crates() -> Vec<String> {
    let dependencies: DocumentMut =
        runtime::dependencies("", &[]).parse().expect("a table of dependencies");
    dependencies.iter().map(|(name, _)| name.to_owned()).collect()
}
