//! `cargo xtask`: see `cargo xtask --help`.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use cekura_codegen::diagnostic::Style;
use clap::{Parser, Subcommand};
use xtask::bench;
use xtask::codegen::{self, Ending};
use xtask::corpus::{self, Verdict};

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
    Codegen(codegen::Options),
    Corpus(corpus::Options),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Bench(options) => bench::run(&options).map(|table| {
            let _ = write!(std::io::stdout(), "{table}");
            ExitCode::SUCCESS
        }),
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
