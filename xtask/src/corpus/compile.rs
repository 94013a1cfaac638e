//! Cargo on a crate: what the compiler says of it, counted.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result};
use serde_json::Value;

/// Cargo for one crate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cargo<'a> {
    /// The crate.
    pub(super) folder: &'a Path,
    /// The build folder.
    pub(super) build: &'a Path,
}

/// What a command of cargo had to say.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The command's name.
    pub(super) command: String,
    pub(super) problems: Vec<Problem>,
    /// How long the crate took, without its dependencies.
    pub(super) took: Duration,
}

/// A warning or an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) is_error: bool,
    /// Whether it is of a lint of clippy's.
    pub(super) is_clippy: bool,
    /// The message and its place, in one line.
    pub(super) line: String,
    /// All of it, as the compiler renders it.
    pub(super) text: String,
}

impl Cargo<'_> {
    /// Runs a command that compiles the crate, whether or not it was compiled before.
    pub(super) fn run(&self, command: &str, arguments: &[&str]) -> Result<Said> {
        self.touch()?;
        let begun = Instant::now();
        let mut child = self.start(command, arguments)?;
        let stderr = child.stderr.take();
        let complaints = thread::spawn(move || {
            let mut text = String::new();
            // What cannot be read of it is missed in a message only.
            let _ = stderr.map(|mut stderr| stderr.read_to_string(&mut text));
            text
        });
        let mut said = Said { command: command.to_owned(), ..Said::default() };
        let mut ready = begun;
        if let Some(stdout) = child.stdout.take() {
            for line in BufReader::new(stdout).lines() {
                let line = line.context("cannot read what cargo says")?;
                let Ok(message) = serde_json::from_str::<Value>(&line) else { continue };
                if is_of_a_dependency(&message, self.folder) {
                    ready = Instant::now();
                }
                said.problems.extend(problem(&message));
            }
        }
        let status = child.wait().context("cannot wait for cargo")?;
        said.took = ready.elapsed();
        let complaints = complaints.join().unwrap_or_default();
        if !status.success() && !said.problems.iter().any(|problem| problem.is_error) {
            said.problems.push(own_problem(&complaints));
        }
        Ok(said)
    }

    fn start(&self, command: &str, arguments: &[&str]) -> Result<Child> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Command::new(cargo)
            .arg(command)
            .args(["--quiet", "--message-format=json", "--target-dir"])
            .arg(self.build)
            // Cargo calls the crate by this path, where the current folder's might lead through links.
            .arg("--manifest-path")
            .arg(self.folder.join("Cargo.toml"))
            .args(arguments)
            .current_dir(self.folder)
            // Nothing is compiled twice, and what would be kept for that is large.
            .env("CARGO_INCREMENTAL", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run `cargo {command}`"))
    }

    /// A crate that has not changed is not looked at again, and its time would be none.
    fn touch(&self) -> Result<()> {
        let path = self.folder.join("src/lib.rs");
        fs::File::options()
            .append(true)
            .open(&path)
            .and_then(|file| file.set_modified(SystemTime::now()))
            .with_context(|| format!("cannot touch {}", path.display()))
    }
}

/// Whether cargo says that something else than the crate in `folder` is ready.
fn is_of_a_dependency(message: &Value, folder: &Path) -> bool {
    let is_ready = match text(message, "/reason") {
        "build-script-executed" => return true,
        reason => reason == "compiler-artifact",
    };
    is_ready && Path::new(text(message, "/manifest_path")) != folder.join("Cargo.toml")
}

fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The warning or error in a message of cargo's, if it has one.
fn problem(message: &Value) -> Option<Problem> {
    if text(message, "/reason") != "compiler-message" {
        return None;
    }
    let level = text(message, "/message/level");
    let is_error = level.starts_with("error");
    let said = text(message, "/message/message");
    if !(is_error || level == "warning") || is_tally(message, said) {
        return None;
    }
    let spans = message.pointer("/message/spans").and_then(Value::as_array);
    let mut spans = spans.into_iter().flatten();
    let place = spans.find(|span| span.get("is_primary") == Some(&Value::Bool(true)));
    let place = place.map(|span| {
        let line = span.get("line_start").and_then(Value::as_u64).unwrap_or_default();
        format!(" at {}:{line}", text(span, "/file_name"))
    });
    let code = text(message, "/message/code/code");
    let first = said.lines().next().unwrap_or_default();
    Some(Problem {
        is_error,
        is_clippy: code.starts_with("clippy::"),
        line: format!("{level}[{code}]: {first}{}", place.unwrap_or_default()).replace("[]", ""),
        text: text(message, "/message/rendered").to_owned(),
    })
}

/// Whether the message only counts those before it.
fn is_tally(message: &Value, said: &str) -> bool {
    let has_code = message.pointer("/message/code").is_some_and(|code| !code.is_null());
    let counts = said.starts_with("aborting due to")
        || said.ends_with("warning emitted")
        || said.ends_with("warnings emitted");
    !has_code && counts
}

/// Cargo failed, and not because of what the compiler said.
fn own_problem(complaints: &str) -> Problem {
    let line = complaints.lines().find(|line| line.starts_with("error"));
    Problem {
        is_error: true,
        is_clippy: false,
        line: line.unwrap_or("error: cargo failed and gave no reason").to_owned(),
        text: complaints.to_owned(),
    }
}

#[cfg(test)]
mod tests;
