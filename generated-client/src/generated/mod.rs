//! What the generator writes.

pub(crate) mod facts;
#[cfg(feature = "scenarios")]
mod scenarios;

/// The types of the API.
pub mod types {
    #[cfg(feature = "scenarios")]
    pub use super::scenarios::{
        AiAgentTestProfile, PhoneNumberInbound, Scenario, ScenarioLanguage, ScenarioRequest, ScenarioSuiteType, ScenarioType,
    };
}

/// The handles of the resources.
pub mod resources {
    #[cfg(feature = "scenarios")]
    pub use super::scenarios::Scenarios;
}
