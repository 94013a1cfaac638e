//! The names of the module that shows the events, of its feature, and of the file behind it.

use std::collections::BTreeSet;

use super::lock::Held;
use super::{Name, ResourceNames};
use crate::input::lock::Mark;
use crate::model::Api;
use crate::text::words::kebab;

/// The module and the feature, as long as no resource is called so.
const WEBHOOKS: &str = "webhooks";

/// The names of what shows the events.
#[derive(Clone, Debug)]
pub(crate) struct WebhookNames {
    /// The public module.
    pub module: Name,
    /// The cargo feature, which is called as the module.
    pub feature: String,
    /// The module of the file.
    pub file: Name,
}

impl WebhookNames {
    /// Returns the feature, if it is not called as it usually is.
    pub(super) fn unusual_feature(&self) -> Option<&str> {
        Some(self.feature.as_str()).filter(|feature| *feature != WEBHOOKS)
    }
}

/// Returns the feature that the events have already, which no resource may have.
pub(super) fn held_feature<'l>(api: &Api, held: &Held<'l>) -> Option<&'l str> {
    let line = held.ty(api.event_union()?)?;
    Some(line.get(Mark::Feature).unwrap_or(WEBHOOKS))
}

/// Names the module of the events: as it is called already, else as no resource is.
pub(super) fn assign(
    api: &Api,
    held: &Held<'_>,
    resources: &[ResourceNames],
) -> Option<WebhookNames> {
    api.event_union()?;
    let modules: BTreeSet<&str> =
        resources.iter().map(|resource| resource.module.as_str()).collect();
    let features: BTreeSet<&str> =
        resources.iter().map(|resource| resource.feature.as_str()).collect();
    let is_free = |name: &String| {
        !modules.contains(name.as_str()) && !features.contains(kebab(name).as_str())
    };
    let held = held_feature(api, held).map(|feature| feature.replace('-', "_"));
    let names = [WEBHOOKS, "events", "event_webhooks"].map(str::to_owned);
    let numbered = (2..).map(|number| format!("event_webhooks_{number}"));
    let name = held.into_iter().chain(names).chain(numbered).find(is_free)?;
    let file = |file: &String| is_free(file) && *file != name;
    let numbered = (2..).map(|number| format!("webhook_events_{number}"));
    let file = std::iter::once("webhook_events".to_owned()).chain(numbered).find(file)?;
    Some(WebhookNames { feature: kebab(&name), module: Name::new(&name), file: Name::new(&file) })
}
