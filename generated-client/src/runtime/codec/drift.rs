//! Differences between a response and its documentation: places, reports and mismatches.

use std::borrow::Cow;
use std::fmt;

use crate::runtime::aliases::Json;
use crate::runtime::codec::tree::JsonRef;
use crate::runtime::error::text::{excerpt, shown};

/// The number of drifts of one response that are kept.
pub(crate) const KEPT: usize = 100;
/// The length of a kept value, in bytes of JSON.
const FOUND_LENGTH: usize = 1024;
/// The longest key in a pointer; servers have no longer ones, and attackers may.
const NAME_LENGTH: usize = 256;

/// One place where a response did not match the API's documentation and was decoded anyway.
///
/// The field is `None` (a `String` holds the JSON text); the value of the response is here.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Drift {
    /// The place, as a JSON pointer (RFC 6901): `/results/0/runs`. A key of more than 256 bytes is
    /// shortened in it.
    pub pointer: String,
    /// A description of the documented type: `an array`.
    pub expected: String,
    /// The value of the response, or the beginning of a large one (about 1 KiB of JSON).
    pub found: Json,
    /// `found` is the beginning of the value.
    pub is_cut: bool,
    /// The value is as documented, and the type that was chosen for it has no place for this part:
    /// it also matches another type of a union. `strict` accepts this.
    pub is_loss: bool,
}

impl Drift {
    /// Changes all texts of the response.
    pub(crate) fn redact(&mut self, redact: &dyn Fn(&str) -> String) {
        self.pointer = redact(&self.pointer);
        self.expected = redact(&self.expected);
        redact_json(&mut self.found, redact);
    }
}

fn redact_json(json: &mut Json, redact: &dyn Fn(&str) -> String) {
    match json {
        Json::String(text) => *text = redact(text),
        Json::Array(items) => items.iter_mut().for_each(|item| redact_json(item, redact)),
        Json::Object(members) => {
            *members = std::mem::take(members)
                .into_iter()
                .map(|(name, mut value)| {
                    redact_json(&mut value, redact);
                    (redact(&name), value)
                })
                .collect();
        }
        _ => {}
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = excerpt(&self.found);
        let more = if self.is_cut && !found.ends_with('…') { "…" } else { "" };
        write!(f, "{}: expected {}, found {found}{more}", shown(&self.pointer), self.expected)
    }
}

/// A required value that does not match its type. An optional place around it turns it into a
/// [`Drift`].
#[derive(Clone, Debug, PartialEq)]
pub struct Mismatch(Box<MismatchParts>);

/// The parts of a [`Mismatch`], boxed to keep the results of the tolerant path small.
#[derive(Clone, Debug, PartialEq)]
struct MismatchParts {
    pointer: String,
    expected: Cow<'static, str>,
    found: String,
}

impl Mismatch {
    /// Returns the place, as a JSON pointer.
    pub fn pointer(&self) -> &str {
        &self.0.pointer
    }

    /// Returns a description of the expected value.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// Returns the value that was found, shortened.
    pub fn found(&self) -> &str {
        &self.0.found
    }
}

/// A place in a JSON tree: a linked list from the value to the root, on the stack.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    parent: Option<&'a At<'a>>,
    segment: Segment<'a>,
    /// The object that the value is a member of, if known.
    object: Option<JsonRef<'a>>,
}

