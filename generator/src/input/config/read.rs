//! Reading `codegen.toml`, so that one run shows all its faults, each at its place with what to
//! write instead.

use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;
use toml::de::DeTable;
use toml::{Table, Value};

use super::{Config, near};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineColumn, Origin, Stopped};
use crate::input::foreign;
use crate::text::bounds::CONFIG_FAULTS;
use crate::text::pointer::Pointer;

/// Reads the text. What is wrong is reported and left out.
///
/// # Errors
///
/// [`Stopped`] if it is no TOML.
pub(super) fn read(text: &str, diagnostics: &mut Diagnostics) -> Result<Config, Stopped> {
    let (_, mut faults) = DeTable::parse_recoverable(text);
    // A number that is too large is seen only when it becomes one.
    let table = text.parse::<Table>();
    if faults.is_empty() {
        faults.extend(table.as_ref().err().cloned());
    }
    if !faults.is_empty()
        && let Some(known) = foreign::recognise(text, Origin::Config)
    {
        diagnostics.report(known);
        return Err(Stopped);
    }
    for fault in &faults {
        let message = fault.message().lines().collect::<Vec<_>>().join("; ");
        let mut one = Diagnostic::new(Code::ConfigInvalid, &Pointer::root(), message)
            .in_origin(Origin::Config)
            .help("write it as TOML has it: https://toml.io");
        one.position = fault.span().map(|span| position(text, span.start));
        diagnostics.report(one);
    }
    let Some(mut table) = table.ok().filter(|_| faults.is_empty()) else {
        return Err(Stopped);
    };
    let mut reader = Reader { diagnostics, found: 0 };
    let (defaults, pages, unions, jobs, streams) = (
        reader.list(&mut table, "defaults"),
        reader.list(&mut table, "pages"),
        reader.list(&mut table, "unions"),
        reader.list(&mut table, "jobs"),
        reader.list(&mut table, "streams"),
    );
    let config: Option<Config> = reader.part(Value::Table(table), &Pointer::root());
    Ok(Config { defaults, pages, unions, jobs, streams, ..config.unwrap_or_default() })
}

struct Reader<'d> {
    diagnostics: &'d mut Diagnostics,
    found: usize,
}

impl Reader<'_> {
    /// Takes a list of tables out, and reads each by itself.
    fn list<T: DeserializeOwned>(&mut self, table: &mut Table, key: &str) -> Vec<T> {
        // Anything else is reported with the rest.
        let Some(Value::Array(items)) = table.get(key) else { return Vec::new() };
        let items = items.clone();
        table.remove(key);
        let at = Pointer::root().child(key);
        let read = |(index, item): (usize, Value)| self.part(item, &at.child(index));
        items.into_iter().enumerate().filter_map(read).collect()
    }

    /// Reads a part without what is wrong in it; `None` if nothing can be made of the rest.
    fn part<T: DeserializeOwned>(&mut self, mut value: Value, at: &Pointer) -> Option<T> {
        let mut removed: Vec<String> = Vec::new();
        loop {
            let error = match serde_path_to_error::deserialize::<_, T>(value.clone()) {
                Ok(part) => return Some(part),
                Err(error) => error,
            };
            let mut path: Vec<String> = error.path().iter().filter_map(token).collect();
            let message = error.into_inner().message().to_owned();
            let unknown = quoted(&message).next().filter(|_| message.starts_with("unknown field"));
            if let Some(name) = unknown
                && path.last().is_none_or(|last| last != name)
            {
                path.push(name.to_owned());
            }
            let missing = quoted(&message).next().filter(|_| message.starts_with("missing field"));
            // A member that was taken out is not missing.
            if missing.is_some_and(|name| removed.iter().any(|removed| removed == name)) {
                return None;
            }
            self.found += 1;
            let place = path.iter().fold(at.clone(), |at, key| at.child(key));
            self.report(&place, &message);
            if missing.is_some() || self.found > CONFIG_FAULTS {
                return None;
            }
            removed.extend(remove(&mut value, &path));
            if removed.is_empty() {
                return None;
            }
        }
    }

    fn report(&mut self, at: &Pointer, message: &str) {
        let help = help(&at.last(), message);
        let shown = message.replace("a sequence", "a list").replace("a map", "a table");
        let shown = shown.lines().collect::<Vec<_>>().join("; ");
        let one = Diagnostic::new(Code::ConfigInvalid, at, shown).in_origin(Origin::Config);
        self.diagnostics.report(one.help(help));
    }
}

/// Returns the key of a step of a path.
fn token(segment: &Segment) -> Option<String> {
    match segment {
        Segment::Map { key } => Some(key.clone()),
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Enum { .. } | Segment::Unknown => None,
    }
}

/// Takes out the entry at a path, or the list around it; returns its key.
fn remove(value: &mut Value, path: &[String]) -> Option<String> {
    let mut at = value;
    let keys = path.iter().take_while(|key| key.parse::<usize>().is_err());
    let keys: Vec<&String> = keys.collect();
    let (last, tables) = keys.split_last()?;
    for key in tables {
        at = at.get_mut(key.as_str())?;
    }
    at.as_table_mut()?.remove(last.as_str()).map(|_| (*last).clone())
}

/// Returns the names between backticks.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

/// Returns what to write instead.
fn help(key: &str, message: &str) -> String {
    if message.starts_with("unknown") {
        let mut names = quoted(message);
        let given = names.next().unwrap_or_default();
        return near::help(given, names, "see the documentation of the generator for the keys");
    }
    if message.starts_with("missing field") {
        let name = quoted(message).next().unwrap_or_default();
        return format!("add `{name} = …`");
    }
    // An item of a list has no key.
    let is_item = key.parse::<usize>().is_ok();
    let key = if is_item { String::new() } else { format!("{key} = ") };
    let expected = message.rsplit("expected ").next().unwrap_or_default();
    match expected {
        "a sequence" => format!("write a list: `{key}[\"…\"]`"),
        "a string" | "string" => format!("write a text: `{key}\"…\"`"),
        "a boolean" => format!("write `{key}true` or `{key}false`"),
        "a text or a list of texts" => format!("write `{key}\"…\"` or `{key}[\"…\"]`"),
        other if other.starts_with('u') || other.starts_with('i') || other.contains("integer") => {
            format!("write a number: `{key}1`")
        }
        _ => format!("write a table: `{key}{{ … }}`"),
    }
}

/// Returns the line and column of a byte offset.
fn position(text: &str, offset: usize) -> LineColumn {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    LineColumn { line, column }
}
