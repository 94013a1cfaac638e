//! Properties that a type does not have, since they are of the other direction.

use serde_json::Value;

use super::super::document::resolve;
use super::Walk;
use super::site::Site;

/// The most levels of parts within parts that are looked at.
const LEVELS: usize = 16;

impl Walk<'_> {
    /// Returns whether a property of an object is of the other direction, as any of the parts of
    /// the object may say.
    pub(super) fn is_hidden(&self, name: &str, site: &Site) -> bool {
        let mut objects = site.wholes.iter().chain([&site.at]);
        objects.any(|at| self.hides(resolve(self.root, at).0, name, site, LEVELS))
    }

    fn hides(&self, object: &Value, name: &str, site: &Site, levels: usize) -> bool {
        let keyword = site.direction.hidden();
        let says = |schema: &Value| schema.get(keyword) == Some(&Value::Bool(true));
        let own = object.get("properties").and_then(|all| all.get(name));
        let is_own = own.is_some_and(|property| {
            let target = self.target(property);
            let parts = target.get("allOf").and_then(Value::as_array).into_iter().flatten();
            says(property) || says(target) || parts.map(|part| self.target(part)).any(says)
        });
        let parts = object.get("allOf").and_then(Value::as_array).into_iter().flatten();
        is_own
            || levels > 0
                && parts
                    .map(|part| self.target(part))
                    .any(|part| self.hides(part, name, site, levels - 1))
    }
}
