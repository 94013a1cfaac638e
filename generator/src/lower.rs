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

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, Operation, Paths};
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Stopped};
use crate::input::source::kind;
use crate::model::Method;
use crate::text::pointer::Pointer;
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

/// Operations by path, or by the name of a webhook.
#[derive(Debug, Default)]
pub(crate) struct Described {
    pub(crate) paths: Paths,
    /// Those that OpenAPI 3.0 has no words for.
    pub(crate) others: BTreeMap<String, Vec<Other>>,
}

/// A lowered document.
#[derive(Debug)]
pub(crate) struct Lowered {
    /// The document in the words of OpenAPI 3.0.
    pub(crate) document: OpenAPI,
    /// The operations that OpenAPI 3.0 has no words for, by path.
    pub(crate) others: BTreeMap<String, Vec<Other>>,
    /// The webhooks, by name, which OpenAPI 3.0 has no place for.
    pub(crate) webhooks: Described,
    /// The facts about its nodes that OpenAPI 3.0 has no words for.
    pub(crate) notes: Notes,
}

/// An operation with a method that OpenAPI 3.0 does not know.
#[derive(Debug)]
pub(crate) struct Other {
    pub(crate) method: Method,
    pub(crate) operation: Operation,
}

/// The state of the lowering passes.
pub(crate) struct Lowering<'a> {
    /// The version that the document declares.
    version: Version,
    diagnostics: &'a mut Diagnostics,
}

/// The dialects that are read. Both go through the same passes; only `nullable` is worth a remark
/// in the newer one. OpenAPI 3.2 has the schemas of 3.1, and nothing in it means anything else.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    V30,
    V31,
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
    lower_tree(&mut tree, diagnostics)?;
    let notes = Notes::take(&mut tree);
    let webhooks = typed::webhooks(&mut tree, diagnostics);
    let (document, others) = typed::read(tree, diagnostics);
    diagnostics.propagate()?;
    Ok(Lowered { document, others, webhooks, notes })
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

fn lower_tree(tree: &mut Value, diagnostics: &mut Diagnostics) -> Result<(), Stopped> {
    let version = version(tree, diagnostics)?;
    repair::repair(tree, diagnostics);
    dynamic::resolve(tree, diagnostics);
    let unnamed = references::check(tree, diagnostics);
    validate::check(tree, version, diagnostics);
    diagnostics.propagate()?;
    references::inline_and_hoist(tree, &unnamed, diagnostics);
    nodes::streams::describe(tree, diagnostics);
    grammar::walk_mut(tree, &mut Lowering { version, diagnostics });
    diagnostics.propagate()
}

fn version(tree: &Value, diagnostics: &mut Diagnostics) -> Result<Version, Stopped> {
    let declared = tree.get("openapi").and_then(Value::as_str);
    let version = match declared {
        Some(text) if is_of(text, "3.0") => Version::V30,
        Some(text) if is_of(text, "3.1") || is_of(text, "3.2") => Version::V31,
        Some(text) => {
            let at = Pointer::root().child("openapi");
            let message = format!("the document declares OpenAPI {text}");
            let one = Diagnostic::new(Code::NotOpenApi, &at, message);
            diagnostics.report(if text.starts_with("3.") { one.help(NEWER) } else { one });
            return Err(Stopped);
        }
        None => {
            let (at, message) = no_version(tree);
            let one = Diagnostic::new(Code::NotOpenApi, &at, message);
            diagnostics.report(match foreign_help(tree) {
                Some(help) => one.help(help),
                None => one,
            });
            return Err(Stopped);
        }
    };
    Ok(version)
}

/// The help for a version of OpenAPI 3 that is not known.
const NEWER: &str = "the generator reads OpenAPI 3.0.x, 3.1.x and 3.2.x documents; if this one has nothing that came later, declare `3.2.0` with an action in overlay.yaml";

/// Returns whether a version is `3.2`, or `3.2.` with anything behind it, for a series like `3.2`.
fn is_of(version: &str, series: &str) -> bool {
    version.strip_prefix(series).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Returns the reason why a document has no version, with its place.
fn no_version(tree: &Value) -> (Pointer, String) {
    if !tree.is_object() {
        let message = match foreign(tree) {
            Some(Foreign::Page) => "the document is a page of HTML".to_owned(),
            _ => format!("the document is {}; expected an object", kind(tree)),
        };
        return (Pointer::root(), message);
    }
    if let Some(version) = tree.get("openapi") {
        let message = match version.as_f64() {
            Some(_) => {
                format!("`openapi` is the number {version}; write `openapi: \"{version}.0\"`")
            }
            None => {
                format!("`openapi` is {}; expected a version as a string", kind(version))
            }
        };
        return (Pointer::root().child("openapi"), message);
    }
    let message = match foreign(tree) {
        Some(Foreign::Swagger) => {
            let version = tree.get("swagger").and_then(Value::as_str);
            format!("the document is Swagger {}", version.unwrap_or("2.0"))
        }
        Some(Foreign::AsyncApi) => "the document is AsyncAPI".to_owned(),
        Some(Foreign::Postman) => "the document is a Postman collection".to_owned(),
        Some(Foreign::Error) => "the document is an error message".to_owned(),
        Some(Foreign::Page) | None => "the document has no `openapi`".to_owned(),
    };
    (Pointer::root(), message)
}

/// Other texts that people give in the place of an OpenAPI document.
enum Foreign {
    AsyncApi,
    Error,
    Page,
    Postman,
    Swagger,
}

/// Returns the kind of a text that is no OpenAPI document.
fn foreign(tree: &Value) -> Option<Foreign> {
    let has = |key: &str| tree.get(key).is_some();
    match tree {
        Value::String(text) if text.trim_start().starts_with('<') => Some(Foreign::Page),
        _ if has("swagger") => Some(Foreign::Swagger),
        _ if has("asyncapi") => Some(Foreign::AsyncApi),
        _ if has("item") && tree.pointer("/info/schema").is_some() => Some(Foreign::Postman),
        _ if has("paths") || has("components") || has("info") => None,
        _ if has("error") || has("errors") || has("404") || has("detail") || has("message") => {
            Some(Foreign::Error)
        }
        _ => None,
    }
}

/// Returns what to do about a document that is none of OpenAPI.
fn foreign_help(tree: &Value) -> Option<&'static str> {
    Some(match foreign(tree)? {
        Foreign::AsyncApi => {
            "the generator reads OpenAPI 3.0.x, 3.1.x and 3.2.x documents; of AsyncAPI it reads nothing"
        }
        Foreign::Error => {
            "this is what a server answers instead of the document: look at the address, and whether it asks for a credential"
        }
        Foreign::Page => {
            "this is a web page: the document is at another address, which the page mostly links to (`openapi.json`, `openapi.yaml`)"
        }
        Foreign::Postman => {
            "export the collection as OpenAPI 3 from Postman, or convert it with a tool such as postman-to-openapi"
        }
        Foreign::Swagger => {
            "the generator reads OpenAPI 3.0.x, 3.1.x and 3.2.x documents; convert it first, with a tool such as swagger2openapi"
        }
    })
}

#[cfg(test)]
mod tests;
