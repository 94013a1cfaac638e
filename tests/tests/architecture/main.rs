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
