//! `cargo xtask`: see `cargo xtask --help`.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Context;
use cekura_codegen::diagnostic::Style;
use clap::{Parser, Subcommand};
use xtask::bench;
use xtask::codegen::{self, Status, explain, names};
use xtask::corpus::{self, Verdict};

use xtask::files::paths::repository;
use xtask::files::sync::Mode;
use xtask::house;
use xtask::release;
use xtask::spec::diff::{self, changelog, watch};
use xtask::spec::{docs, lint, pull};

/// Generation is made of small texts and tokens: asking for their memory is a fifth of its time
/// with the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The maintainer's commands of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Bench(bench::Options),
    /// Run everything that must hold before a change lands: .ci/run
    ///
    /// Formatting, the drift of the generated client, clippy, rustdoc, every feature alone, the
    /// tests. What this machine cannot check (WebAssembly, native TLS) is said to be skipped.
    Ci,
    Codegen(codegen::Options),
    Corpus(corpus::Options),
    Diff(diff::Options),
    Docs(docs::Options),
    Explain(explain::Options),
    House(house::Options),
    Lint(lint::Options),
    Names(names::Options),
    Pull(pull::Options),
    Release(release::Options),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Bench(options) => bench::run(&options).map(|table| print(&table)),
        Command::Ci => ci(),
        Command::Codegen(options) => generate(&options),
        Command::Corpus(options) => {
            corpus::run(&options, &mut std::io::stdout()).map(|verdict| match verdict {
                Verdict::Clean => ExitCode::SUCCESS,
                Verdict::Faulty => ExitCode::from(1),
            })
        }
        Command::Diff(options) => diff::run(&options, style()).map(|run| show(&run)),
        Command::Docs(options) => docs::run(&options, style()).map(|run| show(&run)),
        Command::Explain(options) => explain::run(&options, style()).map(|run| show(&run)),
        Command::House(options) => house::run(&options).map(|tables| print(&tables)),
        Command::Lint(options) => lint::run(&options, style()).map(|run| show(&run)),
        Command::Names(options) => names::run(&options, style()).map(|run| show(&run)),
        Command::Pull(options) => pull::run(&options, style()).map(|run| show(&run)),
        Command::Release(options) => release::run(options, style()).map(|run| show(&run)),
    };
    done.unwrap_or_else(|error| {
        let _ = writeln!(std::io::stderr(), "error: {error:#}");
        ExitCode::from(2)
    })
}

/// Generates: once, with the changelog if that is asked for, or until it is stopped.
fn generate(options: &codegen::Options) -> anyhow::Result<ExitCode> {
    if options.watch {
        let shown = &mut |run: &codegen::Run| {
            show(run);
        };
        return watch::run(options, style(), shown).map(|()| ExitCode::SUCCESS);
    }
    let run = codegen::run(options, style())?;
    if !options.changelog || run.status != Status::Done {
        return Ok(show(&run));
    }
    show(&run);
    let mode = if options.check { Mode::Check } else { Mode::Write };
    let since = options.since.as_deref();
    changelog::update(&repository(), since, mode, style()).map(|run| show(&run))
}

/// Runs the script that CI runs, and returns its status.
fn ci() -> anyhow::Result<ExitCode> {
    let script = repository().join(".ci/run");
    let status = std::process::Command::new("bash").arg(&script).status();
    let status = status.with_context(|| format!("cannot run bash {}", script.display()))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Prints a text. A reader that has gone away is no reason to fail.
fn print(text: &str) -> ExitCode {
    let _ = write!(std::io::stdout(), "{text}");
    ExitCode::SUCCESS
}

/// Prints the texts of a run. A reader that has gone away is no reason to fail.
fn show(run: &codegen::Run) -> ExitCode {
    let _ = write!(std::io::stderr(), "{}", run.diagnostics);
    let _ = write!(std::io::stdout(), "{}", run.summary);
    match run.status {
        Status::Done => ExitCode::SUCCESS,
        Status::Refused | Status::Different => ExitCode::from(1),
        Status::Breaking => ExitCode::from(3),
    }
}

/// Returns the style of diagnostics: colours are for terminals whose users have not refused them.
fn style() -> Style {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if std::io::stderr().is_terminal() && !unwanted { Style::Coloured } else { Style::Plain }
}
