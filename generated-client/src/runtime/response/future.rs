//! The step from a request to the value of its response: the type of a call, and awaiting it.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderValue;
use http::header::ACCEPT;
use serde::de::DeserializeOwned;

#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
use crate::runtime::aliases::BoxFuture;
use crate::runtime::call::Call;
use crate::runtime::error::Error;
use crate::runtime::request::builder::RequestBuilder;
use crate::runtime::request::prepared::BodyMode;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
use crate::runtime::response::apart::{Decoding, decode};
use crate::runtime::response::output::{Cast, Output, Response, WithDrift};
use crate::runtime::send::raw_response::ResponseFuture;

impl RequestBuilder {
    /// Completes the request. It is sent when the call is awaited.
    pub fn call<T: Output>(mut self) -> Call<T> {
        let accept = HeaderValue::from_static(T::ACCEPT);
        self.request.headers.entry(ACCEPT).or_insert(accept);
        Call::new(self.settings, self.request, self.error)
    }

    /// Completes a request whose response is text, not JSON.
    pub fn text_call(mut self) -> Call<String> {
        self.request.body_mode = BodyMode::Text;
        let accept = HeaderValue::from_static("text/plain, */*;q=0.5");
        self.request.headers.entry(ACCEPT).or_insert(accept);
        self.call()
    }

    /// Completes a request whose response is JSON or text, as its content type says.
    pub(crate) fn open_call<T: Output>(mut self) -> Call<T> {
        self.request.body_mode = BodyMode::ByContentType;
        self.call()
    }
}

impl<T> Call<T> {
    /// Returns the status, the headers, the body and the drift together with the value.
    pub fn with_response(self) -> Call<Response<T>>
    where
        T: WithDrift,
    {
        self.read_as()
    }

    /// Returns the body unchanged.
    pub fn raw(self) -> Call<Bytes> {
        self.read_as()
    }

    /// Decodes the response as a type of your own, strictly.
    pub fn cast<U: DeserializeOwned + Send + 'static>(self) -> Call<Cast<U>> {
        self.read_as()
    }
}

impl<T: Output> IntoFuture for Call<T> {
    type Output = Result<T::Value, Error>;
    type IntoFuture = CallFuture<T>;

    fn into_future(self) -> CallFuture<T> {
        CallFuture { state: State::Sent(self.execute(None)) }
    }
}

/// The future of a call.
#[must_use = "a future does nothing until it is awaited"]
pub struct CallFuture<T: Output> {
    state: State<T>,
}

enum State<T: Output> {
    Sent(ResponseFuture),
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    Decoding(BoxFuture<'static, Result<T::Value, Error>>),
    #[cfg(not(all(feature = "reqwest", not(target_family = "wasm"))))]
    #[expect(dead_code, reason = "the type of the value is used elsewhere")]
    Typed(std::marker::PhantomData<fn() -> T>),
}

impl<T: Output> Future for CallFuture<T> {
    type Output = Result<T::Value, Error>;

    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let State::Sent(response) = &mut self.state {
            match decode::<T>(ready!(response.as_mut().poll(cx))?) {
                Decoding::Here(outcome) => return Poll::Ready(outcome),
                Decoding::Apart(decoding) => self.state = State::Decoding(decoding),
            }
        }
        match &mut self.state {
            State::Decoding(decoding) => decoding.as_mut().poll(cx),
            State::Sent(_) => Poll::Pending,
        }
    }

    #[cfg(not(all(feature = "reqwest", not(target_family = "wasm"))))]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.state {
            State::Sent(response) => {
                Poll::Ready(ready!(response.as_mut().poll(cx)).and_then(T::read))
            }
            State::Typed(_) => Poll::Pending,
        }
    }
}

impl<T: Output> fmt::Debug for CallFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}
