//! The values of query parameters that calls send if they take the parameter and have no value for
//! it.

use std::collections::BTreeMap;
use std::fmt;

use crate::runtime::auth::ApiDefault;

/// The values, in the order of the API's facts: the first that a call takes may exclude others.
#[derive(Clone, Default)]
pub(crate) struct Defaults(BTreeMap<usize, (ApiDefault, String)>);

impl Defaults {
    /// Sets the value of the default that has this place in the facts.
    pub(crate) fn set(&mut self, place: usize, of: ApiDefault, value: String) {
        self.0.insert(place, (of, value));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&ApiDefault, &str)> {
        self.0.values().map(|(of, value)| (of, value.as_str()))
    }
}

impl fmt::Debug for Defaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(of, value)| (of.parameter, value))).finish()
    }
}
