//! Requests before they are sent: parameters, bodies, and the builder that collects them.

pub(crate) mod builder;
pub(crate) mod encode;
pub(crate) mod events;
pub(crate) mod form;
pub(crate) mod id;
pub(crate) mod idempotency;
pub(crate) mod parameters;
pub(crate) mod part;
pub(crate) mod prepared;
pub(crate) mod uri;
