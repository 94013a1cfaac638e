//! Calls: their names, their parameters, their bodies, their responses.

mod about;
mod bodies;
pub(super) mod operations;
mod parameters;
mod streams;
