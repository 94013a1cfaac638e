//! Hooks around the single way requests are sent.

use super::{Body, BoxFuture, Request, Transport, TransportError};
use std::sync::Arc;
use std::time::Duration;

/// Stands between the client and the network: sees each request and its response, and may change them, answer itself, or measure.
///
/// It is called once for each attempt (and each redirect), innermost to the credentials: the request is as it will be sent.
///
/// ```
/// use cekura::{Body, BoxFuture, Middleware, Next, Request, TransportError, http};
///
/// /// Marks each request.
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

/// What comes after a middleware: the next one, or the network.
#[derive(Clone)]
pub struct Next(Arc<dyn Transport>);

impl Next {
    /// Sends a request on. Nothing keeps a middleware from doing so twice.
    pub fn send(
        &self,
        request: Request,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        self.0.send(request)
    }

    /// Waits.
    pub fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }
}

impl std::fmt::Debug for Next {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Next")
    }
}

/// A transport with middleware around it; the first is the outermost.
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
}
