//! Test helpers.

pub mod cases;
pub mod clock;
pub mod oracle;
pub mod server;
pub mod tls;
pub mod wire;
