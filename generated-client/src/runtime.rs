//! The runtime: everything about calls that does not depend on the API's document.
//!
//! This file is the contract with `lib.rs` and the generated code, which import from here and from
//! nowhere else. Inside the runtime, files import each other by their own paths.
//!
//! Each room uses only rooms above it in this table, and files do not import in circles:
//!
//! | room | contents | uses |
//! |---|---|---|
//! | `aliases` | short names for types of other crates | |
//! | `auth` | credentials, schemes, token providers | `aliases` |
//! | `error` | the error type, and text that is safe to print | `aliases`, `auth` |
//! | `codec` | values from and to JSON | `aliases`, `auth`, `error` |
//! | `transport` | the trait, `reqwest`, middleware, the mock | `aliases`, `auth`, `error` |
//! | `settings` | the settings and state that calls share | `auth`, `codec`, `error`, `transport` |
//! | `request` | parameters, bodies, keys, the request builder | all above |
//! | `client` | the client and its builder | all above |
//! | `send` | attempts, redirects, retries, spans | all above but `client` |
//! | `call` | a request with its options | `auth`, `error`, `request`, `send`, `settings` |
//! | `response` | values, downloads, streams, pages, jobs, webhooks, own calls | all above |
//! | `blocking` | blocking calls | all above but `client` |

mod aliases;
mod auth;
#[cfg(feature = "blocking")]
mod blocking;
mod call;
mod client;
mod codec;
mod error;
mod request;
mod response;
mod send;
mod settings;
mod transport;

pub use bytes::Bytes;

pub use aliases::{BoxError, BoxFuture, Json, JsonObject};
pub use auth::secret::Secret;
pub use auth::tokens::TokenProvider;
pub(crate) use auth::{ApiDefault, ApiFacts, Auth};
#[cfg(feature = "blocking")]
pub use blocking::download::BlockingDownload;
#[cfg(feature = "blocking")]
pub use blocking::events::BlockingEvents;
#[cfg(feature = "blocking")]
pub use blocking::{BlockingItems, BlockingPages};
pub use call::Call;
pub use client::Client;
pub use client::builder::ClientBuilder;
pub use client::options::ClientOptions;
pub use codec::body::Decoded;
pub use codec::drift::{At, Drift, Mismatch, Report};
pub use codec::field::Field;
pub use codec::scalars::duration::{InvalidDuration, IsoDuration};
pub use codec::slots::indirect::Indirect;
pub use codec::tree::JsonRef;
pub use codec::{Decode, Encode, Sink, Slot, Source};
pub use error::Error;
pub use error::api::ApiError;
pub use error::decode::DecodeError;
pub use error::job::JobError;
pub use error::kind::ErrorKind;
pub use request::builder::RequestBuilder;
pub use request::form::{Form, Multipart};
pub use request::id::Id;
pub use request::part::Part;
pub use response::download::Download;
pub use response::events::{Event, Events};
pub use response::failure::from_json;
#[cfg(any(test, feature = "test-util"))]
pub use response::fake::fake;
pub use response::future::CallFuture;
pub use response::job::Job;
pub use response::job::poller::Progress;
pub use response::output::{Cast, Output, Response};
pub use response::page::next::NextPage;
pub use response::page::walk::{Items, Pages};
pub use response::page::{Page, Paged};
pub use response::webhook::SecretError;
pub use settings::metrics::CallMetrics;
pub use transport::body::Body;
pub use transport::middleware::{Middleware, Next};
#[cfg(any(test, feature = "test-util"))]
pub use transport::mock::{Expectation, MockTransport, SentRequest};
#[cfg(feature = "reqwest")]
pub use transport::reqwest::ReqwestTransport;
#[cfg(feature = "reqwest")]
pub use transport::reqwest::connections::TlsVersion;
pub use transport::{Request, Transport, TransportError};

// For the generated code: macros, the items that they expand to, and items of operations.
pub(crate) use codec::macros::{codec, impl_codec};
pub(crate) use codec::open_enum::{
    OpenEnum, OpenIntegerEnum, by_wire_value, decode_integer, decode_text, encode_integer,
    encode_text, fit_of_integer, fit_of_text, open_enum, open_integer_enum, tolerant_integer,
    tolerant_text,
};
pub(crate) use codec::open_union::arms::{Arms, Union};
pub(crate) use codec::open_union::probe::{fit_of_object, places_of_object};
pub(crate) use codec::open_union::tag::{Tag, tags};
pub(crate) use codec::open_union::{
    encode_tagged, encode_union, fit_of_union, from_arms, open_union, places_of_union,
    tolerant_union,
};
pub(crate) use codec::strict::{decode, encode};
pub(crate) use codec::tolerant::{by_tree, tolerant};
pub(crate) use codec::tree::fit::Fit;
pub(crate) use codec::tree::places::Places;
pub(crate) use request::form::FieldStyle;
pub(crate) use response::by_status::{ResponsePart, open_response};
pub(crate) use response::job::poller::JobStates;
pub(crate) use response::operation::{OperationCall, operation_call};
pub(crate) use response::output::WithDrift;
pub(crate) use response::webhook::{KindSource, read_event, same_secret};
pub(crate) use send::raw_response::RawResponse;

