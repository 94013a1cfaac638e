//! One attempt to send a request: credential, request, redirects, response.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
use http::response::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use crate::runtime::auth::Auth;
use crate::runtime::auth::secret::Secret;
use crate::runtime::auth::tokens::{TokenFailure, Tokens};
use crate::runtime::error::Error;
use crate::runtime::error::api::ApiError;
use crate::runtime::request::prepared::{BodyMode, PreparedRequest};
use crate::runtime::send::authenticate::{authenticate, join_cookies, scheme};
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::send::redirect::Hop;
use crate::runtime::send::retry::Replay;
use crate::runtime::send::state::CallState;
use crate::runtime::send::trace::CallSpan;
use crate::runtime::send::turn::{end_turn, turn};
use crate::runtime::settings::Settings;
use crate::runtime::transport::body::Body;
use crate::runtime::transport::limit::TimeLimit;
use crate::runtime::transport::throughput::upload::UploadWatch;
use crate::runtime::transport::{Failure, Request};

/// Enough of an error's body to identify the error.
const ERROR_BODY_LIMIT: usize = 64 * 1024;
const ERROR_BODY_TIME: Duration = Duration::from_secs(5);

/// One attempt to send a request.
pub(crate) struct Attempt<'a> {
    settings: &'a Arc<Settings>,
    request: &'a PreparedRequest,
    number: u32,
    span: &'a CallSpan,
    call: &'a mut CallState,
    state: AttemptState,
}

/// The progress of an attempt, from which its error is created if it exceeds its time limit.
#[derive(Default)]
struct AttemptState {
    /// A request was sent, or was about to be.
    sent: bool,
    /// The secret was rejected and replaced.
    renewed: bool,
    /// The scheme and the secret that are sent.
    credential: Option<(Auth, Secret)>,
    /// The same of further credentials, which an operation may ask for instead or as well.
    further: Vec<(Auth, Secret)>,
    /// The head of the response, while the rest is read.
    head: Option<Parts>,
    /// The part of an error's body that was read so far.
    error_body: Vec<u8>,
}

impl<'a> Attempt<'a> {
    pub(crate) fn new(
        settings: &'a Arc<Settings>,
        request: &'a PreparedRequest,
        number: u32,
        span: &'a CallSpan,
        call: &'a mut CallState,
    ) -> Self {
        Attempt { settings, request, number, span, call, state: AttemptState::default() }
    }

    /// Returns how many attempts have been sent, this one included if it was.
    pub(crate) fn number_sent(&self) -> u32 {
        self.number - u32::from(!self.state.sent)
    }

    /// Runs the attempt when it is its turn.
    pub(crate) async fn run_in_turn(&mut self) -> Result<Box<RawResponse>, Error> {
        let permit = turn(self.settings, self.call).await;
        let mut outcome = self.run_in_time().await;
        end_turn(self.settings, permit, &mut outcome);
        outcome
    }

    /// Runs the attempt within its own time limit.
    async fn run_in_time(&mut self) -> Result<Box<RawResponse>, Error> {
        let default = || self.settings.timeout.saturating_add(self.request.upload_time());
        let timeout = self.request.timeout.unwrap_or_else(default);
        let mut limit = TimeLimit::new(self.settings.transport.as_ref(), Some(timeout));
        let in_time = limit.run(pin!(self.run())).await;
        in_time.unwrap_or_else(|| Err(self.timed_out(Some(timeout))))
    }

    /// Sends the request and reads the response.
    async fn run(&mut self) -> Result<Box<RawResponse>, Error> {
        self.state.credential = self.credential().await?;
        let mut hop = Hop::first(self.request, self.settings)?;
        loop {
            let (head, body) = self.send(&hop).await?;
            let is_rejected = head.status == StatusCode::UNAUTHORIZED;
            if let Some((tokens, scheme, rejected)) = self.renewable().filter(|_| is_rejected) {
                self.state.head = Some(head);
                match Box::pin(self.other_token(tokens, rejected)).await {
                    Ok(token) => self.renew(scheme, token),
                    Err(failure) => {
                        let error = self.read_error(body).await;
                        let message = "no other token from the provider";
                        return Err(error.and(message).with_source(failure));
                    }
                }
                continue;
            }
            if let Some(tokens) = self.settings.credential.tokens().filter(|_| !is_rejected) {
                tokens.accepted();
            }
            if let Some(next) = hop.follow(&head, self.call.replay) {
                // "See other": the request was processed, and this is the way to its result.
                self.call.accepted |= next.method != hop.method;
                hop = next;
            } else if head.status.is_success() {
                return self.read(head, body).await;
            } else {
                self.state.head = Some(head);
                return Err(self.read_error(body).await);
            }
        }
    }

