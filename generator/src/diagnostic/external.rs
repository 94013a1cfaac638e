//! References out of the document, and the inputs that its parts stand in.

use super::{Code, Diagnostic, Origin};
use crate::text::pointer::Pointer;

/// The reason why a reference to another file cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct External {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl External {
    /// Returns the diagnostic about the reference at a place.
    pub(crate) fn diagnostic(&self, at: &Pointer) -> Diagnostic {
        let one = Diagnostic::new(self.code, at, self.message.clone());
        match &self.help {
            Some(help) => one.help(help.clone()),
            None => one,
        }
    }
}

/// A part of the document that stands in another input.
#[derive(Clone, Debug)]
pub(super) struct Owned {
    pub(super) origin: Origin,
    /// Its place in the document.
    pub(super) part: Pointer,
    /// Its place in the input.
    pub(super) home: Pointer,
}

impl Owned {
    /// Makes a diagnostic about the document one about the input that its place stands in.
    pub(super) fn settle(owned: &[Self], one: &mut Diagnostic) {
        let holder = |at: &Pointer| {
            let holders = owned.iter().filter(|own| at.rebased(&own.part, &own.part).is_some());
            holders.max_by_key(|own| own.part.as_str().len())
        };
        if let Some(related) = &mut one.related {
            let origin = |at: &Pointer| holder(at).map(|own| own.origin);
            if origin(&related.pointer) != origin(&one.pointer) {
                // An excerpt is of one text.
                one.related = None;
            } else if let Some(own) = holder(&related.pointer)
                && let Some(home) = related.pointer.rebased(&own.part, &own.home)
            {
                related.pointer = home;
            }
        }
        if let Some(own) = holder(&one.pointer)
            && let Some(home) = one.pointer.rebased(&own.part, &own.home)
        {
            one.part = Some(std::mem::replace(&mut one.pointer, home));
            one.origin = own.origin;
        }
    }
}
