//! The facts of the generated crate, for its manifest and for its runtime: from `codegen.toml`,
//! else from the document's title.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::layout::Layout;
use crate::model::Api;
use crate::words::{kebab, shouty};

/// The name and the description in the crate's manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The crate's name.
    pub name: String,
    /// One line on what it is.
    pub description: String,
}

/// The facts of the API, beside its operations and types, for the runtime and the documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The environment variable with another base URL.
    pub url_variable: String,
    /// The environment variable with the credential.
    pub key_variable: String,
    /// The name of the crate in the header `User-Agent`.
    pub user_agent: String,
    /// A sentence on each resource that `codegen.toml` describes, by the resource's name.
    pub resource_docs: BTreeMap<String, String>,
}

impl Package {
    pub(crate) fn new(api: &Api, config: &Config) -> Self {
        let title = kebab(api.title.trim());
        let title = title.strip_suffix("-api").unwrap_or(&title);
        let legal = title.chars().next().is_some_and(|first| first.is_ascii_alphabetic())
            && title.is_ascii();
        let name = if legal { title.to_owned() } else { "generated-client".to_owned() };
        let name = config.package.name.clone().unwrap_or(name);
        let about = if api.title.trim().is_empty() {
            "an API".to_owned()
        } else {
            api.title.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let description = config
            .package
            .description
            .clone()
            .unwrap_or_else(|| format!("Typed Rust client for {about}"));
        Self { name, description }
    }
}

impl Facts {
    pub(crate) fn new(package: &Package, config: &Config) -> Self {
        let prefix = shouty(&package.name);
        let or = |value: &Option<String>, default: String| value.clone().unwrap_or(default);
        Self {
            url_variable: or(&config.package.url_variable, format!("{prefix}_API_URL")),
            key_variable: or(&config.package.key_variable, format!("{prefix}_API_KEY")),
            user_agent: or(&config.package.user_agent, format!("{}-rust", package.name)),
            resource_docs: config.resources.docs.clone(),
        }
    }
}

/// Returns the lines of the manifest's feature block: one feature per resource, and one for all.
pub(crate) fn features(layout: &Layout) -> String {
    let names: Vec<&str> = layout.resources.values().map(|file| file.feature.as_str()).collect();
    let mut text = "# One feature a resource; `resources` is all of them.\n".to_owned();
    match names.as_slice() {
        [] => text.push_str("resources = []\n"),
        [only] => text.push_str(&format!("resources = [\"{only}\"]\n")),
        several => {
            text.push_str("resources = [\n");
            several.iter().for_each(|name| text.push_str(&format!("    \"{name}\",\n")));
            text.push_str("]\n");
        }
    }
    names.iter().for_each(|name| text.push_str(&format!("{name} = []\n")));
    text
}