#[derive(Clone, Copy, Debug)]
enum Segment<'a> {
    Root,
    Name(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The root of the tree.
    pub const ROOT: At<'static> = At { parent: None, segment: Segment::Root, object: None };

    /// Returns the place of the member called `name`.
    pub fn name(&'a self, name: &'a str) -> Self {
        At { parent: Some(self), segment: Segment::Name(name), object: None }
    }

    /// Adds the object that the value is a member of: another member may determine its type.
    pub(crate) fn of(self, object: JsonRef<'a>) -> Self {
        At { object: Some(object), ..self }
    }

    /// Returns the object this many levels above the value; one level is the object that it is a
    /// member of.
    pub(crate) fn above(&self, levels: usize) -> Option<JsonRef<'a>> {
        match levels {
            0 => None,
            1 => self.object,
            more => self.parent?.above(more - 1),
        }
    }

    /// Returns whether this is the whole document.
    fn is_root(&self) -> bool {
        self.parent.is_none()
    }

    /// Returns the place of the item at `index`.
    pub fn index(&'a self, index: usize) -> Self {
        At { parent: Some(self), segment: Segment::Index(index), object: None }
    }

    /// Returns the JSON pointer of this place.
    pub fn pointer(&self) -> String {
        let mut pointer = self.parent.map_or_else(String::new, At::pointer);
        match self.segment {
            Segment::Root => {}
            Segment::Name(name) => {
                pointer.push('/');
                push_name(&mut pointer, name);
            }
            Segment::Index(index) => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
        }
        pointer
    }

    /// Creates the mismatch of a value at this place.
    pub fn mismatch(&self, expected: &'static str, found: JsonRef<'_>) -> Mismatch {
        self.mismatch_of(expected, found.excerpt())
    }

    /// Returns the default for a required value that is null, and reports it: what one item of a
    /// page lacks must not cost the others. Anything else is a mismatch, and so is a response that
    /// is null as a whole.
    pub(crate) fn default_for_null<T: Default>(
        &self,
        expected: &'static str,
        found: JsonRef<'_>,
        report: &mut Report,
    ) -> Result<T, Mismatch> {
        if !found.is_null() || self.is_root() {
            return Err(self.mismatch(expected, found));
        }
        report.note(self, expected, found);
        Ok(T::default())
    }

    /// Creates the mismatch of a missing value at this place.
    pub(super) fn missing(&self, expected: &'static str) -> Mismatch {
        self.mismatch_of(expected, "nothing".to_owned())
    }

    fn mismatch_of(&self, expected: &'static str, found: String) -> Mismatch {
        let (pointer, expected) = (self.pointer(), Cow::Borrowed(expected));
        Mismatch(Box::new(MismatchParts { pointer, expected, found }))
    }
}

