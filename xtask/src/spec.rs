//! The commands about the folder `spec/`: what the document says, and what is said of it.

pub mod conform;
pub mod diff;
pub mod docs;
pub mod lint;
pub mod pull;
