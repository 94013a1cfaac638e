//! Turns an OpenAPI document into the source of a typed Rust client.
//!
//! The crate is a function from text to text: no file system, no network, no clock, no environment.
//! [`generate`] is the whole of it, and these are its stages:
//!
//! | stage | takes, gives | decides |
//! |---|---|---|
//! | `input`: [`source`] | text → tree | JSON or YAML; duplicate keys |
//! | `input`: `bundle` | tree, [`Files`] → tree | the names of what stands in other files |
//! | `input`: [`overlay`] | tree → tree | applies the corrections |
//! | `lower` | tree → `openapiv3` | the meaning of OpenAPI 3.1 and 3.2 in the words of 3.0 |
//! | `document` | → `Document` | nothing: each schema gets an id, each reference is followed |
//! | `shape` | → `Api` | shapes, directions, operations, resources |
//! | `names` | → `Names` | every identifier |
//! | `output`: `layout` | → `Layout` | files, order, features |
//! | `output`: `emit`, `print` | → text | the Rust of each file, and its format |
//!
//! Names are derived once: [`Input::lock`] is `names.lock` as the last run left it, and
//! [`Output::lock`] the same for the next. Its rules are in `names::lock`, its text in
//! `input::lock`, and the rules by which a thing of one document is the same as one of another in
//! `model::identity`.
//!
//! `change` is about the document over time: it extracts the client's part of a published one,
//! finds the places that are probably wrong, compares two runs, and explains one thing at each
//! stage.
//!
//! `text` has what every stage uses: [pointers](mod@pointer) into the document, the lines that they
//! stand on, the words of identifiers, and the [`bounds`] of what a document may ask for.
//!
//! Stages report [`diagnostic`]s: errors stop the run before the next stage, all others are lines
//! of the ledger. A generated client consists of files in memory; the caller writes them.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

use std::collections::BTreeMap;

use crate::change::extract::Published;
use crate::diagnostic::{Diagnostic, Diagnostics, Origin, Severity, Stopped};
use crate::document::Document;
use crate::input::config::Config;
use crate::input::lock::Lock;
use crate::input::overlay::gone::Places;
use crate::model::Api;
use crate::names::Names;
use crate::names::lock::{Held, table};
use crate::output::emit::Model;
use crate::output::layout::Layout;
use crate::output::wire::{Tests, Wire};
use crate::output::{emit, layout, package, print};
use crate::stage::{Observer, Stage, workers::both};

mod change;
pub mod diagnostic;
mod document;
mod input;
mod lower;
mod model;
mod names;
mod output;
mod shape;
pub mod stage;
mod text;

pub use change::compare;
pub use change::compare::Refused;
pub use change::explain::{Explanation, Section, Unexplained, View, explain};
pub use change::extract::{Extracted, Prose};
pub use change::gone::{Lost, gone};
pub use change::lint::{Action, Finding, lint};
pub use change::runs::{compare, compare_with, surface, surfaces};
pub use change::surface::whole::Surface;
pub use diagnostic::NamedText;
pub use input::bundle::files::{Files, Unread, wanted};
pub use input::{config, overlay, source};
pub use model::{Gap, Part};
pub use names::lock::pruned;
pub use names::lock::table::{Named, Why};
pub use output::package::{Facts, Package};
pub use output::print::header;
pub use text::{bounds, pointer};

/// The texts that a client is generated from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// The OpenAPI document, JSON or YAML.
    pub document: &'a str,
    /// The overlay with the corrections to it.
    pub overlay: Option<&'a str>,
    /// The overlays that give the document its words, each by its name.
    pub docs: &'a [NamedText],
    /// The parts of the overlays whose places the document has lost: the text of `gone.toml`.
    pub gone: Option<&'a str>,
    /// The text of `codegen.toml`.
    pub config: Option<&'a str>,
    /// The path that the [`header`] of each file names as the document's.
    pub source: Option<&'a str>,
    /// The other files of the document, if it has any.
    pub files: Option<&'a Files>,
    /// The document of the webhooks, if they have one of their own: OpenAPI 3.1, JSON or YAML.
    pub webhooks: Option<&'a str>,
    /// The text of `names.lock`, as the last run left it.
    pub lock: Option<&'a str>,
    /// The version of the crate that the run is for, in which new names come.
    pub release: Option<&'a str>,
    /// The crate is one of its own, with tests made of the document.
    pub has_tests: bool,
}

/// The result of a run.
#[derive(Debug)]
pub struct Outcome {
    /// `None` if a diagnostic is an error.
    pub output: Option<Output>,
    /// All diagnostics, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// A generated client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The text of each file, by its path below `src/generated/`, with `/`.
    pub files: BTreeMap<String, String>,
    /// The text of each test, by its path below `tests/`, with `/`; none unless
    /// [`Input::has_tests`]. The word `cekura` in `wire/main.rs` stands for the crate's name.
    pub tests: BTreeMap<String, String>,
    /// A call that needs nothing but literals, for a first program; with the tests.
    pub first_call: Option<String>,
    /// The text of `api.md`: every call with the request that it sends.
    pub reference: String,
    /// The lines of the manifest's feature block.
    pub features: String,
    /// The name and the description in the crate's manifest.
    pub package: Package,
    /// The facts of the API that the runtime needs: the content of `facts.rs`.
    pub facts: Facts,
    /// The ledger: a line for each part of the document that the client does not have as it is.
    pub ledger: String,
    /// The text of `names.lock` for the next run: the names of everything that there is or was.
    pub lock: String,
    /// Counts of what was generated.
    pub summary: Summary,
}

