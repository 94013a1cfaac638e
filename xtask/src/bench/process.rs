//! `cargo xtask codegen` as a process of its own, from its start to its end.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use wait4::Wait4;

use super::remove;
use crate::codegen::inputs::Inputs;

/// The time and memory of a process.
#[derive(Clone, Copy, Debug)]
pub(super) struct ProcessUsage {
    /// Seconds on the clock.
    pub(super) time: f64,
    /// Seconds of all processors together, which a busy machine changes little.
    pub(super) processor_time: f64,
    /// The most memory that it held, in bytes.
    pub(super) peak: f64,
}

/// The content of a crate that is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Client,
    ClientAndTests,
}

/// Generates the crate of these inputs in an empty folder with this very program.
pub(super) fn run_codegen(
    inputs: &Inputs,
    folder: &Path,
    content: Content,
) -> Result<ProcessUsage> {
    remove(folder)?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let program = std::env::current_exe().context("this program has no path")?;
    let mut command = Command::new(program);
    command.arg("codegen").arg("--out").arg(folder.join("crate"));
    if content == Content::Client {
        command.arg("--no-tests");
    }
    for (flag, name, text) in inputs.files() {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        command.arg(flag).arg(path);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let begun = Instant::now();
    let mut child = command.spawn().context("cannot run this program again")?;
    let usage = child.wait4().context("cannot wait for the generator")?;
    let time = begun.elapsed().as_secs_f64();
    if !usage.status.success() {
        bail!("the document was refused; `cargo xtask codegen` with the same options shows why");
    }
    let processor_time = (usage.rusage.utime + usage.rusage.stime).as_secs_f64();
    Ok(ProcessUsage { time, processor_time, peak: usage.rusage.maxrss as f64 })
}
