//! Faults: places, messages, and what mends them.

use std::error::Error;
use std::fmt;

use crate::runtime::{DecodeError, Drift, Json};

/// One fault of a suite.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Fault {
    /// The place, as a JSON pointer (RFC 6901): `/scenarios/0/name`. Something that is missing is
    /// missing at its parent.
    pub pointer: String,
    /// The rule that is broken.
    pub kind: FaultKind,
    /// A description of the fault.
    pub message: String,
    /// A description of what mends it.
    pub help: String,
}

/// The rule that a fault breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum FaultKind {
    /// The text is not JSON.
    Syntax,
    /// A value is of the wrong type.
    Type,
    /// A value is not one of those that are allowed.
    Value,
    /// A text or a list is too long, or empty.
    Length,
    /// A number is too small or too large.
    Range,
    /// A text has characters that are not allowed.
    Pattern,
    /// A required member is missing.
    Missing,
    /// The format has no such member at this place.
    Unknown,
}

impl Fault {
    pub(super) fn new(place: &[String], kind: FaultKind, message: String, help: String) -> Self {
        let steps = place.iter().map(|step| step.replace('~', "~0").replace('/', "~1"));
        let pointer = steps.map(|step| format!("/{step}")).collect();
        Fault { pointer, kind, message, help }
    }

    /// Creates the fault of a value that keeps the rules and is too large for Rust.
    pub(super) fn of_drift(drift: &Drift) -> Self {
        let message = format!("expected {}, found {}", drift.expected, quoted(&drift.found));
        let help = "write a smaller number".to_owned();
        Fault { pointer: drift.pointer.clone(), kind: FaultKind::Range, message, help }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault { pointer, message, help, .. } = self;
        match pointer.as_str() {
            "" => write!(f, "{message}; {help}"),
            pointer => write!(f, "{pointer}: {message}; {help}"),
        }
    }
}

/// The faults of a suite, at least one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InvalidTestSuite {
    /// The faults, by place.
    pub faults: Vec<Fault>,
}

impl InvalidTestSuite {
    pub(super) fn of_syntax(error: serde_json::Error) -> Self {
        let message = format!("the text is not JSON: {error}");
        let help = "correct it at that place".to_owned();
        InvalidTestSuite { faults: vec![Fault::new(&[], FaultKind::Syntax, message, help)] }
    }

    pub(super) fn of_reading(error: DecodeError) -> Self {
        let pointer = error.pointer().unwrap_or_default().to_owned();
        let message = error.to_string();
        let help = format!("write {}", error.expected());
        InvalidTestSuite { faults: vec![Fault { pointer, kind: FaultKind::Type, message, help }] }
    }
}

impl fmt::Display for InvalidTestSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.faults.as_slice() {
            [fault] => write!(f, "the test suite has a fault: {fault}"),
            faults => {
                write!(f, "the test suite has {} faults:", faults.len())?;
                faults.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
            }
        }
    }
}

impl Error for InvalidTestSuite {}

/// Returns a value for a message, shortened.
pub(super) fn quoted(value: &Json) -> String {
    const LONGEST: usize = 40;
    match value {
        Json::Array(_) => "a list".to_owned(),
        Json::Object(_) => "an object".to_owned(),
        other => {
            let text = other.to_string();
            match text.char_indices().nth(LONGEST) {
                Some((end, _)) => format!("{}…", &text[..end]),
                None => text,
            }
        }
    }
}
