//! The transport of programs, without patience.

use std::time::Duration;

use cekura::transport::{Body, BoxFuture, Request, ReqwestTransport, Transport, TransportError};

/// The default transport, whose pauses are over at once, and whose time limits never are.
pub struct Hurried(ReqwestTransport);

impl Hurried {
    /// Creates one for plain HTTP, with this time limit of connecting.
    pub fn connecting_within(limit: Duration) -> Self {
        Hurried(ReqwestTransport::for_url("http://localhost", limit).expect("a transport"))
    }
}

impl Transport for Hurried {
    fn send(
        &self,
        request: Request,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        self.0.send(request)
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::task::yield_now())
    }

    fn limit(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}
