//! Several files as one document: the parts that references lead to in other files become
//! components, under the names that a person would choose, and the references lead to them.
//!
//! Reads no file: [`wanted`] names those that a document needs, and the caller gives them as
//! [`Files`]. A reference that cannot be followed stays as it is, with the reason for it; a later
//! stage reports it if anything needs it.
//!
//! | reference in the place of | becomes |
//! |---|---|
//! | a path item of `paths` or `webhooks` | the path item itself |
//! | `paths`, `webhooks`, `components`, or one of its sections | the mapping itself |
//! | a component that is nothing else | the part, under the name of that component |
//! | anything else | a reference to a component, named by the last key, or else by the file |

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostics, External, Origin, Stopped};
use crate::input::source::{self, DuplicateKeys};
use crate::lower::grammar::{Node, SECTIONS};
use crate::text::bounds::FILES;
use crate::text::pointer::Pointer;

use address::{Place, is_remote, resolve};
use files::Files;

mod address;
mod discover;
pub(crate) mod files;
mod mount;
mod names;
mod rewrite;

/// Parses a document, with the parts of other files that it refers to.
///
/// # Errors
///
/// [`Stopped`] if one of the texts cannot be read.
pub(crate) fn read(
    document: &str,
    files: Option<&Files>,
    keys: DuplicateKeys,
    diagnostics: &mut Diagnostics,
) -> Result<Value, Stopped> {
    let mut tree = source::parse(document, Origin::Document, keys, diagnostics)?;
    if may_refer_out(document) {
        let mut bundle = Bundle::new(files, keys, diagnostics);
        bundle.all(&mut tree);
        bundle.finish()?;
    }
    Ok(tree)
}

/// Returns whether a text may have a reference that does not begin with `#`. Most have none, and
/// are not searched node by node.
fn may_refer_out(text: &str) -> bool {
    // A single byte is sought faster than a word, and `$` is rare.
    text.split('$').skip(1).filter_map(|rest| rest.strip_prefix("ref")).any(|rest| {
        let target = rest.trim_start_matches(|c: char| c.is_whitespace() || "\"':>|-".contains(c));
        !target.starts_with('#')
    })
}

/// The keywords that show a file to be a schema, of which a reference takes a part.
const WITHIN_SCHEMA: [&str; 10] = [
    "properties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "additionalProperties",
    "patternProperties",
    "prefixItems",
    "not",
    "dependentSchemas",
];

/// A part of another file that becomes a component.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Unit {
    section: &'static str,
    file: String,
    at: Pointer,
}

impl Unit {
    fn node(&self) -> Node {
        let known = SECTIONS.iter().find(|(_, section)| *section == self.section);
        known.map_or(Node::Schema, |(node, _)| *node)
    }

    /// Returns the unit that a place is in, and the place within it.
    fn around(node: Node, place: &Place) -> Option<(Self, Pointer)> {
        let tokens: Vec<Cow<'_, str>> = place.at.tokens().collect();
        let keys: Vec<&str> = tokens.iter().map(AsRef::as_ref).collect();
        let (length, node) = match keys.as_slice() {
            ["components", _, _, ..] => {
                let at = Pointer::root().descend(keys.iter().copied().take(3));
                (3, Node::at(&at).unwrap_or(node))
            }
            ["$defs" | "definitions", _, ..] => (2, Node::Schema),
            [first, ..] if node == Node::Schema && WITHIN_SCHEMA.contains(first) => (0, node),
            keys => (keys.len(), node),
        };
        let (_, section) = SECTIONS.iter().find(|(known, _)| *known == node)?;
        let at = Pointer::root().descend(keys.iter().copied().take(length));
        let rest = Pointer::root().descend(keys.iter().copied().skip(length));
        Some((Self { section, file: place.file.clone(), at }, rest))
    }
}

/// The end of a reference.
enum Target {
    /// A place in the document itself.
    Own(Pointer),
    /// A place in a part of another file.
    Unit(Unit, Pointer),
    /// Nothing that can be read; the reference is written so that it is known again.
    Unknown(String),
}

/// A mapping of the document that stands in another file.
struct Mount {
    at: Pointer,
    file: String,
    home: Pointer,
}

struct Bundle<'b> {
    files: Option<&'b Files>,
    keys: DuplicateKeys,
    diagnostics: &'b mut Diagnostics,
    parsed: BTreeMap<String, Option<Rc<Value>>>,
    mounts: Vec<Mount>,
    /// The parts that become components.
    units: BTreeSet<Unit>,
    /// The components that are nothing but a reference to a unit.
    aliases: BTreeMap<Unit, BTreeSet<String>>,
    /// The paths whose items are units.
    items: BTreeMap<Pointer, Unit>,
    wanted: BTreeSet<String>,
    /// The address that the document gives itself, of OpenAPI 3.2.
    address: Option<String>,
}

impl<'b> Bundle<'b> {
    fn new(
        files: Option<&'b Files>,
        keys: DuplicateKeys,
        diagnostics: &'b mut Diagnostics,
    ) -> Self {
        Self {
            files,
            keys,
            diagnostics,
            parsed: BTreeMap::new(),
            mounts: Vec::new(),
            units: BTreeSet::new(),
            aliases: BTreeMap::new(),
            items: BTreeMap::new(),
            wanted: BTreeSet::new(),
            address: None,
        }
    }

    /// Returns the names of the files that a document refers to, itself or by those that are given,
    /// and that are not given.
    fn wanted(
        document: &str,
        files: Option<&'b Files>,
        keys: DuplicateKeys,
        diagnostics: &'b mut Diagnostics,
    ) -> BTreeSet<String> {
        if !may_refer_out(document) {
            return BTreeSet::new();
        }
        let parsed = source::parse(document, Origin::Document, keys, diagnostics);
        let Ok(mut tree) = parsed else { return BTreeSet::new() };
        let mut bundle = Self::new(files, keys, diagnostics);
        bundle.all(&mut tree);
        bundle.wanted
    }

