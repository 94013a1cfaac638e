//! Pointer to place: where in a source text the value behind a JSON pointer is written.
//!
//! The tree that the stages work on has no places, which keeps it small and plain. Those of a YAML
//! text are kept beside it, those of JSON and TOML are found when something is printed: in one
//! pass, for all pointers together. Does not decide how a place is shown.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::text::pointer::Pointer;

use events::{Event, Kind};
use places::Places;

pub(crate) mod events;
pub(crate) mod places;
mod toml;

/// The longest stretch that is marked as key and value; a longer one is marked by its key alone.
const LONGEST_MARK: usize = 80;

/// The syntax of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Syntax<'p> {
    /// JSON; any other text has no places.
    Json,
    /// YAML, with its places.
    Yaml(&'p Places),
    /// TOML.
    Toml,
}

/// A place that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Query<'a> {
    pub(crate) pointer: &'a Pointer,
    pub(crate) which: Which,
}

/// The one that is meant of several equal keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Which {
    /// The one that counts.
    Last,
    /// The one with this number, from 0.
    Nth(usize),
}

/// Returns the bytes of each place, in the order of the queries: the key, and the value if it is
/// short. A pointer to nothing leads to the nearest thing above it that exists, at last to the
/// beginning of the text.
pub(crate) fn locate(text: &str, syntax: Syntax<'_>, queries: &[Query<'_>]) -> Vec<Range<usize>> {
    let mut walk = Walk::default();
    let targets: Vec<usize> = queries.iter().map(|query| walk.wanted.add(query.pointer)).collect();
    match syntax {
        Syntax::Toml => return toml::locate(text, queries),
        Syntax::Json if text.trim_start().starts_with(['{', '[']) => {
            events::feed_json(text, &mut |event, range| walk.step(event, range));
        }
        Syntax::Json => {}
        Syntax::Yaml(places) => {
            places.feed(text, &mut |event, range| {
                walk.step(event, range);
            });
        }
    }
    let place = |(query, target): (&Query<'_>, usize)| {
        let hit = walk.wanted.best_hit(target, query.which)?;
        Some(mark(text, hit.key.clone(), hit.value.clone()))
    };
    queries
        .iter()
        .zip(targets)
        .map(|pair| place(pair).unwrap_or_else(|| mark(text, None, None)))
        .collect()
}

/// Returns the bytes to mark of an entry: key and value together where that is short and on one
/// line.
fn mark(text: &str, key: Option<Range<usize>>, value: Option<Range<usize>>) -> Range<usize> {
    let short = |range: &Range<usize>| {
        text.get(range.clone()).is_some_and(|part| {
            part.len() <= LONGEST_MARK && !part.trim_end().contains(['\n', '\r'])
        })
    };
    let both = key.as_ref().zip(value.as_ref()).map(|(key, value)| key.start..value.end);
    let range = both.filter(short).or(key).or(value).unwrap_or_default();
    // Of a block of YAML only the first line is marked.
    let end = if range.is_empty() { text.len() } else { range.end };
    let part = text.get(range.start..end).unwrap_or_default();
    let line = part.lines().next().unwrap_or_default().trim_end();
    range.start..range.start + line.len()
}

/// The place of an entry or an item.
#[derive(Clone, Debug)]
struct Hit {
    /// The reading of the mapping around it that this belongs to; a mapping is read again where its
    /// own key is given twice.
    around: usize,
    key: Option<Range<usize>>,
    value: Option<Range<usize>>,
}

/// The pointers that are asked for, as a tree of their tokens.
#[derive(Debug)]
struct Wanted {
    nodes: Vec<Want>,
}

#[derive(Debug, Default)]
struct Want {
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    hits: Vec<Hit>,
    /// The number of the last hit within its reading.
    number: usize,
    /// For each number, the last hit that has it.
    last: Vec<usize>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { nodes: vec![Want::default()] }
    }
}

impl Wanted {
    fn add(&mut self, pointer: &Pointer) -> usize {
        pointer.tokens().fold(0, |at, token| {
            let fresh = self.nodes.len();
            let Some(node) = self.nodes.get_mut(at) else {
                return at;
            };
            let child = *node.children.entry(token.into_owned()).or_insert(fresh);
            if child == fresh {
                self.nodes.push(Want { parent: Some(at), ..Want::default() });
            }
            child
        })
    }

