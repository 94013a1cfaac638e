//! A sample by hand of what the generator writes, until it does.

use crate::runtime::{Call, Client, Decode, Encode, Field, Json, Sink, Source, codec, open_enum};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Scenarios: the conversations an agent is tested with.
#[derive(Clone, Debug)]
pub struct Scenarios {
    client: Client,
}

impl Client {
    /// Scenarios: the conversations an agent is tested with.
    pub fn scenarios(&self) -> Scenarios {
        Scenarios { client: self.clone() }
    }
}

impl Scenarios {
    /// Generates scenario instructions.
    ///
    /// `POST /test_framework/v1/scenarios/generate-instructions/`
    #[inline]
    pub fn generate_instructions(&self, body: &ScenarioRequest) -> Call<Scenario> {
        self.client
            .post("/test_framework/v1/scenarios/generate-instructions/")
            .json(body)
            .call()
    }
}

/// ScenarioRequest.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ScenarioRequest {
    /// `name`.
    pub name: Option<String>,
    /// `agent`.
    pub agent: Option<i64>,
    /// `project`.
    pub project: Field<i64>,
    /// `assistant_id`.
    pub assistant_id: Option<String>,
    /// `personality`.
    pub personality: i64,
    /// `tags`.
    pub tags: Option<Vec<String>>,
    /// `tool_ids`.
    pub tool_ids: Option<Vec<String>>,
    /// `metrics`.
    pub metrics: Option<Vec<i64>>,
    /// `first_message`.
    pub first_message: Option<String>,
    /// `inbound_phone_number`.
    pub inbound_phone_number: Field<i64>,
    /// `instructions`.
    pub instructions: Option<String>,
    /// `conditional_actions`.
    pub conditional_actions: Option<Json>,
    /// `simulation_description`.
    pub simulation_description: Option<String>,
    /// `information_fields`.
    pub information_fields: Option<Json>,
    /// `expected_outcome_prompt`.
    pub expected_outcome_prompt: Option<String>,
    /// `scenario_language`.
    pub scenario_language: Option<ScenarioLanguage>,
    /// `scenario_type`.
    pub scenario_type: Option<ScenarioType>,
    /// `suite_type`.
    pub suite_type: Option<ScenarioSuiteType>,
    /// `is_predefined`.
    pub is_predefined: Option<bool>,
    /// `test_profile`.
    pub test_profile: Field<i64>,
    /// `dynamic_variable_values`.
    pub dynamic_variable_values: Field<Json>,
    /// `folder_path`.
    pub folder_path: Field<String>,
    /// `max_duration`.
    pub max_duration: Field<i64>,
}

