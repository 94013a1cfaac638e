//! `cargo xtask explain`: one thing at every stage, from the document to the Rust of it.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::Result;
use cekura_codegen::diagnostic::{Origin, Sources, Style};
use cekura_codegen::{Explanation, Section, Unexplained, View};

use super::diagnostics::{self, rendered};
use super::inputs::{self, Given, Inputs};
use super::{Run, Status, summary};
use crate::files::paths::{CLIENT, read};

/// The most lines of a stage that are shown.
const LINES: usize = 25;

/// Show one thing at every stage: why is this field a `Json`?
///
/// From the document, with its lines, over the actions of the overlays that touch it and the words
/// of OpenAPI 3.0 that it is lowered to, to its shape, its names with the reason for each, the
/// emitted code, and the lines of the ledger about it.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(verbatim_doc_comment, after_help = AFTER_HELP)]
pub struct Options {
    /// An operation (POST /path, scenarios.list), a type, a member of one (Type.field), or a place
    /// in the document (#/components/schemas/Type)
    #[arg(required = true)]
    pub what: Vec<String>,

    /// Show it as the vendor has published it, too
    #[arg(long, value_name = "FILE")]
    pub published: Option<PathBuf>,

    /// Show all lines of each stage
    #[arg(long)]
    pub all: bool,

    /// Another document
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,

    /// The overlay that corrects it
    #[arg(long, value_name = "FILE")]
    pub overlay: Option<PathBuf>,

    /// The configuration that belongs to it
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// The folder of the crate, with its names.lock
    #[arg(long, value_name = "DIR", requires = "spec")]
    pub out: Option<PathBuf>,

    /// The readers of the diagnostics.
    #[command(flatten)]
    pub shown: diagnostics::Shown,
}

const AFTER_HELP: &str = "\
Exit codes:
  0  shown
  1  the document was refused, or the client has nothing that is called so
  2  wrong usage, or a file could not be read

Examples:
  cargo xtask explain GET /test_framework/v2/aiagents/
  cargo xtask explain agents.list
  cargo xtask explain Agent.language
  cargo xtask explain Agent --published vendor.json";

/// Runs the command.
///
/// # Errors
///
/// If a file cannot be read.
pub fn run(options: &Options, style: Style) -> Result<Run> {
    let form = options.shown.form(style);
    let given = inputs::given(&options.spec, &options.overlay, &options.config);
    let inputs = Inputs::read(Given { out: options.out.as_deref(), ..given })?;
    let published = options.published.as_deref().map(read).transpose()?;
    let what = options.what.join(" ");
    let source = options.spec.is_none().then_some(inputs.document.name.as_str());
    let explained = cekura_codegen::explain(&inputs.input(source), &what, published.as_deref());
    let run = match explained {
        Ok(explanations) => {
            let printer = Printer { sources: inputs.sources(), options };
            let texts: Vec<String> = explanations.iter().map(|one| printer.print(one)).collect();
            Run { status: Status::Done, diagnostics: String::new(), summary: texts.join("\n") }
        }
        Err(Unexplained::Refused(faults)) => Run {
            status: Status::Refused,
            diagnostics: rendered(&faults, &inputs.sources(), form),
            summary: summary::refused(&inputs.document.name),
        },
        Err(Unexplained::Unknown(help)) => Run {
            status: Status::Refused,
            diagnostics: unknown(&what, &help),
            summary: String::new(),
        },
    };
    Ok(options.shown.arranged(run))
}

fn unknown(what: &str, help: &str) -> String {
    format!("error: the client has nothing that is called `{what}`\n  help: {help}\n")
}

struct Printer<'a> {
    sources: Sources<'a>,
    options: &'a Options,
}

impl Printer<'_> {
    fn print(&self, explanation: &Explanation) -> String {
        let mut text = format!("{}\n", explanation.name);
        for section in &explanation.sections {
            let _ = writeln!(text, "\n{}", self.heading(section));
            self.body(&mut text, &section.text);
        }
        text
    }

    /// Returns the line above a section: the stage, the place, a remark.
    fn heading(&self, section: &Section) -> String {
        let (stage, file) = match section.view {
            View::Published => ("published", self.published()),
            View::Document => ("document", self.sources.document.0.to_owned()),
            View::Webhooks => {
                ("webhooks", self.sources.webhooks.map_or("", |(name, _)| name).to_owned())
            }
            View::Action(Origin::Docs(number)) => {
                let file = self.sources.docs.get(number);
                ("words", file.map(|file| file.name.clone()).unwrap_or_default())
            }
            View::Action(_) => {
                ("correction", self.sources.overlay.map_or("", |(name, _)| name).to_owned())
            }
            View::Corrected => ("corrected", String::new()),
            View::Lowered => ("lowered", String::new()),
            View::Shape => ("shape", String::new()),
            View::Names => ("names", String::new()),
            View::Code => ("code", self.folder()),
            View::Ledger => ("ledger", String::new()),
        };
        let position = section.position.map(|at| format!(":{}:{}", at.line, at.column));
        let gap = if section.view == View::Code || section.remark.is_empty() { "" } else { "  " };
        let place = format!("{file}{}{gap}{}", position.unwrap_or_default(), section.remark);
        format!("{stage:10}  {}", place.trim_start()).trim_end().to_owned()
    }

    fn published(&self) -> String {
        let path = self.options.published.as_ref();
        path.map(|path| path.display().to_string()).unwrap_or_default()
    }

    fn folder(&self) -> String {
        match &self.options.out {
            Some(out) => format!("{}/src/generated/", out.display()),
            None => format!("{CLIENT}/src/generated/"),
        }
    }

    fn body(&self, out: &mut String, text: &str) {
        let most = if self.options.all { usize::MAX } else { LINES };
        let lines = text.lines().count();
        for line in text.lines().take(most) {
            let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        }
        if lines > most {
            let _ = writeln!(out, "    … and {} lines more, with --all", lines - most);
        }
    }
}
