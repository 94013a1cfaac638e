//! Lowering: OpenAPI 3.1 and 3.2 in the keywords of 3.0, and then the typed document of
//! `openapiv3`.
//!
//! The passes work on the tree, so that the meaning of a construct is decided once, here, and no
//! later stage has to know that it existed. After them every schema is exactly one of
//!
//! * a bare `$ref`,
//! * one `type` with only the keywords of that type (and `nullable`),
//! * one of `oneOf`, `anyOf`, `allOf`, alone,
//! * nothing: any value,
//!
//! beside annotations such as `description`. Every loss is reported.
//!
//! | addition of 3.2 | is | where |
//! |---|---|---|
//! | `$self`, requirements by reference | local references, and names | `addresses` |
//! | `query`, `additionalOperations` | operations, beside what `openapiv3` knows | `typed` |
//! | `in: querystring` | a query parameter with a note | `nodes` |
//! | `mediaTypes`, `$ref` in `content` | copied to where they are used | `references` |
//! | `discriminator.defaultMapping` | a note on the schema | `notes` |
//! | `summary` of responses and tags | the description, where there is none | `nodes` |
//! | `itemSchema` of streams of events | the schema, with a note | `nodes::streams` |
//! | any other, `prefixEncoding`, `itemEncoding` | a line of the ledger | `nodes` |
//! | `encoding` within an encoding, `style: cookie` | a line of the ledger | `nodes` |
//! | `deprecated` of a security scheme | a line of the ledger | `nodes` |
//! | `parent`, `kind`, `nodeType`, flows, `server.name` | known, without effect | `grammar` |
//!
//! References by the names that schemas of 3.1 give themselves, `$id` and `$anchor`, become
//! references to places, in `addresses`.

use std::collections::BTreeSet;

use openapiv3::{OpenAPI, Operation, Parameter, ReferenceOr, Server};
use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostics, Stopped};
use crate::model::Method;
use crate::stage::workers::both;
use crate::text::pointer::trail::Trail;

mod addresses;
mod dynamic;
pub(crate) mod grammar;
mod nodes;
pub(crate) mod notes;
pub(crate) mod reach;
mod references;
pub(crate) mod repair;
mod schema;
mod typed;
mod validate;

use notes::Notes;
use validate::version::Version;

/// A lowered document.
#[derive(Debug)]
pub(crate) struct Lowered {
    /// The document in the words of OpenAPI 3.0, without its paths.
    pub(crate) document: OpenAPI,
    /// The paths with their operations.
    pub(crate) paths: Vec<(String, Described)>,
    /// The webhooks, by name, which OpenAPI 3.0 has no place for.
    pub(crate) webhooks: Vec<(String, Described)>,
    /// The facts about its nodes that OpenAPI 3.0 has no words for.
    pub(crate) notes: Notes,
    /// The places of components that only ignored keywords lead to.
    pub(crate) ignored: BTreeSet<String>,
}

/// A path or a webhook: operations of any methods, of which OpenAPI 3.0 knows eight, and all that
/// they share.
#[derive(Debug, Default)]
pub(crate) struct Described {
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) servers: Vec<Server>,
    pub(crate) parameters: Vec<ReferenceOr<Parameter>>,
    pub(crate) operations: Vec<(Method, Operation)>,
}

/// The state of the lowering passes.
pub(crate) struct Lowering<'a> {
    /// The version that the document declares.
    version: Version,
    /// The examples that have a name of their own.
    examples: Map<String, Value>,
    diagnostics: &'a mut Diagnostics,
}

impl Lowering<'_> {
    fn add(&mut self, code: Code, at: &Trail<'_>, message: impl Into<String>) {
        self.diagnostics.add(code, &at.pointer(), message);
    }
}

/// Lowers the document and reads it.
///
/// # Errors
///
/// [`Stopped`] if it is no OpenAPI 3 document, a reference leads nowhere, or a piece has not its
/// form.
pub(crate) fn lower(mut tree: Value, diagnostics: &mut Diagnostics) -> Result<Lowered, Stopped> {
    let ignored = lower_tree(&mut tree, diagnostics)?;
    let notes = Notes::take(&mut tree);
    let lowered = typed::read(tree, notes, diagnostics);
    diagnostics.propagate()?;
    Ok(Lowered { ignored, ..lowered })
}

/// Returns the tree in the words of OpenAPI 3.0, as it is read.
///
/// # Errors
///
/// As [`lower`].
pub(crate) fn in_older_words(
    mut tree: Value,
    diagnostics: &mut Diagnostics,
) -> Result<Value, Stopped> {
    lower_tree(&mut tree, diagnostics)?;
    Notes::take(&mut tree);
    Ok(tree)
}

/// Lowers the tree, and returns the places of components that it leads to no more.
fn lower_tree(
    tree: &mut Value,
    diagnostics: &mut Diagnostics,
) -> Result<BTreeSet<String>, Stopped> {
    let version = Version::of(tree, diagnostics)?;
    validate::slips::report(tree, diagnostics);
    // What follows from a slip is no fault of its own.
    diagnostics.propagate()?;
    repair::repair(tree, diagnostics);
    dynamic::resolve(tree, diagnostics);
    let (faults, references::Targets { unnamed, reached }) =
        both(|| validate::check(tree, version), || references::check(tree, diagnostics));
    diagnostics.absorb(faults);
    diagnostics.propagate()?;
    references::inline_and_hoist(tree, &unnamed, diagnostics);
    let of_operations = |tree: &Value| reach::reached(tree, &["paths", "webhooks"]);
    let written = if unnamed.is_empty() { reached } else { of_operations(tree) };
    references::homes::note(tree, diagnostics);
    nodes::streams::describe(tree, diagnostics);
    let examples = nodes::shared(tree);
    grammar::walk_mut(tree, &mut Lowering { version, examples, diagnostics });
    diagnostics.propagate()?;
    let read = of_operations(tree);
    Ok(written.into_iter().filter(|place| !read.contains(place)).collect())
}

#[cfg(test)]
mod tests;
