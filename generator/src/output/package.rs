//! The facts of the generated crate, for its manifest and for its runtime: from `codegen.toml`,
//! else from the document's title.

use std::collections::BTreeMap;

use crate::input::config::{Config, DefaultConfig};
use crate::model::{Api, Auth};
use crate::output::layout::{Layout, ResourceFile};
use crate::text::bounds::PACKAGE;
use crate::text::words::visible::is_unseen;
use crate::text::words::{plain_words, shouty};

/// The facts in the crate's manifest, and on its first page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The crate's name.
    pub name: String,
    /// One line on what it is.
    pub description: String,
    /// The licence that `codegen.toml` names.
    pub license: Option<String>,
    /// The title of the document, on one line.
    pub title: String,
    /// The version of the API, on one line.
    pub version: String,
    /// The credential of a client: a bearer token.
    pub credential: Option<String>,
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
    /// Rust that shows a resource at work, where `codegen.toml` has some, by the resource's name.
    pub resource_examples: BTreeMap<String, String>,
    /// The name of the crate in paths of Rust.
    pub library: String,
    /// The query parameters for which users may have values of their own.
    pub defaults: Vec<DefaultConfig>,
}

impl Package {
    pub(crate) fn new(api: &Api, version: &str, config: &Config) -> Self {
        let name = config.package.name.clone().unwrap_or_else(|| crate_name(&api.title));
        let about = on_one_line(&api.title);
        let about = if about.is_empty() { "an API".to_owned() } else { about };
        let description = config
            .package
            .description
            .clone()
            .unwrap_or_else(|| format!("Typed Rust client for {about}"));
        Self {
            name,
            description,
            license: config.package.license.clone(),
            title: about,
            version: on_one_line(version),
            credential: credential(&api.auth),
        }
    }
}

fn on_one_line(text: &str) -> String {
    let seen: String = text.chars().map(|c| if is_unseen(c) { ' ' } else { c }).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the credential that a client has, in words.
fn credential(auth: &Auth) -> Option<String> {
    Some(match auth {
        Auth::Header(name) => format!("a key in the header `{name}`"),
        Auth::Query(name) => format!("a key in the query parameter `{name}`"),
        Auth::Cookie(name) => format!("a key in the cookie `{name}`"),
        Auth::Bearer => "a bearer token".to_owned(),
        Auth::Basic => "a user name and a password, `name:password`".to_owned(),
        Auth::Http(_) | Auth::All(_) | Auth::None => return None,
    })
}

/// Returns a name for the crate of an API: the words of its title, less those that every title may
/// have. Capitals within a word part nothing: GitHub is one word.
fn crate_name(title: &str) -> String {
    /// Names of crates and words that mean something else to the compiler.
    const TAKEN: [&str; 8] =
        ["alloc", "core", "crate", "proc-macro", "self", "std", "super", "test"];
    let words = plain_words(title);
    let mut rest = words.as_slice();
    if let [first, others @ ..] = rest
        && first == "the"
        && !others.is_empty()
    {
        rest = others;
    }
    for ending in ["documentation", "docs", "api"] {
        if let [others @ .., last] = rest
            && last == ending
            && !others.is_empty()
        {
            rest = others;
        }
    }
    let mut name = String::new();
    for word in rest {
        let gap = usize::from(!name.is_empty());
        if name.len() + gap + word.len() > PACKAGE {
            break;
        }
        if gap > 0 {
            name.push('-');
        }
        name.push_str(word);
    }
    if name.is_empty() {
        name = rest.first().into_iter().flat_map(|word| word.chars()).take(PACKAGE).collect();
    }
    let is_word = syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_ok();
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return "generated-client".to_owned();
    }
    if is_word && !TAKEN.contains(&name.as_str()) { name } else { format!("{name}-client") }
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
            resource_examples: config.resources.examples.clone(),
            library: package.name.replace('-', "_"),
            defaults: config.defaults.clone(),
        }
    }
}

/// Returns the lines of the manifest's feature block: one feature per resource, one for all of
/// them, and one for the events, which servers need and clients do not.
pub(crate) fn features(layout: &Layout) -> String {
    let (events, resources): (Vec<&ResourceFile>, Vec<&ResourceFile>) =
        layout.resources.values().partition(|file| file.events.is_some());
    let names: Vec<&str> = resources.iter().map(|file| file.feature.as_str()).collect();
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
    for events in events {
        text.push_str(
            "# The events that webhooks send, and their reading: no HTTP stack is needed.\n",
        );
        text.push_str(&format!("{} = []\n", events.feature));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::crate_name;

    #[test]
    fn a_crate_is_called_by_the_words_of_the_title_that_say_something() {
        let long = "a".repeat(80);
        for (title, name) in [
            ("GitHub v3 REST API", "github-v3-rest"),
            ("OpenAI API", "openai"),
            ("The Boats API Documentation", "boats"),
            ("API", "api"),
            ("The", "the"),
            ("Boats\0 of\u{202e} ours", "boats-of-ours"),
            ("test", "test-client"),
            ("type", "type-client"),
            ("3D boats", "generated-client"),
            ("", "generated-client"),
            ("Überboote", "uberboote"),
            (&long, &long[..64]),
            (&format!("boats {long}"), "boats"),
        ] {
            assert_eq!(crate_name(title), name, "{title:?}");
        }
    }
}