    /// Returns the scheme and the secret to send, if any.
    async fn credential(&mut self) -> Result<Option<(Auth, Secret)>, Error> {
        let scheme = scheme(self.settings, self.request)?;
        let schemes = if let Auth::All(schemes) = scheme { schemes } else { &[scheme][..] };
        let own = self.settings.credential.own(self.settings.facts.auth);
        let further = schemes.iter().filter(|scheme| **scheme != own);
        self.state.further = further
            .filter_map(|scheme| Some((*scheme, self.settings.further(*scheme)?.clone())))
            .collect();
        if own == Auth::None || !schemes.contains(&own) {
            return Ok(None);
        }
        let secret = self.settings.credential.secret().await?;
        let secret = match (secret, self.settings.credential.tokens()) {
            (Some(stale), Some(tokens)) if self.call.rejected.contains(&stale) => {
                Some(Box::pin(self.other_token(tokens, stale)).await?)
            }
            (secret, _) => secret,
        };
        Ok(secret.map(|secret| (own, secret)))
    }

    /// Requests a token that the server has not rejected during this call.
    async fn other_token(
        &mut self,
        tokens: &Tokens,
        rejected: Secret,
    ) -> Result<Secret, TokenFailure> {
        if !self.call.rejected.contains(&rejected) {
            self.call.rejected.push(rejected.clone());
        }
        let token = tokens.renewed(rejected, self.settings.transport.now()).await?;
        if self.call.rejected.contains(&token) {
            return Err(TokenFailure::from("the provider returned a rejected token again"));
        }
        Ok(token)
    }

    /// Returns the source of another token for the one that was sent, if there may be another.
    fn renewable(&self) -> Option<(&'a Tokens, Auth, Secret)> {
        if self.state.renewed || self.call.replay == Replay::Impossible {
            return None;
        }
        let tokens = self.settings.credential.tokens()?;
        let (scheme, secret) = self.state.credential.as_ref()?;
        Some((tokens, *scheme, secret.clone()))
    }

    fn renew(&mut self, scheme: Auth, token: Secret) {
        self.state.credential = Some((scheme, token));
        self.state.renewed = true;
        self.state.head = None;
    }

    /// Sends the request of one hop, and returns the head and the body of the response.
    async fn send(&mut self, hop: &Hop) -> Result<(Parts, Body), Error> {
        let mut request = self.request(hop)?;
        let sent_before = std::mem::replace(&mut self.state.sent, true);
        let transport = &self.settings.transport;
        let outcome = match self.request.min_upload_throughput {
            Some(rate) if request.body.length() != Some(0) => {
                let body = std::mem::take(&mut request.body);
                let (watch, body) = UploadWatch::new(Arc::clone(transport), rate, body);
                request.body = body;
                let too_slow = "the body is sent at less than the minimum throughput";
                let sent = Box::pin(watch.run(transport.send(request))).await;
                sent.ok_or_else(|| Error::timeout(too_slow))?
            }
            _ => transport.send(request).await,
        };
        match outcome {
            Ok(response) => Ok(response.into_parts()),
            Err(error) => {
                self.state.sent = sent_before || error.failure != Failure::Invalid;
                Err(error.into())
            }
        }
    }

