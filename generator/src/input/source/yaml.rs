//! YAML to tree: one pass over the parser's events, which builds the tree and keeps the places.
//!
//! `saphyr-parser` gives the events, because it alone gives their places. The types of plain
//! scalars are `serde_yaml`'s: it reads each as a document of its own, so that `1.10`, `0x1F`, `~`
//! and `no` mean what they mean to everybody who uses that crate.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span, StrInput};
use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, LineColumn};
use crate::input::source::tree::{Findings, Mapping};
use crate::input::source::{self, Fault};
use crate::text::bounds::{ALIASED_BYTES, ALIASED_VALUES, DEPTH};
use crate::text::locate::events::Kind;
use crate::text::locate::places::Places;
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

use scalars::Scalars;

mod flow;
mod scalars;

/// YAML's key for "and everything of this mapping too".
const MERGE_KEY: &str = "<<";

/// Reads a text.
pub(crate) fn read(text: &str, findings: &Findings) -> Result<(Value, Places), Fault> {
    read_or_join(text, findings).map_err(|fault| placed(fault, text))
}

/// Gives a fault its line and column. Those of the parser are not of the text: it takes a carriage
/// return alone for the end of a line, and counts a line behind a text that does not end with one.
fn placed(fault: Fault, text: &str) -> Fault {
    let Some(character) = fault.character else { return fault };
    let end = text.char_indices().nth(character).map_or(text.len(), |(at, _)| at);
    let before = text.get(..end).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let position =
        LineColumn { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 };
    Fault { position: Some(position), ..fault }
}

fn read_or_join(text: &str, findings: &Findings) -> Result<(Value, Places), Fault> {
    let fault = match read_exactly(text, findings) {
        Err(fault) if !fault.beyond_limits => fault,
        result => return result,
    };
    let Some(joined) = flow::join(text).filter(|joined| !joined.lines.is_empty()) else {
        return Err(fault);
    };
    findings.clear();
    for line in joined.lines {
        let message = format!(
            "line {line} is indented less than YAML allows within braces; read as if it were indented"
        );
        findings.report(Diagnostic::new(Code::Repaired, &Pointer::root(), message));
    }
    read_exactly(&joined.text, findings)
}

fn read_exactly(text: &str, findings: &Findings) -> Result<(Value, Places), Fault> {
    let mut reader = Reader {
        text,
        parser: Parser::new_from_str(text),
        findings,
        places: Places::default(),
        anchors: BTreeMap::new(),
        scalars: Scalars::new(findings),
        copied: Extent::default(),
    };
    let tree = reader.only_document()?;
    Ok((tree, reader.places))
}

struct Reader<'t, 'f> {
    text: &'t str,
    parser: Parser<'t, StrInput<'t>>,
    findings: &'f Findings,
    places: Places,
    anchors: BTreeMap<usize, Anchored>,
    scalars: Scalars<'f>,
    /// The extent of what anchors keep and aliases have added.
    copied: Extent,
}

/// The extent of a node.
#[derive(Clone, Copy, Default)]
struct Extent {
    values: usize,
    /// The bytes of its keys and texts.
    bytes: usize,
}

impl std::ops::AddAssign for Extent {
    fn add_assign(&mut self, other: Self) {
        self.values += other.values;
        self.bytes += other.bytes;
    }
}

/// A node that aliases may repeat.
struct Anchored {
    node: Read,
    /// The text of a scalar as it is written, for an alias in the place of a key.
    text: Option<String>,
}

/// A node that was read.
#[derive(Clone)]
struct Read {
    value: Value,
    extent: Extent,
    height: usize,
}

impl Read {
    fn scalar(value: Value) -> Self {
        let bytes = value.as_str().map_or(0, str::len);
        Self { value, extent: Extent { values: 1, bytes }, height: 1 }
    }
}

