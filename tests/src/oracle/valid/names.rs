//! Names and texts, usual and odd, each of them valid at its place.

use proptest::prelude::*;
use proptest::sample::select;

/// The version of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// OpenAPI 3.0.
    V3_0,
    /// OpenAPI 3.1.
    V3_1,
}

impl Version {
    /// Returns the number that a document declares.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.3",
            Self::V3_1 => "3.1.0",
        }
    }
}

/// The first words of components, which a number follows.
pub const COMPONENTS: [&str; 12] = [
    "Boat",
    "boat-crew",
    "Boat.Item",
    "_hidden",
    "String",
    "Option",
    "Self",
    "type",
    "HTTPError",
    "a",
    "Page",
    "Client",
];

const PROPERTIES: [&str; 24] = [
    "id",
    "name",
    "a-b",
    "a_b",
    "aB",
    "self",
    "type",
    "Self",
    "crate",
    "match",
    "new",
    "2nd",
    "@type",
    "$id",
    "x.y",
    "",
    " ",
    "ünï",
    "名前",
    "first name",
    "default",
    "extra",
    "clone",
    "results",
];

const PARAMETERS: [&str; 14] = [
    "limit",
    "page",
    "page_size",
    "a-b",
    "a_b",
    "filter[name]",
    "q",
    "type",
    "self",
    "X-Trace",
    "sort.by",
    "client",
    "call",
    "ids",
];

const VALUES: [&str; 14] = [
    "low", "high", "", " ", "a b", "A-B", "a_b", "Self", "1", "-1", "ünï", "null", "err", "a\"b\\c",
];

const TEXTS: [&str; 8] = [
    "Boats.",
    "A *text* with `code`, a [link](https://example.com) and <b>tags</b>.",
    "Two\n\nparagraphs.",
    "- a\n- b\n",
    "```json\n{\"a\": 1}\n```",
    "ünïcode \u{202e}and more*/",
    "100 % of {braces}",
    "a | table\n--|--\n1 | 2\n",
];

/// Returns the name of a property.
pub fn property() -> impl Strategy<Value = String> {
    select(PROPERTIES.as_slice()).prop_map(str::to_owned)
}

/// Returns the name of a parameter, which headers may have, too.
pub fn parameter() -> impl Strategy<Value = String> {
    select(PARAMETERS.as_slice()).prop_map(str::to_owned)
}

/// Returns values of an enum, each once.
pub fn values() -> impl Strategy<Value = Vec<String>> {
    proptest::sample::subsequence(VALUES.as_slice(), 1..5)
        .prop_map(|values| values.into_iter().map(str::to_owned).collect())
}

/// Returns a text for people.
pub fn text() -> impl Strategy<Value = String> {
    select(TEXTS.as_slice()).prop_map(str::to_owned)
}

/// Returns the name of the component with a number.
pub fn component(number: usize) -> String {
    format!("{}{number}", COMPONENTS[number * 5 % COMPONENTS.len()])
}

/// Returns the reference to the component with a number.
pub fn reference(number: usize) -> serde_json::Value {
    serde_json::json!({"$ref": format!("#/components/schemas/{}", component(number))})
}
