//! The document over time: [`extract`] takes what the client is made of from a published one, and
//! [`lint`] finds the places of it that are probably wrong.

pub(crate) mod extract;
pub(crate) mod lint;
