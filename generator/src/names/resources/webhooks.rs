//! The names of the module that shows the events, of its feature, and of the file behind it.

use std::collections::BTreeSet;

use crate::model::Api;
use crate::names::lock::{Held, WEBHOOKS};
use crate::names::name::Name;
use crate::text::words::kebab;

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
    pub(in crate::names) fn unusual_feature(&self) -> Option<&str> {
        Some(self.feature.as_str()).filter(|feature| *feature != WEBHOOKS)
    }
}

/// Names the module of the events: as it is called already, else as no resource is, of which these
/// are the modules and features.
pub(in crate::names) fn assign<'n>(
    api: &Api,
    held: &Held<'_>,
    taken: impl Iterator<Item = (&'n str, &'n str)>,
) -> Option<WebhookNames> {
    api.event_union()?;
    let (modules, features): (BTreeSet<&str>, BTreeSet<&str>) = taken.unzip();
    let is_free = |name: &String| {
        !modules.contains(name.as_str()) && !features.contains(kebab(name).as_str())
    };
    let held = held.event_feature(api).map(|feature| feature.replace('-', "_"));
    let names = [WEBHOOKS, "events", "event_webhooks"].map(str::to_owned);
    let numbered = (2..).map(|number| format!("event_webhooks_{number}"));
    let name = held.into_iter().chain(names).chain(numbered).find(is_free)?;
    let file = |file: &String| is_free(file) && *file != name;
    let numbered = (2..).map(|number| format!("webhook_events_{number}"));
    let file = std::iter::once("webhook_events".to_owned()).chain(numbered).find(file)?;
    Some(WebhookNames { feature: kebab(&name), module: Name::new(&name), file: Name::new(&file) })
}
