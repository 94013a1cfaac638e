//! The architecture: who may use whom, which names are taken, and how long things may be.
//!
//! `arrows.txt` is the exact table of the arrows between rooms, and `limits.txt` lists what does
//! not reach its aim yet. Both are brought up to date by one command, and reviewed as a diff:
//!
//! ```text
//! UPDATE_ARCHITECTURE=1 cargo test -p cekura-tests --test architecture
//! ```
//!
//! `cargo xtask house` prints the numbers behind them.

use std::fs;
use std::path::PathBuf;

use cekura_tests::cases::workspace;
use xtask::house::files::{Crate, read};

mod arrows;
mod contract;
mod limits;
mod public;
mod syntax;

/// The variable that asks for the two tables to be written.
const UPDATE: &str = "UPDATE_ARCHITECTURE";

/// The command that writes them, for messages.
const UPDATE_COMMAND: &str = "UPDATE_ARCHITECTURE=1 cargo test -p cekura-tests --test architecture";

/// The top level is the owner's decision: dot-files and what is built aside, nothing else.
const TOP: [&str; 12] = [
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "generated-client",
    "generator",
    "rustfmt.toml",
    "spec",
    "tests",
    "xtask",
];

#[test]
fn the_top_level_holds_nothing_else() {
    let entries = fs::read_dir(workspace()).expect("the workspace");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    let is_known = |name: &str| name.starts_with('.') || name == "target" || TOP.contains(&name);
    let others: Vec<String> = names.filter(|name| !is_known(name)).collect();
    none(&others, "Move them into a folder, or delete them: the owner has fixed the top level.");
}

fn crates() -> Vec<Crate> {
    read(&workspace()).expect("files of Rust")
}

/// Returns the path of a table beside this file.
fn table(name: &str) -> PathBuf {
    workspace().join("tests/tests/architecture").join(name)
}

/// Reads a text of the workspace.
fn text(path: &str) -> String {
    fs::read_to_string(workspace().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn is_updating() -> bool {
    std::env::var_os(UPDATE).is_some()
}

/// Fails if there are faults, with a line for each and with what to do about them.
fn none(faults: &[String], advice: &str) {
    assert!(faults.is_empty(), "{} faults:\n{}\n\n{advice}", faults.len(), faults.join("\n"));
}
