//! Events: what webhooks send, beside the arms of the union that it is read as.

use serde_json::Value;

use super::super::document::{resolve, step};
use super::super::program::text_of;
use super::Walk;
use super::site::Direction;

/// The names of the union; the second where a schema has the first.
const UNIONS: [&str; 2] = ["WebhookEvent", "Event"];

impl Walk<'_> {
    /// Compares each payload with the arm that it is: the arms are in the order of the webhooks.
    pub(super) fn events(&mut self) {
        let places = self.payloads();
        let union = UNIONS.iter().find_map(|name| self.emitted.unions.get(*name));
        let arms: Vec<String> = union.into_iter().flatten().map(text_of).collect();
        for (index, place) in places.iter().enumerate() {
            let is_there = places.len() == arms.len();
            if self.count(is_there, &[place], None, "the event") {
                self.schema_at(place, Direction::Response, &arms[index]);
            }
        }
    }

    /// Returns the places of the schemas that webhooks send as JSON.
    fn payloads(&self) -> Vec<String> {
        let mut places = Vec::new();
        for (name, _) in self.root["webhooks"].as_object().into_iter().flatten() {
            let at = format!("/webhooks/{}", step(name));
            let (item, at) = resolve(self.root, &at);
            for (method, operation) in item.as_object().into_iter().flatten() {
                let Some(body) = operation.get("requestBody") else { continue };
                let at = format!("{at}/{method}/requestBody");
                let (_, at) =
                    body.get("$ref").map_or((body, at.clone()), |_| resolve(self.root, &at));
                let content = self.root.pointer(&format!("{at}/content"));
                let json = content.and_then(Value::as_object).into_iter().flatten();
                let json = json.map(|(media, _)| media).find(|media| media.contains("json"));
                places.extend(json.map(|media| format!("{at}/content/{}/schema", step(media))));
            }
        }
        // Of those that only their form tells apart, any value fits best, and so comes last.
        let schema = |place: &String| self.root.pointer(place).and_then(Value::as_object);
        places.sort_by_key(|place| schema(place).is_none_or(serde_json::Map::is_empty));
        places
    }
}
