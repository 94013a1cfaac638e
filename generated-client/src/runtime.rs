//! How calls are made, sent, repeated and read: everything that does not depend on the API's document.
//!
//! This file is the contract with the generated code: it uses the names listed here, and no others. Imports go one way, from
//! `generated` to `runtime`.

mod auth;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod builder;
mod call;
mod client;
pub(crate) mod codec;
mod download;
mod draft;
mod error;
mod exchange;
mod execute;
mod field;
#[allow(dead_code, reason = "an API may have no uploads")]
mod form;
mod job;
mod middleware;
#[allow(dead_code, reason = "an API may have no enums")]
mod open_enum;
#[allow(dead_code, reason = "an API may have no unions")]
mod open_union;
mod output;
mod page;
#[allow(dead_code, reason = "an API uses some of the styles")]
mod parameters;
mod part;
mod reply;
mod request;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod retry;
mod secret;
#[cfg(any(test, feature = "test-util"))]
mod test_util;
mod trace;
mod transport;
mod uri;

pub use auth::TokenProvider;
pub(crate) use auth::{ApiFacts, Auth};
#[cfg(feature = "blocking")]
pub use blocking::{BlockingItems, BlockingPages};
pub use body::Body;
pub use builder::ClientBuilder;
pub use bytes::Bytes;
pub use call::{Call, CallFuture};
pub use client::Client;
pub use codec::Drift;
pub use download::Download;
pub use error::{ApiError, BoxError, DecodeError, Error, ErrorKind, JobError};
pub use field::Field;
pub use form::{Form, Multipart};
pub use job::{Job, Progress};
pub use middleware::{Middleware, Next};
pub use output::{Cast, Output, Response};
pub use page::{Items, NextPage, Page, Paged, Pages};
pub use part::Part;
pub(crate) use reply::Reply;
pub use request::RequestBuilder;
#[cfg(feature = "reqwest")]
pub use reqwest_transport::ReqwestTransport;
pub use secret::Secret;
#[cfg(any(test, feature = "test-util"))]
pub use test_util::{Expectation, MockTransport, SentRequest};
pub use transport::{BoxFuture, Request, Transport, TransportError};

/// Any JSON value.
pub use serde_json::Value as Json;
/// Any JSON object.
pub type JsonObject = serde_json::Map<String, Json>;

// What an API does not need of these, it does not use.
#[allow(unused_imports, reason = "for the generated code")]
pub(crate) use {
    job::JobStates,
    parameters::{ParameterWriter, Parameters},
};
// The macros, and what they expand to.
#[allow(unused_imports, reason = "for the generated code")]
pub(crate) use {
    codec::{
        At, Decode, Encode, Mismatch, Report, Sink, Slot, Source, by_tree, codec, decode, encode,
        tolerant,
    },
    open_enum::{decode_text, open_enum, open_integer_enum, tolerant_text},
    open_union::{Arms, Union, decode_union, encode_tagged, open_union, union_type},
};
