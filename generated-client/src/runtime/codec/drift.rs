//! Differences between a response and its documentation: places, reports and mismatches.

use std::fmt;

use crate::runtime::aliases::Json;
use crate::runtime::error::text::{excerpt, shown};

/// One place where a response did not match the API's documentation and was decoded anyway.
///
/// The field is `None` (a `String` holds the JSON text); the value of the response is here.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Drift {
    /// The place, as a JSON pointer (RFC 6901): `/results/0/runs`.
    pub pointer: String,
    /// A description of the documented type: `an array`.
    pub expected: String,
    /// The value of the response.
    pub found: Json,
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = excerpt(&self.found);
        write!(f, "{}: expected {}, found {found}", shown(&self.pointer), self.expected)
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
    expected: String,
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
    object: Option<&'a Json>,
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
    pub(super) fn of(self, object: &'a Json) -> Self {
        At { object: Some(object), ..self }
    }

    /// Returns the object this many levels above the value; one level is the object that it is a
    /// member of.
    pub(crate) fn above(&self, levels: usize) -> Option<&'a Json> {
        match levels {
            0 => None,
            1 => self.object,
            more => self.parent?.above(more - 1),
        }
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
                pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Index(index) => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
        }
        pointer
    }

    /// Creates the mismatch of a value at this place.
    pub fn mismatch(&self, expected: &str, found: &Json) -> Mismatch {
        self.mismatch_of(expected, excerpt(found))
    }

    /// Creates the mismatch of a missing value at this place.
    pub(super) fn missing(&self, expected: &str) -> Mismatch {
        self.mismatch_of(expected, "nothing".to_owned())
    }

    fn mismatch_of(&self, expected: &str, found: String) -> Mismatch {
        let (pointer, expected) = (self.pointer(), expected.to_owned());
        Mismatch(Box::new(MismatchParts { pointer, expected, found }))
    }
}

/// The drift that was found while a value was read tolerantly.
#[derive(Debug, Default)]
pub struct Report {
    pub(crate) drift: Vec<Drift>,
    /// The number of unknown keys, and of unknown values of enums and unions, by which the arms of
    /// a union are compared.
    pub(super) unexplained: usize,
    /// The number of arms that may still be tried in a union, since nested unions with similar arms
    /// could take exponential time.
    arms_left: Option<u32>,
}

impl Report {
    /// Records a value that does not match its type.
    pub fn note(&mut self, at: &At<'_>, expected: &str, found: &Json) {
        self.drift.push(Drift {
            pointer: at.pointer(),
            expected: expected.to_owned(),
            found: found.clone(),
        });
    }

    /// Returns a mark for [`Report::drop_since`].
    pub(super) fn mark(&self) -> usize {
        self.drift.len()
    }

    /// Records that a value was dropped because of a mismatch inside it, in place of everything
    /// that was recorded since the mark.
    pub(super) fn drop_since(&mut self, mark: usize, at: &At<'_>, found: &Json, why: &Mismatch) {
        self.drift.truncate(mark);
        let pointer = at.pointer();
        let expected = if why.pointer() == pointer {
            why.expected().to_owned()
        } else {
            format!("{} at {}", why.expected(), why.pointer())
        };
        self.drift.push(Drift { pointer, expected, found: found.clone() });
    }
}

impl From<&Drift> for Mismatch {
    fn from(drift: &Drift) -> Self {
        Mismatch(Box::new(MismatchParts {
            pointer: drift.pointer.clone(),
            expected: drift.expected.clone(),
            found: excerpt(&drift.found),
        }))
    }
}

/// The comparison of the arms of a union.
impl Report {
    pub(crate) fn with_arms_left(arms_left: u32) -> Self {
        Report { arms_left: Some(arms_left), ..Report::default() }
    }

    pub(crate) fn arms_left(&self) -> u32 {
        const PER_OUTERMOST_UNION: u32 = 10_000;
        self.arms_left.unwrap_or(PER_OUTERMOST_UNION)
    }

    pub(crate) fn set_arms_left(&mut self, arms_left: u32) {
        if let Some(left) = &mut self.arms_left {
            *left = arms_left;
        }
    }

    /// Returns whether everything so far matched.
    pub(crate) fn is_exact(&self) -> bool {
        self.drift.is_empty()
    }

    /// Returns a measure of the mismatch: the number of drifts, then of unknown keys and values.
    pub(crate) fn misfit(&self) -> (usize, usize) {
        (self.drift.len(), self.unexplained)
    }

    /// Adds the report of a part.
    pub(crate) fn append(&mut self, part: Report) {
        self.drift.extend(part.drift);
        self.unexplained += part.unexplained;
    }

    pub(crate) fn count_unexplained(&mut self, keys: usize) {
        self.unexplained += keys;
    }
}