/// One use of every item that only generated code uses.
///
/// An API need not have enums, unions, parameters, uploads or jobs, so its generated code uses a
/// part of these items. It is declared here and nowhere else: the compiler reports every other
/// unused item of the runtime.
#[allow(dead_code, unreachable_pub, reason = "an API uses a part of the contract")]
mod contract {
    use super::{
        ApiDefault, Auth, Bytes, Call, Decode, Encode, Events, Field, FieldStyle, Form, Job,
        JobStates, Json, KindSource, Page, Part, RequestBuilder, Secret, Sink, Source, codec,
        from_arms, open_enum, open_integer_enum, open_response, open_union, operation_call,
        read_event, same_secret,
    };

    open_enum! {
        pub enum Text { A = "a" }
    }

    open_integer_enum! {
        pub enum Integer { One = 1 }
    }

    open_union! {
        pub enum Untagged { Text(Text), Object(Object) }
    }

    open_union! {
        #[tag = "type"]
        pub enum Tagged { Object(Object) = "object" | 1 | true }
    }

    open_union! {
        #[tag("type", up = 1)]
        pub enum TaggedOutside { Object(Object) = "object" }
    }

    open_union! {
        #[tag("type", default = Object)]
        pub enum TaggedOrNot { Text(Text) = "text", Object(Object) }
    }

    open_union! {
        #[tag("type", up = 1, default = Object)]
        pub enum TaggedOutsideOrNot { Text(Text) = "text", Object(Object) }
    }

    from_arms! {
        enum Untagged { Text(Text), Object(Object) }
    }

    open_response! {
        pub enum ByStatus { Ok(Object) = 200, NoContent = 204, Other(Bytes) = 205..=299 }
    }

    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Object;

    impl Decode for Object {
        fn field<S: Source>(&mut self, _: &str, source: &mut S) -> Result<(), S::Error> {
            source.skip()
        }
    }

    impl Encode for Object {
        fn fields<S: Sink>(&self, _: &mut S) -> Result<(), S::Error> {
            Ok(())
        }
    }

    codec!(Object);

    operation_call! {
        #[paged]
        pub struct List(Call<Page<Object>>);
    }

    operation_call! {
        #[events]
        pub struct Listen(Call<Events<Object>>);
    }

    operation_call! {
        #[streamed]
        pub struct Export(Call<Bytes>);
    }

    impl Export {
        pub fn all(mut self) -> Self {
            self.call.parameters().query("a", "a");
            self.call.parameters().query_joined("a", &1);
            self.call.parameters().query_spaced("a", &1);
            self.call.parameters().query_piped("a", &1);
            self.call.parameters().query_deep("a", &1);
            self.call.parameters().query_json("a", &1);
            self.call.parameters().header("a", "a");
            self.call.parameters().header_exploded("a", &1);
            self.call.parameters().cookie("a", "a");
            self.call = self.call.with_body(|request| request.json(&Object));
            self
        }
    }

    fn list(request: RequestBuilder) -> List {
        request.call().into()
    }

    fn listen(request: RequestBuilder) -> Listen {
        request.open_call::<Json>().and_stream(|request| request.sse_named_call(&["a"])).into()
    }

    fn export(request: RequestBuilder) -> Export {
        Export::from(request.call()).all()
    }

    const SCHEMES: &[Auth] = &[
        Auth::Header("a"),
        Auth::Query("a"),
        Auth::Cookie("a"),
        Auth::Bearer,
        Auth::Basic,
        Auth::Http("a"),
        Auth::All(&[]),
        Auth::None,
    ];

    const DEFAULTS: &[ApiDefault] =
        &[ApiDefault { parameter: "a", variable: "A", key: "a", is_integer: true, unless: &["b"] }];

    const STYLES: &[(&str, FieldStyle)] = &[
        ("a", FieldStyle::Joined),
        ("a", FieldStyle::Spaced),
        ("a", FieldStyle::Piped),
        ("a", FieldStyle::Deep),
        ("a", FieldStyle::Json),
    ];

    fn operation(request: RequestBuilder) -> Call<Json> {
        let request = request.json_or_multipart(&Object, "application/json");
        let request = request.path_id("a", 1).parameters(|to| to.query("a", &1)).security(SCHEMES);
        request.defaults(&["a"]).form_styled("a", STYLES).open_call()
    }

    impl super::Multipart for Object {
        fn parts(&self, _: &mut Form) {}
    }

    fn upload(form: &mut Form, file: &Part) {
        form.text_of("a", "text/plain", &"a");
        form.file_of("a", "text/plain", file);
        form.json_each("a", &"a");
        form.clearable("a", &Field::Value("a"));
        form.styled("a", FieldStyle::Exploded, &"a");
    }

    fn event(secret: &Secret, body: &[u8]) -> bool {
        let header = KindSource::Header("a", Some(b"a"));
        same_secret(secret, Some("a")).is_ok()
            && read_event::<Tagged>(body, header).is_ok()
            && read_event::<Tagged>(body, KindSource::At("/a")).is_ok()
    }

    fn job(start: Call<Json>) -> Job<Json> {
        let states = JobStates { id: "/id", status: "/status", done: &[], failed: &[] };
        let client = start.client();
        start.job(states, move |id| client.request_as("QUERY", "/{id}").path("id", id).call())
    }
}
