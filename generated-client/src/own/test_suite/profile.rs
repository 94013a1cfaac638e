//! The data of test cases.

use crate::own::test_suite::object::object;
use crate::runtime::{
    Decode, Encode, Json, JsonObject, Sink, Source, codec, from_arms, open_union,
};

open_union! {
    /// The data of a call: an existing test profile, or one for this run only.
    pub enum TestProfile {
        /// The id of an existing test profile, of the agent or of its project.
        Id(i64),
        /// A test profile for this run only.
        Inline(InlineTestProfile),
    }
}

from_arms! {
    enum TestProfile { Id(i64), Inline(InlineTestProfile) }
}

object! {
    /// A test profile for one run, with at least one of its members. It is not stored.
    ///
    /// ```
    /// use cekura::test_suite::InlineTestProfile;
    ///
    /// let profile = InlineTestProfile::new()
    ///     .agent_variable("order_id", "ORD-4471") // sent to the agent under test
    ///     .caller_variable("mood", "impatient"); // `{{test_profile.mood}}` in instructions
    /// # assert_eq!(profile.agent_variables.unwrap()["order_id"], "ORD-4471");
    /// ```
    pub struct InlineTestProfile {
        required {}
        optional {
            /// The name, at most 255 characters.
            name: String = "name",
            /// Variables that the agent under test is given when the call begins.
            agent_variables: JsonObject = "agent_variables",
            /// Variables that only the simulated caller knows: `{{test_profile.<name>}}` in its
            /// instructions.
            caller_variables: JsonObject = "caller_variables",
        }
        lists {}
    }
}

impl InlineTestProfile {
    /// Creates a test profile without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a variable that the agent under test is given.
    pub fn agent_variable(mut self, name: impl Into<String>, value: impl Into<Json>) -> Self {
        let variables = self.agent_variables.get_or_insert_default();
        variables.insert(name.into(), value.into());
        self
    }

    /// Adds a variable that only the simulated caller knows.
    pub fn caller_variable(mut self, name: impl Into<String>, value: impl Into<Json>) -> Self {
        let variables = self.caller_variables.get_or_insert_default();
        variables.insert(name.into(), value.into());
        self
    }
}
