//! The tests that a crate carries, run.

use std::process::Command;

use anyhow::{Context, Result};

use crate::cargo::{Cargo, Report};

/// The tests of a crate, by their outcome.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) passed: usize,
    /// The names of those that failed.
    pub(super) failed: Vec<String>,
}

/// Compiles the tests of a crate, with no HTTP stack, and runs them.
pub(super) fn run(cargo: &Cargo<'_>) -> Result<(Report, Counts)> {
    let features = ["--no-default-features", "--features", "resources"];
    let arguments = [&["--no-run", "--test", "wire"], &features[..]].concat();
    let report = cargo.run("test", &arguments)?;
    let mut counts = Counts::default();
    for program in &report.programs {
        let output = Command::new(program)
            .output()
            .with_context(|| format!("cannot run {}", program.display()))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        for line in text.lines().filter_map(|line| line.strip_prefix("test ")) {
            match line.rsplit_once(" ... ") {
                Some((_, "ok")) => counts.passed += 1,
                Some((name, "FAILED")) => counts.failed.push(name.to_owned()),
                _ => {}
            }
        }
    }
    Ok((report, counts))
}

impl Counts {
    /// Returns the tests that failed, in a line.
    pub(super) fn fault(&self, document: &str) -> Option<String> {
        let names = self.failed.join(", ");
        (!names.is_empty()).then(|| format!("{document}: these tests of the crate fail: {names}"))
    }
}
