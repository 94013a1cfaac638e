//! `cargo xtask`: see `cargo xtask --help`.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Context;
use cekura_codegen::diagnostic::Style;
use clap::{Parser, Subcommand};
use xtask::bench;
use xtask::codegen::{self, Ending};
use xtask::corpus::{self, Verdict};

/// Generation is made of small texts and tokens: asking for their memory is a fifth of its time with the system's allocator.
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
    /// Formatting, the drift of the generated client, clippy, rustdoc, every feature alone, the tests. What this machine cannot
    /// check (WebAssembly, native TLS) is said to be skipped.
    Ci,
    Codegen(codegen::Options),
    Corpus(corpus::Options),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Bench(options) => bench::run(&options).map(|table| {
            let _ = write!(std::io::stdout(), "{table}");
            ExitCode::SUCCESS
        }),
        Command::Ci => ci(),
        Command::Codegen(options) => codegen::run(&options, style()).map(|run| show(&run)),
        Command::Corpus(options) => {
            corpus::run(&options, &mut std::io::stdout()).map(|verdict| match verdict {
                Verdict::Clean => ExitCode::SUCCESS,
                Verdict::Faulty => ExitCode::from(1),
            })
        }
    };
    done.unwrap_or_else(|error| {
        let _ = writeln!(std::io::stderr(), "error: {error:#}");
        ExitCode::from(2)
    })
}

/// Runs the script that CI runs, and ends as it does.
fn ci() -> anyhow::Result<ExitCode> {
    let script = codegen::repository().join(".ci/run");
    let status = std::process::Command::new("bash").arg(&script).status();
    let status = status.with_context(|| format!("cannot run bash {}", script.display()))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Prints what a run has to say. A reader that has gone away is no reason to fail.
fn show(run: &codegen::Run) -> ExitCode {
    let _ = write!(std::io::stderr(), "{}", run.diagnostics);
    let _ = write!(std::io::stdout(), "{}", run.summary);
    match run.ending {
        Ending::Done => ExitCode::SUCCESS,
        Ending::Refused | Ending::Different => ExitCode::from(1),
    }
}

/// Colours are for people who look at a terminal and have not asked for none.
fn style() -> Style {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if std::io::stderr().is_terminal() && !unwanted { Style::Coloured } else { Style::Plain }
}
