//! Streams of events in `codegen.toml`.

use serde::Deserialize;

use super::Texts;

/// Facts of streams of events that no document can have.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StreamConfig {
    /// `METHOD /path` of the operations that answer with the streams; `*` stands for any text.
    pub operations: Texts,
    /// The data that ends the stream, and is no event: `[DONE]`.
    pub terminator: Option<String>,
    /// The member of a JSON body that is set to `true` to ask for the stream.
    pub flag: Option<String>,
}
