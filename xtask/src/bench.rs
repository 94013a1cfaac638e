//! `cargo xtask bench`: the time and memory of generating the client and of compiling it, and how
//! they grow with the document.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use cekura_codegen::Output;

use crate::cargo::{Cargo, Report};
use crate::codegen::inputs::{Inputs, given};
use crate::files::paths::{read, repository};
use crate::files::sync::{Mode, sync};
use crate::standalone;
use crate::table::Align::{Left, Right};
use crate::table::Table;
use process::{Content, run_codegen};
use series::{Series, Unit};

mod compare;
mod growth;
mod process;
mod series;

/// Measure the client: the time and memory of generating and compiling it
///
/// Writes the crate that `cargo xtask codegen --out` writes to target/bench, and compiles it,
/// non-incrementally, with everything it depends on built before. Generation is measured as a
/// process of its own, from start to end.
///
/// Prints a Markdown table on standard output: the median of the runs, and the least and the most
/// in brackets. Times mean little on a busy machine; its load is printed for that reason.
#[derive(Clone, Debug, clap::Args)]
#[command(verbatim_doc_comment, after_help = AFTER_HELP)]
pub struct Options {
    /// Generate from this document, JSON or YAML, instead of spec/openapi.yaml
    ///
    /// spec/overlay.yaml and spec/codegen.toml are not used then; give others with --overlay and
    /// --config.
    #[arg(long, value_name = "FILE", verbatim_doc_comment)]
    pub spec: Option<PathBuf>,

    /// Correct the document with this overlay (OpenAPI Overlay 1.0 or 1.1)
    #[arg(long, value_name = "FILE")]
    pub overlay: Option<PathBuf>,

    /// Take names, selection and crate facts from this configuration
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Measure each thing this many times
    #[arg(
        long,
        value_name = "N",
        default_value_t = 3,
        value_parser = clap::value_parser!(u32).range(1..),
    )]
    pub runs: u32,

    /// Measure only how generation grows: 1, 4 and 16 copies of the document in one
    ///
    /// A copy has the operations and schemas of the document under other names. The last two
    /// columns are the processor time and the memory per operation, of which 1 is that of one copy.
    #[arg(long, verbatim_doc_comment)]
    pub growth: bool,

    /// Measure only comparisons: of the last two documents of this folder, and of the whole folder
    #[arg(long, value_name = "DIR", conflicts_with_all = ["growth", "spec", "overlay"])]
    pub compare: Option<PathBuf>,
}

const AFTER_HELP: &str = "\
It measures, it does not judge: the exit code is 0 whatever the numbers are, and 2 if they could
not be had. `cargo xtask` is built without full optimisation; for the true times of generation,
see the examples.

Examples:
  cargo xtask bench
  cargo run --release --package xtask -- bench --spec vendor.json --runs 5
  cargo run --release --package xtask -- bench --growth --spec vendor.json
  cargo run --release --package xtask -- bench --compare versions/";

/// Measures, and returns the table.
///
/// # Errors
///
/// If the document is refused, or something cannot be written, compiled or run.
pub fn run(options: &Options) -> Result<String> {
    if let Some(folder) = &options.compare {
        let table = compare::measure(folder, options.config.as_deref(), options.runs)?;
        return Ok(table.to_string());
    }
    let folder = repository().join("target/bench");
    let inputs = Inputs::read(given(&options.spec, &options.overlay, &options.config))?;
    let (table, output) = if options.growth {
        growth::measure(&inputs, &folder.join("growth"), options.runs)?
    } else {
        measure(&inputs, &folder, options.runs)?
    };
    Ok(format!("{}\n{table}", circumstances(&inputs.document.name, &output, options.runs)))
}

/// Generates a client in this process.
fn generate(inputs: &Inputs) -> Result<Output> {
    match cekura_codegen::generate(&inputs.input(None)).output {
        Some(output) => Ok(output),
        None => {
            bail!("the document was refused; `cargo xtask codegen` with the same options shows why")
        }
    }
}

/// Measures the generation and the compilation of one client.
fn measure(inputs: &Inputs, folder: &Path, runs: u32) -> Result<(Table, Output)> {
    let output = generate(inputs)?;
    let library = folder.join("crate");
    remove(&library)?;
    let mut set = standalone::file_set(&output, &library, &repository())?;
    // The versions of all dependencies are those of this repository.
    set.files.insert("Cargo.lock".to_owned(), read(&repository().join("Cargo.lock"))?);
    sync(&set, Mode::Write)?;
    let mut table = Table::new(&[("", Left), ("median (least–most)", Right)]);
    generation(inputs, folder, runs, &mut table)?;
    table.push(["lines emitted".to_owned(), output.summary.lines.to_string()]);
    let target = folder.join("build");
    let cargo = Cargo { folder: &library, target: &target, environment: &[] };
    compile(&cargo, "check", &[], runs, &mut table)?;
    compile(&cargo, "build", &["--release"], runs, &mut table)?;
    if let Some((name, features)) = largest_resource(&output, &set.files["Cargo.toml"])? {
        let arguments = ["--no-default-features", "--features", &features];
        table.push(["", ""]);
        table.push([format!("of the resources only `{name}`:"), String::new()]);
        compile(&cargo, "check", &arguments, runs, &mut table)?;
    }
    Ok((table, output))
}

