//! Text to tree: JSON or YAML, told apart by content, never by name.
//!
//! Decides what counts as one key given twice, how YAML's extras (tags, merge keys, keys that are no text) become JSON, and
//! where a syntax error is. Does not decide what a tree means: any tree is accepted here.

use std::fmt;

use serde::Deserialize;
use serde::de::DeserializeSeed;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineColumn, Origin, Stopped};
use crate::pointer::Pointer;

use tree::{Findings, Node};

mod tree;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Json => "JSON",
            Self::Yaml => "YAML",
        })
    }
}

/// What to do about a mapping that has one key twice, with different values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DuplicateKeys {
    /// Refuse the document: nobody knows which one is meant.
    #[default]
    Refuse,
    /// Let the last one win, as JSON parsers do, with a warning.
    Last,
}

/// How `text` is written, by its first character: a mapping or list in braces is JSON, everything else YAML.
///
/// The caller, who knows the file's name, can tell whether the name lies.
pub fn format_of(text: &str) -> Format {
    match without_bom(text).trim_start().as_bytes().first() {
        Some(b'{' | b'[') => Format::Json,
        _ => Format::Yaml,
    }
}

/// Reads `text` into a tree whose mappings are sorted, so that nothing later can depend on the order they were written in.
///
/// # Errors
///
/// [`Stopped`] if the text cannot be read or a key is given twice with different values (see [`DuplicateKeys`]); what is
/// wrong, and where, is in `diagnostics`.
pub fn parse(
    text: &str,
    origin: Origin,
    duplicate_keys: DuplicateKeys,
    diagnostics: &mut Diagnostics,
) -> Result<Value, Stopped> {
    let read = read(without_bom(text), duplicate_keys);
    let (mut tree, findings) = match read {
        Ok(read) => read,
        Err(fault) => {
            diagnostics.report(fault.into_diagnostic(origin));
            return Err(Stopped);
        }
    };
    findings.into_iter().for_each(|one| diagnostics.report(one.in_origin(origin)));
    diagnostics.propagate()?;
    tree.sort_all_objects();
    Ok(tree)
}

/// The text without the byte order mark that some editors put first.
pub(crate) fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

type Read = (Value, Vec<Diagnostic>);

/// Tries the formats in the order that `text` suggests. A text in braces that is no JSON may still be YAML, whose flow style
/// allows comments and trailing commas; if it is not, then the JSON error is the one that helps.
fn read(text: &str, duplicate_keys: DuplicateKeys) -> Result<Read, Fault> {
    if text.trim().is_empty() {
        return Err(Fault::new("the text is empty"));
    }
    if format_of(text) == Format::Yaml {
        return read_yaml(text, duplicate_keys);
    }
    read_json(text, duplicate_keys).or_else(|fault| match fault.beyond_limits {
        true => Err(fault),
        false => read_yaml(text, duplicate_keys).map_err(|_| fault),
    })
}

fn read_json(text: &str, duplicate_keys: DuplicateKeys) -> Result<Read, Fault> {
    let findings = Findings::new(Format::Json, duplicate_keys);
    let mut json = serde_json::Deserializer::from_str(text);
    let tree =
        Node::root(&findings).deserialize(&mut json).and_then(|tree| json.end().map(|()| tree));
    match tree {
        Ok(tree) => Ok((tree, findings.into_list())),
        Err(error) => Err(Fault::of_json(&error, text)),
    }
}

fn read_yaml(text: &str, duplicate_keys: DuplicateKeys) -> Result<Read, Fault> {
    let text = only_document(text)?;
    refuse_depth(text)?;
    let findings = Findings::new(Format::Yaml, duplicate_keys);
    match Node::root(&findings).deserialize(serde_yaml::Deserializer::from_str(text)) {
        Ok(tree) => Ok((tree, findings.into_list())),
        Err(error) => Err(Fault::of_yaml(&error)),
    }
}

/// The text up to the `---` that starts a second YAML document, if there is nothing in that. If there is, the parser would not
/// say where.
fn only_document(text: &str) -> Result<&str, Fault> {
    let is_content = |line: &str| !line.trim().is_empty() && !line.starts_with(['#', '%']);
    let is_start = |line: &str| {
        line.strip_prefix("---")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r', '\n']))
    };
    let mut seen_content = false;
    let mut before = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if seen_content && is_start(line) {
            let (document, rest) = text.split_at(before);
            let more =
                rest.lines().skip(1).any(|line| is_content(line) && !line.starts_with("..."));
            return if more {
                Err(Fault::at("the text holds more than one YAML document", number + 1, 1))
            } else {
                Ok(document)
            };
        }
        seen_content |= is_content(line) && !is_start(line);
        before += line.len();
    }
    Ok(text)
}

/// Refuses open brackets by the thousand: the YAML scanner takes time that grows with their square, minutes for a small file.
/// Counts those in quotes too, which costs nothing, since no document has so many more opened than closed.
fn refuse_depth(text: &str) -> Result<(), Fault> {
    const LIMIT: usize = 5_000;
    let mut open = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > LIMIT {
            return Err(Fault::new("this is no YAML: its brackets are nested too deeply"));
        }
    }
    Ok(())
}

/// Why a text could not be read at all.
struct Fault {
    message: String,
    position: Option<LineColumn>,
    /// It is JSON right enough, but too deep, or with a number too great: YAML must not have a try at it.
    beyond_limits: bool,
}

impl Fault {
    fn new(message: &str) -> Self {
        Self { message: message.to_owned(), position: None, beyond_limits: false }
    }

    fn at(message: &str, line: usize, column: usize) -> Self {
        Self { position: Some(LineColumn { line, column }), ..Self::new(message) }
    }

    /// serde_json counts columns in bytes; people, and the printed excerpt, in characters.
    fn of_json(error: &serde_json::Error, text: &str) -> Self {
        let message = plain_message(&error.to_string());
        let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
        let before = line
            .bytes()
            .take(error.column().saturating_sub(1))
            .filter(|byte| !is_continuation(*byte));
        let beyond_limits =
            message.starts_with("recursion limit") || message.starts_with("number out of range");
        let position = Some(LineColumn { line: error.line().max(1), column: before.count() + 1 });
        let message = match message.strip_prefix("recursion limit") {
            Some(_) => "the document nests deeper than 128 levels".to_owned(),
            None => format!("this is no JSON: {message}"),
        };
        Self { message, position, beyond_limits }
    }

    fn of_yaml(error: &serde_yaml::Error) -> Self {
        let position =
            error.location().map(|at| LineColumn { line: at.line(), column: at.column() });
        Self {
            position,
            ..Self::new(&format!("this is no YAML: {}", plain_message(&error.to_string())))
        }
    }

    fn into_diagnostic(self, origin: Origin) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::new(Code::Syntax, &Pointer::root(), self.message).in_origin(origin);
        diagnostic.position = self.position;
        diagnostic
    }
}

/// Whether the byte is one of a character's later ones in UTF-8.
fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

/// The message of a parser without the position it ends with: the position is printed with the excerpt.
fn plain_message(message: &str) -> String {
    let end = message.find(" at line ").unwrap_or(message.len());
    let (head, tail) = message.split_at(end);
    // YAML errors go on after the first position (", while parsing …"); that part says what the parser was doing.
    let context = tail.find(", ").and_then(|at| tail.get(at..)).unwrap_or_default();
    let context = context.find(" at line ").and_then(|end| context.get(..end)).unwrap_or(context);
    format!("{head}{context}")
}

#[cfg(test)]
mod tests;
