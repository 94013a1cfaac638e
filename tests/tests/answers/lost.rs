//! The members of an answer that are not in the value that was read of it.

use cekura::Json;
use chrono::{DateTime, Utc};

/// Returns the places whose values are not the same, by their pointers. An absent member says as
/// much as a null.
pub(super) fn lost(sent: &Json, read: &Json) -> Vec<String> {
    let mut places = Vec::new();
    compare(sent, Some(read), &mut String::new(), &mut places);
    places
}

fn compare(sent: &Json, read: Option<&Json>, at: &mut String, places: &mut Vec<String>) {
    match (sent, read) {
        (Json::Null, None | Some(Json::Null)) => {}
        (Json::Object(members), Some(Json::Object(read))) => {
            for (name, member) in members {
                within(name, member, read.get(name), at, places);
            }
        }
        (Json::Array(items), Some(Json::Array(read))) if items.len() == read.len() => {
            for (index, (item, read)) in items.iter().zip(read).enumerate() {
                within(&index.to_string(), item, Some(read), at, places);
            }
        }
        (sent, Some(read)) if is_equal(sent, read) => {}
        (sent, None) => places.push(format!("{at}: {sent} is not in the value")),
        (sent, Some(read)) => places.push(format!("{at}: {sent} is read as {read}")),
    }
}

fn within(name: &str, sent: &Json, read: Option<&Json>, at: &mut String, places: &mut Vec<String>) {
    let length = at.len();
    at.push('/');
    at.push_str(name);
    compare(sent, read, at, places);
    at.truncate(length);
}

/// Returns whether two values without members say the same: 1 and 1.0 do, and a time in two forms.
fn is_equal(sent: &Json, read: &Json) -> bool {
    let time = |value: &Json| value.as_str()?.parse::<DateTime<Utc>>().ok();
    match (sent, read) {
        (Json::Number(sent), Json::Number(read)) => sent.as_f64() == read.as_f64(),
        _ => sent == read || time(sent).is_some() && time(sent) == time(read),
    }
}