impl ScenarioRequest {
    /// A request with what is required.
    pub fn new(personality: i64) -> Self {
        Self { personality, ..Self::default() }
    }
    /// Sets `name`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
    /// Sets `agent`.
    #[must_use]
    pub fn agent(mut self, agent: impl Into<i64>) -> Self {
        self.agent = Some(agent.into());
        self
    }
    /// Sets `project`.
    #[must_use]
    pub fn project(mut self, project: impl Into<Field<i64>>) -> Self {
        self.project = project.into();
        self
    }
    /// Sets `assistant_id`.
    #[must_use]
    pub fn assistant_id(mut self, assistant_id: impl Into<String>) -> Self {
        self.assistant_id = Some(assistant_id.into());
        self
    }
    /// Sets `tags`.
    #[must_use]
    pub fn tags(mut self, tags: impl Into<Vec<String>>) -> Self {
        self.tags = Some(tags.into());
        self
    }
    /// Sets `tool_ids`.
    #[must_use]
    pub fn tool_ids(mut self, tool_ids: impl Into<Vec<String>>) -> Self {
        self.tool_ids = Some(tool_ids.into());
        self
    }
    /// Sets `metrics`.
    #[must_use]
    pub fn metrics(mut self, metrics: impl Into<Vec<i64>>) -> Self {
        self.metrics = Some(metrics.into());
        self
    }
    /// Sets `first_message`.
    #[must_use]
    pub fn first_message(mut self, first_message: impl Into<String>) -> Self {
        self.first_message = Some(first_message.into());
        self
    }
    /// Sets `inbound_phone_number`.
    #[must_use]
    pub fn inbound_phone_number(mut self, inbound_phone_number: impl Into<Field<i64>>) -> Self {
        self.inbound_phone_number = inbound_phone_number.into();
        self
    }
    /// Sets `instructions`.
    #[must_use]
    pub fn instructions(mut self, instructions: impl Into<String>) -> Self {
        self.instructions = Some(instructions.into());
        self
    }
    /// Sets `conditional_actions`.
    #[must_use]
    pub fn conditional_actions(mut self, conditional_actions: impl Into<Json>) -> Self {
        self.conditional_actions = Some(conditional_actions.into());
        self
    }
    /// Sets `simulation_description`.
    #[must_use]
    pub fn simulation_description(mut self, simulation_description: impl Into<String>) -> Self {
        self.simulation_description = Some(simulation_description.into());
        self
    }
    /// Sets `information_fields`.
    #[must_use]
    pub fn information_fields(mut self, information_fields: impl Into<Json>) -> Self {
        self.information_fields = Some(information_fields.into());
        self
    }
    /// Sets `expected_outcome_prompt`.
    #[must_use]
    pub fn expected_outcome_prompt(mut self, expected_outcome_prompt: impl Into<String>) -> Self {
        self.expected_outcome_prompt = Some(expected_outcome_prompt.into());
        self
    }
    /// Sets `scenario_language`.
    #[must_use]
    pub fn scenario_language(mut self, scenario_language: impl Into<ScenarioLanguage>) -> Self {
        self.scenario_language = Some(scenario_language.into());
        self
    }
    /// Sets `scenario_type`.
    #[must_use]
    pub fn scenario_type(mut self, scenario_type: impl Into<ScenarioType>) -> Self {
        self.scenario_type = Some(scenario_type.into());
        self
    }
    /// Sets `suite_type`.
    #[must_use]
    pub fn suite_type(mut self, suite_type: impl Into<ScenarioSuiteType>) -> Self {
        self.suite_type = Some(suite_type.into());
        self
    }
    /// Sets `is_predefined`.
    #[must_use]
    pub fn is_predefined(mut self, is_predefined: impl Into<bool>) -> Self {
        self.is_predefined = Some(is_predefined.into());
        self
    }
    /// Sets `test_profile`.
    #[must_use]
    pub fn test_profile(mut self, test_profile: impl Into<Field<i64>>) -> Self {
        self.test_profile = test_profile.into();
        self
    }
    /// Sets `dynamic_variable_values`.
    #[must_use]
    pub fn dynamic_variable_values(mut self, dynamic_variable_values: impl Into<Field<Json>>) -> Self {
        self.dynamic_variable_values = dynamic_variable_values.into();
        self
    }
    /// Sets `folder_path`.
    #[must_use]
    pub fn folder_path(mut self, folder_path: impl Into<Field<String>>) -> Self {
        self.folder_path = folder_path.into();
        self
    }
    /// Sets `max_duration`.
    #[must_use]
    pub fn max_duration(mut self, max_duration: impl Into<Field<i64>>) -> Self {
        self.max_duration = max_duration.into();
        self
    }
}

impl Decode for ScenarioRequest {
    const REQUIRED: &'static [&'static str] = &["personality"];

    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
        match name {
            "name" => source.read(&mut self.name),
            "agent" => source.read(&mut self.agent),
            "project" => source.read(&mut self.project),
            "assistant_id" => source.read(&mut self.assistant_id),
            "personality" => source.read(&mut self.personality),
            "tags" => source.read(&mut self.tags),
            "tool_ids" => source.read(&mut self.tool_ids),
            "metrics" => source.read(&mut self.metrics),
            "first_message" => source.read(&mut self.first_message),
            "inbound_phone_number" => source.read(&mut self.inbound_phone_number),
            "instructions" => source.read(&mut self.instructions),
            "conditional_actions" => source.read(&mut self.conditional_actions),
            "simulation_description" => source.read(&mut self.simulation_description),
            "information_fields" => source.read(&mut self.information_fields),
            "expected_outcome_prompt" => source.read(&mut self.expected_outcome_prompt),
            "scenario_language" => source.read(&mut self.scenario_language),
            "scenario_type" => source.read(&mut self.scenario_type),
            "suite_type" => source.read(&mut self.suite_type),
            "is_predefined" => source.read(&mut self.is_predefined),
            "test_profile" => source.read(&mut self.test_profile),
            "dynamic_variable_values" => source.read(&mut self.dynamic_variable_values),
            "folder_path" => source.read(&mut self.folder_path),
            "max_duration" => source.read(&mut self.max_duration),
            _ => source.skip(),
        }
    }
}

