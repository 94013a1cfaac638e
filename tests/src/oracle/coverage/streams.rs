//! Streams of events: what the document says of the data of each, beside its type.

use serde_json::Value;

use super::super::document::resolve;
use super::Walk;
use super::site::{Direction, Site};

/// The format of a stream.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    ServerSent,
    /// JSON Lines or a JSON text sequence.
    Json,
}

/// Returns the format of the streams of a media type.
pub(super) fn format(media: &str) -> Option<Format> {
    let essence = media.split(';').next().unwrap_or_default().trim().to_lowercase();
    if essence == "text/event-stream" {
        return Some(Format::ServerSent);
    }
    let ends = ["jsonl", "ndjson", "jsonlines", "json-lines", "ldjson", "json-seq"];
    let is_json =
        ends.iter().any(|end| essence.ends_with(end)) || essence.ends_with("/stream+json");
    is_json.then_some(Format::Json)
}

/// The members of a server-sent event.
const EVENT: [&str; 4] = ["data", "event", "id", "retry"];

impl Walk<'_> {
    /// Compares the stream that a media type describes with the type of its events' data.
    pub(super) fn stream(&mut self, media: &str, format: Format, kind: &str) {
        let (_, media) = resolve(self.root, media);
        let item = format!("{media}/itemSchema");
        let is_item = self.root.pointer(&item).is_some();
        let place = if is_item { item } else { format!("{media}/schema") };
        if self.root.pointer(&place).is_none() {
            return;
        }
        let data = match format {
            Format::ServerSent => self.data(&place, is_item),
            Format::Json => None,
        };
        let (schema, at) = resolve(self.root, &place);
        match data {
            Some(places) => places.iter().for_each(|place| self.datum(place, kind)),
            // A list describes all of the stream.
            None if !is_item && schema.get("items").is_some() => {
                self.schema_at(&format!("{at}/items"), Direction::Response, kind);
            }
            None => self.schema_at(&place, Direction::Response, kind),
        }
    }

    /// Returns the places of the data, if a schema describes events: objects of the members that a
    /// server-sent event has.
    fn data(&self, place: &str, is_item: bool) -> Option<Vec<String>> {
        let (schema, at) = resolve(self.root, place);
        let choice = ["oneOf", "anyOf"].into_iter().find(|key| schema.get(key).is_some());
        let arms = match choice {
            None => vec![at.clone()],
            Some(key) => {
                let count = schema[key].as_array()?.len();
                (0..count)
                    .map(|index| resolve(self.root, &format!("{at}/{key}/{index}")).1)
                    .collect()
            }
        };
        let around = choice.filter(|_| schema.get("properties").is_some()).map(|_| &at);
        let is_event = |place: &String| {
            let members = self.root.pointer(place)?.get("properties")?.as_object()?;
            let are_its = members.keys().all(|name| EVENT.contains(&name.as_str()));
            let has = |name: &str| members.contains_key(name);
            Some(are_its && (has("event") || is_item && has("data") || around.is_some()))
        };
        if !arms.iter().chain(around).all(|place| is_event(place) == Some(true)) {
            return None;
        }
        let data = |place: &String| format!("{place}/properties/data");
        let own = arms.iter().map(data).filter(|place| self.root.pointer(place).is_some());
        Some(own.collect())
    }

    /// Compares the data of one event: what is in the text, or the text.
    fn datum(&mut self, place: &str, kind: &str) {
        let (schema, at) = resolve(self.root, place);
        let (schema, at) = match schema.get("contentSchema") {
            Some(content) => (content, format!("{at}/contentSchema")),
            None => (schema, at),
        };
        let is_text = schema
            == &Value::from(serde_json::Map::from_iter([("type".to_owned(), "string".into())]));
        if !is_text {
            self.arm(schema, &Site::new(at, Direction::Response, kind));
        }
    }
}
