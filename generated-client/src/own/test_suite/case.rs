//! Test cases, and the settings that all of a suite share.

use crate::own::test_suite::object::object;
use crate::own::test_suite::personality::Personality;
use crate::own::test_suite::profile::TestProfile;
use crate::own::test_suite::values::{MetricRef, TestCaseKind, Tool};
use crate::runtime::{Decode, Encode, Json, JsonObject, Sink, Source, codec};
use crate::types::ScenarioLanguage;

object! {
    /// A test case: a conversation that the agent is tested with.
    ///
    /// ```
    /// use cekura::test_suite::{Personality, TestCase, Tool};
    ///
    /// let case = TestCase::new("Refund", "You want your money back. {{test_profile.mood}}")
    ///     .personality(693)
    ///     .metrics(["greeting_by_name"])
    ///     .tools([Tool::EndCall])
    ///     .tags(["returns", "nightly"]);
    /// assert_eq!(case.personality, Some(Personality::Id(693)));
    /// ```
    pub struct TestCase {
        required {
            /// The name, 1 to 80 characters.
            name: String = "name",
        }
        optional {
            /// A name that stays the same from version to version of the file, by which results
            /// are compared over time. At most 128 characters.
            key: String = "key",
            /// The kind of the script; instructions by default.
            kind: TestCaseKind = "type",
            /// The task of the simulated caller. Every kind but `conditional_actions` needs it.
            instructions: String = "instructions",
            /// The conditions and actions of a caller that follows a script. The kind
            /// `conditional_actions` needs them.
            conditional_actions: JsonObject = "conditional_actions",
            /// A description of a conversation that went well.
            expected_outcome: String = "expected_outcome",
            /// The first sentence of the caller.
            first_message: String = "first_message",
            /// The language of the caller. The kind `conditional_actions` needs it.
            language: ScenarioLanguage = "language",
            /// The number of runs, 1 by default.
            frequency: i64 = "frequency",
            /// The longest that a call may take, in seconds; the project's limit by default.
            max_duration: i64 = "max_duration",
            /// The caller: an existing personality, or one for this run only.
            personality: Personality = "personality",
            /// The data of the call: an existing test profile, or one for this run only.
            test_profile: TestProfile = "test_profile",
        }
        lists {
            /// The metrics to evaluate, at most 64. They must exist, and be enabled for the agent.
            metrics: MetricRef = "metrics",
            /// Tags, at most 32 of at most 64 characters.
            tags: String = "tags",
            /// The abilities of the caller beside speaking, at most 16.
            tools: Tool = "tools",
        }
    }
}

object! {
    /// The settings of all test cases of a suite that have none of their own.
    pub struct Defaults {
        required {}
        optional {
            /// The most calls at the same time.
            concurrency_limit: i64 = "concurrency_limit",
            /// The number of runs of each test case, 1 by default.
            frequency: i64 = "frequency",
            /// The language of the caller.
            language: ScenarioLanguage = "language",
            /// The longest that a call may take, in seconds; the project's limit by default.
            max_duration: i64 = "max_duration",
            /// The caller: an existing personality, or one for this run only.
            personality: Personality = "personality",
            /// The data of the calls: an existing test profile, or one for this run only.
            test_profile: TestProfile = "test_profile",
        }
        lists {
            /// The metrics to evaluate, at most 64. They must exist, and be enabled for the agent.
            metrics: MetricRef = "metrics",
            /// Tags, at most 32 of at most 64 characters.
            tags: String = "tags",
        }
    }
}

impl TestCase {
    /// Creates a test case whose caller follows instructions.
    pub fn new(name: impl Into<String>, instructions: impl Into<String>) -> Self {
        let case = TestCase { name: name.into(), ..TestCase::default() };
        case.instructions(instructions)
    }

    /// Creates a test case whose caller follows a script of conditions and actions.
    pub fn scripted(
        name: impl Into<String>,
        language: ScenarioLanguage,
        conditional_actions: JsonObject,
    ) -> Self {
        let case = TestCase { name: name.into(), ..TestCase::default() };
        let case = case.kind(TestCaseKind::ConditionalActions).language(language);
        case.conditional_actions(conditional_actions)
    }
}

impl Defaults {
    /// Creates settings; every one is optional.
    pub fn new() -> Self {
        Self::default()
    }
}
