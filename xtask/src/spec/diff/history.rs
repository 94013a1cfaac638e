//! The history of a document: a row for each step from one version to the next.

use std::path::Path;

use anyhow::{Context, Result, bail};
use cekura_codegen::compare::{Comparison, Kind, SourceClass};
use cekura_codegen::diagnostic::Style;
use cekura_codegen::{Input, Surface};

use super::sides::{Given, Side};
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
    let inputs: Vec<Input<'_>> = sides.iter().filter_map(Side::input).collect();
    let surfaces = cekura_codegen::surfaces(&inputs);
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
        let surface = surface.as_ref().ok();
        table.push(row(name, before, surface));
        before = surface.or(before);
    }
    Ok(Run { status: Status::Done, diagnostics: String::new(), summary: table.to_string() })
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