    /// Creates the request of one hop.
    fn request(&self, hop: &Hop) -> Result<Request, Error> {
        let mut headers = headers(&self.settings.headers, &self.request.headers);
        // After "see other" the body is not sent again.
        let body = if hop.method == self.request.method {
            self.request.body()?
        } else {
            headers.remove(CONTENT_TYPE);
            Body::empty()
        };
        let has_body =
            matches!(hop.method, Method::POST | Method::PUT | Method::PATCH | Method::QUERY);
        if let Some(length) = body.length().filter(|&length| length > 0 || has_body) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        let mut request = Request {
            method: hop.method.clone(),
            url: hop.url.clone(),
            headers,
            body,
            path: self.request.path.clone(),
            attempt: self.number,
        };
        // The key is that of the request, not of its result.
        let key = self.call.key.as_ref().filter(|_| hop.method == self.request.method);
        for header in key.into_iter().chain(&self.call.id) {
            request.headers.insert(header.0.clone(), header.1.clone());
        }
        if let Some(name) = &self.settings.call_headers.attempt {
            request.headers.insert(name, self.number.into());
        }
        if let Some(propagate) = &self.settings.propagate {
            propagate(&mut request.headers);
        }
        match (&self.state.credential, &self.settings.credential_header) {
            (None, _) => {}
            (Some(_), Some((name, value))) => {
                request.headers.entry(name).or_insert_with(|| value.clone());
            }
            (Some((scheme, secret)), None) => {
                authenticate(&mut request, *scheme, secret.expose())?;
            }
        }
        for (scheme, secret) in &self.state.further {
            authenticate(&mut request, *scheme, secret.expose())?;
        }
        Ok(request)
    }

    /// Reads the body of a successful response.
    async fn read(&mut self, head: Parts, body: Body) -> Result<Box<RawResponse>, Error> {
        let head = self.state.head.insert(head);
        let (body, stream) = match self.request.body_mode {
            BodyMode::Streamed => (Ok(Bytes::new()), Some(body)),
            BodyMode::Typed | BodyMode::Text | BodyMode::ByContentType => {
                (body.collect(self.settings.body_limit).await, None)
            }
        };
        let (status, headers) = (head.status, std::mem::take(&mut head.headers));
        match body {
            Ok(body) => Ok(Box::new(RawResponse {
                settings: Arc::clone(self.settings),
                operation: self.request.operation(),
                body_mode: self.request.body_mode,
                status,
                headers,
                body,
                stream,
                request: self.request.events.as_ref().map(|_| Box::new(self.request.clone())),
                attempts: self.number,
                time_left: None,
                span: self.span.clone(),
            })),
            Err(error) => Err(Error::body(error).with_head(status, headers)),
        }
    }

    /// Reads the body of an error response, as far as it arrives in time, and creates the error.
    async fn read_error(&mut self, body: Body) -> Error {
        let mut limit = TimeLimit::new(self.settings.transport.as_ref(), Some(ERROR_BODY_TIME));
        // An incomplete body is kept, too.
        let _ = limit.run(pin!(body.read_some(ERROR_BODY_LIMIT, &mut self.state.error_body))).await;
        self.timed_out(None)
    }

    /// Creates the error of an attempt that exceeded this time limit.
    ///
    /// A response with an error status is more informative than the timeout, so it is the error.
    pub(crate) fn timed_out(&mut self, limit: Option<Duration>) -> Error {
        let limit = limit.unwrap_or_default();
        match self.state.head.take() {
            Some(head) if head.status.is_success() => {
                Error::timeout(format!("the body was not complete within {limit:?}"))
                    .with_head(head.status, head.headers)
            }
            Some(head) => self.status_error(head),
            None if self.state.sent => Error::timeout(format!("no response within {limit:?}")),
            None => Error::timeout(format!("not sent within {limit:?}")),
        }
    }

    fn status_error(&mut self, head: Parts) -> Error {
        let body = std::mem::take(&mut self.state.error_body);
        let secrets = self.settings.secrets();
        Error::status_error(ApiError::new(head.status, head.headers, body.into(), secrets))
    }
}

/// Merges the headers of the client with those of the call, which take precedence. Cookies are
/// combined.
fn headers(of_client: &HeaderMap, of_call: &HeaderMap) -> HeaderMap {
    let count = of_client.len() + of_call.len();
    // More for the credential and what the transport adds (host, length, encodings): a map that
    // grows on the way moves every header.
    let mut headers = HeaderMap::with_capacity(count + 6);
    let mut cookies = 0;
    for source in [of_client, of_call] {
        let mut last = None;
        for (name, value) in source {
            let is_cookie = *name == COOKIE;
            cookies += usize::from(is_cookie);
            // All values of a name follow one another.
            if is_cookie || last.replace(name) == Some(name) {
                headers.append(name, value.clone());
            } else {
                headers.insert(name, value.clone());
            }
        }
    }
    if cookies > 1 {
        join_cookies(&mut headers);
    }
    headers
}

#[cfg(test)]
mod tests;