/// Counts of what was generated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Calls that the client has.
    pub operations: usize,
    /// Structs, enums and unions.
    pub types: usize,
    /// Lines of all files.
    pub lines: usize,
    /// The number of ledger lines of each code.
    pub ledger: BTreeMap<String, usize>,
}

/// Generates a client.
pub fn generate(input: &Input<'_>) -> Outcome {
    generate_observed(input, &mut |_| ())
}

/// Generates a client, and calls `observe` when a [`Stage`] begins.
pub fn generate_observed(input: &Input<'_>, observe: Observer<'_>) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let client = run(input, &mut diagnostics, observe).ok();
    observe(Stage::Ledger);
    let diagnostics = located(diagnostics, input);
    let output = client.map(|client| client.with_ledger(&diagnostics));
    Outcome { output, diagnostics }
}

/// Finds the places of a client that have no words of their own: operations, parameters, schemas,
/// properties, and values of enums that do not explain themselves.
///
/// # Errors
///
/// The diagnostics, if one of them is an error.
pub fn gaps(input: &Input<'_>) -> Result<Vec<Gap>, Vec<Diagnostic>> {
    let mut diagnostics = Diagnostics::default();
    let gaps =
        Config::parse(input.config.unwrap_or_default(), &mut diagnostics).and_then(|config| {
            let lock = locked(input, &mut diagnostics)?;
            let api = shaped(&config, &lock, input, &mut diagnostics, &mut |_| ())?;
            diagnostics.propagate()?;
            Ok(api.gaps())
        });
    gaps.map_err(|Stopped| located(diagnostics, input))
}

/// Lists the public names of a client, with the reason for each.
///
/// # Errors
///
/// The diagnostics, if one of them is an error.
pub fn names(input: &Input<'_>) -> Result<Vec<Named>, Vec<Diagnostic>> {
    let mut diagnostics = Diagnostics::default();
    let names = names_with(input, &mut diagnostics);
    names.map_err(|Stopped| located(diagnostics, input))
}

fn names_with(input: &Input<'_>, diagnostics: &mut Diagnostics) -> Result<Vec<Named>, Stopped> {
    let config = Config::parse(input.config.unwrap_or_default(), diagnostics)?;
    let last = locked(input, diagnostics)?;
    let mut renewed = |lock: &Lock| {
        let api = shaped(&config, lock, input, diagnostics, &mut |_| ())?;
        diagnostics.propagate()?;
        let held = Held::of(&api, lock);
        let names = names::assign(&api, &config, &held, diagnostics);
        let places = layout::arrange(&api, &names).places();
        Ok(names::lock::renew(&api, &names, &held, &places, input.release))
    };
    let (lock, plain) = (renewed(&last)?, renewed(&Lock::default())?);
    Ok(table::table(&lock, &plain, &config))
}

/// Extracts, from a published document, the part that the client is made of: the operations that
/// `codegen.toml` takes from it, as facts, in canonical form. The overlay is not applied: it
/// corrects the result.
pub fn extract(input: &Input<'_>, prose: Prose) -> Extracted {
    let mut diagnostics = Diagnostics::default();
    let published = Published::read(input, &mut diagnostics);
    let text = published.map(|published| published.reduce(prose)).ok();
    Extracted { text, diagnostics: located(diagnostics, input) }
}

/// Returns the diagnostics with their places in the texts.
fn located(diagnostics: Diagnostics, input: &Input<'_>) -> Vec<Diagnostic> {
    let overlay = input.overlay.map(|text| (Origin::Overlay, text));
    let docs = input.docs.iter().enumerate();
    let docs = docs.map(|(number, file)| (Origin::Docs(number), file.text.as_str()));
    let webhooks = input.webhooks.map(|text| (Origin::Webhooks, text));
    let document = [(Origin::Document, input.document)];
    let files = input.files.map_or_else(Vec::new, Files::origins);
    let texts = overlay.into_iter().chain(docs).chain(webhooks).chain(document).chain(files);
    let mut list = diagnostics.into_located(&texts.collect::<Vec<_>>());
    if let Some(files) = input.files {
        files.name(&mut list);
    }
    list
}

impl Output {
    /// Adds the ledger, which is complete when all diagnostics are sorted.
    fn with_ledger(mut self, diagnostics: &[Diagnostic]) -> Self {
        let mut ledger = Vec::new();
        for one in diagnostics.iter().filter(|one| one.severity() < Severity::Error) {
            *self.summary.ledger.entry(one.code.to_string()).or_default() += 1;
            ledger.push(one.ledger_line());
        }
        ledger.sort();
        self.ledger = ledger.iter().map(|line| format!("{line}\n")).collect();
        self
    }
}

