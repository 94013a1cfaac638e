//! The surface as a whole, and its form in a file.

use serde::{Deserialize, Serialize};

use super::items::{ApiFacts, EventsItem, ResourceItem, ShapeItem, TypeItem};
use super::reference::TypeRef;

/// The version of the format that surfaces are written in.
const FORMAT: u32 = 1;

/// The public API of a generated crate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Surface {
    format: u32,
    pub(crate) facts: ApiFacts,
    pub(crate) resources: Vec<ResourceItem>,
    /// Indexed by the numbers in references.
    pub(crate) types: Vec<TypeItem>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) events: Option<EventsItem>,
}

impl Surface {
    pub(crate) fn new(
        facts: ApiFacts,
        resources: Vec<ResourceItem>,
        types: Vec<TypeItem>,
        events: Option<EventsItem>,
    ) -> Self {
        Self { format: FORMAT, facts, resources, types, events }
    }

    /// Returns the union of the events.
    pub(crate) fn event_union(&self) -> Option<&TypeItem> {
        self.types.get(self.events.as_ref()?.union)
    }

    /// Returns the place of the webhook that sends an event.
    pub(crate) fn event_place(&self, arm: &str) -> Option<&str> {
        let ShapeItem::Union(union) = &self.event_union()?.shape else { return None };
        let index = union.arms.iter().position(|known| known.name == arm)?;
        self.events.as_ref()?.places.get(index).map(String::as_str)
    }

    /// Writes the surface as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what [`Surface::to_json`] has written.
    ///
    /// # Errors
    ///
    /// If the text is no surface, or one of another format.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let surface: Self =
            serde_json::from_str(text).map_err(|error| format!("this is no surface: {error}"))?;
        if surface.format == FORMAT {
            Ok(surface)
        } else {
            Err(format!("this surface has format {}, not {FORMAT}", surface.format))
        }
    }

    /// `Vec<Option<Scenario>>`
    pub(crate) fn spell(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Plain(name) => name.clone(),
            TypeRef::List(item) => format!("Vec<{}>", self.spell(item)),
            TypeRef::Map(value) => format!("BTreeMap<String, {}>", self.spell(value)),
            TypeRef::Option(value) => format!("Option<{}>", self.spell(value)),
            TypeRef::Page(item) => format!("Page<{}>", self.spell(item)),
            TypeRef::Events(data) => format!("streams::Events<{}>", self.spell(data)),
            TypeRef::Named(index) => {
                self.types.get(*index).map_or_else(String::new, |ty| ty.name.clone())
            }
        }
    }
}
