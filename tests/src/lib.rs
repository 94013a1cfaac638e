//! The helpers of the tests.

pub mod cases;
pub mod clock;
pub mod hurried;
pub mod oracle;
pub mod printed;
pub mod proxy;
pub mod server;
pub mod specs;
pub mod tls;
pub mod wire;

/// The example of the repository's README, which must compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