/// Appends an escaped key.
fn push_name(pointer: &mut String, name: &str) {
    let name_start = pointer.len();
    for char in name.chars() {
        if pointer.len() - name_start > NAME_LENGTH {
            pointer.push('…');
            return;
        }
        match char {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// The drift that was found while a value was read tolerantly.
#[derive(Debug)]
pub struct Report {
    drift: Vec<Drift>,
    /// The number of drifts, including those that are not kept.
    count: usize,
    /// The number of losses among them.
    losses: usize,
    /// The number of unknown keys, and of unknown values of enums and unions, by which the arms of
    /// a union are compared.
    unexplained: usize,
    /// The number of words of the document that may still be read once more, as another arm of a
    /// union: nested unions with similar arms could take exponential time.
    rereadable: usize,
}

/// The state of a report at one time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    kept: usize,
    count: usize,
    losses: usize,
    unexplained: usize,
}

/// The part of a report since a mark.
#[derive(Debug)]
pub(crate) struct Part {
    drift: Vec<Drift>,
    count: usize,
    losses: usize,
    unexplained: usize,
}

impl Part {
    /// Returns a measure of the mismatch: the number of drifts, then of unknown keys and values.
    pub(crate) fn misfit(&self) -> (usize, usize) {
        (self.count, self.unexplained)
    }
}

impl Report {
    /// Creates the report of a document of this many words.
    pub(crate) fn new(size: usize) -> Self {
        let rereadable = size.saturating_mul(8).saturating_add(1024);
        Report { drift: Vec::new(), count: 0, losses: 0, unexplained: 0, rereadable }
    }

    /// Records a value that does not match its type.
    pub fn note(&mut self, at: &At<'_>, expected: &str, found: JsonRef<'_>) {
        self.record(|| {
            let (found, whole) = found.cut(&mut { FOUND_LENGTH });
            let (pointer, expected) = (at.pointer(), expected.to_owned());
            Drift { pointer, expected, found, is_cut: !whole, is_loss: false }
        });
    }

    /// Records a part of a value that matches, for which the chosen type has no place.
    pub(super) fn note_loss(&mut self, at: &At<'_>, found: JsonRef<'_>) {
        self.count += 1;
        self.losses += 1;
        // A mismatch is more important, so that there is always room for one.
        if self.drift.len() < KEPT / 2 {
            let (found, whole) = found.cut(&mut { FOUND_LENGTH });
            let expected = "no field of another type than the chosen one".to_owned();
            let pointer = at.pointer();
            self.drift.push(Drift { pointer, expected, found, is_cut: !whole, is_loss: true });
        }
    }

    /// Records a missing value.
    pub(super) fn note_missing(&mut self, at: &At<'_>, expected: &str) {
        self.record(|| Drift {
            pointer: at.pointer(),
            expected: expected.to_owned(),
            found: Json::Null,
            is_cut: false,
            is_loss: false,
        });
    }

    fn record(&mut self, drift: impl FnOnce() -> Drift) {
        self.count += 1;
        if self.drift.len() < KEPT {
            self.drift.push(drift());
        }
    }

    /// Returns the drifts that are kept, and the number of those that are not.
    pub(crate) fn into_drift(self) -> (Vec<Drift>, usize) {
        let more = self.count - self.drift.len();
        (self.drift, more)
    }

    /// Returns the first drift that is a mismatch.
    pub(crate) fn first_mismatch(&self) -> Option<&Drift> {
        self.drift.iter().find(|drift| !drift.is_loss)
    }

    /// Returns whether parts of values are left out that match.
    pub(crate) fn has_losses(&self) -> bool {
        self.losses > 0
    }

    /// Returns a mark for [`Report::drop_since`] and [`Report::take_since`].
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            kept: self.drift.len(),
            count: self.count,
            losses: self.losses,
            unexplained: self.unexplained,
        }
    }

    /// Records that a value was dropped because of a mismatch inside it, in place of everything
    /// that was recorded since the mark.
    pub(crate) fn drop_since(
        &mut self,
        mark: Mark,
        at: &At<'_>,
        found: JsonRef<'_>,
        why: &Mismatch,
    ) {
        self.drift.truncate(mark.kept);
        (self.count, self.losses) = (mark.count, mark.losses);
        if self.drift.len() == KEPT {
            self.count += 1;
            return;
        }
        let pointer = at.pointer();
        if why.pointer() == pointer {
            self.note(at, why.expected(), found);
        } else {
            self.note(at, &format!("{} at {}", why.expected(), why.pointer()), found);
        }
    }

    /// Removes what was recorded since the mark.
    pub(crate) fn take_since(&mut self, mark: Mark) -> Part {
        let part = Part {
            drift: self.drift.split_off(mark.kept),
            count: self.count - mark.count,
            losses: self.losses - mark.losses,
            unexplained: self.unexplained - mark.unexplained,
        };
        (self.count, self.losses) = (mark.count, mark.losses);
        self.unexplained = mark.unexplained;
        part
    }

    /// Adds a part again.
    pub(crate) fn append(&mut self, part: Part) {
        self.drift.extend(part.drift);
        self.count += part.count;
        self.losses += part.losses;
        self.unexplained += part.unexplained;
    }

    /// Returns whether this many words may be read once more.
    pub(crate) fn may_reread(&mut self, words: usize) -> bool {
        let left = self.rereadable.checked_sub(words);
        self.rereadable = left.unwrap_or(self.rereadable);
        left.is_some()
    }

    pub(crate) fn count_unexplained(&mut self, keys: usize) {
        self.unexplained += keys;
    }
}

impl From<&Drift> for Mismatch {
    fn from(drift: &Drift) -> Self {
        Mismatch(Box::new(MismatchParts {
            pointer: drift.pointer.clone(),
            expected: drift.expected.clone().into(),
            found: excerpt(&drift.found),
        }))
    }
}
