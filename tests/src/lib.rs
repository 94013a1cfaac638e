//! Test helpers.

pub mod clock;
pub mod server;
pub mod wire;
