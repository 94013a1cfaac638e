//! Entries: one change each, in terms of HTTP and in terms of Rust.

use std::collections::BTreeSet;
use std::fmt;

use super::code::witness::Witness;
use super::kind::{Kind, SourceClass, WireClass};
use crate::diagnostic::LineColumn;
use crate::text::pointer::Pointer;

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The kind, which decides the class for source.
    pub kind: Kind,
    /// The thing that changed.
    pub thing: Thing,
    /// The change in terms of HTTP and of the document.
    pub http: String,
    /// The change in terms of Rust.
    pub rust: String,
    /// The meaning for programs that are built already.
    pub wire: WireClass,
    /// The place in the old document.
    pub old: Option<Place>,
    /// The place in the new document.
    pub new: Option<Place>,
    /// The inputs whose change this is.
    pub causes: BTreeSet<Cause>,
    /// The public items of the crate that are different.
    pub items: Vec<ItemChange>,
    /// The lines to write, and the file for them, so that code goes on to compile.
    pub remedy: Option<String>,
    pub(crate) witness: Option<Witness>,
}

/// The thing that an entry is about, by what it was and by what it is: an operation by method and
/// path, a type by its name, their parts by their names on the wire.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Thing {
    /// `None` for what is new.
    pub old: Option<String>,
    /// `None` for what is gone.
    pub new: Option<String>,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The pointer to it, or to the nearest thing around it.
    pub pointer: Pointer,
    /// The line and the column, where the text is at hand.
    pub position: Option<LineColumn>,
}

/// The input that is to blame for a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The document.
    Document,
    /// `overlay.yaml`, or an overlay of words.
    Overlay,
    /// `codegen.toml`.
    Configuration,
    /// `names.lock`.
    Lock,
    /// The generator itself.
    Generator,
}

/// A public item of the crate that is there no longer, is new, or is declared in another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChange {
    /// The path in the crate: `types::Boat::name` for a field or a variant, with `()` behind it for
    /// a method.
    pub path: String,
    /// The declaration as it was; `None` for what is new.
    pub old: Option<String>,
    /// The declaration as it is; `None` for what is gone.
    pub new: Option<String>,
}

impl Thing {
    /// Returns a thing that is known by the same name before and after.
    pub(crate) fn same(name: impl Into<String>) -> Self {
        let name = name.into();
        Self { old: Some(name.clone()), new: Some(name) }
    }

    pub(crate) fn both(old: impl Into<String>, new: impl Into<String>) -> Self {
        Self { old: Some(old.into()), new: Some(new.into()) }
    }

    pub(crate) fn gone(old: impl Into<String>) -> Self {
        Self { old: Some(old.into()), new: None }
    }

    pub(crate) fn added(new: impl Into<String>) -> Self {
        Self { old: None, new: Some(new.into()) }
    }

    /// Returns the name by which the thing was known first.
    pub fn name(&self) -> &str {
        self.old.as_deref().or(self.new.as_deref()).unwrap_or_default()
    }
}

impl Entry {
    pub(crate) fn new(kind: Kind, thing: Thing) -> Self {
        Self {
            kind,
            thing,
            http: String::new(),
            rust: String::new(),
            wire: WireClass::None,
            old: None,
            new: None,
            causes: BTreeSet::new(),
            items: Vec::new(),
            remedy: None,
            witness: None,
        }
    }

    /// Returns the meaning for code that uses the crate.
    pub fn source(&self) -> SourceClass {
        self.kind.source()
    }

    /// Returns what approvals know the entry by: the kind and the thing, whatever their places and
    /// texts are.
    pub fn fingerprint(&self) -> String {
        format!("{} {}", self.kind, self.thing.name())
    }

    /// Returns a few lines of code that compile on one side only, where the kind has any.
    pub fn witness(&self) -> Option<&Witness> {
        self.witness.as_ref()
    }

    pub(crate) fn http(mut self, text: impl Into<String>) -> Self {
        self.http = text.into();
        self
    }

    pub(crate) fn rust(mut self, text: impl Into<String>) -> Self {
        self.rust = text.into();
        self
    }

    pub(crate) fn wire(mut self, wire: WireClass) -> Self {
        self.wire = wire;
        self
    }

    /// Sets the places, by their pointers.
    pub(crate) fn at(mut self, old: Option<&str>, new: Option<&str>) -> Self {
        let place = |pointer: &str| Place { pointer: Pointer::parse(pointer), position: None };
        (self.old, self.new) = (old.map(place), new.map(place));
        self
    }

    /// Adds an item of the crate.
    pub(crate) fn item(
        mut self,
        path: impl Into<String>,
        old: Option<String>,
        new: Option<String>,
    ) -> Self {
        self.items.push(ItemChange { path: path.into(), old, new });
        self
    }

    /// Adds items, each with its declarations before and after.
    pub(crate) fn items(
        mut self,
        items: impl IntoIterator<Item = (String, Option<String>, Option<String>)>,
    ) -> Self {
        let items = items.into_iter().map(|(path, old, new)| ItemChange { path, old, new });
        self.items.extend(items);
        self
    }

    pub(crate) fn remedy(mut self, text: impl Into<Option<String>>) -> Self {
        self.remedy = text.into();
        self
    }

    pub(crate) fn witness_by(mut self, witness: impl Into<Option<Witness>>) -> Self {
        self.witness = witness.into();
        self
    }
}

impl Cause {
    /// Returns the stable text of the cause.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Overlay => "overlay",
            Self::Configuration => "configuration",
            Self::Lock => "lock",
            Self::Generator => "generator",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
