//! The [`Transport`] based on `reqwest`.

mod apply;
pub(crate) mod connections;
mod failure;
#[cfg(not(target_family = "wasm"))]
mod gate;
#[cfg(all(feature = "rustls", not(target_family = "wasm")))]
mod tls;

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::aliases::{BoxError, BoxFuture};
use crate::runtime::error::Error;
use crate::runtime::transport::body::Body;
use crate::runtime::transport::reqwest::connections::Connections;
use crate::runtime::transport::reqwest::failure::transport_error;
#[cfg(not(target_family = "wasm"))]
use crate::runtime::transport::reqwest::gate::Gate;
use crate::runtime::transport::{Request, Transport, TransportError};

/// Sends requests with a [`reqwest::Client`].
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// The gate before new connections, of a client that limits its requests in progress.
    #[cfg(not(target_family = "wasm"))]
    gate: Option<Gate>,
}

impl ReqwestTransport {
    /// Creates a transport from a client that was configured elsewhere, unchanged.
    ///
    /// **By default a `reqwest::Client` follows redirects to any server and sends the API key
    /// along** in its header. It may also retry requests outside of the retry budget, and its own
    /// time limits apply in addition to those of the calls. Use [`ReqwestTransport::configured`],
    /// which prevents this; otherwise, build the client with
    /// `.redirect(reqwest::redirect::Policy::none()).retry(reqwest::retry::never())`.
    pub fn new(client: reqwest::Client) -> Self {
        ReqwestTransport {
            client,
            #[cfg(not(target_family = "wasm"))]
            gate: None,
        }
    }

    /// Creates the default transport with settings of your own: a proxy, a pool, a local address.
    /// Redirects and retries are always left to the client, which only does what is safe.
    ///
    /// ```
    /// use cekura::transport::{ReqwestTransport, reqwest::Proxy};
    /// use cekura::Client;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let proxy = Proxy::all("http://proxy.example:3128")?;
    /// let transport = ReqwestTransport::configured(|builder| builder.proxy(proxy))?;
    /// let client = Client::builder().api_key("…").transport(transport).build()?;
    /// # Ok(()) }
    /// ```
    ///
    /// With the feature `rustls`, TLS is already configured with the platform's certificates:
    /// reqwest's own certificate settings have no effect, and `tls_backend_preconfigured` replaces
    /// the configuration.
    ///
    /// # Errors
    ///
    /// If a setting is invalid, or TLS cannot be set up.
    pub fn configured(
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self, Error> {
        Self::build(true, &Connections::default(), configure)
    }

    /// Creates the default transport, to be wrapped by one of your own.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up.
    pub fn for_url(base_url: &str, timeout: Duration) -> Result<Self, Error> {
        let connections = Connections { connect_timeout: timeout, ..Connections::default() };
        Self::connecting(base_url, &connections)
    }

    /// Creates the default transport with the settings of a client.
    pub(crate) fn connecting(base_url: &str, connections: &Connections) -> Result<Self, Error> {
        // Reading the platform's certificates takes longer than all the rest, so it is done only
        // for TLS.
        let https = base_url.starts_with("https:");
        Self::build(https, connections, |builder| builder)
    }

    fn build(
        https: bool,
        connections: &Connections,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self, Error> {
        let builder = connections.apply(reqwest::Client::builder(), https);
        #[cfg(not(target_family = "wasm"))]
        let gate = connections.are_limited.then(Gate::default);
        let client = builder.and_then(|builder| {
            let builder = fixed(configure(builder));
            // With a layer, reqwest copies its connector for each request.
            #[cfg(not(target_family = "wasm"))]
            let builder = match &gate {
                Some(gate) => builder.connector_layer(gate.clone()),
                None => builder,
            };
            Ok(builder.build()?)
        });
        match client {
            Ok(client) => Ok(ReqwestTransport {
                client,
                #[cfg(not(target_family = "wasm"))]
                gate,
            }),
            Err(error) => Err(Error::config("the HTTP client cannot be set up").with_source(error)),
        }
    }
}

/// Sets what no configuration may change.
#[cfg(not(target_family = "wasm"))]
fn fixed(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder
        // The runtime itself follows redirects, on the same origin and if that is safe.
        .redirect(reqwest::redirect::Policy::none())
        // Retries of reqwest would bypass the retry budget.
        // Without the count, a copy of each request is kept for the attempt that never comes.
        .retry(reqwest::retry::never().max_retries_per_request(0))
}

/// Does nothing: a browser follows redirects by its own rules.
#[cfg(target_family = "wasm")]
fn fixed(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: Request,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let client = self.client.clone();
        #[cfg(not(target_family = "wasm"))]
        let gate = self.gate.clone();
        Box::pin(async move {
            #[cfg(not(target_family = "wasm"))]
            require_runtime()?;
            #[cfg(target_family = "wasm")]
            let request = whole(request).await?;
            let mut outgoing = reqwest::Request::new(request.method, request.url);
            *outgoing.headers_mut() = request.headers;
            *outgoing.body_mut() = outgoing_body(request.body);
            #[cfg(not(target_family = "wasm"))]
            if let Some(gate) = gate {
                let response = gate.pass(client.execute(outgoing)).await;
                return Ok(gated(response.map_err(transport_error)?, gate));
            }
            let response = client.execute(outgoing).await.map_err(transport_error)?;
            Ok(incoming(response))
        })
    }

    #[cfg(not(target_family = "wasm"))]
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        match require_runtime() {
            Ok(()) => Box::pin(tokio::time::sleep(duration)),
            // Without a runtime nothing is sent, so there is nothing to wait for.
            Err(_) => Box::pin(std::future::ready(())),
        }
    }

