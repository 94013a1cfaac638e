//! Where a response did not fit its document: places, notes and refusals.

use super::super::Json;
use std::borrow::Cow;
use std::fmt;

/// One place where a response did not fit the API's document, and was read all the same.
///
/// The field is `None` (a `String` keeps the JSON text); the value that came is here.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Drift {
    /// The place, as a JSON pointer (RFC 6901): `/results/0/runs`.
    pub pointer: String,
    /// What the document promises there: `an array`.
    pub expected: String,
    /// What came.
    pub found: Json,
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = excerpt(&self.found);
        write!(f, "{}: expected {}, found {found}", shown(&self.pointer), self.expected)
    }
}

/// A value that does not fit where it must: the refusal that an optional place around it turns into a [`Drift`].
#[derive(Clone, Debug, PartialEq)]
pub struct Mismatch(Box<Refusal>);

/// What a [`Mismatch`] says; boxed, as it travels in every result of the tolerant path.
#[derive(Clone, Debug, PartialEq)]
struct Refusal {
    pointer: String,
    expected: String,
    found: String,
}

impl Mismatch {
    /// The place, as a JSON pointer.
    pub fn pointer(&self) -> &str {
        &self.0.pointer
    }

    /// What should have been there.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// What was there, shortened.
    pub fn found(&self) -> &str {
        &self.0.found
    }
}

/// A place in a JSON tree: a list from the value back to the root, kept on the stack.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Step<'a>,
    /// The object that the value here is a member of, where that is known.
    object: Option<&'a Json>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Root,
    Name(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The whole document.
    pub const ROOT: At<'static> = At { parent: None, step: Step::Root, object: None };

    /// The member called `name` of the value here.
    pub fn name(&'a self, name: &'a str) -> Self {
        At { parent: Some(self), step: Step::Name(name), object: None }
    }

    /// The same place, as that of a member of this object: what stands beside it can say what it is.
    pub(super) fn of(self, object: &'a Json) -> Self {
        At { object: Some(object), ..self }
    }

    /// The object so many levels above the value here; one level is the object that it is a member of.
    pub(crate) fn above(&self, levels: usize) -> Option<&'a Json> {
        match levels {
            0 => None,
            1 => self.object,
            more => self.parent?.above(more - 1),
        }
    }

    /// The item at `index` of the value here.
    pub fn index(&'a self, index: usize) -> Self {
        At { parent: Some(self), step: Step::Index(index), object: None }
    }

    /// The JSON pointer of this place.
    pub fn pointer(&self) -> String {
        let mut pointer = self.parent.map_or_else(String::new, At::pointer);
        match self.step {
            Step::Root => {}
            Step::Name(name) => {
                pointer.push('/');
                pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
            }
            Step::Index(index) => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
        }
        pointer
    }

    /// The refusal of a value at this place.
    pub fn mismatch(&self, expected: &str, found: &Json) -> Mismatch {
        self.refusal(expected, excerpt(found))
    }

    /// The refusal of an object that lacks what should be at this place.
    pub(super) fn missing(&self, expected: &str) -> Mismatch {
        self.refusal(expected, "nothing".to_owned())
    }

    fn refusal(&self, expected: &str, found: String) -> Mismatch {
        let (pointer, expected) = (self.pointer(), expected.to_owned());
        Mismatch(Box::new(Refusal { pointer, expected, found }))
    }
}

/// What the tolerant path notes on its way.
#[derive(Debug, Default)]
pub struct Report {
    pub(crate) drift: Vec<Drift>,
    /// Keys that no field explains, and values that no enum or union lists; how the arms of a union are compared.
    pub(super) unexplained: usize,
    /// Inside a union: how many more arms may be tried. Nested unions whose arms look alike would else take exponential time.
    arms_left: Option<u32>,
}

impl Report {
    /// Notes a value that does not fit its place.
    pub fn note(&mut self, at: &At<'_>, expected: &str, found: &Json) {
        self.drift.push(Drift {
            pointer: at.pointer(),
            expected: expected.to_owned(),
            found: found.clone(),
        });
    }

    /// A mark to come back to with [`Report::drop_since`].
    pub(super) fn mark(&self) -> usize {
        self.drift.len()
    }

    /// Notes that the value here was dropped for the refusal inside it; what was noted inside it goes with it.
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

/// A pointer as people read it: the root has no name of its own, and a key that came with the body must not steer.
pub(crate) fn shown(pointer: &str) -> Cow<'_, str> {
    match pointer {
        "" => "the body".into(),
        plain if !plain.contains(steers) => plain.into(),
        other => other.replace(steers, " ").into(),
    }
}

/// The JSON text of a value, shortened to what fits a line.
pub(super) fn excerpt(value: &Json) -> String {
    match value {
        Json::Object(_) => format!("an object {}", shorten(&value.to_string())),
        Json::Array(_) => format!("an array {}", shorten(&value.to_string())),
        other => shorten(&other.to_string()),
    }
}

/// At most 120 characters of a text, on one line: what a server says must not write lines of its own into a log, nor steer a
/// terminal.
pub(crate) fn shorten(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(256));
    let mut chars = text.chars();
    for char in chars.by_ref().take(120) {
        if !steers(char) {
            line.push(char);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    if chars.next().is_some() {
        line.push('…');
    }
    line
}

/// Line ends and other control characters, and those that turn the direction of writing.
fn steers(char: char) -> bool {
    char.is_control() || matches!(char, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl From<&Drift> for Mismatch {
    fn from(drift: &Drift) -> Self {
        Mismatch(Box::new(Refusal {
            pointer: drift.pointer.clone(),
            expected: drift.expected.clone(),
            found: excerpt(&drift.found),
        }))
    }
}

/// What unions ask of a report, and enums within them.
#[allow(dead_code, reason = "an API may have no unions")]
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

    /// Whether everything read so far fitted.
    pub(crate) fn is_exact(&self) -> bool {
        self.drift.is_empty()
    }

    /// How badly what was read fitted: places that did not, then keys that nothing explains.
    pub(crate) fn misfit(&self) -> (usize, usize) {
        (self.drift.len(), self.unexplained)
    }

    /// Adds what was noted while a part was read.
    pub(crate) fn take_in(&mut self, part: Report) {
        self.drift.extend(part.drift);
        self.unexplained += part.unexplained;
    }

    pub(crate) fn count_unexplained(&mut self, keys: usize) {
        self.unexplained += keys;
    }
}
