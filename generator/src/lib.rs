//! Turns an OpenAPI document into the source of a typed Rust client.
//!
//! The crate is a function from text to text: no file system, no network, no clock, no environment. [`generate`] is the
//! whole of it, and its body is the map:
//!
//! | stage | takes, gives | decides |
//! |---|---|---|
//! | [`source`] | text → tree | JSON or YAML; duplicate keys |
//! | [`overlay`] | tree → tree | applies the corrections |
//! | `lower` | tree → `openapiv3` | what OpenAPI 3.1 means in the words of 3.0 |
//! | `build` | `openapiv3` → `Api` | shapes, directions, operations, resources |
//! | `names` | → `Names` | every identifier |
//! | `layout` | → `Layout` | files, order, features |
//! | `emit` | → items | the Rust that says it |
//! | `print` | → text | format |
//!
//! What a stage has to say, it says as [`diagnostic`]s: errors stop the run between stages, all else is the ledger.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Origin, Severity, Stopped};
use crate::emit::{Context, Facts};

mod build;
pub mod config;
pub mod diagnostic;
mod emit;
mod layout;
mod locate;
mod lower;
mod model;
mod names;
pub mod overlay;
mod package;
pub mod pointer;
mod print;
pub mod source;
mod words;

pub use package::Package;
pub use print::HEADER;

/// What a run is made of: texts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// The OpenAPI document, JSON or YAML.
    pub document: &'a str,
    /// The overlay with the corrections to it.
    pub overlay: Option<&'a str>,
    /// The text of `codegen.toml`.
    pub config: Option<&'a str>,
}

/// What a run gives.
#[derive(Debug)]
pub struct Outcome {
    /// `None` if a diagnostic is an error.
    pub output: Option<Output>,
    /// Everything that was said, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// A generated client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The text of each file, by its path below `src/generated/`, with `/`.
    pub files: BTreeMap<String, String>,
    /// The lines of the manifest's feature block.
    pub features: String,
    /// What the manifest says of the crate.
    pub package: Package,
    /// The ledger: one line for each thing that is not in the client just as the document says it.
    pub ledger: String,
    /// How much there is of everything.
    pub summary: Summary,
}

/// How much there is of everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Calls that the client has.
    pub operations: usize,
    /// Structs, enums and unions.
    pub types: usize,
    /// Lines of all files.
    pub lines: usize,
    /// How many ledger lines there are of each code.
    pub ledger: BTreeMap<String, usize>,
}

/// Generates a client.
pub fn generate(input: &Input<'_>) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let files = run(input, &mut diagnostics).ok();
    let overlay = input.overlay.map(|text| (Origin::Overlay, text));
    let texts: Vec<_> = overlay.into_iter().chain([(Origin::Document, input.document)]).collect();
    let diagnostics = diagnostics.into_located(&texts);
    let output = files.map(|(files, made)| {
        let ledger: Vec<&Diagnostic> =
            diagnostics.iter().filter(|one| one.severity() < Severity::Error).collect();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for one in &ledger {
            *counts.entry(one.code.to_string()).or_default() += 1;
        }
        let lines = files.values().map(|text| text.lines().count()).sum();
        let mut ledger: Vec<String> = ledger.iter().map(|one| one.ledger_line()).collect();
        ledger.sort();
        Output {
            files,
            features: made.features,
            package: made.package,
            ledger: ledger.iter().map(|line| format!("{line}\n")).collect(),
            summary: Summary {
                operations: made.operations,
                types: made.types,
                lines,
                ledger: counts,
            },
        }
    });
    Outcome { output, diagnostics }
}

/// What a run knows beside its files.
struct Made {
    features: String,
    package: Package,
    operations: usize,
    types: usize,
}

fn run(
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(BTreeMap<String, String>, Made), Stopped> {
    let config =
        input.config.map(|text| Config::parse(text, diagnostics)).transpose()?.unwrap_or_default();
    let mut tree = source::parse(
        input.document,
        Origin::Document,
        config.document.duplicate_keys,
        diagnostics,
    )?;
    if let Some(text) = input.overlay {
        overlay::apply(&mut tree, text, diagnostics)?;
    }
    // Nothing later can depend on the order in which the texts are written. Free, unless some dependency turns on the feature
    // of `serde_json` that keeps that order.
    tree.sort_all_objects();
    let document = lower::lower_marked(tree, diagnostics)?;
    let api = build::build(&document, &config, diagnostics)?;
    let names = names::assign(&api, &config, diagnostics);
    let layout = layout::arrange(&api, &names);
    let package = Package::new(&api, &config);
    let facts = Facts::new(&package, &config);
    let files = emit::emit(Context { api: &api, names: &names, layout: &layout, facts: &facts });
    let files = print::all(&files, diagnostics)?;
    let made = Made {
        features: package::features(&layout),
        package,
        operations: api.operations().count(),
        types: api.written.len(),
    };
    Ok((files, made))
}
