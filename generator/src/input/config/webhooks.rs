//! The part of `codegen.toml` that is about webhooks.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Texts;

/// Facts of webhooks that the document does not have.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct WebhookConfig {
    /// The place of an event's kind; by default the place where the document has a constant for
    /// each event, and else the form of the payload.
    pub kind: Option<EventKindConfig>,
    /// The kinds that mean a webhook, by its name, where they are not its name; `[]` for one that
    /// only the form of its payload tells.
    pub values: BTreeMap<String, Texts>,
    /// The header of each request that holds the secret which sender and receiver share.
    pub secret_header: Option<String>,
}

/// The place of an event's kind.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum EventKindConfig {
    /// A member of the payload, by its name, or by a JSON pointer for one further in.
    Member(String),
    /// A header of the request.
    Header(String),
    /// The payload as a whole: the event whose payload explains it best is meant.
    Form,
}