impl<'t> Reader<'t, '_> {
    fn next(&mut self) -> Result<(Event<'t>, Span), Fault> {
        match self.parser.next_event() {
            Some(Ok(next)) => Ok(next),
            Some(Err(error)) => Err(of_scan(&error)),
            None => Err(Fault::new("invalid YAML: the text is incomplete")),
        }
    }

    /// Reads the first document; a second one may only be empty.
    fn only_document(&mut self) -> Result<Value, Fault> {
        let mut tree = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => break,
                Event::DocumentStart(_) if tree.is_none() => {
                    tree = Some(self.node(&Trail::Root, 1)?.value);
                }
                Event::DocumentStart(_) => match self.next()?.0 {
                    Event::Scalar(text, ScalarStyle::Plain, ..) if text.is_empty() => {}
                    _ => {
                        let message = "the text has more than one YAML document";
                        return Err(at(message.to_owned(), &span.start));
                    }
                },
                _ => {}
            }
        }
        tree.ok_or_else(|| Fault::new("the text is empty").help(source::EMPTY))
    }

    fn node(&mut self, trail: &Trail<'_>, depth: usize) -> Result<Read, Fault> {
        let (event, span) = self.next()?;
        self.node_of(event, span, trail, depth)
    }

    fn node_of(
        &mut self,
        event: Event<'t>,
        span: Span,
        trail: &Trail<'_>,
        depth: usize,
    ) -> Result<Read, Fault> {
        if depth > DEPTH {
            return Err(too_deep(&span.start));
        }
        self.findings.count();
        if self.findings.is_full() {
            return Err(beyond(source::too_many_values(), source::LESS, &span.start));
        }
        let range = span.start.index()..span.end.index();
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.places.scalar(self.text, range);
                let value = self.scalars.value(&text, style, tag.as_deref(), trail, &span.start)?;
                self.anchor(anchor, Read::scalar(value), Some(&text), &span.start)
            }
            Event::SequenceStart(anchor, tag) => {
                self.places.open(self.text, Kind::List, range);
                self.scalars.remark(tag.as_deref(), trail);
                let list = self.list(trail, depth)?;
                self.places.close();
                self.anchor(anchor, list, None, &span.start)
            }
            Event::MappingStart(anchor, tag) => {
                self.places.open(self.text, Kind::Mapping, range);
                self.scalars.remark(tag.as_deref(), trail);
                let mapping = self.mapping(trail, depth)?;
                self.places.close();
                self.anchor(anchor, mapping, None, &span.start)
            }
            Event::Alias(id) => {
                self.places.scalar(self.text, range);
                self.alias(id, &span.start, depth)
            }
            _ => Err(at("invalid YAML: a value is missing".to_owned(), &span.start)),
        }
    }

    fn list(&mut self, trail: &Trail<'_>, depth: usize) -> Result<Read, Fault> {
        let mut list = Vec::new();
        let (mut extent, mut height) = (Extent { values: 1, bytes: 0 }, 0);
        loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(Read { value: Value::Array(list), extent, height: height + 1 });
            }
            let item = self.node_of(event, span, &trail.item(list.len()), depth + 1)?;
            extent += item.extent;
            height = height.max(item.height);
            list.push(item.value);
        }
    }

    fn mapping(&mut self, trail: &Trail<'_>, depth: usize) -> Result<Read, Fault> {
        let mut mapping = Mapping::default();
        // Mappings of merge keys; what is written out wins over them, and the earlier over the
        // later.
        let mut merged: Vec<Map<String, Value>> = Vec::new();
        let (mut extent, mut height) = (Extent { values: 1, bytes: 0 }, 0);
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                break;
            }
            let key = self.key(event, span)?;
            let child = self.node(&trail.key(&key), depth + 1)?;
            extent += child.extent;
            extent.bytes += key.len();
            height = height.max(child.height);
            match child.value {
                Value::Object(_) | Value::Array(_) if key == MERGE_KEY => {
                    merge(child.value, &mut merged);
                }
                value => mapping.insert(self.findings, trail, key, value),
            }
        }
        let mut entries = mapping.entries;
        for (key, value) in merged.into_iter().flatten() {
            entries.entry(key).or_insert(value);
        }
        Ok(Read { value: Value::Object(entries), extent, height: height + 1 })
    }

    /// Reads one key. YAML's keys may be numbers or booleans (`200:`, `true:`); they are taken as
    /// they are written.
    fn key(&mut self, event: Event<'t>, span: Span) -> Result<String, Fault> {
        let key = match event {
            Event::Scalar(text, _, anchor, _) => {
                if anchor != 0 {
                    let value = Read::scalar(Value::String(text.to_string()));
                    self.anchor(anchor, value, Some(&text), &span.start)?;
                }
                Some(text.into_owned())
            }
            Event::Alias(id) => self.anchors.get(&id).and_then(|anchored| anchored.text.clone()),
            _ => None,
        };
        let key = key.ok_or_else(|| {
            let message = "invalid YAML: a key must be a string, a number or a boolean";
            at(message.to_owned(), &span.start)
        })?;
        self.places.key(self.text, &key, span.start.index()..span.end.index());
        Ok(key)
    }

    fn anchor(
        &mut self,
        id: usize,
        node: Read,
        text: Option<&str>,
        mark: &Marker,
    ) -> Result<Read, Fault> {
        if id != 0 {
            self.copy(node.extent, mark)?;
            let text = text.map(str::to_owned);
            self.anchors.insert(id, Anchored { node: node.clone(), text });
        }
        Ok(node)
    }

    /// Returns a copy of an anchored node.
    fn alias(&mut self, id: usize, mark: &Marker, depth: usize) -> Result<Read, Fault> {
        let Some(anchored) = self.anchors.get(&id) else {
            let message = "invalid YAML: an alias inside of the value that it stands for";
            return Err(at(message.to_owned(), mark).help(REPEATED));
        };
        if depth + anchored.node.height > DEPTH {
            return Err(too_deep(mark));
        }
        let node = anchored.node.clone();
        self.copy(node.extent, mark)?;
        Ok(node)
    }

    /// Counts what is copied. A few lines can stand for millions of values: those are refused.
    fn copy(&mut self, extent: Extent, mark: &Marker) -> Result<(), Fault> {
        self.copied += extent;
        let Extent { values, bytes } = self.copied;
        if values > ALIASED_VALUES.max(self.text.len())
            || bytes > ALIASED_BYTES.max(8 * self.text.len())
        {
            let message = "the aliases of the text stand for too many values".to_owned();
            return Err(beyond(message, REPEATED, mark));
        }
        Ok(())
    }
}