    fn child(&self, at: Option<usize>, token: &str) -> Option<usize> {
        self.nodes.get(at?)?.children.get(token).copied()
    }

    fn readings(&self, at: Option<usize>) -> usize {
        at.and_then(|at| self.nodes.get(at)).map_or(0, |node| node.hits.len())
    }

    fn record(&mut self, at: Option<usize>, hit: Hit) {
        if let Some(node) = at.and_then(|at| self.nodes.get_mut(at)) {
            let is_next = node.hits.last().is_some_and(|last| last.around == hit.around);
            node.number = if is_next { node.number + 1 } else { 0 };
            match node.last.get_mut(node.number) {
                Some(last) => *last = node.hits.len(),
                None => node.last.push(node.hits.len()),
            }
            node.hits.push(hit);
        }
    }

    /// Returns the hit that is meant, or the one that counts of the nearest node above that has
    /// any.
    fn best_hit(&self, target: usize, which: Which) -> Option<&Hit> {
        let node = self.nodes.get(target)?;
        let chosen = match which {
            Which::Last => None,
            // The last reading of the mapping around it that has so many counts.
            Which::Nth(number) => node.last.get(number).and_then(|index| node.hits.get(*index)),
        };
        match chosen.or(node.hits.last()) {
            Some(hit) => Some(hit),
            None => self.best_hit(node.parent?, Which::Last),
        }
    }
}

/// Follows the events of a parser along the pointers that are wanted.
#[derive(Debug, Default)]
struct Walk {
    wanted: Wanted,
    frames: Vec<Frame>,
}

/// A mapping or list that the walk is inside of.
#[derive(Debug)]
struct Frame {
    /// The node of the wanted places, if any; most parts of a text nobody asks for.
    want: Option<usize>,
    next: Next,
}

/// The next thing in a mapping or list.
#[derive(Debug)]
enum Next {
    Key,
    ValueOf(Option<usize>, Range<usize>),
    Item(usize),
}

impl Walk {
    /// Goes on by one event; returns whether a place inside of it may be wanted.
    fn step(&mut self, event: &Event<'_>, range: Range<usize>) -> bool {
        if *event == Event::Close {
            self.frames.pop();
            return false;
        }
        let Some((want, key)) = self.place_of(event, &range) else {
            return true;
        };
        // Of a mapping or list only the key is marked, or its beginning where it has none.
        let value = (matches!(event, Event::Scalar(_)) || key.is_none()).then_some(range);
        let around = self.wanted.readings(self.frames.last().and_then(|frame| frame.want));
        self.wanted.record(want, Hit { around, key, value });
        self.open(event, want);
        want.is_some()
    }

    fn open(&mut self, event: &Event<'_>, want: Option<usize>) {
        match event {
            Event::Open(Kind::Mapping) => self.frames.push(Frame { want, next: Next::Key }),
            Event::Open(Kind::List) => self.frames.push(Frame { want, next: Next::Item(0) }),
            Event::Scalar(_) | Event::Close => {}
        }
    }

    /// Returns the wanted node of the value that begins here, and its key; `None` if this is no
    /// value but a key.
    fn place_of(
        &mut self,
        event: &Event<'_>,
        range: &Range<usize>,
    ) -> Option<(Option<usize>, Option<Range<usize>>)> {
        let Some(frame) = self.frames.last_mut() else {
            return Some((Some(0), None));
        };
        let want = frame.want;
        match std::mem::replace(&mut frame.next, Next::Key) {
            Next::ValueOf(want, key) => Some((want, Some(key))),
            Next::Item(index) => {
                frame.next = Next::Item(index + 1);
                let child = want.and_then(|_| self.wanted.child(want, &index.to_string()));
                Some((child, None))
            }
            Next::Key => {
                let child = match event {
                    Event::Scalar(key) => self.wanted.child(want, key),
                    _ => None,
                };
                frame.next = Next::ValueOf(child, range.clone());
                self.open(event, None);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