impl Encode for ScenarioRequest {
    fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        sink.put("name", &self.name)?;
        sink.put("agent", &self.agent)?;
        sink.put("project", &self.project)?;
        sink.put("assistant_id", &self.assistant_id)?;
        sink.put("personality", &self.personality)?;
        sink.put("tags", &self.tags)?;
        sink.put("tool_ids", &self.tool_ids)?;
        sink.put("metrics", &self.metrics)?;
        sink.put("first_message", &self.first_message)?;
        sink.put("inbound_phone_number", &self.inbound_phone_number)?;
        sink.put("instructions", &self.instructions)?;
        sink.put("conditional_actions", &self.conditional_actions)?;
        sink.put("simulation_description", &self.simulation_description)?;
        sink.put("information_fields", &self.information_fields)?;
        sink.put("expected_outcome_prompt", &self.expected_outcome_prompt)?;
        sink.put("scenario_language", &self.scenario_language)?;
        sink.put("scenario_type", &self.scenario_type)?;
        sink.put("suite_type", &self.suite_type)?;
        sink.put("is_predefined", &self.is_predefined)?;
        sink.put("test_profile", &self.test_profile)?;
        sink.put("dynamic_variable_values", &self.dynamic_variable_values)?;
        sink.put("folder_path", &self.folder_path)?;
        sink.put("max_duration", &self.max_duration)
    }
}

codec!(ScenarioRequest);

/// Scenario.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Scenario {
    /// `id`.
    pub id: Option<i64>,
    /// `name`.
    pub name: Option<String>,
    /// `agent`.
    pub agent: Option<i64>,
    /// `project`.
    pub project: Option<i64>,
    /// `personality`.
    pub personality: i64,
    /// `personality_name`.
    pub personality_name: Option<String>,
    /// `agent_name`.
    pub agent_name: Option<String>,
    /// `tags`.
    pub tags: Option<Vec<String>>,
    /// `tool_ids`.
    pub tool_ids: Option<Vec<String>>,
    /// `runs`.
    pub runs: Option<Vec<i64>>,
    /// `metric_names`.
    pub metric_names: Option<Vec<String>>,
    /// `phone_number`.
    pub phone_number: Option<String>,
    /// `outbound_phone_number_data`.
    pub outbound_phone_number_data: Option<PhoneNumberInbound>,
    /// `first_message`.
    pub first_message: Option<String>,
    /// `inbound_phone_number`.
    pub inbound_phone_number: Option<i64>,
    /// `inbound_phone_number_data`.
    pub inbound_phone_number_data: Option<PhoneNumberInbound>,
    /// `instructions`.
    pub instructions: Option<String>,
    /// `simulation_description`.
    pub simulation_description: Option<String>,
    /// `information_fields`.
    pub information_fields: Option<Json>,
    /// `expected_outcome_prompt`.
    pub expected_outcome_prompt: Option<String>,
    /// `scenario_language`.
    pub scenario_language: Option<ScenarioLanguage>,
    /// `scenario_type`.
    pub scenario_type: Option<ScenarioType>,
    /// `suite_type`.
    pub suite_type: Option<ScenarioSuiteType>,
    /// `is_predefined`.
    pub is_predefined: Option<bool>,
    /// `test_profile`.
    pub test_profile: Option<i64>,
    /// `test_profile_data`.
    pub test_profile_data: Option<AiAgentTestProfile>,
    /// `dynamic_variable_values`.
    pub dynamic_variable_values: Option<Json>,
    /// `folder_path`.
    pub folder_path: Option<String>,
    /// `max_duration`.
    pub max_duration: Option<i64>,
}

