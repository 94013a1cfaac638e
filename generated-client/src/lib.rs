// Its program makes calls of resources.
#![cfg_attr(feature = "resources", doc = include_str!("../README.md"))]
//!
//! ## Where to find what
//!
//! | | |
//! |---|---|
//! | [`Client`] | one method for each resource, and what to build a client from |
//! | [`resources`] | a page for each resource, with an example and its calls in groups |
//! | [`types`] | requests and responses, each with the calls that take and return it |
//! | [`Call`] | what every call has: timeouts, headers, retries, the response behind the value |
//! | [`Error`] | what went wrong, and whether it may succeed later |
//! | [`guide`] | everything else, from authentication to tests of your code |
// <own>
//! | [`guide::tasks`] | whole programs, by task |
// </own>
#![warn(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
#[rustfmt::skip]
#[allow(missing_docs, reason = "nothing is better than a text that repeats a name")]
mod generated;
// <own>
mod own;
// </own>
mod runtime;

pub use generated::*;
pub use http;
// <own>
#[cfg(feature = "test-suite")]
pub use own::test_suite;
#[cfg(feature = "calls")]
pub use own::transcript;
#[cfg(any(feature = "results", feature = "scenarios"))]
pub use own::verdict;
// </own>
pub use runtime::{
    Bytes, Call, Client, ClientBuilder, Error, ErrorKind, Field, Json, JsonObject, Page, Response,
};

/// Credentials: keys that are not printed, and tokens that expire.
pub mod auth {
    pub use crate::runtime::{BoxError, BoxFuture, Secret, TokenProvider};
}

/// JSON to types and back: without a call, tolerantly, and for types of your own.
///
/// [`from_json`](codec::from_json) reads a type of this crate from JSON of a file or a queue, as a
/// call reads its response; what did not match is a list of [`Drift`](codec::Drift)s. The traits
/// are for generic code over the API's types, and for types of your own in a [`Call`].
pub mod codec {
    pub use crate::runtime::{
        At, Decode, Decoded, Drift, Encode, JsonRef, Mismatch, Report, Sink, Slot, Source,
        from_json,
    };
}

/// Responses that are written to a file or read piece by piece, whatever their length.
pub mod downloads {
    #[cfg(feature = "blocking")]
    pub use crate::runtime::BlockingDownload;
    pub use crate::runtime::Download;
}

/// The details of an [`Error`]: the server's message, the place that does not match.
///
/// That of a job is in [`jobs`], and that of a transport in [`transport`].
pub mod errors {
    pub use crate::runtime::{ApiError, DecodeError, SecretError};
}

/// Code of yours around all calls: middleware, and what metrics are told.
pub mod hooks {
    pub use crate::runtime::{CallMetrics, Middleware, Next};
}

/// Work that takes its time on the server: started by a call, and polled until it ends.
pub mod jobs {
    pub use crate::runtime::{Job, JobError, Progress};
}

/// Lists that come in pages: streams of pages and of items, and pages of your own.
pub mod pages {
    #[cfg(feature = "blocking")]
    pub use crate::runtime::{BlockingItems, BlockingPages};
    pub use crate::runtime::{Items, NextPage, Paged, Pages};
}

/// Requests to endpoints that the API does not document, the options of a derived client, and the
/// names of what a [`Call`] turns into.
pub mod requests {
    pub use crate::runtime::{CallFuture, Cast, ClientOptions, Output, RequestBuilder};
}

/// Streams of events: server-sent events, JSON Lines and JSON text sequences, each event typed.
pub mod streams {
    #[cfg(feature = "blocking")]
    pub use crate::runtime::BlockingEvents;
    pub use crate::runtime::{Event, Events};
}

/// Tests of your code without a network: a transport that answers as you tell it.
#[cfg(any(test, feature = "test-util"))]
pub mod testing {
    pub use crate::runtime::{Expectation, MockTransport, SentRequest, fake};
}

/// The way to the server: `reqwest`, or an HTTP stack of yours.
pub mod transport {
    pub use crate::runtime::{Body, BoxError, BoxFuture, Request, Transport, TransportError};
    #[cfg(feature = "reqwest")]
    pub use crate::runtime::{ReqwestTransport, TlsVersion};
    #[cfg(feature = "reqwest")]
    pub use reqwest;
}

/// Files that are sent: from memory, from disk or as a stream, alone or in a form.
pub mod uploads {
    pub use crate::runtime::{BoxError, Form, Multipart, Part};
}

/// Values that the standard library has no types for.
pub mod values {
    pub use crate::runtime::{Id, Indirect, InvalidDuration, IsoDuration};
}

#[doc = include_str!("guide.md")]
pub mod guide {
    // <own>
    pub use crate::own::tasks;
    // </own>
}
