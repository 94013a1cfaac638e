//! The history of a document: a row for each step from one version to the next.

use std::path::Path;

use anyhow::{Context, Result, bail};
use cekura_codegen::Surface;
use cekura_codegen::compare::{Comparison, Kind, SourceClass};
use cekura_codegen::diagnostic::Style;

use super::sides::{Given, Side};
use super::surface;
use crate::codegen::{Run, Status};
use crate::files::paths::read;
use crate::table::{Align, NONE, Table};

/// The most kinds that are named in a row.
const KINDS: usize = 3;

/// Compares each document of a folder with the one before it.
pub(super) fn run(folder: &Path, given: Given<'_>, _style: Style) -> Result<Run> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let extension = path.extension().and_then(|extension| extension.to_str());
            matches!(extension, Some("json" | "yaml" | "yml"))
        })
        .collect();
    paths.sort();
    if paths.len() < 2 {
        bail!("{} has no two documents", folder.display());
    }
    let mut sides = Vec::new();
    for path in &paths {
        sides.push(Side::of_text(&path.display().to_string(), read(path)?, given)?);
    }
    let surfaces = all(&sides);
    let mut table = Table::new(&[
        ("version", Align::Left),
        ("verdict", Align::Left),
        ("breaking", Align::Right),
        ("additive", Align::Right),
        ("docs", Align::Right),
        ("other", Align::Right),
        ("most of", Align::Left),
    ]);
    let mut before: Option<&Surface> = None;
    for (path, surface) in paths.iter().zip(&surfaces) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        table.push(row(name, before, surface.as_ref()));
        before = surface.as_ref().or(before);
    }
    Ok(Run { status: Status::Done, diagnostics: String::new(), summary: table.to_string() })
}

/// Describes all sides, two at a time; `None` for those that are refused.
fn all(sides: &[Side]) -> Vec<Option<Surface>> {
    let middle = sides.len().div_ceil(2);
    let (first, second) = sides.split_at(middle);
    let describe = |sides: &[Side]| -> Vec<Option<Surface>> {
        sides.iter().map(|side| surface(side).ok()).collect()
    };
    std::thread::scope(|scope| {
        let second = scope.spawn(|| describe(second));
        let mut all = describe(first);
        all.extend(second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        all
    })
}

fn row(name: String, before: Option<&Surface>, surface: Option<&Surface>) -> Vec<String> {
    let empty = |verdict: &str| {
        let mut cells = vec![name.clone(), verdict.to_owned()];
        cells.resize(7, NONE.to_owned());
        cells
    };
    let Some(surface) = surface else { return empty("refused") };
    let Some(before) = before else { return empty("first") };
    let comparison = Comparison::of(before, surface);
    let count = |class: SourceClass| {
        comparison.entries.iter().filter(|entry| entry.source() == class).count().to_string()
    };
    vec![
        name.clone(),
        comparison.verdict().to_string(),
        count(SourceClass::Breaking),
        count(SourceClass::Additive),
        count(SourceClass::Docs),
        count(SourceClass::None),
        most_of(&comparison),
    ]
}

/// Returns the kinds with the most entries of the class that decides.
fn most_of(comparison: &Comparison) -> String {
    let mut counts: Vec<(usize, Kind)> = Vec::new();
    for entry in comparison.forced_by() {
        match counts.iter_mut().find(|(_, kind)| *kind == entry.kind) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, entry.kind)),
        }
    }
    counts.sort_by(|(one, kind), (other, another)| other.cmp(one).then(kind.cmp(another)));
    let most: Vec<String> =
        counts.iter().take(KINDS).map(|(count, kind)| format!("{count} {kind}")).collect();
    most.join(", ")
}
