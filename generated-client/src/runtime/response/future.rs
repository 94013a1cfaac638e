//! The step from a request to the value of its response: the type of a call, and awaiting it.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderValue;
use http::header::ACCEPT;
use serde::de::DeserializeOwned;

use crate::runtime::aliases::BoxFuture;
use crate::runtime::call::Call;
use crate::runtime::error::Error;
use crate::runtime::request::builder::RequestBuilder;
use crate::runtime::request::prepared::BodyMode;
use crate::runtime::response::output::{Cast, Output, Response, WithDrift};
use crate::runtime::send::raw_response::RawResponse;

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
    pub fn cast<U: DeserializeOwned>(self) -> Call<Cast<U>> {
        self.read_as()
    }
}

impl<T: Output> IntoFuture for Call<T> {
    type Output = Result<T::Value, Error>;
    type IntoFuture = CallFuture<T>;

    fn into_future(self) -> CallFuture<T> {
        CallFuture { response: self.execute(None), output: PhantomData }
    }
}

/// The future of a call.
#[must_use = "a future does nothing until it is awaited"]
pub struct CallFuture<T> {
    response: BoxFuture<'static, Result<RawResponse, Error>>,
    output: PhantomData<fn() -> T>,
}

impl<T: Output> Future for CallFuture<T> {
    type Output = Result<T::Value, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(ready!(self.response.as_mut().poll(cx)).and_then(T::read))
    }
}

impl<T> fmt::Debug for CallFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}
