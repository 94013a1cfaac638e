//! `cargo xtask bench`: what our codec costs beside serde derives of the same types, and what generating and compiling costs.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use cekura_codegen::{Input, Output};

use self::cargo::{Cargo, Usage};
use self::crates::{Crates, Variant};
use self::table::{Series, Table, Unit};
use crate::codegen::repository;

mod cargo;
mod crates;
mod derive;
mod sample;
mod table;
mod types;

/// How many objects the page has that is read and written.
const OBJECTS: usize = 100;

/// Measure the client: compile times, memory, reading and writing, against serde derives
///
/// Writes two crates below target/bench: the one that `cargo xtask codegen --out` writes, and the
/// same with `#[derive(Serialize, Deserialize)]` in place of each `Decode` and `Encode`. Both are
/// compiled, non-incrementally, with everything they depend on built before. A small program, the
/// same for both, then reads and writes a page of 100 objects of the type with the most fields.
///
/// Prints a Markdown table on standard output: the median of the runs, and the least and the most
/// in brackets. The last column is how many times more the derives cost: above 1, ours is better.
/// Times on the clock mean little on a busy machine; its load is printed for that reason.
#[derive(Clone, Debug, clap::Args)]
#[command(verbatim_doc_comment, after_help = AFTER_HELP)]
pub struct Options {
    /// Generate from this document, JSON or YAML, instead of spec/openapi.yaml
    ///
    /// spec/overlay.yaml and spec/codegen.toml are not used then; give others with --overlay and
    /// --config.
    #[arg(long, value_name = "FILE", verbatim_doc_comment)]
    pub spec: Option<PathBuf>,

    /// Correct the document with this overlay (OpenAPI Overlay 1.0.0)
    #[arg(long, value_name = "FILE")]
    pub overlay: Option<PathBuf>,

    /// Take names, selection and crate facts from this configuration
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// How often each thing is measured
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub runs: u32,
}

const AFTER_HELP: &str = "\
It measures, it does not judge: the exit code is 0 whatever the numbers are, and 2 if they could
not be had. Generation is measured in this very process, which `cargo xtask` builds without
optimisation; for its true time, see the examples.

Examples:
  cargo xtask bench
  cargo run --release --package xtask -- bench --spec vendor.json --runs 5";

/// Measures, and gives the table.
///
/// # Errors
///
/// If the document is refused, or something cannot be written, compiled or run.
pub fn run(options: &Options) -> Result<String> {
    let folder = repository().join("target/bench");
    let generated = Generated::measure(options)?;
    let crates = Crates::write(&generated.output, &folder.join("crates"))?;
    let cargo = Cargo::new(folder.join("build"));
    let mut table = Table::default();
    compile(&cargo, &crates, options.runs, &mut table)?;
    let note = execute(&cargo, &crates, &folder, options.runs, &mut table)?;
    table.ours("generate", Unit::Milliseconds, &generated.times);
    if let Some(memory) = generated.memory {
        table.ours("generate, peak memory", Unit::Megabytes, &[memory].into_iter().collect());
    }
    let lines = generated.output.summary.lines as f64;
    table.ours("lines emitted", Unit::Lines, &[lines].into_iter().collect());
    Ok(format!("{}\n{table}{note}", facts(&generated, options.runs)))
}

/// A generated client, and what it took to generate it.
struct Generated {
    document: String,
    output: Output,
    /// Seconds.
    times: Series,
    /// Bytes at the most, of this process.
    memory: Option<f64>,
}

impl Generated {
    fn measure(options: &Options) -> Result<Self> {
        let spec = options.spec.clone().unwrap_or_else(|| repository().join("spec/openapi.yaml"));
        let own = |path: &str| {
            let path = repository().join(path);
            (options.spec.is_none() && path.exists()).then_some(path)
        };
        let read = |path: PathBuf| {
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let overlay = options.overlay.clone().or_else(|| own("spec/overlay.yaml"));
        let config = options.config.clone().or_else(|| own("spec/codegen.toml"));
        let (overlay, config) = (overlay.map(read).transpose()?, config.map(read).transpose()?);
        let name = spec.file_name().map(|name| name.to_string_lossy().into_owned());
        let document = read(spec)?;
        let input =
            Input { document: &document, overlay: overlay.as_deref(), config: config.as_deref() };
        let mut times = Series::default();
        let mut last = None;
        for _ in 0..options.runs {
            // One at a time is in memory.
            drop(last.take());
            let begun = Instant::now();
            let outcome = cekura_codegen::generate(&input);
            times.push(begun.elapsed().as_secs_f64());
            last = outcome.output;
        }
        let Some(output) = last else {
            bail!("the document was refused; `cargo xtask codegen` with the same options says why");
        };
        Ok(Self { document: name.unwrap_or_default(), output, times, memory: peak_memory() })
    }
}

/// The most memory that this process has had, where the system says so.
fn peak_memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024.0)
}

