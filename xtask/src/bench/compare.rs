//! The time and memory of comparing two documents, of the history of many, and of explaining one
//! thing.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use wait4::Wait4;

use super::progress;
use super::series::{Series, Unit};
use crate::files::paths::read;
use crate::table::Align::{Left, Right};
use crate::table::Table;

/// The most that a comparison of two documents of 3 MB may take, on an idle machine with two
/// cores, a history of 16, and an explanation.
const MOST: [&str; 4] = ["300 ms", "120 MB", "3,000 ms", "400 ms"];

/// Measures comparisons of the documents of a folder.
pub(super) fn measure(folder: &Path, config: Option<&Path>, runs: u32) -> Result<Table> {
    let documents = documents(folder)?;
    let [.., old, new] = documents.as_slice() else {
        bail!("{} has no two documents", folder.display());
    };
    let mut table = Table::new(&[("", Left), ("median (least–most)", Right), ("at most", Right)]);
    let pair = ["diff".as_ref(), old.as_os_str(), new.as_os_str()];
    let [time, processor, peak] = series("comparing two documents", &pair, config, runs)?;
    let size = std::fs::metadata(new).map_or(0.0, |data| data.len() as f64) / 1e6;
    let name = |what: &str| format!("two documents of {size:.1} MB, {what}");
    table.push([name("on the clock"), time.show(Unit::Milliseconds), MOST[0].to_owned()]);
    table.push([name("processor time"), processor.show(Unit::Milliseconds), String::new()]);
    table.push([name("peak memory"), peak.show(Unit::Megabytes), MOST[1].to_owned()]);
    let history = ["diff".as_ref(), "--history".as_ref(), folder.as_os_str()];
    let [time, ..] = series("the history of all", &history, config, runs)?;
    let name = format!("history of {} documents, on the clock", documents.len());
    table.push([name, time.show(Unit::Milliseconds), MOST[2].to_owned()]);
    let path = first_path(new)?;
    let explain = ["explain".as_ref(), path.as_ref(), "--spec".as_ref(), new.as_os_str()];
    let [time, ..] = series("the explanation of a call", &explain, config, runs)?;
    let name = "an operation of the newest explained, on the clock".to_owned();
    table.push([name, time.show(Unit::Milliseconds), MOST[3].to_owned()]);
    Ok(table)
}

/// Returns the first path of a document that is JSON, for want of a better thing to explain.
fn first_path(document: &Path) -> Result<String> {
    let tree: serde_json::Value = serde_json::from_str(&read(document)?)
        .with_context(|| format!("{} is not JSON", document.display()))?;
    let paths = tree.get("paths").and_then(serde_json::Value::as_object);
    let path = paths.and_then(|paths| paths.keys().next()).cloned();
    path.with_context(|| format!("{} has no path", document.display()))
}

/// Returns the documents of a folder, in the order of their names.
fn documents(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder);
    let entries = entries.with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|one| one == "json" || one == "yaml"))
        .collect();
    paths.sort();
    Ok(paths)
}

/// Runs this very program several times, and returns the time on the clock, of the processors, and
/// the memory.
fn series(
    what: &str,
    arguments: &[&std::ffi::OsStr],
    config: Option<&Path>,
    runs: u32,
) -> Result<[Series; 3]> {
    let program = std::env::current_exe().context("this program has no path")?;
    let mut all = [Series::default(), Series::default(), Series::default()];
    for run in 1..=runs {
        progress(&format!("{what}, {run} of {runs}"));
        let mut command = Command::new(&program);
        command.args(arguments);
        if let Some(config) = config {
            command.arg("--config").arg(config);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let begun = Instant::now();
        let mut child = command.spawn().context("cannot run this program again")?;
        let usage = child.wait4().context("cannot wait for the comparison")?;
        let time = begun.elapsed().as_secs_f64();
        if !usage.status.success() {
            bail!("a document was refused; `cargo xtask diff` with the same documents shows why");
        }
        let processor = (usage.rusage.utime + usage.rusage.stime).as_secs_f64();
        let values = [time, processor, usage.rusage.maxrss as f64];
        all.iter_mut().zip(values).for_each(|(series, value)| series.push(value));
    }
    Ok(all)
}
