//! The places of a YAML text, kept while it is read: reading it a second time would cost as much as
//! the first.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::events::{Event, Kind};

/// The events of a text with their places, in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct Places {
    events: Vec<Recorded>,
    /// The keys that are not written as they read: quoted ones, and aliases.
    keys: BTreeMap<usize, Box<str>>,
    cursor: Cursor,
}

/// One event. Texts of this size fit in 32 bits; a longer one has no places behind that.
#[derive(Debug)]
struct Recorded {
    what: What,
    start: u32,
    end: u32,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Mapping,
    List,
    Close,
    Scalar,
}

impl Places {
    /// Records the beginning of a mapping or list.
    pub(crate) fn open(&mut self, text: &str, kind: Kind, characters: Range<usize>) {
        let what = match kind {
            Kind::Mapping => What::Mapping,
            Kind::List => What::List,
        };
        self.push(text, what, characters);
    }

    /// Records the end of a mapping or list.
    pub(crate) fn close(&mut self) {
        self.events.push(Recorded { what: What::Close, start: 0, end: 0 });
    }

    /// Records a scalar that is no key.
    pub(crate) fn scalar(&mut self, text: &str, characters: Range<usize>) {
        self.push(text, What::Scalar, characters);
    }

    /// Records a key.
    pub(crate) fn key(&mut self, text: &str, key: &str, characters: Range<usize>) {
        let bytes = self.push(text, What::Scalar, characters);
        if text.get(bytes) != Some(key) {
            self.keys.insert(self.events.len() - 1, key.into());
        }
    }

    fn push(&mut self, text: &str, what: What, characters: Range<usize>) -> Range<usize> {
        let bytes =
            self.cursor.byte(text, characters.start)..self.cursor.byte(text, characters.end);
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.events.push(Recorded { what, start: narrow(bytes.start), end: narrow(bytes.end) });
        bytes
    }

    /// Hands the events to `receive`, with the bytes of each.
    pub(super) fn feed<'t>(
        &'t self,
        text: &'t str,
        receive: &mut dyn FnMut(&Event<'t>, Range<usize>),
    ) {
        for (index, event) in self.events.iter().enumerate() {
            let bytes = event.start as usize..event.end as usize;
            let is_alias_or_quoted = || self.keys.get(&index).map(|key| &**key);
            let event = match event.what {
                What::Mapping => Event::Open(Kind::Mapping),
                What::List => Event::Open(Kind::List),
                What::Close => Event::Close,
                What::Scalar => Event::Scalar(Cow::Borrowed(
                    is_alias_or_quoted().or(text.get(bytes.clone())).unwrap_or_default(),
                )),
            };
            receive(&event, bytes);
        }
    }
}

/// Turns numbers of characters, which the YAML parser counts, into numbers of bytes. Each search
/// begins where the last one ended.
#[derive(Debug, Default)]
struct Cursor {
    character: usize,
    byte: usize,
}

impl Cursor {
    fn byte(&mut self, text: &str, character: usize) -> usize {
        if character < self.character {
            *self = Self::default();
        }
        let rest = text.get(self.byte..).unwrap_or_default();
        let steps = character - self.character;
        self.byte += rest.char_indices().nth(steps).map_or(rest.len(), |(more, _)| more);
        self.character = character;
        self.byte
    }
}
