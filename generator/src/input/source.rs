//! Text to tree: JSON or YAML, recognised by content, never by name.
//!
//! Decides what counts as one key given twice, how YAML's extras (tags, merge keys, keys that are
//! no text) become JSON, and where a syntax error is. Does not decide what a tree means: any tree
//! is accepted here.

use std::fmt;

use serde::Deserialize;
use serde::de::DeserializeSeed;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineColumn, Origin, Stopped, without_bom};
use crate::input::foreign;
use crate::text::bounds::{DEPTH, TEXT, VALUES};
use crate::text::locate::places::Places;
use crate::text::pointer::Pointer;

use tree::{Findings, Node};

pub(crate) mod tree;
pub(crate) mod yaml;

/// The help for a text that is deeper.
pub(crate) const LESS_DEEP: &str =
    "give an inner schema a name below components/schemas, and refer to it with `$ref`";

/// The help for a text that has too much in it.
const LESS: &str = "take out what no call needs, or part the document into several files";

/// Returns the message for a text that has more values than [`VALUES`].
fn too_many_values() -> String {
    format!("the text has more than {VALUES} values")
}

/// Returns the message for a text that is deeper than [`DEPTH`].
pub(crate) fn too_deep() -> String {
    format!("the document nests deeper than {DEPTH} levels")
}

/// The format of a text.
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

/// The treatment of a mapping that has one key twice, with different values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DuplicateKeys {
    /// Refuse the document: nobody knows which one is meant.
    #[default]
    Refuse,
    /// Let the last one win, as JSON parsers do, with a warning.
    Last,
}

/// Returns the format of `text`, by its first character: a mapping or list in braces is JSON,
/// everything else YAML.
///
/// The caller, who knows the file's name, can check the name against it.
pub fn format_of(text: &str) -> Format {
    match without_bom(text).trim_start().as_bytes().first() {
        Some(b'{' | b'[') => Format::Json,
        _ => Format::Yaml,
    }
}

/// Reads `text` into a tree.
///
/// # Errors
///
/// [`Stopped`] if the text cannot be read or a key is given twice with different values (see
/// [`DuplicateKeys`]); what is wrong, and where, is in `diagnostics`.
pub fn parse(
    text: &str,
    origin: Origin,
    duplicate_keys: DuplicateKeys,
    diagnostics: &mut Diagnostics,
) -> Result<Value, Stopped> {
    let read = read(without_bom(text), duplicate_keys);
    let Read { tree, findings, places } = match read {
        Ok(read) => read,
        Err(fault) => {
            let known = foreign::recognise(text, origin);
            diagnostics.report(known.unwrap_or_else(|| fault.into_diagnostic(origin)));
            return Err(Stopped);
        }
    };
    // A text of another kind may be a plain scalar of YAML, and a conflict a key within braces.
    if (tree.is_string() || text.contains("\n<<<<<<< "))
        && let Some(known) = foreign::recognise(text, origin)
    {
        diagnostics.report(known);
        return Err(Stopped);
    }
    if let Some(places) = places {
        diagnostics.keep_places(origin, places);
    }
    findings.into_iter().for_each(|one| diagnostics.report(one.in_origin(origin)));
    diagnostics.propagate()?;
    Ok(tree)
}

/// Returns the kind of a value with its article, for messages.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// A text that was read.
struct Read {
    tree: Value,
    findings: Vec<Diagnostic>,
    /// The places of the tree. JSON has none: to keep them would cost every run a quarter more, and
    /// a scan of the text gives them when there is something to print.
    places: Option<Places>,
}