impl Decode for Scenario {
    const REQUIRED: &'static [&'static str] = &["personality"];

    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
        match name {
            "id" => source.read(&mut self.id),
            "name" => source.read(&mut self.name),
            "agent" => source.read(&mut self.agent),
            "project" => source.read(&mut self.project),
            "personality" => source.read(&mut self.personality),
            "personality_name" => source.read(&mut self.personality_name),
            "agent_name" => source.read(&mut self.agent_name),
            "tags" => source.read(&mut self.tags),
            "tool_ids" => source.read(&mut self.tool_ids),
            "runs" => source.read(&mut self.runs),
            "metric_names" => source.read(&mut self.metric_names),
            "phone_number" => source.read(&mut self.phone_number),
            "outbound_phone_number_data" => source.read(&mut self.outbound_phone_number_data),
            "first_message" => source.read(&mut self.first_message),
            "inbound_phone_number" => source.read(&mut self.inbound_phone_number),
            "inbound_phone_number_data" => source.read(&mut self.inbound_phone_number_data),
            "instructions" => source.read(&mut self.instructions),
            "simulation_description" => source.read(&mut self.simulation_description),
            "information_fields" => source.read(&mut self.information_fields),
            "expected_outcome_prompt" => source.read(&mut self.expected_outcome_prompt),
            "scenario_language" => source.read(&mut self.scenario_language),
            "scenario_type" => source.read(&mut self.scenario_type),
            "suite_type" => source.read(&mut self.suite_type),
            "is_predefined" => source.read(&mut self.is_predefined),
            "test_profile" => source.read(&mut self.test_profile),
            "test_profile_data" => source.read(&mut self.test_profile_data),
            "dynamic_variable_values" => source.read(&mut self.dynamic_variable_values),
            "folder_path" => source.read(&mut self.folder_path),
            "max_duration" => source.read(&mut self.max_duration),
            _ => source.skip(),
        }
    }
}

impl Encode for Scenario {
    fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        sink.put("id", &self.id)?;
        sink.put("name", &self.name)?;
        sink.put("agent", &self.agent)?;
        sink.put("project", &self.project)?;
        sink.put("personality", &self.personality)?;
        sink.put("personality_name", &self.personality_name)?;
        sink.put("agent_name", &self.agent_name)?;
        sink.put("tags", &self.tags)?;
        sink.put("tool_ids", &self.tool_ids)?;
        sink.put("runs", &self.runs)?;
        sink.put("metric_names", &self.metric_names)?;
        sink.put("phone_number", &self.phone_number)?;
        sink.put("outbound_phone_number_data", &self.outbound_phone_number_data)?;
        sink.put("first_message", &self.first_message)?;
        sink.put("inbound_phone_number", &self.inbound_phone_number)?;
        sink.put("inbound_phone_number_data", &self.inbound_phone_number_data)?;
        sink.put("instructions", &self.instructions)?;
        sink.put("simulation_description", &self.simulation_description)?;
        sink.put("information_fields", &self.information_fields)?;
        sink.put("expected_outcome_prompt", &self.expected_outcome_prompt)?;
        sink.put("scenario_language", &self.scenario_language)?;
        sink.put("scenario_type", &self.scenario_type)?;
        sink.put("suite_type", &self.suite_type)?;
        sink.put("is_predefined", &self.is_predefined)?;
        sink.put("test_profile", &self.test_profile)?;
        sink.put("test_profile_data", &self.test_profile_data)?;
        sink.put("dynamic_variable_values", &self.dynamic_variable_values)?;
        sink.put("folder_path", &self.folder_path)?;
        sink.put("max_duration", &self.max_duration)
    }
}

codec!(Scenario);

/// PhoneNumberInbound.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct PhoneNumberInbound {
    /// `id`.
    pub id: Option<i64>,
    /// `number`.
    pub number: String,
    /// `phone_number_id`.
    pub phone_number_id: String,
}

impl Decode for PhoneNumberInbound {
    const REQUIRED: &'static [&'static str] = &["number", "phone_number_id"];

    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
        match name {
            "id" => source.read(&mut self.id),
            "number" => source.read(&mut self.number),
            "phone_number_id" => source.read(&mut self.phone_number_id),
            _ => source.skip(),
        }
    }
}

impl Encode for PhoneNumberInbound {
    fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        sink.put("id", &self.id)?;
        sink.put("number", &self.number)?;
        sink.put("phone_number_id", &self.phone_number_id)
    }
}

codec!(PhoneNumberInbound);

/// AiAgentTestProfile.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct AiAgentTestProfile {
    /// `id`.
    pub id: Option<i64>,
    /// `project`.
    pub project: Option<i64>,
    /// `agent`.
    pub agent: Option<i64>,
    /// `agent_name`.
    pub agent_name: Option<String>,
    /// `name`.
    pub name: String,
    /// `information`.
    pub information: Option<BTreeMap<String, String>>,
    /// `scenarios`.
    pub scenarios: Option<String>,
    /// `created_by`.
    pub created_by: Option<i64>,
    /// `last_updated_by`.
    pub last_updated_by: Option<i64>,
    /// `created_at`.
    pub created_at: Option<DateTime<Utc>>,
    /// `updated_at`.
    pub updated_at: Option<DateTime<Utc>>,
}

