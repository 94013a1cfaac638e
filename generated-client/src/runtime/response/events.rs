//! Responses that are streams of events: server-sent events, JSON Lines, JSON text sequences.

mod call;
mod data;
mod frame;
mod lines;
mod parser;
mod reconnect;
mod sequence;
mod server_sent;
#[cfg(test)]
mod tests;

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
#[cfg(feature = "blocking")]
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use crate::runtime::aliases::BoxFuture;
use crate::runtime::codec::Slot;
use crate::runtime::codec::drift::Drift;
use crate::runtime::error::Error;
use crate::runtime::error::kind::ErrorKind;
use crate::runtime::request::events::{EventData, EventFormat, EventOptions};
use crate::runtime::request::prepared::BodyMode;
use crate::runtime::response::events::frame::Frame;
use crate::runtime::response::events::parser::Parser;
use crate::runtime::response::events::reconnect::Reconnect;
use crate::runtime::response::output::Output;
use crate::runtime::send::raw_response::{RawResponse, ResponseFuture};
#[cfg(feature = "blocking")]
use crate::runtime::settings::Settings;
use crate::runtime::transport::body::Body;

/// An event of a stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The data.
    pub data: T,
    /// The id of the last server-sent event with one, up to this.
    pub id: Option<String>,
    /// The name of a server-sent event (`event`), if it has one.
    pub name: Option<String>,
    /// The pause before a further connection that the server asks for with this event (`retry`).
    pub retry: Option<Duration>,
    /// The places where the data does not match its documentation; usually empty.
    pub drift: Vec<Drift>,
    /// The number of further such places, which are only counted: the first hundred are kept.
    pub more_drift: usize,
}

/// A response that is a stream of events: a `Stream` of [`Event`]s.
///
/// An event that cannot be read is an error of kind [`Decode`](ErrorKind::Decode), and one longer
/// than [`ClientBuilder::event_limit`](crate::ClientBuilder::event_limit) of kind
/// [`TooLarge`](ErrorKind::TooLarge); the stream goes on behind both. Any other error ends it.
///
/// The timeout of an attempt applies to each chunk of the body, and
/// [`Call::total_timeout`](crate::Call::total_timeout) to the whole stream.
#[must_use = "a stream does nothing until it is polled"]
pub struct Events<T> {
    /// The response, whose body is the data of the event that is read.
    response: Box<RawResponse>,
    options: EventOptions,
    parser: Parser,
    state: State,
    /// The time limit of the next chunk.
    timeout: Duration,
    timer: Option<BoxFuture<'static, ()>>,
    /// The time limit of the whole stream: its length for the message, and the timer.
    total: Option<(Duration, BoxFuture<'static, ()>)>,
    reconnect: Option<Reconnect>,
    data: PhantomData<fn() -> T>,
}

enum State {
    Reading(Body),
    /// The body is complete.
    Complete,
    /// The request for the rest of the stream, and the error for which it is sent.
    Reconnecting(ResponseFuture, Option<Error>),
    /// Nothing follows.
    Over,
}

// No field is pinned.
impl<T> Unpin for Events<T> {}

impl<T: Slot> Output for Events<T> {
    type Value = Events<T>;

    fn read(mut response: Box<RawResponse>) -> Result<Self, Error> {
        let request = response.request.take();
        let with_options = request.and_then(|request| {
            request.events.as_deref().cloned().map(|options| (options, request))
        });
        let Some((options, request)) = with_options else {
            let message = "the format of the stream is not known; use `sse_call` or its like";
            return Err(Error::invalid_request(message).with_operation(response.operation));
        };
        data::check(&response, options.format)?;
        if options.format == EventFormat::ServerSent(EventData::Text) {
            response.body_mode = BodyMode::Text;
        }
        let settings = &response.settings;
        let limit = |(total, left)| (total, settings.transport.limit(left));
        Ok(Events {
            parser: Parser::new(options.format, settings.event_limit),
            state: State::Reading(response.stream.take().unwrap_or_default()),
            timeout: request.timeout.unwrap_or(settings.timeout),
            timer: None,
            total: response.time_left.map(limit),
            reconnect: (options.reconnects && request.idempotent).then(|| Reconnect::new(request)),
            options,
            response,
            data: PhantomData,
        })
    }
}

impl<T> Events<T> {
    /// Returns the status of the response.
    pub fn status(&self) -> StatusCode {
        self.response.status
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    /// Returns the id of the last server-sent event that had one, for
    /// [`Call::resume`](crate::Call::resume).
    pub fn last_event_id(&self) -> Option<&str> {
        self.parser.last_id()
    }

    /// Returns the settings of the client that reads the stream.
    #[cfg(feature = "blocking")]
    pub(crate) fn settings(&self) -> &Arc<Settings> {
        &self.response.settings
    }

    /// Adds the head of the response to an error: the server has accepted the call.
    fn located(&self, error: Error) -> Error {
        let RawResponse { status, headers, operation, attempts, .. } = &*self.response;
        error
            .with_head(*status, headers.clone())
            .with_operation(operation.clone())
            .with_attempts(*attempts)
    }

    /// Ends the stream with an error.
    fn end<I>(&mut self, error: Error) -> Poll<Option<Result<I, Error>>> {
        (self.state, self.timer) = (State::Over, None);
        self.response.span.unreadable(&error);
        Poll::Ready(Some(Err(error)))
    }

    /// Returns an error if the time limit of the whole stream is exceeded.
    fn poll_total(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        let Some((total, timer)) = &mut self.total else { return Poll::Pending };
        ready!(timer.as_mut().poll(cx));
        let message = format!("the stream was not complete within {total:?}");
        Poll::Ready(self.located(Error::timeout(message)))
    }

    /// Waits for the next chunk; `None` at the end of the body.
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Error>> {
        let State::Reading(body) = &mut self.state else { return Poll::Ready(None) };
        match Pin::new(body).poll_next(cx) {
            Poll::Ready(Some(Ok(chunk))) => {
                self.timer = None;
                self.parser.push(chunk);
                Poll::Ready(None)
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Error::body(error))),
            Poll::Ready(None) => {
                (self.state, self.timer) = (State::Complete, None);
                Poll::Ready(None)
            }
            Poll::Pending => {
                let limit = || self.response.settings.transport.limit(self.timeout);
                ready!(self.timer.get_or_insert_with(limit).as_mut().poll(cx));
                Poll::Ready(Some(Error::timeout(format!("no data for {:?}", self.timeout))))
            }
        }
    }

