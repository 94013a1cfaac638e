//! The types of the operation as a person would write them, with serde derives: what the crate is
//! measured against.

use std::collections::BTreeMap;

use cekura::{Json, JsonObject};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Scenario {
    pub id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dynamic_variable_values: Option<JsonObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_outcome_prompt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inbound_phone_number: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inbound_phone_number_data: Option<PhoneNumberInbound>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub information_fields: Option<JsonObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_predefined: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_duration: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric_names: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outbound_phone_number_data: Option<PhoneNumberInbound>,
    pub personality: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personality_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runs: Option<Vec<i64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario_language: Option<ScenarioLanguage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario_type: Option<ScenarioType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub simulation_description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suite_type: Option<ScenarioSuiteType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_profile: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_profile_data: Option<AiAgentTestProfile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_ids: Option<Vec<String>>,
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct PhoneNumberInbound {
    pub id: i64,
    pub number: String,
    pub phone_number_id: String,
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct AiAgentTestProfile {
    pub id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub information: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_updated_by: Option<i64>,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenarios: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Default, Serialize)]
pub(crate) struct ScenarioRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assistant_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditional_actions: Option<JsonObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dynamic_variable_values: Option<JsonObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_outcome_prompt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inbound_phone_number: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub information_fields: Option<JsonObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_predefined: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_duration: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics: Option<Vec<i64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub personality: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario_language: Option<ScenarioLanguage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario_type: Option<ScenarioType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub simulation_description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suite_type: Option<ScenarioSuiteType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_profile: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_ids: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Page<T> {
    pub count: Option<i64>,
    pub next: Option<Json>,
    pub results: Vec<T>,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) enum ScenarioLanguage {
    #[serde(rename = "af")]
    Af,
    #[serde(rename = "ar")]
    Ar,
    #[serde(rename = "bn")]
    Bn,
    #[serde(rename = "bg")]
    Bg,
    #[serde(rename = "zh")]
    Zh,
    #[serde(rename = "cs")]
    Cs,
    #[serde(rename = "da")]
    Da,
    #[serde(rename = "nl")]
    Nl,
    #[serde(rename = "en")]
    En,
    #[serde(rename = "et")]
    Et,
    #[serde(rename = "fi")]
    Fi,
    #[serde(rename = "fr")]
    Fr,
    #[serde(rename = "de")]
    De,
    #[serde(rename = "el")]
    El,
    #[serde(rename = "gu")]
    Gu,
    #[serde(rename = "hi")]
    Hi,
    #[serde(rename = "he")]
    He,
    #[serde(rename = "hu")]
    Hu,
    #[serde(rename = "id")]
    Id,
    #[serde(rename = "it")]
    It,
    #[serde(rename = "ja")]
    Ja,
    #[serde(rename = "kn")]
    Kn,
    #[serde(rename = "ko")]
    Ko,
    #[serde(rename = "ms")]
    Ms,
    #[serde(rename = "ml")]
    Ml,
    #[serde(rename = "mr")]
    Mr,
    #[serde(rename = "multi")]
    Multi,
    #[serde(rename = "no")]
    No,
    #[serde(rename = "pl")]
    Pl,
    #[serde(rename = "pa")]
    Pa,
    #[serde(rename = "pt")]
    Pt,
    #[serde(rename = "ro")]
    Ro,
    #[serde(rename = "ru")]
    Ru,
    #[serde(rename = "sk")]
    Sk,
    #[serde(rename = "es")]
    Es,
    #[serde(rename = "sv")]
    Sv,
    #[serde(rename = "th")]
    Th,
    #[serde(rename = "tr")]
    Tr,
    #[serde(rename = "tl")]
    Tl,
    #[serde(rename = "ta")]
    Ta,
    #[serde(rename = "te")]
    Te,
    #[serde(rename = "uk")]
    Uk,
    #[serde(rename = "vi")]
    Vi,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) enum ScenarioType {
    #[serde(rename = "instruction")]
    Instruction,
    #[serde(rename = "real_world_smart")]
    RealWorldSmart,
    #[serde(rename = "real_world_fixed")]
    RealWorldFixed,
    #[serde(rename = "conditional_actions")]
    ConditionalActions,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) enum ScenarioSuiteType {
    #[serde(rename = "undefined")]
    Undefined,
    #[serde(rename = "infrastructure")]
    Infrastructure,
}
