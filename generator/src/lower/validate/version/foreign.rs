//! The documents of other kinds that people give in the place of an OpenAPI document.

use serde_json::Value;

/// A kind of document that is none of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foreign {
    Arazzo,
    AsyncApi,
    Error,
    Insomnia,
    JsonSchema,
    Overlay,
    Postman,
    Swagger,
}

impl Foreign {
    /// Returns the kind of a document that declares no version of OpenAPI, as far as it is known.
    pub(super) fn of(tree: &Value) -> Option<Self> {
        let has = |key: &str| tree.get(key).is_some();
        Some(if has("swagger") {
            Self::Swagger
        } else if has("asyncapi") {
            Self::AsyncApi
        } else if has("arazzo") {
            Self::Arazzo
        } else if has("overlay") && has("actions") {
            Self::Overlay
        } else if has("item") && tree.pointer("/info/schema").is_some() {
            Self::Postman
        } else if has("_type") && has("resources") {
            Self::Insomnia
        } else if ["paths", "components", "info"].into_iter().any(has) {
            return None;
        } else if ["$schema", "$defs", "properties"].into_iter().any(has) {
            Self::JsonSchema
        } else if ["error", "errors", "404", "detail", "message"].into_iter().any(has) {
            Self::Error
        } else {
            return None;
        })
    }

    /// Returns the message about a document of this kind.
    pub(super) fn message(self, tree: &Value) -> String {
        let kind = match self {
            Self::Arazzo => "an Arazzo description of workflows",
            Self::AsyncApi => "AsyncAPI",
            Self::Error => "an error message",
            Self::Insomnia => "an Insomnia export",
            Self::JsonSchema => "a JSON Schema",
            Self::Overlay => "an overlay",
            Self::Postman => "a Postman collection",
            Self::Swagger => {
                let version = tree.get("swagger").and_then(Value::as_str).unwrap_or("2.0");
                return format!("the document is Swagger {version}");
            }
        };
        format!("the document is {kind}")
    }

    /// Returns what to do about it.
    pub(super) fn help(self) -> &'static str {
        match self {
            Self::Arazzo => {
                "give the OpenAPI document that it refers to, below `sourceDescriptions`"
            }
            Self::AsyncApi => {
                "the generator reads OpenAPI 3.0.x, 3.1.x and 3.2.x documents; of AsyncAPI it reads nothing"
            }
            Self::Error => {
                "this is what a server answers instead of the document: look at the address, and whether it asks for a credential"
            }
            Self::Insomnia => "export the design document from Insomnia, as OpenAPI 3",
            Self::JsonSchema => {
                "a client needs `paths`: give the OpenAPI document, whose `components.schemas` may hold this schema"
            }
            Self::Overlay => {
                "give the OpenAPI document here, and the overlay with `--overlay` or as spec/overlay.yaml"
            }
            Self::Postman => {
                "export the collection as OpenAPI 3 from Postman, or convert it with a tool such as postman-to-openapi"
            }
            Self::Swagger => {
                "the generator reads OpenAPI 3.0.x, 3.1.x and 3.2.x documents; convert it first, with a tool such as swagger2openapi"
            }
        }
    }
}
