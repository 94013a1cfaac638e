//! Cargo as a child process: the messages of the compiler, and the time and memory that it took.

use std::fs;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail};
use cargo_metadata::Message;
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel, DiagnosticSpan};
use wait4::Wait4;

/// Cargo for one crate or workspace. Nothing is compiled twice, so builds are not incremental.
#[derive(Clone, Copy, Debug)]
pub struct Cargo<'a> {
    /// The folder with the manifest.
    pub folder: &'a Path,
    /// The build folder.
    pub target: &'a Path,
    /// Further variables of the environment.
    pub environment: &'a [(&'a str, &'a str)],
}

/// The outcome of a command of cargo.
#[derive(Debug, Default)]
pub struct Report {
    /// The command's name.
    pub command: String,
    /// The warnings and errors, in the order of cargo's.
    pub problems: Vec<Problem>,
    /// The programs that were built, or were up to date.
    pub programs: Vec<PathBuf>,
    /// The files of libraries that were built, or were up to date, each with the library's name.
    pub libraries: Vec<(String, PathBuf)>,
    /// The time of the crate without its dependencies.
    pub own_time: Duration,
    /// The time of the whole command.
    pub time: Duration,
    /// The processor's time of all its processes outside of the system.
    pub user_time: Duration,
    /// The most memory that one of its processes held, in bytes.
    pub peak_memory: u64,
}

/// A warning or an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `true` for an error, `false` for a warning.
    pub is_error: bool,
    /// `true` if a lint of clippy reports it.
    pub is_clippy: bool,
    /// The message and its place, in one line.
    pub line: String,
    /// The file and the line that it is about; of what a macro made, those of its use.
    pub place: Option<(String, usize)>,
    /// The whole text, as the compiler renders it.
    pub text: String,
}

impl Report {
    /// Returns the texts of all problems; an empty one if there are none.
    pub fn render(&self) -> String {
        let texts = self.problems.iter().map(|problem| problem.text.as_str());
        texts.collect::<Vec<_>>().join("\n")
    }

    /// Returns the report itself if the command succeeded; warnings are no failure.
    ///
    /// # Errors
    ///
    /// If there was an error; its text is in the message.
    pub fn success(self) -> Result<Self> {
        match self.problems.iter().find(|problem| problem.is_error) {
            Some(error) => bail!("`cargo {}` failed: {}", self.command, error.text.trim()),
            None => Ok(self),
        }
    }
}

impl Cargo<'_> {
    /// Runs a command on what has changed since it ran last.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run; that it fails is a problem in the report.
    pub fn run(&self, command: &str, arguments: &[&str]) -> Result<Report> {
        let begun = Instant::now();
        let mut child = self.start(command, arguments)?;
        let stderr = child.stderr.take();
        let complaints = thread::spawn(move || {
            let mut text = String::new();
            // An unreadable part is missing from a message only.
            let _ = stderr.map(|mut stderr| stderr.read_to_string(&mut text));
            text
        });
        let mut report = Report { command: command.to_owned(), ..Report::default() };
        let mut ready = begun;
        if let Some(stdout) = child.stdout.take() {
            for message in Message::parse_stream(BufReader::new(stdout)) {
                let message = message.context("cannot read cargo's messages")?;
                if self.is_of_a_dependency(&message) {
                    ready = Instant::now();
                }
                report.add(message);
            }
        }
        let usage = child.wait4().context("cannot wait for cargo")?;
        (report.own_time, report.time) = (ready.elapsed(), begun.elapsed());
        report.user_time = usage.rusage.utime;
        report.peak_memory = usage.rusage.maxrss;
        let complaints = complaints.join().unwrap_or_default();
        if !usage.status.success() && !report.problems.iter().any(|problem| problem.is_error) {
            report.problems.push(own_problem(&complaints));
        }
        Ok(report)
    }

    /// Runs a command that compiles the crate even if it has not changed; its dependencies are not
    /// compiled again.
    ///
    /// # Errors
    ///
    /// As [`Cargo::run`].
    pub fn run_anew(&self, command: &str, arguments: &[&str]) -> Result<Report> {
        let path = self.folder.join("src/lib.rs");
        fs::File::options()
            .append(true)
            .open(&path)
            .and_then(|file| file.set_modified(SystemTime::now()))
            .with_context(|| format!("cannot touch {}", path.display()))?;
        self.run(command, arguments)
    }

    fn start(&self, command: &str, arguments: &[&str]) -> Result<Child> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        // Behind `--` the arguments are another program's.
        let end = arguments.iter().position(|argument| *argument == "--");
        let (own, others) = arguments.split_at(end.unwrap_or(arguments.len()));
        Command::new(cargo)
            .arg(command)
            .args(["--quiet", "--message-format=json", "--target-dir"])
            .arg(self.target)
            // Cargo calls the crate by this path, where the current folder's might lead through
            // links.
            .arg("--manifest-path")
            .arg(self.folder.join("Cargo.toml"))
            .args(own)
            .args(others)
            .current_dir(self.folder)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TERM_COLOR", "never")
            // A cache of compilations would be measured in place of the compiler.
            .env("RUSTC_WRAPPER", "")
            .env_remove("RUSTFLAGS")
            .envs(self.environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run `cargo {command}`"))
    }

    /// Returns whether cargo reports that something else than the crate in the folder is ready.
    fn is_of_a_dependency(&self, message: &Message) -> bool {
        match message {
            Message::BuildScriptExecuted(_) => true,
            Message::CompilerArtifact(artifact) => {
                artifact.manifest_path.as_std_path() != self.folder.join("Cargo.toml")
            }
            _ => false,
        }
    }
}

