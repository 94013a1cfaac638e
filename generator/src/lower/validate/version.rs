//! The version that a document declares, without which nothing of it has a meaning.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Stopped};
use crate::input::source::kind;
use crate::text::pointer::Pointer;

use foreign::Foreign;

mod foreign;

/// The dialects that are read. Both go through the same passes; only `nullable` is worth a remark
/// in the newer one. OpenAPI 3.2 has the schemas of 3.1, and nothing in it means anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lower) enum Version {
    V30,
    V31,
}

/// The help for a version of OpenAPI 3 that is not known.
const NEWER: &str = "the generator reads OpenAPI 3.0.x, 3.1.x and 3.2.x documents; if this one has nothing that came later, declare `3.2.0` with an action in overlay.yaml";

impl Version {
    /// Returns the version of a document.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if it declares none that is known.
    pub(in crate::lower) fn of(
        tree: &Value,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Stopped> {
        let declared = tree.get("openapi").and_then(Value::as_str);
        let fault = match declared {
            Some(text) if is_of(text, "3.0") => return Ok(Self::V30),
            Some(text) if is_of(text, "3.1") || is_of(text, "3.2") => return Ok(Self::V31),
            Some(text) => {
                let at = Pointer::root().child("openapi");
                let message = format!("the document declares OpenAPI {text}");
                let one = Diagnostic::new(Code::NotOpenApi, &at, message);
                if text.starts_with("3.") { one.help(NEWER) } else { one }
            }
            None => undeclared(tree),
        };
        diagnostics.report(fault);
        Err(Stopped)
    }
}

/// Returns whether a version is `3.2`, or `3.2.` with anything behind it, for a series like `3.2`.
fn is_of(version: &str, series: &str) -> bool {
    version.strip_prefix(series).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Returns the reason why a document has no version.
fn undeclared(tree: &Value) -> Diagnostic {
    let root = Pointer::root();
    if let Some(version) = tree.get("openapi") {
        let message = match version.as_f64() {
            Some(_) => {
                format!("`openapi` is the number {version}; write `openapi: \"{version}.0\"`")
            }
            None => {
                format!("`openapi` is {}; expected a version as a string", kind(version))
            }
        };
        return Diagnostic::new(Code::NotOpenApi, &root.child("openapi"), message);
    }
    if let Some(foreign) = Foreign::of(tree) {
        let one = Diagnostic::new(Code::NotOpenApi, &root, foreign.message(tree));
        return one.help(foreign.help());
    }
    let message = match tree {
        Value::Object(_) => "the document has no `openapi`".to_owned(),
        other => format!("the document is {}; expected an object", kind(other)),
    };
    Diagnostic::new(Code::NotOpenApi, &root, message)
}
