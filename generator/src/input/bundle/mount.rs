//! Mappings of the document that stand in other files as a whole, as in
//! `paths: { $ref: paths.yaml }`. OpenAPI has no reference there, but many documents do.

use serde_json::Value;

use super::address::resolve;
use super::{Bundle, Mount, WITHIN};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::reach::reference_of;
use crate::text::bounds::MOUNTED_FILES;
use crate::text::pointer::Pointer;

/// The members of the root that may stand elsewhere; those of `components` may, too.
const MEMBERS: [&str; 6] = ["info", "servers", "tags", "paths", "webhooks", "components"];

impl Bundle<'_> {
    /// Puts the mappings of other files in the places of references to them.
    pub(super) fn mount_all(&mut self, tree: &mut Value) {
        for member in MEMBERS {
            self.mount(tree, &Pointer::root().child(member));
        }
        let components = tree.get("components").and_then(Value::as_object);
        let sections: Vec<String> =
            components.into_iter().flatten().map(|(key, _)| key.clone()).collect();
        for section in sections {
            self.mount(tree, &Pointer::root().descend(["components", section.as_str()]));
        }
    }

    fn mount(&mut self, tree: &mut Value, at: &Pointer) {
        for _ in 0..MOUNTED_FILES {
            let Some(value) = tree.pointer_mut(at.as_str()) else { return };
            let is_alone = value.as_object().is_some_and(|map| map.len() == 1);
            let Some(reference) = reference_of(value).filter(|_| is_alone).map(str::to_owned)
            else {
                return;
            };
            let base = self.base_of(at);
            let Some(mount) = self.found(&reference, &base, at) else { return };
            let content = self.file(&mount.file, &reference);
            let content = content.and_then(|file| file.pointer(mount.home.as_str()).cloned());
            let Some(content) = content else {
                return self.refuse(at, &reference);
            };
            *value = content;
            let origin = self.origin(&mount.file);
            self.diagnostics.stands_in(origin, at.clone(), mount.home.clone());
            let is_again = self.mounts.iter().any(|known| {
                (&known.at, &known.file, &known.home) == (&mount.at, &mount.file, &mount.home)
            });
            self.mounts.push(mount);
            if is_again {
                let message = format!("`{reference}` refers back to itself through other files");
                return self.end(tree, at, Code::CircularRef, message);
            }
        }
        let message = format!("more than {MOUNTED_FILES} files follow each other in one place");
        self.end(tree, at, Code::TooLarge, message);
    }

    /// Reports why a place has no content of its own, and leaves it without any.
    fn end(&mut self, tree: &mut Value, at: &Pointer, code: Code, message: String) {
        let one = Diagnostic::new(code, &at.child("$ref"), message);
        self.diagnostics.report(one.help("refer to the file that has the mapping itself"));
        if let Some(value) = tree.pointer_mut(at.as_str()) {
            *value = Value::Object(serde_json::Map::new());
        }
    }

    fn found(&mut self, reference: &str, base: &str, at: &Pointer) -> Option<Mount> {
        match resolve(reference, base) {
            Ok(place) if place.file != self.own() => {
                Some(Mount { at: at.clone(), file: place.file, home: place.at })
            }
            Ok(_) => None,
            Err(reason) => {
                let message = format!("`{reference}` {reason}");
                self.explain(reference, Code::ExternalRef, message, Some(WITHIN.to_owned()));
                self.refuse(at, reference);
                None
            }
        }
    }

    fn refuse(&mut self, at: &Pointer, reference: &str) {
        let at = at.child("$ref");
        let one = match self.diagnostics.external(reference) {
            Some(external) => external.diagnostic(&at),
            None => {
                let message = format!("`{reference}` refers to nothing");
                Diagnostic::new(Code::DanglingRef, &at, message)
            }
        };
        self.diagnostics.report(one);
    }
}
