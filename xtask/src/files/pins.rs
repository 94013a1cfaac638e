//! The references to the network that are pinned: `references.lock` beside a document has the
//! SHA-256 of each, and the folder `references.pinned` has their texts, so that no other command
//! needs the network.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// The list of what is pinned, beside the document.
pub(crate) const PINS: &str = "references.lock";

/// The folder of the texts, beside the document; each is called by its digest.
pub(crate) const TEXTS: &str = "references.pinned";

const HEADER: &str = "# Written by `cargo xtask pull --refs`: the digest of each text that the document refers to.\n\
                      # To take over a new version of one, delete its line and run the command again.\n";

/// Returns the digest of a text.
pub(crate) fn digest(text: &str) -> String {
    let bytes = Sha256::digest(text.as_bytes());
    format!("sha256:{bytes:x}")
}

/// Returns the path of the text with a digest, from the document's folder.
pub(crate) fn path(digest: &str) -> String {
    format!("{TEXTS}/{}", digest.trim_start_matches("sha256:"))
}

/// The digests by address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pins(BTreeMap<String, String>);

impl Pins {
    /// Reads the list.
    ///
    /// # Errors
    ///
    /// If it is none, or has something in it that is no digest.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let damaged = || format!("{PINS} is damaged: delete it, and run `cargo xtask pull --refs`");
        let pins: BTreeMap<String, String> = toml::from_str(text).with_context(damaged)?;
        let is_digest = |text: &String| {
            let hex = text.strip_prefix("sha256:").unwrap_or_default();
            hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        anyhow::ensure!(pins.values().all(is_digest), damaged());
        Ok(Self(pins))
    }

    /// Returns the digest of an address.
    pub(crate) fn get(&self, address: &str) -> Option<&str> {
        self.0.get(address).map(String::as_str)
    }

    /// Pins an address.
    pub(crate) fn insert(&mut self, address: &str, digest: String) {
        self.0.insert(address.to_owned(), digest);
    }

    pub(crate) fn render(&self) -> String {
        format!("{HEADER}{}", toml::to_string(&self.0).unwrap_or_default())
    }
}
