//! Tests as code: the file `cekura.tests.json`, built or read in Rust, and checked without a
//! network.
//!
//! ```
//! use cekura::test_suite::{Defaults, InlineTestProfile, TestCase, TestSuite};
//! use cekura::types::ScenarioLanguage;
//!
//! let suite = TestSuite::new([
//!     TestCase::new("Refund", "You were sent a broken cup and want your money back.")
//!         .key("refund")
//!         .expected_outcome("The agent confirms a refund.")
//!         .metrics(["greeting_by_name"])
//!         .test_profile(InlineTestProfile::new().agent_variable("order_id", "ORD-4471")),
//!     TestCase::new("Opening hours", "You ask when the shop closes today.").frequency(3),
//! ])
//! .defaults(Defaults::new().language(ScenarioLanguage::En).max_duration(120));
//!
//! suite.check()?;
//! std::fs::write(std::env::temp_dir().join("cekura.tests.json"), suite.to_json())?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Reading a file finds all its faults in one run, each with its place and with what mends it:
//!
//! ```
//! use cekura::test_suite::TestSuite;
//!
//! let text = r#"{"version": "1", "scenarios": [{"name": "Refund", "instruction": "…"}]}"#;
//! let invalid = TestSuite::from_json(text).unwrap_err();
//! let lines: Vec<String> = invalid.faults.iter().map(ToString::to_string).collect();
//! assert_eq!(lines, [
//!     "/scenarios/0: the member `instructions` is missing; add it, or set `type` to \
//!      `conditional_actions` and add `conditional_actions` and `language`",
//!     "/scenarios/0/instruction: the format has no member `instruction` here; \
//!      did you mean `instructions`?",
//! ]);
//! ```
//!
//! The suite runs against any agent, which the request names:
//!
//! ```no_run
//! # async fn run(client: cekura::Client) -> Result<(), Box<dyn std::error::Error>> {
//! use cekura::test_suite::TestSuite;
//!
//! let suite: TestSuite = std::fs::read_to_string("cekura.tests.json")?.parse()?;
//! let upload = suite.upload(7)?; // for the agent 7; a suite with faults is refused
//! client.scenarios().run_json(&upload).dry_run(true).await?; // free of charge
//! let result = client.v2().scenarios().run_json_and_wait(&upload).await?;
//! println!("{}", result.verdict());
//! # Ok(()) }
//! ```

mod case;
mod check;
mod fault;
mod object;
mod personality;
mod profile;
mod rules;
mod values;

pub use case::{Defaults, TestCase};
pub use fault::{Fault, FaultKind, InvalidTestSuite};
pub use personality::{InlinePersonality, Personality};
pub use profile::{InlineTestProfile, TestProfile};
pub use values::{MetricRef, TestCaseKind, Tool, VoiceModel, VoiceProvider};

use std::str::FromStr;

use crate::own::test_suite::check::check;
use crate::own::test_suite::object::object;
use crate::runtime::{Decode, Encode, Json, Sink, Source, codec, from_json};
use crate::types::TestSuiteSpecUpload;

object! {
    /// A suite of test cases: the content of `cekura.tests.json`.
    ///
    /// It says what to test. The agent, and how it is reached, are said by the request. Nothing of
    /// it is stored as a scenario.
    pub struct TestSuite {
        required {
            /// The version of the format: `1`.
            version: String = "version",
            /// The test cases, 1 to 200.
            scenarios: Vec<TestCase> = "scenarios",
        }
        optional {
            /// The address of the JSON Schema of the file, by which editors check it.
            schema: String = "$schema",
            /// The name and the description of the suite.
            suite: SuiteInfo = "suite",
            /// The settings of all test cases that have none of their own.
            defaults: Defaults = "defaults",
        }
        lists {}
    }
}

object! {
    /// The name and the description of a suite.
    pub struct SuiteInfo {
        required {}
        optional {
            /// The name, at most 255 characters. A result is called so unless the request has a
            /// name.
            name: String = "name",
            /// The description.
            description: String = "description",
        }
        lists {}
    }
}

impl SuiteInfo {
    /// Creates the name of a suite.
    pub fn new(name: impl Into<String>) -> Self {
        Self::default().name(name)
    }
}

impl TestSuite {
    /// Creates a suite of the current version of the format.
    pub fn new(scenarios: impl IntoIterator<Item = TestCase>) -> Self {
        TestSuite {
            version: rules::VERSION.to_owned(),
            scenarios: scenarios.into_iter().collect(),
            ..TestSuite::default()
        }
    }

    /// Reads a suite from the text of its file, and checks it.
    ///
    /// # Errors
    ///
    /// If it is not JSON, or has faults: all of them are returned. Without the check a suite is
    /// read by [`from_json`](crate::codec::from_json) or any reader of serde; members that the
    /// format does not have are then kept in `other`, and written again.
    pub fn from_json(text: &str) -> Result<Self, InvalidTestSuite> {
        let json: Json = serde_json::from_str(text).map_err(InvalidTestSuite::of_syntax)?;
        let faults = check(&json);
        if !faults.is_empty() {
            return Err(InvalidTestSuite { faults });
        }
        let read = from_json::<Self>(text.as_bytes()).map_err(InvalidTestSuite::of_reading)?;
        // The rules know no largest integer, and Rust does.
        match read.drift.iter().map(Fault::of_drift).collect::<Vec<_>>() {
            faults if faults.is_empty() => Ok(read.value),
            faults => Err(InvalidTestSuite { faults }),
        }
    }

    /// Checks the suite by the rules of its format, which the server applies, too. The server also
    /// checks what only it can know: that metrics, personalities and test profiles exist.
    ///
    /// # Errors
    ///
    /// If it has faults: all of them are returned.
    pub fn check(&self) -> Result<(), InvalidTestSuite> {
        match check(&Json::from(self)) {
            faults if faults.is_empty() => Ok(()),
            faults => Err(InvalidTestSuite { faults }),
        }
    }

    /// Returns the text of the suite's file, indented, with a line end.
    pub fn to_json(&self) -> String {
        format!("{:#}\n", Json::from(self))
    }

    /// Returns the request that runs the suite against an agent, for `run_json`.
    ///
    /// # Errors
    ///
    /// If the suite has faults, as [`check`](Self::check) does.
    pub fn upload(&self, agent_id: i64) -> Result<TestSuiteSpecUpload, InvalidTestSuite> {
        self.check()?;
        Ok(TestSuiteSpecUpload::from(self).agent_id(agent_id))
    }
}

impl FromStr for TestSuite {
    type Err = InvalidTestSuite;

    /// Reads a suite as [`from_json`](Self::from_json) does.
    fn from_str(text: &str) -> Result<Self, InvalidTestSuite> {
        TestSuite::from_json(text)
    }
}

impl From<&TestSuite> for Json {
    fn from(suite: &TestSuite) -> Json {
        // A suite consists of JSON: only numbers that are none could fail, and they become null.
        serde_json::to_value(suite).unwrap_or_default()
    }
}

impl From<&TestSuite> for TestSuiteSpecUpload {
    /// Creates the request, unchecked; [`TestSuite::upload`] checks the suite.
    fn from(suite: &TestSuite) -> Self {
        TestSuiteSpecUpload::new().spec(suite)
    }
}

impl From<TestSuite> for TestSuiteSpecUpload {
    /// Creates the request, unchecked; [`TestSuite::upload`] checks the suite.
    fn from(suite: TestSuite) -> Self {
        TestSuiteSpecUpload::from(&suite)
    }
}

#[cfg(test)]
mod tests;