    fn all(&mut self, tree: &mut Value) {
        let address = tree.get("$self").and_then(Value::as_str).map(str::to_owned);
        let resolved = address.as_ref().and_then(|address| resolve(address, "").ok());
        self.address = resolved.map(|place| place.file).filter(|file| is_remote(file));
        self.mount_all(tree);
        self.discover(tree);
        let has_parts = !(self.units.is_empty() && self.items.is_empty() && self.mounts.is_empty());
        if address.is_some() && has_parts {
            let message = "other files are found by the place of the document, and not by `$self`";
            self.diagnostics.add(Code::KeywordIgnored, &Pointer::root().child("$self"), message);
        }
        self.put(tree);
    }

    /// Stops the run if one of the files could not be parsed.
    fn finish(self) -> Result<(), Stopped> {
        self.diagnostics.propagate()
    }

    /// Returns the name of the document's own file.
    fn own(&self) -> &'b str {
        self.files.map_or("", |files| files.document.as_str())
    }

    /// Returns the file that a place of the document stands in.
    fn base_of(&self, at: &Pointer) -> String {
        let mounts = self.mounts.iter().filter(|mount| at.rebased(&mount.at, &mount.at).is_some());
        let nearest = mounts.max_by_key(|mount| mount.at.as_str().len());
        nearest.map_or_else(|| self.own().to_owned(), |mount| mount.file.clone())
    }

    /// Returns the end of a reference that stands in a file.
    fn target(&mut self, node: Node, reference: &str, base: &str) -> Target {
        let place = match resolve(reference, base) {
            Ok(place) => place,
            Err(reason) => {
                let message = format!("`{reference}` {reason}");
                self.explain(reference, Code::ExternalRef, message, Some(WITHIN.to_owned()));
                return Target::Unknown(reference.to_owned());
            }
        };
        if place.file == self.own() || self.address.as_ref() == Some(&place.file) {
            return Target::Own(place.at);
        }
        let mut mounts = self.mounts.iter().filter(|mount| mount.file == place.file);
        if let Some(at) = mounts.find_map(|mount| place.at.rebased(&mount.home, &mount.at)) {
            return Target::Own(at);
        }
        let known = if place.at.as_str().is_empty() {
            place.file.clone()
        } else {
            format!("{}{}", place.file, written(&place.at))
        };
        let Some(file) = self.file(&place.file, &known) else { return Target::Unknown(known) };
        if file.pointer(place.at.as_str()).is_none() {
            let message =
                format!("`{reference}` refers to nothing: {} has no such place", place.file);
            self.explain(&known, Code::DanglingRef, message, None);
            return Target::Unknown(known);
        }
        match Unit::around(node, &place) {
            Some((unit, rest)) => Target::Unit(unit, rest),
            None => {
                let message = format!(
                    "`{reference}` stands for {}, which other files cannot hold",
                    node.name()
                );
                self.explain(&known, Code::ExternalRef, message, None);
                Target::Unknown(known)
            }
        }
    }

    /// Returns the content of a file, if it can be read; else explains a reference to it.
    fn file(&mut self, name: &str, reference: &str) -> Option<Rc<Value>> {
        if let Some(known) = self.parsed.get(name) {
            return known.clone();
        }
        let files = self.files;
        if self.parsed.len() >= FILES {
            let message = format!("`{reference}` is one more than the {FILES} files that are read");
            let help = Some("bundle the documents into one first".to_owned());
            self.explain(reference, Code::TooLarge, message, help);
            return None;
        }
        let text = files.and_then(|files| files.texts.get(name));
        let Some(text) = text else {
            let unread = files.and_then(|files| files.unread.get(name));
            if let Some(unread) = unread {
                let message = format!("`{reference}` {}", unread.reason);
                let help = Some(unread.help.clone());
                self.explain(reference, Code::ExternalRef, message, help);
            } else {
                self.wanted.insert(name.to_owned());
                let message = format!("`{reference}` refers to another document");
                let help = if is_remote(name) { REMOTE } else { LOCAL };
                self.explain(reference, Code::ExternalRef, message, Some(help.to_owned()));
            }
            return None;
        };
        let parsed = source::parse(text, self.origin(name), self.keys, self.diagnostics);
        let parsed = parsed.ok().map(Rc::new);
        self.parsed.insert(name.to_owned(), parsed.clone());
        parsed
    }

    fn origin(&self, name: &str) -> Origin {
        let mut names = self.files.into_iter().flat_map(|files| files.texts.keys());
        Origin::File(names.position(|known| known == name).unwrap_or_default())
    }

    fn explain(&mut self, reference: &str, code: Code, message: String, help: Option<String>) {
        self.diagnostics.explain_external(reference, External { code, message, help });
    }
}

/// Returns the local reference to a place, whose tokens may have a percent sign.
fn written(at: &Pointer) -> String {
    at.to_reference().replace('%', "%25")
}

/// The help for a reference that cannot be followed by anybody.
const WITHIN: &str = "refer to a file in the document's folder, by the path from the one that refers to it, and to a place in it by the path behind `#`: `schemas/boat.yaml#/Boat`";

/// The help for a file in the document's folder that nobody has allowed.
const LOCAL: &str = "let the files beside the document be read, with `--files` on the command line or `files = true` under `[document]` in codegen.toml; or bundle them into one first";

/// The help for a file on the network.
const REMOTE: &str = "`cargo xtask pull --refs` fetches it and pins it by its SHA-256; or bundle the documents into one first";

#[cfg(test)]
mod tests;