/// Keeps the mapping, or the list of mappings, of a merge key. Anything else in it means nothing.
fn merge(value: Value, merged: &mut Vec<Map<String, Value>>) {
    match value {
        Value::Object(map) => merged.push(map),
        Value::Array(list) => list.into_iter().for_each(|item| merge(item, merged)),
        _ => {}
    }
}

fn at(message: String, mark: &Marker) -> Fault {
    Fault { character: Some(mark.index()), ..Fault::new(&message) }
}

fn too_deep(mark: &Marker) -> Fault {
    beyond(source::too_deep(), source::LESS_DEEP, mark)
}

/// Returns the fault of a place that is beyond a bound.
fn beyond(message: String, help: &'static str, mark: &Marker) -> Fault {
    Fault { character: Some(mark.index()), ..Fault::too_large(message, help) }
}

fn of_scan(error: &ScanError) -> Fault {
    if error.info().contains("recursion limit") {
        return too_deep(error.marker());
    }
    let fault = at(format!("invalid YAML: {}", error.info()), error.marker());
    let is_indentation = error.info().contains("not allowed in this context")
        || error.info().contains("did not find expected");
    match error.info() {
        info if info.contains("tabs disallowed") => fault.help(TABS),
        _ if is_indentation => fault.help(INDENTATION),
        _ => fault,
    }
}

/// The help for aliases.
const REPEATED: &str = "give what is repeated a name below components, and refer to it with `$ref`";

/// The help for a tab.
const TABS: &str = "indent with spaces: YAML allows no tabs there";

/// The help for what mostly comes of a line that has slipped.
const INDENTATION: &str = "look at this line and the one before it: keys of one mapping begin in one column, those of an inner one further right, behind a colon stands a space, and a text with `: ` in it stands in quotes";
