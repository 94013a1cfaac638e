//! The spelling of values: in Rust, and in messages.

use super::client::Type;
use super::document::Form;

/// Returns whether a type of Rust, of a library or of the runtime has such values.
pub(super) fn is_scalar(form: &Form, name: &str) -> bool {
    let names: &[&str] = match form {
        Form::Any => &["Json"],
        Form::Text(format) => match format.as_deref() {
            Some("date-time") => &["DateTime<Utc>"],
            Some("date") => &["NaiveDate"],
            Some("time") => &["NaiveTime"],
            Some("uuid") => &["Uuid"],
            Some("duration") => &["IsoDuration"],
            Some("ipv4") => &["Ipv4Addr"],
            Some("ipv6") => &["Ipv6Addr"],
            Some("byte") => &["String", "Bytes"],
            _ => &["String", "Id"],
        },
        Form::Integer => &["i64", "i32", "u64", "u32", "Id"],
        Form::Number => &["f64"],
        Form::Flag => &["bool"],
        Form::File => &["Part", "Bytes", "String"],
        Form::Map(None) => &["JsonObject"],
        Form::Enum(_) | Form::List(_) | Form::Map(Some(_)) | Form::Object(_) | Form::Choice(_) => {
            &[]
        }
    };
    names.contains(&name)
}

/// Returns whether the type is `Option<Json>`.
pub(super) fn is_any_or_none(ty: &Type) -> bool {
    matches!(ty, Type::Option(inner) if is_plain(inner, &["Json"]))
}

pub(super) fn is_plain(ty: &Type, names: &[&str]) -> bool {
    matches!(ty, Type::Plain(name) if names.contains(&name.as_str()))
}

pub(super) fn plain_text(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Names a form for messages.
pub(super) fn named(form: &Form) -> String {
    match form {
        Form::Any => "any value".to_owned(),
        Form::Text(None) => "a text".to_owned(),
        Form::Text(Some(format)) => format!("a text in the format `{format}`"),
        Form::Enum(values) => format!("one of {} values", values.len()),
        Form::Integer => "an integer".to_owned(),
        Form::Number => "a number".to_owned(),
        Form::Flag => "a flag".to_owned(),
        Form::File => "a file".to_owned(),
        Form::List(_) => "a list".to_owned(),
        Form::Map(_) => "an object of any properties".to_owned(),
        Form::Object(properties) => format!("an object of {} properties", properties.len()),
        Form::Choice(arms) => format!("a choice of {}", arms.len()),
    }
}

pub(super) fn required(thing: &str, name: &str, is_described: bool) -> String {
    let (described, client) =
        if is_described { ("required", "optional") } else { ("optional", "required") };
    format!("{thing} `{name}` is {described} in the document and {client} in the client")
}
