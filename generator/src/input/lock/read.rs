//! Reading the lock: every fault with its line.

use std::collections::BTreeMap;

use super::{Kind, Line, Lock, Mark, unescaped};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineColumn, Origin, Stopped, without_bom};
use crate::input::foreign;
use crate::text::pointer::Pointer;

/// Reads the text.
///
/// # Errors
///
/// [`Stopped`] if a line is none, or contradicts another.
pub(super) fn read(text: &str, diagnostics: &mut Diagnostics) -> Result<Lock, Stopped> {
    // No line of a lock looks like any of those.
    if let Some(known) = foreign::recognise(text, Origin::Lock) {
        diagnostics.report(known);
        return Err(Stopped);
    }
    let mut faults = Faults { diagnostics, found: false };
    let mut lines: BTreeMap<(Kind, String, String), Line> = BTreeMap::new();
    let mut names: BTreeMap<(Kind, String), usize> = BTreeMap::new();
    let mut things: BTreeMap<(Kind, String), usize> = BTreeMap::new();
    let numbered = without_bom(text).lines().enumerate();
    for (number, text) in numbered.map(|(index, text)| (index + 1, text.trim_end())) {
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let line = match line(text) {
            Ok(line) => line,
            Err((message, help)) => {
                faults.report(number, message, help);
                continue;
            }
        };
        let key = (line.kind, line.name.clone(), line.thing.clone());
        if let Some(other) = lines.get_mut(&key) {
            unite(other, line);
            continue;
        }
        if let Some(fault) = contradiction(&line, number, &mut names, &mut things) {
            faults.report(number, fault, "delete the line that is wrong");
        }
        lines.insert(key, line);
    }
    if faults.found { Err(Stopped) } else { Ok(Lock::of(lines.into_values())) }
}

/// Adds what the other side of a merge knows of the same name and thing, which is there if it is on
/// one side.
fn unite(line: &mut Line, other: Line) {
    if !other.is_gone() {
        line.marks.remove(&Mark::Gone);
    }
    for (mark, value) in other.marks.into_iter().filter(|(mark, _)| *mark != Mark::Gone) {
        line.marks.entry(mark).or_insert(value);
    }
}

/// Returns the message where a line gives a name or a thing that another line has given.
fn contradiction(
    line: &Line,
    number: usize,
    names: &mut BTreeMap<(Kind, String), usize>,
    things: &mut BTreeMap<(Kind, String), usize>,
) -> Option<String> {
    let same_name = (line.kind != Kind::Also)
        .then(|| names.insert((line.kind, line.name.clone()), number))
        .flatten()
        .map(|first| format!("`{}` is the name of a {} in line {first}", line.name, line.kind));
    // Only what exists has its place for itself.
    let has_place = !matches!(line.kind, Kind::Member | Kind::Resource) && !line.is_gone();
    let kind = if line.kind == Kind::Also { Kind::Type } else { line.kind };
    let same_thing = has_place
        .then(|| things.insert((kind, line.thing.clone()), number))
        .flatten()
        .map(|first| format!("`{}` has a name in line {first}", line.thing));
    same_name.or(same_thing)
}

/// Takes a line apart; else returns what is wrong with it and what to write.
fn line(text: &str) -> Result<Line, (String, String)> {
    let help = "write it as the others are: `type Boat = schema Boat`";
    let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
    let Some(kind) = Kind::of_word(kind) else {
        let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
        let help = format!("a line begins with one of {}", known.join(", "));
        return Err((format!("`{kind}` is no kind of name"), help));
    };
    let mut parts = rest.split("; ");
    let first = parts.next().unwrap_or_default();
    let named = first.split_once(" = ").filter(|(name, thing)| is_name(name) && !thing.is_empty());
    let Some((name, thing)) = named else {
        return Err(("the line has no name and thing".to_owned(), help.to_owned()));
    };
    let mut line = match kind {
        Kind::Call => Line::new(kind, name, unescaped(thing)),
        _ => Line::new(kind, name, thing),
    };
    for part in parts {
        let (mark, value) = part.split_once(' ').unwrap_or((part, ""));
        let Some(mark) = Mark::of_word(mark) else {
            let known: Vec<&str> = Mark::ALL.iter().map(|mark| mark.word()).collect();
            let help = format!("behind a semicolon stands one of {}", known.join(", "));
            return Err((format!("`{mark}` is nothing that is known of a name"), help));
        };
        let is_missing = value.is_empty() && !matches!(mark, Mark::Gone | Mark::Since);
        if is_missing || line.marks.insert(mark, value.to_owned()).is_some() {
            return Err((format!("`{mark}` has no value, or two"), help.to_owned()));
        }
    }
    Ok(line)
}

/// Returns whether a text is identifiers with points between them.
fn is_name(text: &str) -> bool {
    text.split('.')
        .all(|part| !part.is_empty() && part.chars().all(|c| c == '_' || c.is_alphanumeric()))
}

struct Faults<'d> {
    diagnostics: &'d mut Diagnostics,
    found: bool,
}

impl Faults<'_> {
    fn report(&mut self, line: usize, message: impl Into<String>, help: impl Into<String>) {
        self.found = true;
        let mut one = Diagnostic::new(Code::LockInvalid, &Pointer::root(), message)
            .in_origin(Origin::Lock)
            .help(help);
        one.position = Some(LineColumn { line, column: 1 });
        self.diagnostics.report(one);
    }
}
