//! The values of YAML's scalars: their types, and what their tags ask for.

use std::collections::BTreeMap;

use saphyr_parser::{Marker, ScalarStyle, Tag};
use serde::de::DeserializeSeed;
use serde_json::Value;

use super::at;
use crate::diagnostic::{Code, Diagnostic};
use crate::input::source::Fault;
use crate::input::source::tree::{Findings, Node};
use crate::text::pointer::trail::Trail;

/// The prefix of the tags of YAML's own types.
const CORE: &str = "tag:yaml.org,2002:";

/// The scalars of a text.
pub(super) struct Scalars<'f> {
    findings: &'f Findings,
    /// The values of plain scalars that may be something else than text.
    plain: BTreeMap<String, Value>,
}

impl<'f> Scalars<'f> {
    pub(super) fn new(findings: &'f Findings) -> Self {
        Self { findings, plain: BTreeMap::new() }
    }
}

impl Scalars<'_> {
    /// Returns the value of a scalar.
    pub(super) fn value(
        &mut self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        trail: &Trail<'_>,
        mark: &Marker,
    ) -> Result<Value, Fault> {
        self.remark(tag, trail);
        let Some(name) = tag.and_then(core_type) else {
            let is_plain = style == ScalarStyle::Plain && tag.is_none_or(is_local);
            return if is_plain {
                self.plain(text, trail, mark)
            } else {
                Ok(Value::String(text.to_owned()))
            };
        };
        let value = self.plain(text, trail, mark)?;
        match (name, &value) {
            ("bool", Value::Bool(_)) | ("null", Value::Null) => Ok(value),
            ("int", Value::Number(number)) if !number.is_f64() => Ok(value),
            ("float", Value::Number(number)) => Ok(number.as_f64().map_or(value, Value::from)),
            _ => Err(at(format!("invalid YAML: `{text}` is not a value of `!!{name}`"), mark)),
        }
    }

    /// Returns the value of a plain scalar, by the rules of `serde_yaml`.
    fn plain(&mut self, text: &str, trail: &Trail<'_>, mark: &Marker) -> Result<Value, Fault> {
        if text.is_empty() {
            return Ok(Value::Null);
        }
        if !may_be_special(text) {
            return Ok(Value::String(text.to_owned()));
        }
        if let Some(value) = self.plain.get(text) {
            return Ok(value.clone());
        }
        let value = Node { at: *trail, findings: self.findings }
            .deserialize(serde_yaml::Deserializer::from_str(text))
            .map_err(|error| at(format!("invalid YAML: {error}"), mark))?;
        // A number that JSON does not have is reported each time.
        if !value.is_null() {
            self.plain.insert(text.to_owned(), value.clone());
        }
        Ok(value)
    }

    /// Reports a tag of the author's own. It has no meaning in an OpenAPI document; the value has.
    pub(super) fn remark(&mut self, tag: Option<&Tag>, trail: &Trail<'_>) {
        if let Some(tag) = tag.filter(|tag| is_local(tag)) {
            let name = format!("{}{}", tag.handle, tag.suffix);
            let name = name.strip_prefix('!').filter(|name| !name.is_empty()).unwrap_or("!");
            let message = format!("the YAML tag `!{name}` has no meaning here; ignored");
            self.findings.report(Diagnostic::new(Code::YamlTag, &trail.pointer(), message));
        }
    }
}

/// Returns the type that a tag of YAML's own asks for, if it is one that a text can fail to have.
fn core_type(tag: &Tag) -> Option<&'static str> {
    let name = format!("{}{}", tag.handle, tag.suffix);
    ["bool", "int", "float", "null"]
        .into_iter()
        .find(|known| name.strip_prefix(CORE) == Some(known))
}

fn is_local(tag: &Tag) -> bool {
    tag.handle.starts_with('!') || tag.handle.is_empty() && tag.suffix.starts_with('!')
}

/// Returns whether a plain scalar may be anything else than a text: a short word, or a number.
fn may_be_special(text: &str) -> bool {
    let number = |byte: u8| byte.is_ascii_alphanumeric() || b"+-._".contains(&byte);
    match text.as_bytes() {
        b"~" => true,
        [b'n' | b'N' | b't' | b'T' | b'f' | b'F', ..] => text.len() <= "false".len(),
        [b'0'..=b'9' | b'+' | b'-' | b'.', rest @ ..] => {
            rest.iter().all(|byte| number(*byte))
                && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
        }
        _ => false,
    }
}
