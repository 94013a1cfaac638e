//! `cargo xtask lint`: the places where a published document is probably wrong.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use cekura_codegen::diagnostic::Style;
use cekura_codegen::{Finding, lint};

use crate::codegen::diagnostics::{self, rendered};
use crate::codegen::inputs::Inputs;
use crate::codegen::inputs::others::Local;
use crate::codegen::{Run, Status};
use crate::files::paths::{ACCEPTED, OVERLAY, read, read_if_present, repository};
use crate::files::sync::{FileSet, Mode, sync};
use accepted::{Accepted, Judged};

pub(super) mod accepted;

/// List the places where a published document is probably wrong
///
/// Reads the document as it came, with its texts and examples, and looks at the operations that
/// spec/codegen.toml takes from it: examples that do not fit the types beside them, answers with
/// the schema of their own request, members of answers that only a text speaks of, read-only texts
/// that a method of the server may compute, alternatives that cannot be told apart. What
/// spec/overlay.yaml corrects is no finding, and what spec/accepted.toml accepts, with a reason, is
/// counted only. Each is a comment, most with the action of an overlay that would mend it.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(verbatim_doc_comment, after_help = AFTER_HELP)]
pub struct Options {
    /// The document; without one, spec/openapi.yaml, which has no texts and few examples
    #[arg(value_name = "DOCUMENT")]
    pub document: Option<PathBuf>,

    /// Only findings with this code, or whose place contains this
    #[arg(long, value_name = "CODE|PART")]
    pub only: Option<String>,

    /// Append the actions to spec/overlay.yaml, where reasons and types are to be filled in
    #[arg(long)]
    pub write: bool,

    /// The readers of the diagnostics.
    #[command(flatten)]
    pub shown: diagnostics::Shown,
}

const AFTER_HELP: &str = "\
Exit codes:
  0  nothing was found that is not accepted, or the actions were written
  1  something was found, an entry of spec/accepted.toml accepts nothing, or the document was refused
  2  wrong usage, or a file could not be read or written

Examples:
  cargo xtask lint openapi.json
  cargo xtask lint openapi.json --only example-mismatch
  cargo xtask lint openapi.json --only schemas/Scenario --write";

/// The beginning of an overlay that has no actions yet.
const EMPTY: &str =
    "overlay: 1.0.0\ninfo: {title: Corrections to the document, version: 1.0.0}\nactions:\n";

/// Runs the command in this repository.
///
/// # Errors
///
/// If a file cannot be read or written.
pub fn run(options: &Options, style: Style) -> Result<Run> {
    run_in(&repository(), options, style).map(|run| options.shown.arranged(run))
}

/// Runs the command in the repository at `root`.
fn run_in(root: &Path, options: &Options, style: Style) -> Result<Run> {
    let form = options.shown.form(style);
    let own = Inputs::of_repository(root)?;
    let inputs = match &options.document {
        Some(path) => own
            .with_document_of(path.display().to_string(), read(path)?)
            .beside(path, Local::Configured)?,
        None => own,
    };
    let findings = match lint(&inputs.input(None)) {
        Ok(findings) => findings,
        Err(faults) => {
            let diagnostics = rendered(&faults, &inputs.sources(), form);
            let summary = format!("{} was refused: see the errors above.\n", inputs.document.name);
            return Ok(Run { status: Status::Refused, diagnostics, summary });
        }
    };
    let Judged { open, accepted, faults } = Accepted::read(root)?.judge(&findings);
    let findings: Vec<&Finding> =
        open.into_iter().filter(|finding| is_asked(finding, options)).collect();
    // The document of this repository has no examples, about which most of the list is.
    let faults = if options.document.is_some() { faults } else { Vec::new() };
    if findings.is_empty() && faults.is_empty() {
        let summary = match accepted {
            0 => "Nothing was found.\n".to_owned(),
            _ => format!("Nothing was found beside {accepted} findings that {ACCEPTED} accepts.\n"),
        };
        return Ok(Run { status: Status::Done, diagnostics: String::new(), summary });
    }
    if options.write {
        let (written, left) = append(root, &findings)?;
        let summary = format!(
            "{written} actions were appended to {OVERLAY}: fill in what is left open. {left} findings \
             have no action.\nNext: cargo xtask codegen\n"
        );
        return Ok(Run { status: Status::Done, diagnostics: String::new(), summary });
    }
    let located: Vec<_> = findings.iter().map(|finding| finding.diagnostic.clone()).collect();
    let diagnostics = rendered(&located, &inputs.sources(), form);
    let mut summary = findings.iter().copied().map(shown).collect::<String>();
    for fault in &faults {
        let _ = writeln!(summary, "{ACCEPTED}: {fault}");
    }
    let _ = write!(
        summary,
        "\n# {} findings, and {accepted} that {ACCEPTED} accepts\n",
        findings.len()
    );
    Ok(Run { status: Status::Different, diagnostics, summary })
}

fn is_asked(finding: &Finding, options: &Options) -> bool {
    let Some(only) = &options.only else { return true };
    let place = finding.diagnostic.pointer.to_reference().replace("~1", "/");
    finding.diagnostic.code.as_str() == only || place.contains(only.as_str())
}

/// Returns a finding as a part of an overlay: a comment, and the action.
fn shown(finding: &Finding) -> String {
    let Finding { diagnostic, action } = finding;
    let (code, place) = (diagnostic.code, diagnostic.pointer.to_reference());
    let mut text = format!("  # {code} {place}\n  # {}\n", diagnostic.message);
    if let Some(action) = action {
        let _ = write!(text, "{action}");
    }
    text
}

/// Appends the actions of findings to the overlay, and returns their number, and that of the
/// findings without one.
fn append(root: &Path, findings: &[&Finding]) -> Result<(usize, usize)> {
    let current = read_if_present(&root.join(OVERLAY))?;
    let mut text = current.unwrap_or_else(|| EMPTY.to_owned());
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let (with, without): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().copied().partition(|finding| finding.action.is_some());
    text.extend(with.iter().copied().map(shown));
    let files = [(OVERLAY.to_owned(), text)].into();
    sync(&FileSet { root: root.to_owned(), files, ..FileSet::default() }, Mode::Write)?;
    Ok((with.len(), without.len()))
}

#[cfg(test)]
mod tests;
