//! Facts and resources as items.

use super::items::{ApiFacts, EventsItem, ResourceItem, VersionItem};
use super::operations;
use crate::model::{Api, KindPlace};
use crate::names::Names;
use crate::output::emit::Model;
use crate::output::emit::outline;
use crate::output::layout::Layout;
use crate::output::package::{Facts, Package};

/// The parts of a run that a surface is made of.
pub(crate) struct Planned<'a> {
    pub api: &'a Api,
    pub names: &'a Names,
    pub layout: &'a Layout,
    pub package: &'a Package,
    pub facts: &'a Facts,
}

/// Describes the crate.
pub(super) fn facts(planned: &Planned<'_>) -> ApiFacts {
    let Planned { api, package, facts, .. } = planned;
    let schemes = api.schemes.iter();
    ApiFacts {
        package: package.name.clone(),
        title: api.title.split_whitespace().collect::<Vec<_>>().join(" "),
        base_url: api.base_url.clone(),
        auth: operations::auth(&api.auth),
        schemes: schemes.map(|(name, auth)| (name.clone(), operations::auth(auth))).collect(),
        url_variable: facts.url_variable.clone(),
        key_variable: facts.key_variable.clone(),
        user_agent: facts.user_agent.clone(),
    }
}

/// Describes the events.
pub(super) fn events(model: &Model<'_>) -> Option<EventsItem> {
    let (events, names) = (model.api.events.as_ref()?, model.names.webhooks.as_ref()?);
    let kind_header = match &events.kind {
        Some(KindPlace::Header(name)) => Some(name.clone()),
        Some(KindPlace::Pointer(_)) | None => None,
    };
    Some(EventsItem {
        union: events.union.0,
        places: events.places.iter().map(ToString::to_string).collect(),
        module: names.module.to_string(),
        kind_header,
        secret_header: events.secret_header.clone(),
    })
}

/// Describes the resources.
pub(super) fn resources(model: &Model<'_>) -> Vec<ResourceItem> {
    let resources = model.api.resources.iter().zip(&model.names.resources);
    let item = |(resource, names): (&crate::model::Resource, &crate::names::ResourceNames)| {
        let configured = model.facts.resource_docs.get(&resource.name);
        let words = configured.or(resource.description.as_ref()).map(String::as_str);
        let words = [words, resource.shared.as_deref()];
        let words = words.map(|words| outline::shown(model, words, &[]));
        let operations = resource.operations.iter().zip(&names.methods);
        let former_handles = names.former.iter().filter_map(|former| former.handle.as_ref());
        ResourceItem {
            handle: names.handle.to_string(),
            accessor: names.accessor.to_string(),
            former: names.former.iter().map(|former| former.accessor.to_string()).collect(),
            former_handles: former_handles.map(ToString::to_string).collect(),
            version: resource.version.map(|version| {
                let names = model.names.version(version);
                VersionItem { handle: names.handle.to_string(), accessor: names.module.to_string() }
            }),
            feature: names.feature.clone(),
            words: words.join("\n").trim().to_owned(),
            operations: operations
                .map(|(operation, names)| operations::operation(model, operation, names))
                .collect(),
        }
    };
    resources.map(item).collect()
}