    /// Requests the rest of the stream after an error, or at the end of the body; returns the error
    /// if it is final.
    fn recover(&mut self, error: Option<Error>) -> Option<Error> {
        // The connection is given up before there is another.
        (self.state, self.timer) = (State::Over, None);
        let error = match (error, &self.options.end) {
            (None, Some(end)) => {
                let message = format!("the stream ended without `{end}`");
                Some(Error::new(ErrorKind::Connection, message))
            }
            (error, _) => error,
        };
        let error = error.map(|error| self.located(error));
        let settings = &self.response.settings;
        let request =
            self.reconnect.as_mut().zip(self.parser.last_id()).and_then(|(again, id)| {
                again.after(settings, error.as_ref(), id, self.parser.retry())
            });
        match request {
            Some(request) => {
                self.state = State::Reconnecting(request, error);
                None
            }
            None => error,
        }
    }

    /// Continues with a response, or returns the error that ends the stream.
    fn go_on(
        &mut self,
        response: Result<Box<RawResponse>, Error>,
        error: Option<Error>,
    ) -> Option<Error> {
        self.state = State::Over;
        match response {
            // The server has no more events for anybody.
            Ok(response) if response.status == StatusCode::NO_CONTENT => None,
            Ok(mut response) => {
                if let Err(other) = data::check(&response, self.options.format) {
                    return Some(other);
                }
                self.response.attempts += response.attempts;
                self.parser.restart();
                self.state = State::Reading(response.stream.take().unwrap_or_default());
                None
            }
            Err(failed) => Some(match error {
                Some(error) => error.and(&format!("it could not be resumed: {failed}")),
                None => failed,
            }),
        }
    }
}

impl<T: Slot> Events<T> {
    /// Returns the next event; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns the next event of the data that has arrived.
    fn arrived(&mut self) -> Option<Result<Event<T>, Error>> {
        loop {
            let frame = match &self.state {
                State::Reading(_) => self.parser.next(),
                State::Complete => self.parser.next().or_else(|| self.parser.last()),
                State::Reconnecting(..) | State::Over => None,
            };
            let (data, id, name, retry) = match frame? {
                Frame::Event { data, id, name, retry } => (data, id, name, retry),
                Frame::TooLong => {
                    let limit = self.response.settings.event_limit;
                    let message = format!("an event is longer than the limit of {limit} bytes");
                    let error = Error::new(ErrorKind::TooLarge, message);
                    return Some(Err(self.located(error)));
                }
            };
            if self.options.end.as_ref().is_some_and(|end| end.as_bytes() == data.trim_ascii()) {
                self.state = State::Over;
                return None;
            }
            if let Some(again) = &mut self.reconnect {
                again.goes_on();
            }
            if data.is_empty() && !data::is_text(self.options.format, name.as_deref()) {
                continue;
            }
            self.response.body = data.into();
            let decoded = data::decode(&self.response, self.options.format, name.as_deref());
            return Some(decoded.map(|decoded| {
                self.response.report(&decoded.drift);
                let (data, drift) = (decoded.value, decoded.drift);
                Event { data, id, name, retry, drift, more_drift: decoded.more_drift }
            }));
        }
    }
}

impl<T: Slot> Stream for Events<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(event) = this.arrived() {
                return Poll::Ready(Some(event));
            }
            if matches!(this.state, State::Over) {
                return Poll::Ready(None);
            }
            if let Poll::Ready(error) = this.poll_total(cx) {
                return this.end(error);
            }
            let failed = match &mut this.state {
                State::Reading(_) => match ready!(this.poll_chunk(cx)) {
                    Some(error) => this.recover(Some(error)),
                    None => None,
                },
                State::Reconnecting(request, _) => {
                    let response = ready!(request.as_mut().poll(cx));
                    match std::mem::replace(&mut this.state, State::Over) {
                        State::Reconnecting(_, error) => this.go_on(response, error),
                        _ => None,
                    }
                }
                State::Complete => this.recover(None),
                State::Over => None,
            };
            if let Some(error) = failed {
                return this.end(error);
            }
        }
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("status", &self.response.status)
            .field("last_event_id", &self.parser.last_id())
            .finish_non_exhaustive()
    }
}