/// Compiles both crates, in turns.
fn compile(cargo: &Cargo, crates: &Crates, runs: u32, table: &mut Table) -> Result<()> {
    let commands: [(&str, &[&str]); 2] =
        [("cargo check", &["check"]), ("cargo build --release", &["build", "--release"])];
    for (name, command) in commands {
        let mut used: [Vec<Usage>; 2] = Default::default();
        progress(&format!("{name} of both crates, first with all they depend on"));
        for variant in Variant::BOTH {
            cargo.run(&crates.library(variant), command)?;
        }
        for run in 1..=runs {
            progress(&format!("{name} of both crates, {run} of {runs}"));
            for (variant, used) in Variant::BOTH.into_iter().zip(&mut used) {
                used.push(cargo.run_anew(&crates.library(variant), command)?);
            }
        }
        let series = |what: fn(&Usage) -> f64| {
            used.each_ref().map(|used| used.iter().map(what).collect::<Series>())
        };
        let [plain, derive] = series(|used| used.wall);
        table.both(format!("`{name}`, on the clock"), Unit::Seconds, &derive, &plain);
        let [plain, derive] = series(|used| used.user);
        table.both(format!("`{name}`, user time"), Unit::Seconds, &derive, &plain);
        let [plain, derive] = series(|used| used.memory);
        table.both(format!("`{name}`, peak memory"), Unit::Megabytes, &derive, &plain);
    }
    compile_one(cargo, crates, runs, table)
}

/// Checks our crate with one resource only.
fn compile_one(cargo: &Cargo, crates: &Crates, runs: u32, table: &mut Table) -> Result<()> {
    let Some(one) = &crates.one else { return Ok(()) };
    let folder = crates.library(Variant::Plain);
    let command = ["check", "--no-default-features", "--features", &one.features];
    progress(&format!("cargo check of {} alone", one.name));
    cargo.run(&folder, &command)?;
    let used = (0..runs).map(|_| cargo.run_anew(&folder, &command));
    let used: Vec<Usage> = used.collect::<Result<_>>()?;
    let of = |what: fn(&Usage) -> f64| used.iter().map(what).collect::<Series>();
    let name = format!("`cargo check`, of the resources only `{}`", one.name);
    table.ours(format!("{name}, on the clock"), Unit::Seconds, &of(|used| used.wall));
    table.ours(format!("{name}, user time"), Unit::Seconds, &of(|used| used.user));
    Ok(())
}

/// Builds both programs and runs them in turns. Gives a note if they do not write the same.
fn execute(
    cargo: &Cargo,
    crates: &Crates,
    folder: &Path,
    runs: u32,
    table: &mut Table,
) -> Result<String> {
    let Some((name, found)) = crates.types.largest() else { return Ok(String::new()) };
    let given = folder.join("sample.json");
    let page = sample::page(&crates.types, name, OBJECTS).to_string();
    fs::write(&given, page).with_context(|| format!("cannot write {}", given.display()))?;
    let mut sizes: [Series; 2] = Default::default();
    for (variant, size) in Variant::BOTH.into_iter().zip(&mut sizes) {
        progress("building a program");
        cargo.run(&crates.program(variant), &["build", "--release"])?;
        let program = cargo.released(&variant.program());
        let found = fs::metadata(&program).with_context(|| format!("no {}", program.display()))?;
        size.push(found.len() as f64);
    }
    let (mut decode, mut encode): ([Series; 2], [Series; 2]) = Default::default();
    let written = Variant::BOTH.map(|variant| folder.join(format!("{}.json", variant.program())));
    for run in 1..=runs {
        progress(&format!("reading and writing, {run} of {runs}"));
        for (index, variant) in Variant::BOTH.into_iter().enumerate() {
            let times = times(&cargo.released(&variant.program()), &given, &written[index])?;
            decode[index].push(times[0]);
            encode[index].push(times[1]);
        }
    }
    let texts = written.map(|path| fs::read(path).unwrap_or_default());
    let page = format!(
        "a page of {} KB, {OBJECTS} `{name}` of {} fields",
        texts[0].len() / 1000,
        found.fields.len()
    );
    table.both(format!("read {page}"), Unit::Microseconds, &decode[1], &decode[0]);
    table.both("write it", Unit::Microseconds, &encode[1], &encode[0]);
    table.both("the program that does, stripped", Unit::Kilobytes, &sizes[1], &sizes[0]);
    let [plain, derive] = texts.map(|text| serde_json::from_slice::<serde_json::Value>(&text).ok());
    let differ = plain.is_none() || plain != derive;
    Ok(if differ { "\nThe two do not write the same JSON.\n".to_owned() } else { String::new() })
}

/// Runs a program; gives the nanoseconds of reading and writing.
fn times(program: &Path, given: &Path, written: &Path) -> Result<[f64; 2]> {
    let said = Command::new(program)
        .args([given, written])
        .output()
        .with_context(|| format!("cannot run {}", program.display()))?;
    let text = String::from_utf8_lossy(&said.stdout);
    let mut times = text.split_whitespace().filter_map(|time| time.parse().ok());
    match (times.next(), times.next()) {
        (Some(decode), Some(encode)) if said.status.success() => Ok([decode, encode]),
        _ => {
            let why = String::from_utf8_lossy(&said.stderr);
            bail!("{} failed: {}", program.display(), why.trim())
        }
    }
}

/// What was measured, and on what.
fn facts(generated: &Generated, runs: u32) -> String {
    let counts = &generated.output.summary;
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = fs::read_to_string("/proc/loadavg").ok();
    let load = load.as_deref().and_then(|load| load.split_whitespace().nth(2));
    let mut text = format!(
        "`{}` from {}: {} operations, {} types. {}, {cores} cores",
        generated.output.package.name,
        generated.document,
        counts.operations,
        counts.types,
        cargo::rustc(),
    );
    if let Some(load) = load {
        let _ = write!(text, ", load {load} in the last quarter of an hour");
    }
    let _ = writeln!(text, ". Median of {runs} (least–most).");
    if cfg!(debug_assertions) {
        text.push_str("Generation was measured without optimisation.\n");
    }
    text
}

/// Says what takes so long. Nobody needs to read it.
fn progress(what: &str) {
    let _ = writeln!(std::io::stderr(), "{what} …");
}