/// Measures generation as a process of its own, of the client alone and with its tests.
fn generation(inputs: &Inputs, folder: &Path, runs: u32, table: &mut Table) -> Result<()> {
    for (what, content) in
        [("generate", Content::Client), ("generate with tests", Content::ClientAndTests)]
    {
        let (mut times, mut peaks) = (Series::default(), Series::default());
        for run in 1..=runs {
            progress(&format!("{what}, {run} of {runs}"));
            let usage = run_codegen(inputs, &folder.join("generated"), content)?;
            times.push(usage.time);
            peaks.push(usage.peak);
        }
        table.push([format!("{what}, whole process"), times.show(Unit::Milliseconds)]);
        table.push([format!("{what}, peak memory"), peaks.show(Unit::Megabytes)]);
    }
    Ok(())
}

/// Measures a command of cargo on the crate, of which all dependencies have been built.
fn compile(
    cargo: &Cargo<'_>,
    command: &str,
    arguments: &[&str],
    runs: u32,
    table: &mut Table,
) -> Result<()> {
    let name = format!("cargo {command} {}", arguments.first().unwrap_or(&"")).trim().to_owned();
    progress(&format!("{name}, first with all dependencies"));
    cargo.run(command, arguments)?.success()?;
    let mut reports = Vec::new();
    for run in 1..=runs {
        progress(&format!("{name}, {run} of {runs}"));
        reports.push(cargo.run_anew(command, arguments)?.success()?);
    }
    let series = |of: fn(&Report) -> f64| reports.iter().map(of).collect::<Series>();
    let mut add = |what: &str, unit: Unit, of: fn(&Report) -> f64| {
        table.push([format!("`{name}`, {what}"), series(of).show(unit)]);
    };
    add("on the clock", Unit::Seconds, |report| report.time.as_secs_f64());
    add("user time", Unit::Seconds, |report| report.user_time.as_secs_f64());
    add("peak memory", Unit::Megabytes, |report| report.peak_memory as f64);
    Ok(())
}

/// Returns the resource with the most lines in files of its own, and the default features with this
/// one in place of all.
fn largest_resource(output: &Output, manifest: &str) -> Result<Option<(String, String)>> {
    let manifest: toml_edit::DocumentMut = manifest.parse().context("the manifest is no TOML")?;
    let list = |feature: &str| -> Vec<String> {
        let features = manifest.get("features").and_then(|features| features.get(feature));
        let names = features.and_then(toml_edit::Item::as_array).into_iter().flatten();
        names.filter_map(|name| name.as_str()).map(str::to_owned).collect()
    };
    let lines = |resource: &String| -> usize {
        let module = resource.replace('-', "_");
        let own = |path: &str| {
            path.strip_prefix(&module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        };
        let texts = output.files.iter().filter(|(path, _)| own(path));
        texts.map(|(_, text)| text.lines().count()).sum()
    };
    let Some(largest) = list("resources").into_iter().max_by_key(lines) else { return Ok(None) };
    let features = list("default");
    let features = features.iter().map(|name| match name.as_str() {
        "resources" => largest.as_str(),
        other => other,
    });
    Ok(Some((largest.clone(), features.collect::<Vec<_>>().join(","))))
}

/// Removes a folder, if it exists.
fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot empty {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Returns a paragraph on the document and on the machine.
fn circumstances(document: &str, output: &Output, runs: u32) -> String {
    let counts = &output.summary;
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = fs::read_to_string("/proc/loadavg").ok();
    let load = load.as_deref().and_then(|load| load.split_whitespace().nth(2));
    let mut text = format!(
        "`{}` from {document}: {} operations, {} types. {}, {cores} cores",
        output.package.name,
        counts.operations,
        counts.types,
        rustc(),
    );
    if let Some(load) = load {
        let _ = write!(text, ", load {load} in the last quarter of an hour");
    }
    let _ = writeln!(text, ". Median of {runs} (least–most).");
    if cfg!(debug_assertions) {
        text.push_str("Generation was measured without full optimisation.\n");
    }
    text
}

/// Returns the version of the compiler.
fn rustc() -> String {
    let program = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(program).arg("--version").output();
    output.map_or_else(
        |_| "an unknown rustc".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}

/// Prints what takes so long. A reader that has gone away is no reason to fail.
fn progress(what: &str) {
    let _ = writeln!(std::io::stderr(), "{what} …");
}
