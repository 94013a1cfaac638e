//! Words and corrections of overlays for parts that the document no longer has.
//!
//! A vendor takes an operation or a field away, and some days later it is there again. Corrections
//! and words for it are no slips then: the pull that finds them without a place notes them in
//! `gone.toml`, and they are left out until the place is there again, or until somebody deletes
//! them. Everything else that matches nothing is an error.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::text::pointer::Pointer;

/// A part of an overlay that has no place in the document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gone {
    /// The target of its action, as it is written.
    target: String,
    /// The place within the words of the action, as a JSON pointer; of the whole action, none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    member: String,
}

impl Gone {
    /// Returns the whole action that it is a part of.
    pub(crate) fn whole(&self) -> Self {
        Self { target: self.target.clone(), member: String::new() }
    }
}

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { target, member } = self;
        let space = if member.is_empty() { "" } else { " " };
        write!(f, "{target}{space}{member}")
    }
}

/// The content of `gone.toml`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    gone: BTreeSet<Gone>,
}

/// The treatment of the parts that have no place.
#[derive(Debug, Default)]
pub(crate) struct Places {
    known: BTreeSet<Gone>,
    /// All are taken to be known.
    lenient: bool,
    missed: BTreeSet<Gone>,
}

impl Places {
    /// Reads the text of `gone.toml`. What is wrong in it is reported.
    pub(crate) fn parse(text: Option<&str>, diagnostics: &mut Diagnostics) -> Self {
        let Some(text) = text else { return Self::default() };
        match toml::from_str::<File>(text) {
            Ok(file) => Self { known: file.gone, ..Self::default() },
            Err(error) => {
                let message = format!("gone.toml cannot be read: {}", error.message());
                let one = Diagnostic::new(Code::OverlayInvalid, &Pointer::root(), message);
                let help = "`cargo xtask pull` writes it: delete it, and pull again";
                diagnostics.report(one.in_origin(Origin::Overlay).help(help));
                Self::default()
            }
        }
    }

    /// Returns the treatment that takes everything to be known, and notes it.
    pub(crate) fn lenient() -> Self {
        Self { lenient: true, ..Self::default() }
    }

    /// Returns whether the part of an action at this place within its words may be left out.
    pub(super) fn may_miss(&mut self, target: &str, member: &Pointer) -> bool {
        let gone = Gone { target: target.to_owned(), member: member.as_str().to_owned() };
        let may_miss = self.lenient || self.known.contains(&gone);
        if may_miss {
            self.missed.insert(gone);
        }
        may_miss
    }

    /// Returns the parts that are known to have no place.
    pub(crate) fn noted(self) -> BTreeSet<Gone> {
        self.known
    }

    /// Returns the parts that were left out.
    pub(crate) fn missed(self) -> BTreeSet<Gone> {
        self.missed
    }
}

/// Returns the text of `gone.toml` for these parts.
pub(crate) fn render(gone: BTreeSet<Gone>) -> String {
    toml::to_string(&File { gone }).unwrap_or_default()
}
