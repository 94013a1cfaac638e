//! The document over time: [`extract`] takes what the client is made of from a published one,
//! [`lint`] finds the places of it that are probably wrong, and [`compare`] tells what the change
//! from one to another means for users of the client, whose public API [`surface`] describes.
//! [`explain`] shows one thing at each stage.

pub mod compare;
pub(crate) mod explain;
pub(crate) mod extract;
pub(crate) mod lint;
pub(crate) mod runs;
pub(crate) mod surface;
