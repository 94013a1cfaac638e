//! Additions of OpenAPI 3.2 for which OpenAPI 3.0 has no words: written in its words where it can
//! say the same, else reported.

use serde_json::{Map, Value, json};

use crate::diagnostic::Code;
use crate::lower::Lowering;
use crate::lower::grammar::OTHERS;
use crate::lower::notes::QUERY;
use crate::text::pointer::trail::Trail;

/// The media type that a form in a query has.
const FORM: &str = "application/x-www-form-urlencoded";

/// The keys of a media type and of an encoding that describe what has an order but no names.
const POSITIONAL: [&str; 2] = ["prefixEncoding", "itemEncoding"];

impl Lowering<'_> {
    /// Writes a parameter that is the whole query as one in the query, with a note.
    pub(super) fn whole_query(&mut self, parameter: &mut Map<String, Value>) {
        if parameter.get("in").and_then(Value::as_str) != Some("querystring") {
            return;
        }
        parameter.insert("in".to_owned(), json!("query"));
        parameter.insert(QUERY.to_owned(), json!(true));
        for key in ["style", "explode", "allowReserved"] {
            parameter.remove(key);
        }
        // The query of a URL is a form unless something else is said.
        if let Some(schema) = parameter.remove("schema") {
            parameter.entry("content").or_insert_with(|| json!({ FORM: { "schema": schema } }));
        }
    }

    /// Writes the style that cookies have since 3.2 as the one that they had before.
    pub(super) fn cookie_style(&mut self, parameter: &mut Map<String, Value>, at: &Trail<'_>) {
        let is = |key: &str| parameter.get(key).and_then(Value::as_str) == Some("cookie");
        if is("in") && is("style") {
            parameter.insert("style".to_owned(), json!("form"));
            let message = "the value of the cookie is percent-encoded, as in the style `form`";
            self.add(Code::KeywordIgnored, &at.key("style"), message);
        }
    }

    /// Reports that the value of a path parameter is encoded, where since 3.2 it need not be.
    pub(super) fn reserved_in_path(&mut self, parameter: &mut Map<String, Value>, at: &Trail<'_>) {
        if parameter.get("in").and_then(Value::as_str) == Some("path")
            && parameter.remove("allowReserved") == Some(Value::Bool(true))
        {
            let message = "reserved characters in the value are percent-encoded";
            self.add(Code::KeywordIgnored, &at.key("allowReserved"), message);
        }
    }

    /// Drops the method that is no request for a resource (RFC 9110 section 9.3.6).
    pub(super) fn tunnel(&mut self, item: &mut Map<String, Value>, at: &Trail<'_>) {
        let others = item.get_mut(OTHERS).and_then(Value::as_object_mut);
        if others.is_some_and(|others| others.remove("CONNECT").is_some()) {
            let message =
                "CONNECT asks for a tunnel through a proxy; the client has no call for it";
            self.add(Code::Unsupported, &at.key(OTHERS).key("CONNECT"), message);
        }
    }

    /// Drops the description of the items of a stream, and of parts without names.
    pub(super) fn positional(&mut self, media: &mut Map<String, Value>, at: &Trail<'_>) {
        if media.remove("itemSchema").is_some() {
            let message =
                "the items are not read or written one by one: the body is taken as a whole";
            self.add(Code::Unsupported, &at.key("itemSchema"), message);
        }
        self.positional_encoding(media, at);
    }

    /// Drops what an encoding says of parts within a part.
    pub(super) fn nested_encoding(&mut self, encoding: &mut Map<String, Value>, at: &Trail<'_>) {
        if encoding.remove("encoding").is_some() {
            let message = "the parts within a part are sent as its media type has them by default";
            self.add(Code::Unsupported, &at.key("encoding"), message);
        }
        self.positional_encoding(encoding, at);
    }

    fn positional_encoding(&mut self, owner: &mut Map<String, Value>, at: &Trail<'_>) {
        for key in POSITIONAL {
            if owner.remove(key).is_some() {
                let message = format!("parts without names are not sent; `{key}` says nothing");
                self.add(Code::Unsupported, &at.key(key), message);
            }
        }
    }

    /// Reports that a security scheme is deprecated: a credential has no place to show it.
    pub(super) fn security_scheme(&mut self, scheme: &mut Map<String, Value>, at: &Trail<'_>) {
        if scheme.remove("deprecated") == Some(Value::Bool(true)) {
            let message =
                "the security scheme is deprecated; credentials for it are sent all the same";
            self.add(Code::KeywordIgnored, &at.key("deprecated"), message);
        }
    }
}

/// Takes the summary for the description, where there is none.
pub(super) fn summary(map: &mut Map<String, Value>) {
    let has_text = |key: &str| {
        map.get(key).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty())
    };
    let is_missing = has_text("summary") && !has_text("description");
    if let Some(summary) = map.remove("summary").filter(|_| is_missing) {
        map.insert("description".to_owned(), summary);
    }
}
