//! Lowering: OpenAPI 3.1 written in the words of 3.0, and then the typed document of `openapiv3`.
//!
//! The passes work on the tree, so that what a construct means is decided once, here, and nobody behind this stage has to
//! know that it ever existed. After them every schema is exactly one of
//!
//! * a bare `$ref`,
//! * one `type` with only the keywords of that type (and `nullable`),
//! * one of `oneOf`, `anyOf`, `allOf`, alone,
//! * nothing: any value,
//!
//! beside annotations such as `description`. What is lost on the way is reported.

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostics, Stopped};
use crate::pointer::Pointer;

mod bounds;
mod compose;
mod content;
mod enums;
mod heirs;
mod mend;
pub(crate) mod notes;
mod null;
mod refs;
mod schema;
mod typed;
mod types;
mod validate;
mod walk;

use notes::Notes;

/// A lowered document.
#[derive(Debug)]
pub(crate) struct Lowered {
    /// The document in the words of OpenAPI 3.0.
    pub(crate) document: OpenAPI,
    /// The facts about its nodes that OpenAPI 3.0 has no words for.
    pub(crate) notes: Notes,
}

/// What a lowering pass works with.
pub(crate) struct Lowering<'a> {
    /// Whether the document says that it is OpenAPI 3.1.
    version: Version,
    diagnostics: &'a mut Diagnostics,
}

/// The dialects that are read. Both go through the same passes; only `nullable` is worth a remark in the newer one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    V30,
    V31,
}

impl Lowering<'_> {
    fn add(&mut self, code: Code, at: &Pointer, message: impl Into<String>) {
        self.diagnostics.add(code, at, message);
    }
}

/// Lowers the document and reads it.
///
/// # Errors
///
/// [`Stopped`] if it is no OpenAPI 3 document, a reference leads nowhere, or a piece has not its form.
pub(crate) fn lower(mut tree: Value, diagnostics: &mut Diagnostics) -> Result<Lowered, Stopped> {
    lower_tree(&mut tree, diagnostics)?;
    let notes = Notes::take(&mut tree);
    let document = typed::read(tree, diagnostics);
    diagnostics.propagate()?;
    Ok(Lowered { document, notes })
}

fn lower_tree(tree: &mut Value, diagnostics: &mut Diagnostics) -> Result<(), Stopped> {
    let version = version(tree, diagnostics)?;
    mend::mend(tree, diagnostics);
    walk::drop_callbacks(tree, diagnostics);
    content::repair(tree, diagnostics);
    refs::check(tree, diagnostics);
    validate::check(tree, version, diagnostics);
    diagnostics.propagate()?;
    refs::inline_and_hoist(tree, diagnostics);
    heirs::choose(tree, diagnostics);
    let mut lowering = Lowering { version, diagnostics };
    walk::document(tree, &mut lowering);
    diagnostics.propagate()
}

fn version(tree: &Value, diagnostics: &mut Diagnostics) -> Result<Version, Stopped> {
    let said = tree.get("openapi").and_then(Value::as_str);
    let version = match said {
        Some(text) if text == "3.0" || text.starts_with("3.0.") => Version::V30,
        Some(text) if text == "3.1" || text.starts_with("3.1.") => Version::V31,
        Some(text) => {
            let at = Pointer::root().child("openapi");
            diagnostics.add(
                Code::NotOpenApi,
                &at,
                format!("the document says it is OpenAPI {text}"),
            );
            return Err(Stopped);
        }
        None => {
            let (at, message) = no_version(tree);
            diagnostics.add(Code::NotOpenApi, &at, message);
            return Err(Stopped);
        }
    };
    Ok(version)
}

/// Why there is no version to go by, and where that is seen.
fn no_version(tree: &Value) -> (Pointer, String) {
    if !tree.is_object() {
        let message = format!("the document is {}; a mapping belongs here", schema::kind(tree));
        return (Pointer::root(), message);
    }
    if let Some(said) = tree.get("openapi") {
        let message = match said.as_f64() {
            Some(_) => format!("`openapi` is the number {said}; write `openapi: \"{said}.0\"`"),
            None => {
                format!("`openapi` is {}; the text of a version belongs here", schema::kind(said))
            }
        };
        return (Pointer::root().child("openapi"), message);
    }
    let message = match tree.get("swagger") {
        Some(version) => format!("the document is Swagger {}", version.as_str().unwrap_or("2.0")),
        None => "the document has no text under `openapi`".to_owned(),
    };
    (Pointer::root(), message)
}

#[cfg(test)]
mod tests;