impl Report {
    fn add(&mut self, message: Message) {
        match message {
            Message::CompilerMessage(message) => self.problems.extend(problem(&message.message)),
            Message::CompilerArtifact(artifact) => {
                let name = artifact.target.name.replace('-', "_");
                let files = artifact.filenames.into_iter();
                self.libraries.extend(files.map(|path| (name.clone(), path.into())));
                self.programs.extend(artifact.executable.map(Into::into));
            }
            _ => {}
        }
    }
}

/// Returns the problem in a message of the compiler, if it is a warning or an error.
fn problem(message: &Diagnostic) -> Option<Problem> {
    let (is_error, level) = match message.level {
        DiagnosticLevel::Error => (true, "error"),
        DiagnosticLevel::Ice => (true, "internal compiler error"),
        DiagnosticLevel::Warning => (false, "warning"),
        _ => return None,
    };
    if is_count(message) {
        return None;
    }
    let place = message.spans.iter().find(|span| span.is_primary);
    let written = place.map(|span| {
        let span = outermost(span);
        (span.file_name.clone(), span.line_start)
    });
    let place = place.map(|span| format!(" at {}:{}", span.file_name, span.line_start));
    let code = message.code.as_ref().map(|code| code.code.as_str()).unwrap_or_default();
    let first = message.message.lines().next().unwrap_or_default();
    Some(Problem {
        is_error,
        is_clippy: code.starts_with("clippy::"),
        line: format!("{level}[{code}]: {first}{}", place.unwrap_or_default()).replace("[]", ""),
        place: written,
        text: message.rendered.clone().unwrap_or_default(),
    })
}

/// Returns the place where somebody wrote what a macro made this of.
fn outermost(span: &DiagnosticSpan) -> &DiagnosticSpan {
    span.expansion.as_ref().map_or(span, |expansion| outermost(&expansion.span))
}

/// Returns whether a message only counts those before it.
fn is_count(message: &Diagnostic) -> bool {
    let text = &message.message;
    message.code.is_none()
        && (text.starts_with("aborting due to")
            || text.ends_with("warning emitted")
            || text.ends_with("warnings emitted"))
}

/// Returns the problem of a cargo that failed without an error of the compiler's.
fn own_problem(complaints: &str) -> Problem {
    let line = complaints.lines().find(|line| line.starts_with("error"));
    Problem {
        is_error: true,
        is_clippy: false,
        line: line.unwrap_or("error: cargo failed and gave no reason").to_owned(),
        place: None,
        text: complaints.to_owned(),
    }
}

#[cfg(test)]
mod tests;