/// Tries the formats in the order that `text` suggests. A text in braces that is no JSON may still
/// be YAML, whose flow style allows comments and trailing commas; if it is not, then the JSON error
/// is the one that helps.
fn read(text: &str, duplicate_keys: DuplicateKeys) -> Result<Read, Fault> {
    if text.trim().is_empty() {
        return Err(Fault::new("the text is empty").help(EMPTY));
    }
    if text.len() > TEXT {
        return Err(Fault::too_large(format!("the text has more than {TEXT} bytes"), LESS));
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
    let findings = Findings::new(duplicate_keys);
    let mut json = serde_json::Deserializer::from_str(text);
    let tree =
        Node::root(&findings).deserialize(&mut json).and_then(|tree| json.end().map(|()| tree));
    match tree {
        Ok(tree) => Ok(Read { tree, findings: findings.into_list(), places: None }),
        Err(error) if findings.is_full() => {
            let fault = Fault::of_json(&error, text);
            Err(Fault { position: fault.position, ..Fault::too_large(too_many_values(), LESS) })
        }
        Err(error) => Err(Fault::of_json(&error, text)),
    }
}

fn read_yaml(text: &str, duplicate_keys: DuplicateKeys) -> Result<Read, Fault> {
    let findings = Findings::new(duplicate_keys);
    let (tree, places) = yaml::read(text, &findings)?;
    Ok(Read { tree, findings: findings.into_list(), places: Some(places) })
}

/// The fault for which a text could not be read at all.
pub(crate) struct Fault {
    code: Code,
    message: String,
    position: Option<LineColumn>,
    /// The number of the character at fault, for a position that is not known yet.
    character: Option<usize>,
    help: Option<&'static str>,
    /// The text is JSON, but too deep, or with a number too great: it must not be read as YAML.
    beyond_limits: bool,
}

impl Fault {
    fn new(message: &str) -> Self {
        Self {
            code: Code::Syntax,
            message: message.to_owned(),
            position: None,
            character: None,
            help: None,
            beyond_limits: false,
        }
    }

    /// Returns the fault of a text that is beyond a bound.
    fn too_large(message: String, help: &'static str) -> Self {
        Self { code: Code::TooLarge, beyond_limits: true, ..Self::new(&message).help(help) }
    }

    /// Adds what to do.
    fn help(self, help: &'static str) -> Self {
        Self { help: Some(help), ..self }
    }

    /// serde_json counts columns in bytes; people, and the printed excerpt, in characters.
    fn of_json(error: &serde_json::Error, text: &str) -> Self {
        let message = error.to_string();
        // The position is printed with the excerpt.
        let end = message.find(" at line ").unwrap_or(message.len());
        let message = message.get(..end).unwrap_or_default();
        let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
        let before = line
            .bytes()
            .take(error.column().saturating_sub(1))
            .filter(|byte| !is_continuation(*byte));
        let beyond_limits = message.starts_with("number out of range");
        let position = Some(LineColumn { line: error.line().max(1), column: before.count() + 1 });
        if message.starts_with("recursion limit") {
            return Self { position, ..Self::too_large(too_deep(), LESS_DEEP) };
        }
        let help = help_of_json(message);
        let fault = Self::new(&format!("invalid JSON: {message}"));
        Self { position, help, beyond_limits, ..fault }
    }

    fn into_diagnostic(self, origin: Origin) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::new(self.code, &Pointer::root(), self.message).in_origin(origin);
        diagnostic.position = self.position;
        match self.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

/// The help for a text without anything in it.
pub(crate) const EMPTY: &str = "look at the file: it was not fetched, or not written to its end";

/// Returns what mostly mends a fault of JSON.
fn help_of_json(message: &str) -> Option<&'static str> {
    if message.starts_with("EOF") {
        Some("the text ends too early: it was cut off, or a bracket is not closed")
    } else if message.starts_with("expected `,`") {
        Some("put a comma behind what stands before this place, or close its bracket")
    } else if message.starts_with("trailing characters") {
        Some("the document ends before this place: delete what follows, or a bracket too many")
    } else {
        None
    }
}

/// Returns whether the byte is one of a character's later ones in UTF-8.
fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

#[cfg(test)]
mod tests;
