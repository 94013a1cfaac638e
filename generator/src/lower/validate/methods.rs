//! Checks of the methods that have no key of their own.

use serde_json::{Map, Value};

use super::Checker;
use crate::diagnostic::Code;
use crate::input::source::kind;
use crate::lower::grammar::{METHODS, OTHERS};
use crate::model::Method;
use crate::text::bounds::METHOD;
use crate::text::pointer::trail::Trail;

impl<'t> Checker<'t, '_> {
    /// Reports names that no request can have as its method, and those of methods that the path
    /// item has already.
    pub(super) fn methods(&mut self, item: &'t Map<String, Value>, at: &Trail<'_>) {
        let at = at.key(OTHERS);
        let others = match item.get(OTHERS) {
            None => return,
            Some(Value::Object(others)) => others,
            Some(other) => {
                let message =
                    format!("expected operations by their methods, found {}", kind(other));
                return self.add(Code::Malformed, &at, message);
            }
        };
        for name in others.keys() {
            let own = METHODS.into_iter().find(|key| name.eq_ignore_ascii_case(key));
            let message = match own {
                // Repairs have moved it, unless that was not possible.
                Some(key) => format!("the path item has the method `{name}` as `{key}` already"),
                None if Method::other(name).is_none() => format!(
                    "`{name}` is no method: expected letters, digits and signs such as `-`, at most {} of them",
                    METHOD
                ),
                None => continue,
            };
            self.add(Code::Malformed, &at.key(name), message);
        }
    }
}
