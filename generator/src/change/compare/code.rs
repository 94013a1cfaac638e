//! Code of Rust about items: how they are declared, what uses them, how they could be kept.

pub(super) mod call;
pub(super) mod hint;
pub(crate) mod signature;
pub(super) mod witness;
