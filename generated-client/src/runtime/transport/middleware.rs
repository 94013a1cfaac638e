//! Hooks around the transport.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::runtime::aliases::BoxFuture;
use crate::runtime::transport::body::Body;
use crate::runtime::transport::{Request, Transport, TransportError};

/// A hook between the client and the network, which may inspect, change, measure or answer each
/// request.
///
/// It is called once for each attempt (and each redirect), after the credentials are added: the
/// request is exactly the one that will be sent.
///
/// ```
/// use cekura::hooks::{Middleware, Next};
/// use cekura::transport::{Body, BoxFuture, Request, TransportError};
/// use cekura::http;
///
/// /// Adds a header to each request.
/// struct Mark;
///
/// impl Middleware for Mark {
///     fn handle(
///         &self,
///         mut request: Request,
///         next: Next,
///     ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
///         request.headers.insert("x-mark", http::HeaderValue::from_static("1"));
///         next.send(request)
///     }
/// }
/// ```
pub trait Middleware: Send + Sync + 'static {
    /// Handles one request; `next` sends it on.
    fn handle(
        &self,
        request: Request,
        next: Next,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>>;
}

/// The rest of the chain behind a middleware: the next one, or the transport.
#[derive(Clone)]
pub struct Next(Arc<dyn Transport>);

impl Next {
    /// Sends a request. To send it more than once, keep a copy: [`Request::try_clone`].
    pub fn send(
        &self,
        request: Request,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        self.0.send(request)
    }

    /// Waits for this duration.
    pub fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }
}

impl fmt::Debug for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Next")
    }
}

/// Wraps a transport in middleware; the first is the outermost.
pub(crate) fn layered(
    transport: Arc<dyn Transport>,
    middleware: &[Arc<dyn Middleware>],
) -> Arc<dyn Transport> {
    middleware.iter().rev().fold(transport, |inner, middleware| {
        Arc::new(Layered { middleware: Arc::clone(middleware), inner })
    })
}

struct Layered {
    middleware: Arc<dyn Middleware>,
    inner: Arc<dyn Transport>,
}

impl Transport for Layered {
    fn send(
        &self,
        request: Request,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        self.middleware.handle(request, Next(Arc::clone(&self.inner)))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.inner.sleep(duration)
    }

    fn limit(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.inner.limit(duration)
    }

    fn now(&self) -> Option<Duration> {
        self.inner.now()
    }
}

#[cfg(test)]
mod tests;