fn run(
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
    observe: Observer<'_>,
) -> Result<Output, Stopped> {
    observe(Stage::Source);
    // The faults of the configuration stop the run only when those of the document are found, too.
    let mut faults = Diagnostics::default();
    let config = input.config.map(|text| Config::parse(text, &mut faults)).transpose();
    let client = config
        .and_then(|config| run_with(&config.unwrap_or_default(), input, diagnostics, observe));
    diagnostics.absorb(faults);
    diagnostics.propagate()?;
    client
}

/// Reads the names that things have already.
fn locked(input: &Input<'_>, diagnostics: &mut Diagnostics) -> Result<Lock, Stopped> {
    let lock = input.lock.map(|text| Lock::parse(text, diagnostics)).transpose()?;
    Ok(lock.unwrap_or_default())
}

/// Runs the stages up to the document whose references are followed.
fn resolved(
    config: &Config,
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
    observe: Observer<'_>,
) -> Result<Document, Stopped> {
    let keys = config.document.duplicate_keys;
    let mut tree = input::bundle::read(input.document, input.files, keys, diagnostics)?;
    if let Some(text) = input.webhooks {
        input::webhooks::merge(&mut tree, text, diagnostics)?;
    }
    observe(Stage::Overlay);
    let mut places = Places::parse(input.gone, diagnostics);
    overlay::all(&mut tree, input.overlay, input.docs, &mut places, diagnostics)?;
    // Nothing later can depend on the order in which the texts are written. Free, unless some
    // dependency turns on the feature of `serde_json` that keeps that order.
    tree.sort_all_objects();
    observe(Stage::Lower);
    let lowered = lower::lower(tree, diagnostics)?;
    observe(Stage::Document);
    Ok(Document::read(lowered))
}

/// Runs the stages up to the shapes of the API.
fn shaped(
    config: &Config,
    lock: &Lock,
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
    observe: Observer<'_>,
) -> Result<Api, Stopped> {
    let document = resolved(config, input, diagnostics, &mut *observe)?;
    observe(Stage::Shape);
    shape::shape(&document, config, lock, diagnostics)
}

/// An API, named and placed.
struct Plan {
    api: Api,
    lock: Lock,
    names: Names,
    layout: Layout,
    package: Package,
    facts: Facts,
}

impl Plan {
    /// Runs the stages between the document and the files of the output.
    fn of(
        document: &Document,
        config: &Config,
        lock: Lock,
        diagnostics: &mut Diagnostics,
        observe: Observer<'_>,
    ) -> Result<Self, Stopped> {
        observe(Stage::Shape);
        let api = shape::shape(document, config, &lock, diagnostics)?;
        observe(Stage::Names);
        let held = Held::of(&api, &lock);
        let names = names::assign(&api, config, &held, diagnostics);
        observe(Stage::Layout);
        let layout = layout::arrange(&api, &names);
        let package = Package::new(&api, &document.version, config);
        let facts = Facts::new(&package, config);
        Ok(Self { api, lock, names, layout, package, facts })
    }

    /// Returns the tests of a crate of its own.
    fn tests(&self, document: &Document, config: &Config) -> Tests {
        let always = &config.fields.always_present;
        output::wire::tests(&Wire { document, api: &self.api, names: &self.names, always })
    }

    /// Returns the lock of the next run.
    fn next_lock(&self, release: Option<&str>) -> Lock {
        let held = Held::of(&self.api, &self.lock);
        names::lock::renew(&self.api, &self.names, &held, &self.layout.places(), release)
    }
}

fn run_with(
    config: &Config,
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
    observe: Observer<'_>,
) -> Result<Output, Stopped> {
    let lock = locked(input, diagnostics)?;
    let document = resolved(config, input, diagnostics, &mut *observe)?;
    let plan = Plan::of(&document, config, lock, diagnostics, &mut *observe)?;
    // Only tests need it any longer, and it is large.
    let document = input.has_tests.then_some(document);
    observe(Stage::Emit);
    let model = Model::new(&plan.api, &plan.names, &plan.layout, &plan.facts);
    let beside = || {
        let tests = document.as_ref().map_or_else(Tests::default, |it| plan.tests(it, config));
        (tests, emit::reference(&model), plan.next_lock(input.release).to_string())
    };
    let printed = || print::all(&model, input.source, diagnostics);
    let ((tests, reference, lock), files) = both(beside, printed);
    let files = files?;
    let summary = Summary {
        operations: plan.api.operations().count(),
        types: plan.api.written.len(),
        lines: files.values().map(|text| text.lines().count()).sum(),
        ledger: BTreeMap::new(),
    };
    Ok(Output {
        files,
        tests: tests.files,
        first_call: tests.first_call,
        reference,
        features: package::features(&plan.layout),
        lock,
        package: plan.package,
        facts: plan.facts,
        ledger: String::new(),
        summary,
    })
}
