//! `cargo xtask conform`: what is generated against the vendor's document, and why it differs.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use cekura_codegen::diagnostic::Style;
use cekura_codegen::surface;
use serde_json::Value;

use crate::codegen::diagnostics::{Form, rendered};
use crate::codegen::inputs::{Given, Inputs};
use crate::codegen::{Run, Status, summary};
use crate::files::paths::read;
use client::Client;
use document::Document;
use reasons::{Actions, Decisions, grouped};
use walk::{Difference, Kind, differences};

mod client;
mod document;
mod reasons;
mod spelling;
#[cfg(test)]
mod tests;
mod walk;

/// Compare what is generated with the vendor's document, operation by operation, field by field
///
/// The document is read as plain JSON, without the generator, and compared with the calls and types
/// of the client: which there are, of what kind they are, and what has to be there. Each difference
/// has its reason in spec/overlay.yaml or in spec/codegen.toml, or is a fault: of an older document
/// in spec/, or of the generator.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(verbatim_doc_comment, after_help = AFTER_HELP)]
pub struct Options {
    /// The document as the vendor publishes it
    #[arg(value_name = "VENDOR_DOCUMENT")]
    pub document: PathBuf,

    /// Show all differences of each reason
    #[arg(long)]
    pub all: bool,
}

const AFTER_HELP: &str = "\
Exit codes:
  0  each difference has a reason
  1  a difference has none, or the client's own document was refused
  2  wrong usage, or a file could not be read";

/// The most differences that are shown under a reason.
const SHOWN: usize = 3;

/// Runs the command.
///
/// # Errors
///
/// If a file cannot be read.
pub fn run(options: &Options, style: Style) -> Result<Run> {
    let inputs = Inputs::read(Given::default())?;
    let published = read(&options.document)?;
    let surface = match surface(&inputs.input(None)) {
        Ok(surface) => surface,
        Err(faults) => {
            let diagnostics = rendered(&faults, &inputs.sources(), Form::Text(style));
            let summary = summary::refused(&inputs.document.name);
            return Ok(Run { status: Status::Refused, diagnostics, summary });
        }
    };
    let client = Client::of(&surface)?;
    let input = inputs.input(None);
    let texts = Texts {
        published: &published,
        own: input.document,
        overlay: input.overlay,
        config: input.config,
    };
    let conformity = Conformity::of(&texts, &client)?;
    let status = if conformity.faults.is_empty() { Status::Done } else { Status::Different };
    let name = options.document.display().to_string();
    Ok(Run { status, diagnostics: String::new(), summary: conformity.render(&name, options.all) })
}

/// The texts that a client is judged by.
struct Texts<'t> {
    published: &'t str,
    /// The document that the client is generated from.
    own: &'t str,
    overlay: Option<&'t str>,
    config: Option<&'t str>,
}

/// The differences between a document and a client.
struct Conformity {
    /// The number of operations that both have.
    operations: usize,
    explained: BTreeSet<(String, Difference)>,
    /// Those that nothing explains.
    faults: BTreeSet<Difference>,
}

impl Conformity {
    fn of(texts: &Texts<'_>, client: &Client) -> Result<Self> {
        let published = Document { tree: parse(texts.published, "the vendor's document")? };
        let mut own = parse(texts.own, "the document of the client")?;
        let actions = texts
            .overlay
            .map(|overlay| Actions::apply(&mut own, overlay, &published.tree))
            .transpose()?;
        let decisions = Decisions::read(texts.config.unwrap_or_default())?;
        let (explained, faults) = (BTreeSet::new(), BTreeSet::new());
        let mut conformity = Self { operations: 0, explained, faults };
        let found = differences(&published, client);
        conformity.operations = client.operations().count()
            - found.iter().filter(|one| one.kind == Kind::OperationUnknown).count();
        for difference in found {
            let by_action = || actions.as_ref()?.reason(&difference);
            let reason = decisions.reason(&difference, &published.tree).or_else(by_action);
            // Several ways may lead to one difference.
            let difference = Difference { trail: Vec::new(), ..difference };
            match reason {
                Some(reason) => drop(conformity.explained.insert((reason, difference))),
                None => drop(conformity.faults.insert(difference)),
            }
        }
        // An action is a reason only for what is not different any more once it is applied.
        let corrected = Document { tree: own };
        let left = differences(&corrected, client)
            .into_iter()
            .filter(|left| decisions.reason(left, &corrected.tree).is_none());
        let left = left.map(|left| Difference { trail: Vec::new(), ..left });
        conformity.faults.extend(left);
        Ok(conformity)
    }

    fn render(self, name: &str, all: bool) -> String {
        let mut text = String::new();
        let (explained, faults) = (self.explained.len(), self.faults.len());
        let most = if all { usize::MAX } else { SHOWN };
        for (reason, differences) in grouped(self.explained) {
            let _ = writeln!(text, "{reason}");
            for difference in differences.iter().take(most) {
                let _ = writeln!(text, "    #{}: {}", difference.place, difference.message);
            }
            if differences.len() > most {
                let _ = writeln!(text, "    and {} more", differences.len() - most);
            }
        }
        for fault in &self.faults {
            let _ = writeln!(text, "no reason: #{}: {}", fault.place, fault.message);
        }
        let _ = writeln!(
            text,
            "\n{name}: {} operations compared; {explained} differences have a reason, {faults} have none",
            self.operations
        );
        text
    }
}

/// Reads a document, JSON or YAML.
fn parse(text: &str, name: &str) -> Result<Value> {
    match serde_json::from_str(text) {
        Ok(tree) => Ok(tree),
        Err(_) => serde_yaml::from_str(text).with_context(|| format!("{name} cannot be read")),
    }
}
