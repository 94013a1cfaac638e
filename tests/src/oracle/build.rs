//! Writes the crate of a document with its program, compiles it, runs it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use cekura_codegen::diagnostic::Style;
use xtask::codegen::{Ending, Options};

use super::emitted::Emitted;
use super::program;
use crate::specs::Spec;

/// The documents share a target folder, that what their crates depend on is compiled once.
static COMPILING: Mutex<()> = Mutex::new(());

/// A crate in its folder.
#[derive(Debug)]
pub struct Crate {
    /// The folder.
    pub folder: PathBuf,
    /// The name of its library.
    pub library: String,
    /// The generated files.
    pub files: BTreeMap<String, String>,
    /// The ledger.
    pub ledger: String,
}

/// Generates the crate of a document with what `cargo xtask codegen --out` calls.
///
/// # Panics
///
/// If the document is refused.
pub fn generate(folder: &Path, spec: &Spec) -> Crate {
    let options = Options {
        spec: Some(spec.document.clone()),
        overlay: spec.overlay.clone(),
        config: spec.config.clone(),
        out: Some(folder.to_owned()),
        ..Options::default()
    };
    // A folder from an earlier run may have the crate of another document.
    let _ = fs::remove_dir_all(folder);
    let run = xtask::codegen::run(&options, Style::Plain).expect("the generator runs");
    assert_eq!(run.ending, Ending::Done, "{}", run.diagnostics);
    let mut files = BTreeMap::new();
    read(&folder.join("src/generated"), &mut files);
    let text = |path: &str| fs::read_to_string(folder.join(path)).expect("a text");
    let manifest = text("Cargo.toml");
    let name = manifest.lines().find_map(|line| line.strip_prefix("name = \"")).expect("a name");
    let library = name.trim_end_matches('"').replace('-', "_");
    Crate { folder: folder.to_owned(), library, files, ledger: text("ledger.txt") }
}

fn read(folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(&path, files);
        } else {
            files.insert(path.display().to_string(), fs::read_to_string(&path).expect("a text"));
        }
    }
}

impl Crate {
    /// Adds the program and compiles it; gives the path of the executable.
    ///
    /// # Panics
    ///
    /// If it does not compile.
    pub fn compile(&self, emitted: &Emitted, types: &[String], target: &Path) -> PathBuf {
        let _one_at_a_time = COMPILING.lock();
        let bin = self.folder.join("src/bin");
        fs::create_dir_all(&bin).expect("a folder");
        fs::write(bin.join("oracle.rs"), program::text(emitted, &self.library, types))
            .expect("a file");
        fs::copy(crate::cases::workspace().join("Cargo.lock"), self.folder.join("Cargo.lock"))
            .expect("a file");
        let output = Command::new(env!("CARGO"))
            .args(["build", "--offline", "--quiet", "--bin", "oracle", "--no-default-features"])
            .args(["--features", "blocking,resources"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_PROFILE_DEV_OPT_LEVEL", "0")
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TERM_COLOR", "never")
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "the program does not compile:\n{}",
            said.chars().take(20_000).collect::<String>()
        );
        // The next document's program takes this one's place.
        let program = self.folder.with_extension("program");
        fs::copy(target.join("debug/oracle"), &program).expect("a file");
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
