#![doc = include_str!("../README.md")]
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
#[cfg(feature = "reqwest")]
pub use reqwest;
// <own>
#[cfg(feature = "test-suite")]
pub use own::test_suite;
#[cfg(any(feature = "results", feature = "scenarios"))]
pub use own::verdict;
// </own>
pub use runtime::{
    ApiError, Body, BoxError, BoxFuture, Bytes, Call, CallFuture, CallMetrics, Cast, Client,
    ClientBuilder, ClientOptions, DecodeError, Decoded, Download, Drift, Error, ErrorKind, Field,
    Form, Id, Indirect, InvalidDuration, IsoDuration, Items, Job, JobError, Json, JsonObject,
    Middleware, Multipart, Next, NextPage, Output, Page, Paged, Pages, Part, Progress, Request,
    RequestBuilder, Response, Secret, SecretError, TokenProvider, Transport, TransportError,
    from_json,
};
#[cfg(feature = "blocking")]
pub use runtime::{BlockingDownload, BlockingItems, BlockingPages};
#[cfg(any(test, feature = "test-util"))]
pub use runtime::{Expectation, MockTransport, SentRequest, fake};
#[cfg(feature = "reqwest")]
pub use runtime::{ReqwestTransport, TlsVersion};

/// Conversion between types and JSON, for generic code over the API's types and for types of your
/// own.
pub mod codec {
    pub use crate::runtime::{At, Decode, Encode, JsonRef, Mismatch, Report, Sink, Slot, Source};
}

#[doc = include_str!("guide.md")]
pub mod guide {}
