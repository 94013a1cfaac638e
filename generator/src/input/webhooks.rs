//! Webhooks that stand in a document of their own, beside the one whose components they use.
//!
//! Both become one tree: the webhooks are added to it, and the components that are theirs alone. A
//! reference with a file before its `#` leads to the other document, of which there is only one.

use serde_json::{Map, Value};

use super::source::{self, DuplicateKeys, kind};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin, Stopped};
use crate::text::pointer::Pointer;

/// Adds the webhooks of a document of their own to the tree of another.
///
/// # Errors
///
/// [`Stopped`] if the text is no document of webhooks, or has what the other document has, too.
pub(crate) fn merge(
    tree: &mut Value,
    text: &str,
    diagnostics: &mut Diagnostics,
) -> Result<(), Stopped> {
    let added = source::parse(text, Origin::Webhooks, DuplicateKeys::Refuse, diagnostics)?;
    let mut merge = Merge { diagnostics };
    let Value::Object(mut added) = added else {
        let message = format!("the document is {}; expected an object", kind(&added));
        merge.report(Code::NotOpenApi, &Pointer::root(), message);
        return Err(Stopped);
    };
    let declared = added.get("openapi").and_then(Value::as_str).unwrap_or_default();
    // OpenAPI 3.0 has no webhooks.
    if !["3.1", "3.2"].iter().any(|version| declared.starts_with(version)) {
        let message = "a document of webhooks declares OpenAPI 3.1 or 3.2: `openapi: 3.1.0`";
        merge.report(Code::NotOpenApi, &Pointer::root().child("openapi"), message);
        return Err(Stopped);
    }
    added.retain(|key, _| !["openapi", "info", "jsonSchemaDialect"].contains(&key.as_str()));
    added.values_mut().for_each(localize);
    let root = Pointer::root();
    for (key, value) in added {
        match (key.as_str(), value) {
            ("webhooks", Value::Object(webhooks)) => {
                merge.members(entry(tree, "webhooks"), webhooks, &root.child("webhooks"));
            }
            ("components", Value::Object(sections)) => {
                for (section, members) in sections {
                    let at = root.descend(["components", section.as_str()]);
                    let Value::Object(members) = members else {
                        merge.report(Code::Malformed, &at, "expected an object");
                        continue;
                    };
                    let components = entry(tree, "components");
                    let own = components.and_then(|components| object(components, &section));
                    merge.members(own, members, &at);
                }
            }
            (key, _) if key.starts_with("x-") => {}
            (key @ ("webhooks" | "components"), _) => {
                merge.report(Code::Malformed, &root.child(key), "expected an object");
            }
            (key, _) => {
                let message =
                    format!("`{key}` is not read: the calls of the API are in its own document");
                merge.report(Code::Unsupported, &root.child(key), message);
            }
        }
    }
    merge.diagnostics.propagate()
}

struct Merge<'d> {
    diagnostics: &'d mut Diagnostics,
}

impl Merge<'_> {
    /// Adds members that the other document does not have.
    fn members(
        &mut self,
        own: Option<&mut Map<String, Value>>,
        members: Map<String, Value>,
        at: &Pointer,
    ) {
        let Some(own) = own else { return };
        for (name, value) in members {
            let at = at.child(&name);
            if own.contains_key(&name) {
                let message = format!("the other document has `{name}`, too");
                self.report(Code::Malformed, &at, message);
            } else {
                own.insert(name, value);
                self.diagnostics.stands_in(Origin::Webhooks, at.clone(), at);
            }
        }
    }

    fn report(&mut self, code: Code, at: &Pointer, message: impl Into<String>) {
        let one = Diagnostic::new(code, at, message).in_origin(Origin::Webhooks);
        let is_error = code == Code::Malformed;
        let help = "correct the document of the webhooks, which is ours";
        self.diagnostics.report(if is_error { one.help(help) } else { one });
    }
}

/// Returns a member of the root that is an object, or becomes one.
fn entry<'t>(tree: &'t mut Value, key: &str) -> Option<&'t mut Map<String, Value>> {
    object(tree.as_object_mut()?, key)
}

fn object<'t>(map: &'t mut Map<String, Value>, key: &str) -> Option<&'t mut Map<String, Value>> {
    map.entry(key).or_insert_with(|| Value::Object(Map::new())).as_object_mut()
}

/// Makes the references that lead to the other document lead into the one of both.
fn localize(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match value {
                    Value::String(reference) if key == "$ref" => {
                        if let Some((file, place)) = reference.split_once('#')
                            && !file.is_empty()
                            && !file.contains("://")
                        {
                            *reference = format!("#{place}");
                        }
                    }
                    other => localize(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(localize),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::{Input, generate};

    const BOATS: &str = r##"
openapi: 3.1.0
info: {title: Boats, version: "1"}
paths: {}
components: {schemas: {Boat: {type: object, properties: {id: {type: integer}}}}}
"##;

    const WEBHOOKS: &str = r##"
openapi: 3.1.0
info: {title: Webhooks, version: "1"}
webhooks:
  launched:
    post: {requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Launched"}}}}}
components:
  schemas:
    Launched:
      type: object
      properties: {boat: {$ref: "openapi.yaml#/components/schemas/Boat"}}
"##;

    fn refusal(webhooks: &str) -> String {
        let input = Input { document: BOATS, webhooks: Some(webhooks), ..Input::default() };
        let outcome = generate(&input);
        assert!(outcome.output.is_none());
        outcome.diagnostics.iter().map(crate::diagnostic::Diagnostic::ledger_line).collect()
    }

    #[test]
    fn components_of_both_are_used() {
        let input = Input { document: BOATS, webhooks: Some(WEBHOOKS), ..Input::default() };
        let output = generate(&input).output.unwrap();
        let events = &output.files["webhook_events.rs"];
        assert!(events.contains("pub boat: Option<Boat>"), "{events}");
        assert!(output.features.contains("webhooks = []"), "{}", output.features);
    }

    #[test]
    fn what_both_have_is_refused_where_it_is() {
        let line = refusal(&WEBHOOKS.replace("Launched:", "Boat:"));
        assert!(line.contains("malformed  webhooks.yaml#/components/schemas/Boat  "), "{line}");
        let line = refusal(&WEBHOOKS.replace("schemas/Boat\"", "schemas/Boot\""));
        assert!(
            line.contains(
                "dangling-ref  webhooks.yaml#/components/schemas/Launched/properties/boat/$ref"
            ),
            "{line}"
        );
    }

    #[test]
    fn another_dialect_is_refused() {
        let line = refusal(&WEBHOOKS.replace("3.1.0", "3.0.0"));
        assert!(line.starts_with("not-openapi  webhooks.yaml#/openapi"), "{line}");
    }
}
