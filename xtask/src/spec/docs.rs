//! `cargo xtask docs`: the places of the document that have no words of ours.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::Result;
use cekura_codegen::diagnostic::Style;
use cekura_codegen::pointer::Pointer;
use cekura_codegen::{Gap, Part};

use crate::codegen::diagnostics::{Form, rendered};
use crate::codegen::inputs::{Given, Inputs};
use crate::codegen::{Run, Status, summary};
use crate::files::paths::DOCS;

/// List the places of the document that have no words
///
/// Operations, parameters, schemas, properties, and values of enums that do not explain
/// themselves. Words that only repeat a name count as none. The words are overlays, in spec/docs/.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(verbatim_doc_comment, after_help = AFTER_HELP)]
pub struct Options {
    /// Print an overlay with an empty description for each place, to be filled in
    #[arg(long)]
    pub stub: bool,

    /// Only places whose pointer, or whose operation, contains this
    #[arg(value_name = "PART")]
    pub only: Option<String>,
}

const AFTER_HELP: &str = "\
Exit codes:
  0  every place has words
  1  some have none, or the document was refused
  2  wrong usage, or a file could not be read

Examples:
  cargo xtask docs
  cargo xtask docs schemas/Scenario
  cargo xtask docs --stub /runs/ > spec/docs/runs.yaml";

/// Runs the command.
///
/// # Errors
///
/// If a file cannot be read.
pub fn run(options: &Options, style: Style) -> Result<Run> {
    let inputs = Inputs::read(Given::default())?;
    let gaps = match cekura_codegen::gaps(&inputs.input(None)) {
        Ok(gaps) => gaps,
        Err(faults) => {
            let diagnostics = rendered(&faults, &inputs.sources(), Form::Text(style));
            let summary = summary::refused(&inputs.document.name);
            return Ok(Run { status: Status::Refused, diagnostics, summary });
        }
    };
    let is_asked = |gap: &&Gap| {
        let part = options.only.as_deref().unwrap_or_default();
        gap.pointer.to_reference().replace("~1", "/").contains(part) || gap.name.contains(part)
    };
    let gaps: Vec<&Gap> = gaps.iter().filter(is_asked).collect();
    let summary = if options.stub { stub(&gaps) } else { list(&gaps) };
    let status = if gaps.is_empty() { Status::Done } else { Status::Different };
    Ok(Run { status, diagnostics: String::new(), summary })
}

/// Returns a line for each place, and their number.
fn list(gaps: &[&Gap]) -> String {
    if gaps.is_empty() {
        return "Every place has words.\n".to_owned();
    }
    let mut text = String::new();
    for Gap { pointer, part, name, words } in gaps.iter().copied() {
        let place = pointer.to_reference();
        let named = if place.ends_with(name.as_str()) { "" } else { &format!(" `{name}`") };
        let fault = match words {
            Some(words) => format!("only repeats its name: {words}"),
            None => "no words".to_owned(),
        };
        let _ = writeln!(text, "{part} {place}{named}: {fault}");
    }
    let _ = writeln!(text, "\n{} places without words; they belong in {DOCS}/", gaps.len());
    text
}

/// Returns an overlay with an action for each operation and schema that has gaps.
fn stub(gaps: &[&Gap]) -> String {
    let mut actions: BTreeMap<String, Vec<&Gap>> = BTreeMap::new();
    for gap in gaps {
        actions.entry(target(gap)).or_default().push(gap);
    }
    let mut text = "overlay: 1.0.0\ninfo: {title: Words, version: 1.0.0}\nactions:\n".to_owned();
    for (target, gaps) in actions {
        let _ = writeln!(text, "  - target: {target}\n    update:");
        for gap in gaps {
            let _ = match gap.part {
                Part::Operation => writeln!(text, "      summary: ''"),
                Part::Value => writeln!(text, "      x-enumDescriptions: {{{:?}: ''}}", gap.name),
                Part::Event | Part::Parameter | Part::Schema | Part::Property => {
                    writeln!(text, "      description: ''")
                }
            };
        }
    }
    text
}

/// Returns the target of the action that describes a place.
fn target(gap: &Gap) -> String {
    let tokens: Vec<Cow<'_, str>> = gap.pointer.tokens().collect();
    match (gap.part, tokens.iter().position(|token| token == "parameters")) {
        // Path parameters have the place of their operation.
        (Part::Parameter, None) => {
            let operation = gap.pointer.json_path();
            format!("{operation}.parameters[?@.name == '{}' && @.in == 'path']", gap.name)
        }
        (Part::Parameter, Some(at)) => {
            let operation = tokens.iter().take(at).map(AsRef::as_ref);
            let operation = Pointer::root().descend(operation).json_path();
            format!("{operation}.parameters[?@.name == '{}']", gap.name)
        }
        _ => gap.pointer.json_path(),
    }
}
