//! The texts that come in, each read with its own faults: [`source`] reads JSON and YAML into a
//! tree, [`overlay`] applies the corrections to it, [`config`] reads `codegen.toml`, `lock` reads
//! `names.lock`, `webhooks` adds the document of the webhooks to the tree, `bundle` the parts that
//! stand in other files. Only the last knows OpenAPI. `foreign` recognises what cannot be read.

pub(crate) mod bundle;
pub mod config;
pub(crate) mod foreign;
pub(crate) mod lock;
pub mod overlay;
pub mod source;
pub(crate) mod webhooks;
