//! A call: a request with its options, and the type of its response.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use serde::Serialize;

use crate::runtime::auth::Credential;
use crate::runtime::auth::secret::Secret;
use crate::runtime::error::Error;
use crate::runtime::request::builder::{RequestBuilder, header, set_header};
use crate::runtime::request::idempotency::IdempotencyKey;
use crate::runtime::request::parameters::{ParameterWriter, undocumented};
use crate::runtime::request::prepared::{BodyMode, PreparedRequest};
use crate::runtime::send::execute::execute;
use crate::runtime::send::raw_response::ResponseFuture;
use crate::runtime::settings::Settings;

/// A call of an operation. Await it, or set options first; all operations have the same ones.
///
/// The request is sent when the call is awaited; dropping the future cancels it.
///
/// ```no_run
/// # async fn run(client: cekura::Client) -> Result<(), cekura::Error> {
/// use std::time::Duration;
///
/// let call = client.get("/things/").call::<cekura::Json>();
/// let things = call.timeout(Duration::from_secs(5)).retries(0).await?;
/// # Ok(()) }
/// ```
#[must_use = "a call is not sent until it is awaited"]
pub struct Call<T> {
    pub(crate) settings: Arc<Settings>,
    pub(crate) request: Box<PreparedRequest>,
    /// The reason why the call cannot be sent, returned when it is awaited.
    pub(crate) error: Option<Error>,
    output: PhantomData<fn() -> T>,
}

impl<T> Call<T> {
    pub(crate) fn new(
        settings: Arc<Settings>,
        request: Box<PreparedRequest>,
        error: Option<Error>,
    ) -> Self {
        Call { settings, request, error, output: PhantomData }
    }

    /// Returns the same call, decoded as another type.
    pub(crate) fn read_as<U>(mut self) -> Call<U> {
        if self.request.events.take().is_some() {
            self.request.body_mode = BodyMode::Typed;
        }
        Call::new(self.settings, self.request, self.error)
    }

    /// Sets the time limit of one attempt.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request.timeout = Some(timeout);
        self
    }

    /// Sets the time limit of all attempts and the pauses between them.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.request.total_timeout = Some(timeout);
        self
    }

    /// Sets the lowest rate at which the server has to take the body, averaged over 10 s of waiting
    /// for it; by default there is none. The time in which a stream of the program's own has no
    /// data does not count.
    ///
    /// It finds an upload that has stalled long before its timeout, which grows with the length. It
    /// needs a clock, which a browser does not have.
    pub fn min_upload_throughput(mut self, bytes_per_second: u64) -> Self {
        self.request.min_upload_throughput = Some(bytes_per_second);
        self
    }

    /// Sets the maximum number of retries.
    pub fn retries(mut self, retries: u32) -> Self {
        self.request.retries = Some(retries);
        self
    }

    /// Sets whether the call may be executed twice.
    ///
    /// If so, it is also retried if the server may have received it: after a timeout, a broken
    /// connection or a server error. By default GET, HEAD, PUT, DELETE, OPTIONS and TRACE are
    /// idempotent. POST and PATCH are not, and are not repeated for the next page of a list
    /// either.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.request.idempotent = idempotent;
        self
    }

    /// Sets the key by which the server recognizes a repeated call; with `None`, a new UUID.
    ///
    /// It is sent in the header of [`ClientBuilder::idempotency_keys`], or else in
    /// `Idempotency-Key`, and is the same for all attempts. The call is then retried like a GET.
    /// The pages after the first are other calls, with a new key each.
    ///
    /// [`ClientBuilder::idempotency_keys`]: crate::ClientBuilder::idempotency_keys
    pub fn idempotency_key<'a>(mut self, key: impl Into<Option<&'a str>>) -> Self {
        match key.into().map(HeaderValue::from_str) {
            None => self.request.idempotency_key = Some(IdempotencyKey::Made),
            Some(Ok(key)) if !key.is_empty() => {
                self.request.idempotency_key = Some(IdempotencyKey::Given(key));
            }
            Some(_) => {
                let message = "the idempotency key is empty or not allowed in headers";
                self.error.get_or_insert(Error::invalid_request(message));
            }
        }
        self
    }

    /// Sets a header. A `Cookie` is added to those of the operation.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => set_header(&mut self.request.headers, name, value),
            Err(error) => {
                self.error.get_or_insert(error);
            }
        }
        self
    }

    /// Adds a query parameter that the operation does not document; a list repeats the name, and
    /// `None` is not sent.
    pub fn extra_query(mut self, name: &str, value: impl Serialize) -> Self {
        match undocumented(name, value) {
            Ok(pairs) => {
                self.request.add_query(pairs);
                self
            }
            Err(error) => self.fail_with(Some(error)),
        }
    }

    /// Adds a member that the operation does not document to the JSON object of the body, or
    /// replaces one.
    pub fn extra_body(mut self, name: &str, value: impl Serialize) -> Self {
        let added = match serde_json::to_value(value) {
            Ok(value) => self.request.add_member(name, &value),
            Err(error) => {
                let message = format!("the member `{name}` cannot be encoded");
                Err(Error::invalid_request(message).with_source(error))
            }
        };
        self.fail_with(added.err())
    }

    /// Sends the call with another API key.
    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        self.credential(Credential::Key(key.into()))
    }

    /// Sends the call with a token, as `Authorization: Bearer`.
    pub fn bearer_token(self, token: impl Into<Secret>) -> Self {
        self.credential(Credential::Bearer(token.into()))
    }

    fn credential(mut self, credential: Credential) -> Self {
        if credential.known().is_some_and(|secret| secret.expose().is_empty()) {
            return self.fail_with(Some(Error::invalid_request("the credential is empty")));
        }
        let mut settings = Settings::clone(&self.settings);
        settings.set_credential(credential);
        self.settings = Arc::new(settings);
        self
    }

    fn fail_with(mut self, error: Option<Error>) -> Self {
        self.error = self.error.or(error);
        self
    }

    /// Returns a writer of the call's documented parameters.
    pub(crate) fn parameters(&mut self) -> ParameterWriter<'_> {
        ParameterWriter::new(&mut self.request, &mut self.error)
    }

    /// Sets the optional body.
    #[inline]
    pub(crate) fn with_body(self, set: impl FnOnce(RequestBuilder) -> RequestBuilder) -> Self {
        let Call { settings, request, error, .. } = self;
        let RequestBuilder { settings, request, error } =
            set(RequestBuilder { settings, request, error });
        Call::new(settings, request, error)
    }

    /// Sends the call; the response body is read unless it is to be streamed.
    pub(crate) fn execute(mut self, body_mode: Option<BodyMode>) -> ResponseFuture {
        if let Some(body_mode) = body_mode {
            self.request.body_mode = body_mode;
        }
        match self.error {
            Some(error) => {
                let error = error.with_operation(self.request.operation());
                Box::pin(std::future::ready(Err(error)))
            }
            None => Box::pin(execute(self.settings, self.request)),
        }
    }
}

impl<T> Clone for Call<T> {
    /// A body that is a stream is sent by one of the clones only.
    fn clone(&self) -> Self {
        let error = self.error.as_ref().map(Error::of_invalid_request);
        Call::new(Arc::clone(&self.settings), self.request.clone(), error)
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.request.method)
            .field("path", &self.request.path)
            .finish_non_exhaustive()
    }
}