impl Decode for AiAgentTestProfile {
    const REQUIRED: &'static [&'static str] = &["name"];

    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
        match name {
            "id" => source.read(&mut self.id),
            "project" => source.read(&mut self.project),
            "agent" => source.read(&mut self.agent),
            "agent_name" => source.read(&mut self.agent_name),
            "name" => source.read(&mut self.name),
            "information" => source.read(&mut self.information),
            "scenarios" => source.read(&mut self.scenarios),
            "created_by" => source.read(&mut self.created_by),
            "last_updated_by" => source.read(&mut self.last_updated_by),
            "created_at" => source.read(&mut self.created_at),
            "updated_at" => source.read(&mut self.updated_at),
            _ => source.skip(),
        }
    }
}

impl Encode for AiAgentTestProfile {
    fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        sink.put("id", &self.id)?;
        sink.put("project", &self.project)?;
        sink.put("agent", &self.agent)?;
        sink.put("agent_name", &self.agent_name)?;
        sink.put("name", &self.name)?;
        sink.put("information", &self.information)?;
        sink.put("scenarios", &self.scenarios)?;
        sink.put("created_by", &self.created_by)?;
        sink.put("last_updated_by", &self.last_updated_by)?;
        sink.put("created_at", &self.created_at)?;
        sink.put("updated_at", &self.updated_at)
    }
}

codec!(AiAgentTestProfile);

open_enum! {
    /// ScenarioLanguage.
    pub enum ScenarioLanguage {
        /// `af`.
        Af = "af",
        /// `ar`.
        Ar = "ar",
        /// `bn`.
        Bn = "bn",
        /// `bg`.
        Bg = "bg",
        /// `zh`.
        Zh = "zh",
        /// `cs`.
        Cs = "cs",
        /// `da`.
        Da = "da",
        /// `nl`.
        Nl = "nl",
        /// `en`.
        En = "en",
        /// `et`.
        Et = "et",
        /// `fi`.
        Fi = "fi",
        /// `fr`.
        Fr = "fr",
        /// `de`.
        De = "de",
        /// `el`.
        El = "el",
        /// `gu`.
        Gu = "gu",
        /// `hi`.
        Hi = "hi",
        /// `he`.
        He = "he",
        /// `hu`.
        Hu = "hu",
        /// `id`.
        Id = "id",
        /// `it`.
        It = "it",
        /// `ja`.
        Ja = "ja",
        /// `kn`.
        Kn = "kn",
        /// `ko`.
        Ko = "ko",
        /// `ms`.
        Ms = "ms",
        /// `ml`.
        Ml = "ml",
        /// `mr`.
        Mr = "mr",
        /// `multi`.
        Multi = "multi",
        /// `no`.
        No = "no",
        /// `pl`.
        Pl = "pl",
        /// `pa`.
        Pa = "pa",
        /// `pt`.
        Pt = "pt",
        /// `ro`.
        Ro = "ro",
        /// `ru`.
        Ru = "ru",
        /// `sk`.
        Sk = "sk",
        /// `es`.
        Es = "es",
        /// `sv`.
        Sv = "sv",
        /// `th`.
        Th = "th",
        /// `tr`.
        Tr = "tr",
        /// `tl`.
        Tl = "tl",
        /// `ta`.
        Ta = "ta",
        /// `te`.
        Te = "te",
        /// `uk`.
        Uk = "uk",
        /// `vi`.
        Vi = "vi",
    }
}

open_enum! {
    /// ScenarioType.
    pub enum ScenarioType {
        /// `instruction`.
        Instruction = "instruction",
        /// `real_world_smart`.
        RealWorldSmart = "real_world_smart",
        /// `real_world_fixed`.
        RealWorldFixed = "real_world_fixed",
        /// `conditional_actions`.
        ConditionalActions = "conditional_actions",
    }
}

open_enum! {
    /// ScenarioSuiteType.
    pub enum ScenarioSuiteType {
        /// `undefined`.
        Undefined = "undefined",
        /// `infrastructure`.
        Infrastructure = "infrastructure",
    }
}
