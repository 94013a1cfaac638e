//! The names of this repository's product in the hand-written files of the client, and the names
//! that an emitted crate has in their places.
//!
//! The runtime is spec-agnostic, but its documentation, its log target and the folder of its
//! configuration file name the crate. Three words stand for all of that, and nothing else may name
//! the product; a test of emitted crates looks for others.

use cekura_codegen::Output;
use toml_edit::DocumentMut;

/// The crate, in paths of Rust, as the target of `tracing`, and as a folder in the user's home.
const CRATE: &str = "cekura";
/// The variable of the environment with the credential.
const KEY_VARIABLE: &str = "CEKURA_API_KEY";
/// The variable of the environment with another base URL.
const URL_VARIABLE: &str = "CEKURA_API_URL";

/// The names of an emitted crate.
pub(super) struct Names<'a> {
    /// The crate's name as paths in Rust have it.
    pub(super) library: String,
    pub(super) key_variable: &'a str,
    pub(super) url_variable: &'a str,
}

impl<'a> Names<'a> {
    /// Returns the names of a crate: the manifest's, which its owner may have changed, and those of
    /// the generated facts.
    pub(super) fn new(output: &'a Output, manifest: &str) -> Self {
        let manifest: Option<DocumentMut> = manifest.parse().ok();
        let name =
            manifest.as_ref().and_then(|manifest| manifest.get("package")?.get("name")?.as_str());
        Self {
            library: name.unwrap_or(&output.package.name).replace('-', "_"),
            key_variable: &output.facts.key_variable,
            url_variable: &output.facts.url_variable,
        }
    }

    /// Returns a text with these names in place of this repository's, whole words only.
    pub(super) fn apply(&self, text: &str) -> String {
        // Nearly all files of a large crate have none of them.
        if ![CRATE, KEY_VARIABLE, URL_VARIABLE].iter().any(|name| text.contains(name)) {
            return text.to_owned();
        }
        let mut adapted = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(is_of_word) {
            let (before, from) = rest.split_at(start);
            let (word, after) = from.split_at(from.find(|c| !is_of_word(c)).unwrap_or(from.len()));
            adapted.push_str(before);
            adapted.push_str(match word {
                CRATE => &self.library,
                KEY_VARIABLE => self.key_variable,
                URL_VARIABLE => self.url_variable,
                other => other,
            });
            rest = after;
        }
        adapted.push_str(rest);
        adapted
    }
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn whole_words_are_replaced_and_nothing_else() {
        let names = Names {
            library: "boat_rental".to_owned(),
            key_variable: "BOATS_KEY",
            url_variable: "BOATS_URL",
        };
        let text = "/// [`cekura::Client`] reads `CEKURA_API_KEY`, CEKURA_API_URL and ~/.cekura/x\n\
                    target: \"cekura\", cekuras, é_cekura\n";
        assert_eq!(
            names.apply(text),
            "/// [`boat_rental::Client`] reads `BOATS_KEY`, BOATS_URL and ~/.boat_rental/x\n\
             target: \"boat_rental\", cekuras, é_cekura\n"
        );
    }
}
