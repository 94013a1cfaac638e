//! Measurements of a run of the generator, by stage.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

use cekura_codegen::stage::Stage;

use crate::table::{Align, NONE, Table};

/// A watch that a run of the generator carries along.
#[derive(Debug)]
pub(crate) struct Stopwatch {
    begun: Instant,
    current: Option<(Stage, Instant)>,
    stages: BTreeMap<Stage, Usage>,
}

/// The time that a stage took, and the most memory that the process had held when it ended.
#[derive(Clone, Copy, Debug, Default)]
struct Usage {
    time: Duration,
    peak: Option<u64>,
}

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self { begun: Instant::now(), current: None, stages: BTreeMap::new() }
    }

    /// Notes that a stage begins, and so that the one before has ended.
    pub(crate) fn begin(&mut self, stage: Stage) {
        self.end();
        self.current = Some((stage, Instant::now()));
    }

    /// Notes that the current stage has ended.
    pub(crate) fn end(&mut self) {
        if let Some((stage, begun)) = self.current.take() {
            let usage = self.stages.entry(stage).or_default();
            usage.time += begun.elapsed();
            usage.peak = peak_memory();
        }
    }

    /// Returns the time since the start.
    pub(crate) fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Returns a table with a row for each stage.
    pub(crate) fn table(&self) -> String {
        let mut table = Table::new(&[
            ("stage", Align::Left),
            ("time, ms", Align::Right),
            ("share", Align::Right),
            ("peak memory, MB", Align::Right),
        ]);
        let total: Duration = self.stages.values().map(|usage| usage.time).sum();
        let mut add = |name: String, time: Duration, peak: Option<u64>| {
            let share = 100.0 * time.as_secs_f64() / total.as_secs_f64();
            table.push([
                name,
                format!("{:.1}", time.as_secs_f64() * 1e3),
                format!("{share:.0} %"),
                peak.map_or(NONE.to_owned(), |bytes| format!("{:.1}", bytes as f64 / 1e6)),
            ]);
        };
        for (stage, usage) in &self.stages {
            add(stage.to_string(), usage.time, usage.peak);
        }
        let peak = self.stages.values().filter_map(|usage| usage.peak).max();
        add("all".to_owned(), total, peak);
        let mut text = table.to_string();
        if cfg!(debug_assertions) {
            let _ = writeln!(
                text,
                "Measured without full optimisation; with it: \
                 cargo run --release --package xtask -- codegen --timings …"
            );
        }
        text
    }
}

/// Returns the most memory that this process has held, in bytes, where the system reports it.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