    #[cfg(target_family = "wasm")]
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        // A browser counts milliseconds in 32 bits, which is 24 days.
        let longest = Duration::from_millis(i32::MAX as u64);
        Box::pin(gloo_timers::future::sleep(duration.min(longest)))
    }
}

/// Returns an error outside of a Tokio runtime, where the HTTP stack would panic.
#[cfg(not(target_family = "wasm"))]
fn require_runtime() -> Result<(), TransportError> {
    match tokio::runtime::Handle::try_current() {
        Ok(_) => Ok(()),
        Err(error) => Err(TransportError::invalid(error)),
    }
}

#[cfg(not(target_family = "wasm"))]
fn outgoing_body(body: Body) -> Option<reqwest::Body> {
    match body.into_bytes() {
        Ok(bytes) if bytes.is_empty() => None,
        Ok(bytes) => Some(bytes.into()),
        Err(stream) => Some(reqwest::Body::wrap(Frames(stream))),
    }
}

#[cfg(not(target_family = "wasm"))]
fn incoming(response: reqwest::Response) -> http::Response<Body> {
    let response: http::Response<reqwest::Body> = response.into();
    response.map(|body| Chunks { body, gate: None }.into_body())
}

/// Does the same for a request that came through the gate.
#[cfg(not(target_family = "wasm"))]
fn gated(response: reqwest::Response, gate: Gate) -> http::Response<Body> {
    let response: http::Response<reqwest::Body> = response.into();
    let gate = (!is_closed(&response)).then_some(gate);
    response.map(|body| {
        let mut chunks = Chunks { body, gate };
        if http_body::Body::is_end_stream(&chunks.body) {
            chunks.end();
        }
        chunks.into_body()
    })
}

/// Returns whether the server closes the connection after the response.
#[cfg(not(target_family = "wasm"))]
fn is_closed<B>(response: &http::Response<B>) -> bool {
    let closes = |value: &http::HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"close");
    response.headers().get(http::header::CONNECTION).is_some_and(closes)
}

/// A [`Body`] as a body of the HTTP stack.
#[cfg(not(target_family = "wasm"))]
struct Frames(Body);

#[cfg(not(target_family = "wasm"))]
impl http_body::Body for Frames {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, BoxError>>> {
        Pin::new(&mut self.0)
            .poll_next(cx)
            .map(|next| next.map(|chunk| chunk.map(http_body::Frame::data)))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.0.length().map_or_else(http_body::SizeHint::new, http_body::SizeHint::with_exact)
    }
}

/// A body of the HTTP stack as a stream for [`Body`], without trailers.
#[cfg(not(target_family = "wasm"))]
struct Chunks {
    body: reqwest::Body,
    /// The gate to which the connection comes back at the end.
    gate: Option<Gate>,
}

#[cfg(not(target_family = "wasm"))]
impl Chunks {
    fn into_body(self) -> Body {
        let length = http_body::Body::size_hint(&self.body).exact();
        Body::stream(self, length)
    }

    fn end(&mut self) {
        if let Some(gate) = self.gate.take() {
            gate.returns();
        }
    }
}

#[cfg(not(target_family = "wasm"))]
impl Stream for Chunks {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match http_body::Body::poll_frame(Pin::new(&mut self.body), cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => {
                    self.end();
                    return Poll::Ready(None);
                }
                Poll::Ready(Some(Err(error))) => {
                    return Poll::Ready(Some(Err(error.without_url().into())));
                }
                Poll::Ready(Some(Ok(frame))) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}

/// Collects the body of a request: a browser sends bytes only.
#[cfg(target_family = "wasm")]
async fn whole(mut request: Request) -> Result<Request, TransportError> {
    let body = std::mem::take(&mut request.body).collect(usize::MAX).await;
    request.body = body.map_err(TransportError::invalid)?.into();
    Ok(request)
}

#[cfg(target_family = "wasm")]
fn outgoing_body(body: Body) -> Option<reqwest::Body> {
    body.into_bytes().ok().filter(|bytes| !bytes.is_empty()).map(Into::into)
}

#[cfg(target_family = "wasm")]
fn incoming(response: reqwest::Response) -> http::Response<Body> {
    let (status, headers) = (response.status(), response.headers().clone());
    let mut read: BoxFuture<'static, _> = Box::pin(response.bytes());
    let mut done = false;
    let body = Body::stream(
        Polled(move |cx: &mut Context<'_>| {
            if done {
                return Poll::Ready(None);
            }
            read.as_mut().poll(cx).map(|bytes| {
                done = true;
                Some(bytes.map_err(|error| error.without_url().into()))
            })
        }),
        None,
    );
    let mut response = http::Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

#[cfg(target_family = "wasm")]
struct Polled<F>(F);

#[cfg(target_family = "wasm")]
impl<F: FnMut(&mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> + Unpin> Stream
    for Polled<F>
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        (self.0)(cx)
    }
}
