//! `cargo xtask`: see `cargo xtask --help`.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use anyhow::Context;
use cekura_codegen::diagnostic::Style;
use clap::{Parser, Subcommand};
use xtask::bench;
use xtask::codegen::diagnostics::explained_by;
use xtask::codegen::{self, Status, explain, names};
use xtask::corpus::{self, Verdict};

use xtask::files::paths::repository;
use xtask::files::sync::Mode;
use xtask::files::turn::Turn;
use xtask::house;
use xtask::release;
use xtask::spec::diff::{self, changelog, watch};
use xtask::spec::{conform, docs, lint, pull};

/// Generation is made of small texts and tokens: asking for their memory is a fifth of its time
/// with the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The maintainer's commands of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
struct Arguments {
    #[command(flatten)]
    color: colorchoice_clap::Color,

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
    Conform(conform::Options),
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

impl Command {
    /// Takes up the work of a run that was stopped while it put files in place, so that no command
    /// reads a mixture of the old and the new; those that write take it up themselves.
    fn take_up(&self) -> anyhow::Result<()> {
        match self {
            Self::Bench(_) | Self::Ci | Self::Codegen(_) | Self::Corpus(_) | Self::House(_) => {
                Ok(())
            }
            Self::Conform(_)
            | Self::Diff(_)
            | Self::Docs(_)
            | Self::Explain(_)
            | Self::Lint(_)
            | Self::Names(_)
            | Self::Pull(_)
            | Self::Release(_) => Turn::take_up_if_interrupted(&repository()),
        }
    }
}

fn main() -> ExitCode {
    let Arguments { color, command } = Arguments::parse();
    color.write_global();
    if let Err(error) = command.take_up() {
        return failed(&error);
    }
    let done = match command {
        Command::Bench(options) => bench::run(&options).map(|table| print(&table)),
        Command::Ci => ci(),
        Command::Codegen(options) => generate(&options),
        Command::Conform(options) => conform::run(&options, style()).map(|run| show(&run)),
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
    done.unwrap_or_else(|error| failed(&error))
}

/// Prints an error.
fn failed(error: &anyhow::Error) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "error: {error:#}");
    ExitCode::from(2)
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
    let _ = write!(anstream::stdout(), "{text}");
    ExitCode::SUCCESS
}

/// Prints the texts of a run. A reader that has gone away is no reason to fail.
fn show(run: &codegen::Run) -> ExitCode {
    let _ = write!(anstream::stderr(), "{}", run.diagnostics);
    if let Some(line) = explained_by(&run.diagnostics).filter(|_| std::io::stderr().is_terminal()) {
        let _ = writeln!(std::io::stderr(), "{line}");
    }
    let _ = write!(anstream::stdout(), "{}", run.summary);
    match run.status {
        Status::Done => ExitCode::SUCCESS,
        Status::Refused | Status::Different => ExitCode::from(1),
        Status::Breaking => ExitCode::from(3),
    }
}

/// Returns the style of what is printed. Colours are for terminals whose users have not refused
/// them, by `--color` or `NO_COLOR`; where one of the two streams leads elsewhere, it takes them
/// out again.
fn style() -> Style {
    let choices = [AutoStream::choice(&std::io::stdout()), AutoStream::choice(&std::io::stderr())];
    let is_plain = choices.iter().all(|choice| *choice == ColorChoice::Never);
    if is_plain { Style::Plain } else { Style::Coloured }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    #[test]
    fn the_options_of_all_commands_fit_together() {
        Arguments::command().debug_assert();
    }
}
