//! Diagnostics as programs read them: a JSON object a line, as `diagnostic.schema.json` describes
//! it.

use std::ops::Range;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, LineColumn};
use crate::text::pointer::Pointer;

use super::help;
use super::sources::{Source, Sources, Texts};

/// A line of the output.
#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    help: Option<String>,
    notes: Vec<Note<'a>>,
}

/// A second place, with a word on why it belongs to the first.
#[derive(Serialize)]
struct Note<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

/// A place: in the structure of an input, and in its text.
#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    pointer: String,
    line: Option<usize>,
    column: Option<usize>,
}

impl<'a> Place<'a> {
    fn new(pointer: &Pointer, source: &Source<'a>, range: Range<usize>) -> Self {
        let at = source.text.as_ref().map(|text| text.position_of(range.start));
        let (line, column) = at.map(|LineColumn { line, column }| (line, column)).unzip();
        Self { file: source.name, pointer: pointer.to_string(), line, column }
    }
}

/// Renders all of `diagnostics` in their order, notes too, for programs: each is a JSON object on a
/// line of its own, which the file `diagnostic.schema.json` of this crate describes.
pub fn render_json(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let texts = Texts::new(sources, diagnostics);
    let mut output = String::new();
    for one in diagnostics {
        let line = line(one, texts.of(one.origin));
        // Writing texts and numbers to memory does not fail.
        output.push_str(&serde_json::to_string(&line).unwrap_or_default());
        output.push('\n');
    }
    output
}

fn line<'a>(diagnostic: &'a Diagnostic, source: &Source<'a>) -> Line<'a> {
    let related = diagnostic.related.iter().zip(source.related(diagnostic));
    let notes = related.map(|(related, range)| Note {
        message: &related.label,
        place: Place::new(&related.pointer, source, range),
    });
    Line {
        code: diagnostic.code.as_str(),
        severity: diagnostic.severity().as_str(),
        message: &diagnostic.message,
        place: Place::new(&diagnostic.pointer, source, source.own(diagnostic)),
        help: help(diagnostic),
        notes: notes.collect(),
    }
}
