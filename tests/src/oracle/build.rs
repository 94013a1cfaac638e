//! Writes the crate of a document with its program, compiles it, runs it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use cekura_codegen::{Output, generate};
use xtask::cargo::Cargo;
use xtask::files::paths::repository;
use xtask::files::sync::{Mode, sync};
use xtask::standalone::file_set;

use super::emitted::Emitted;
use super::program;
use crate::specs::{Spec, Texts};

/// The documents share a target folder, so that the dependencies are compiled once.
static COMPILING: Mutex<()> = Mutex::new(());

/// A client with the document that it was generated from.
#[derive(Debug)]
pub struct Client {
    /// The folder of the crate.
    pub folder: PathBuf,
    /// The texts that it was generated from.
    pub texts: Texts,
    /// The generated files, by path.
    pub files: BTreeMap<String, String>,
    /// The ledger.
    pub ledger: String,
    output: Output,
}

impl Client {
    /// Generates the client of a document. Nothing is written to the folder yet.
    ///
    /// # Panics
    ///
    /// If the document is refused.
    pub fn generate(folder: PathBuf, spec: &Spec) -> Self {
        let texts = spec.read();
        let outcome = generate(&texts.input());
        let Some(output) = outcome.output else {
            panic!("{} is refused: {:#?}", spec.name, outcome.diagnostics)
        };
        let (files, ledger) = (output.files.clone(), output.ledger.clone());
        Self { folder, texts, files, ledger, output }
    }

    /// Writes the crate as `cargo xtask codegen --out` does, adds the program and compiles both;
    /// returns the path of the executable.
    ///
    /// # Panics
    ///
    /// If it does not compile.
    pub fn compile(&self, emitted: &Emitted, types: &[String], target: &Path) -> PathBuf {
        let _one_at_a_time = COMPILING.lock();
        // A folder from an earlier run may have the crate of another document.
        let _ = fs::remove_dir_all(&self.folder);
        let mut set =
            file_set(&self.output, &self.folder, &repository()).expect("the files of the crate");
        let library = self.output.package.name.replace('-', "_");
        let program = program::text(emitted, &library, types);
        set.files.insert("src/bin/oracle.rs".to_owned(), program);
        let lock = fs::read_to_string(repository().join("Cargo.lock")).expect("a lock");
        set.files.insert("Cargo.lock".to_owned(), lock);
        sync(&set, Mode::Write).expect("the crate is written");
        let environment = [("CARGO_PROFILE_DEV_DEBUG", "0"), ("CARGO_PROFILE_DEV_OPT_LEVEL", "0")];
        let cargo = Cargo { folder: &self.folder, target, environment: &environment };
        let features = ["--no-default-features", "--features", "blocking,resources"];
        let arguments = [&["--offline", "--bin", "oracle"], &features[..]].concat();
        let report = cargo.run("build", &arguments).expect("cargo runs");
        assert!(
            report.problems.is_empty(),
            "the program does not compile:\n{}",
            report.render().chars().take(20_000).collect::<String>()
        );
        // The next document's program takes this one's place.
        let program = self.folder.with_extension("program");
        fs::copy(&report.programs[0], &program).expect("a program");
        program
    }
}

/// Runs the program on these lines; gives its lines.
///
/// # Panics
///
/// If it fails, or answers with another number of lines.
pub fn run(program: &Path, lines: &[String], url: &str) -> Vec<serde_json::Value> {
    let file = program.with_extension("cases.jsonl");
    fs::write(&file, lines.join("\n")).expect("a file");
    let output = Command::new(program).arg(&file).arg(url).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    let made: Vec<_> =
        text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert_eq!(made.len(), lines.len(), "as many answers as cases");
    made
}
