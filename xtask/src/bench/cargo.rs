//! Cargo, with a clock and a scale.

use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Instant, SystemTime};

use anyhow::{Context, Result, bail};
use wait4::Wait4;

/// What a command used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Usage {
    /// Seconds on the clock.
    pub(super) wall: f64,
    /// Seconds of all its processes.
    pub(super) user: f64,
    /// Bytes of the largest of its processes.
    pub(super) memory: f64,
}

/// Cargo with a target folder of its own.
#[derive(Debug)]
pub(super) struct Cargo {
    program: OsString,
    target: PathBuf,
}

impl Cargo {
    pub(super) fn new(target: PathBuf) -> Self {
        Self { program: std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), target }
    }

    /// Runs a command in a folder, non-incrementally.
    ///
    /// # Errors
    ///
    /// If it fails.
    pub(super) fn run(&self, folder: &Path, arguments: &[&str]) -> Result<Usage> {
        let what = || format!("cargo {}", arguments.join(" "));
        let begun = Instant::now();
        let mut child = Command::new(&self.program)
            .args(arguments)
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0")
            // A cache of compilations measures the cache.
            .env("RUSTC_WRAPPER", "")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run `{}`", what()))?;
        let mut said = Vec::new();
        if let Some(mut stderr) = child.stderr.take() {
            stderr
                .read_to_end(&mut said)
                .with_context(|| format!("cannot read what `{}` says", what()))?;
        }
        let used = child.wait4().with_context(|| format!("cannot wait for `{}`", what()))?;
        let wall = begun.elapsed().as_secs_f64();
        if !used.status.success() {
            bail!(
                "`{}` failed in {}:\n{}",
                what(),
                folder.display(),
                String::from_utf8_lossy(&said)
            );
        }
        let usage = used.rusage;
        Ok(Usage { wall, user: usage.utime.as_secs_f64(), memory: usage.maxrss as f64 })
    }

    /// Runs a command on the crate in a folder, of which all but the crate itself has been built.
    ///
    /// # Errors
    ///
    /// If it fails.
    pub(super) fn run_anew(&self, folder: &Path, arguments: &[&str]) -> Result<Usage> {
        let root = folder.join("src/lib.rs");
        File::options()
            .append(true)
            .open(&root)
            .and_then(|file| file.set_modified(SystemTime::now()))
            .with_context(|| format!("cannot touch {}", root.display()))?;
        self.run(folder, arguments)
    }

    /// Where a program built for release is.
    pub(super) fn released(&self, name: &str) -> PathBuf {
        self.target.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

/// The version of the compiler.
pub(super) fn rustc() -> String {
    let said = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .arg("--version")
        .output();
    said.ok()
        .map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned())
        .unwrap_or_else(|| "an unknown rustc".to_owned())
}
