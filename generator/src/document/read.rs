//! Reading: the typed document of `openapiv3` becomes the resolved one.

use std::collections::BTreeMap;
use std::sync::Arc;

use openapiv3::{APIKeyLocation, Components, SecurityRequirement, Server};

use super::{Component, ComponentId, Document, SchemaId, Scheme, SecurityScheme};
use crate::lower::Lowered;
use crate::lower::notes::Notes;
use crate::text::pointer::Pointer;

mod operations;
mod parts;
mod references;
mod schemas;

/// The state of reading.
struct Reader {
    document: Document,
    /// Schemas that have an id; those of components get their contents last.
    schemas: Vec<Option<super::Schema>>,
    components: BTreeMap<String, ComponentId>,
    /// The component whose schema is being read.
    within: Option<ComponentId>,
    /// The schema of references that lead to none.
    any: Option<SchemaId>,
    notes: Notes,
}

impl Document {
    /// Reads a lowered document, each reference of which leads somewhere.
    pub(crate) fn read(lowered: Lowered) -> Self {
        let Lowered { document, paths, webhooks, notes, ignored } = lowered;
        let mut reader = Reader {
            document: Self { ignored, ..Self::default() },
            schemas: Vec::new(),
            components: BTreeMap::new(),
            within: None,
            any: None,
            notes,
        };
        let mut components = document.components.unwrap_or_default();
        reader.document.title = document.info.title;
        reader.document.version = document.info.version;
        reader.document.servers = document.servers.iter().map(address).collect();
        reader.document.security_schemes = security_schemes(&mut components);
        for tag in document.tags {
            let text = tag.description.filter(|text| !text.trim().is_empty());
            reader.document.tags.entry(tag.name).or_insert(text.unwrap_or_default());
        }
        reader.components(std::mem::take(&mut components.schemas));
        let shared = reader.shared(components);
        let security = document.security.as_ref().map(|all| Arc::new(alternatives(all)));
        let security = security.unwrap_or_default();
        let calls = Pointer::root().child("paths");
        reader.document.operations = reader.operations(paths, &calls, &shared, &security);
        let named = Pointer::root().child("webhooks");
        reader.document.webhooks = reader.operations(webhooks, &named, &shared, &security);
        reader.document.schemas = reader.schemas.into_iter().flatten().collect();
        reader.document
    }
}

/// Returns the address of a server, with its variables at their defaults.
fn address(server: &Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url.trim_end_matches('/').to_owned()
}

/// Returns the sets of schemes that each are enough.
fn alternatives(requirements: &[SecurityRequirement]) -> Vec<Vec<String>> {
    requirements.iter().map(|requirement| requirement.keys().cloned().collect()).collect()
}

fn security_schemes(components: &mut Components) -> Vec<SecurityScheme> {
    let at = Pointer::root().descend(["components", "securitySchemes"]);
    let entries = std::mem::take(&mut components.security_schemes);
    let schemes = references::resolve(entries, "securitySchemes", |_, scheme| scheme);
    let read = |(name, scheme): (String, Arc<openapiv3::SecurityScheme>)| SecurityScheme {
        pointer: at.child(&name),
        name,
        scheme: match scheme.as_ref() {
            openapiv3::SecurityScheme::APIKey { location, name, .. } => match location {
                APIKeyLocation::Header => Scheme::HeaderKey(name.clone()),
                APIKeyLocation::Query => Scheme::QueryKey(name.clone()),
                APIKeyLocation::Cookie => Scheme::CookieKey(name.clone()),
            },
            openapiv3::SecurityScheme::HTTP { scheme, .. } => Scheme::Http(scheme.clone()),
            openapiv3::SecurityScheme::OAuth2 { .. }
            | openapiv3::SecurityScheme::OpenIDConnect { .. } => Scheme::Token,
        },
    };
    schemes.into_iter().map(read).collect()
}
