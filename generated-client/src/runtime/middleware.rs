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
    /// Sends a request on. To send it more than once, keep a copy: [`Request::try_clone`].
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

impl Request {
    /// A copy, to be sent as well or later; `None` if the body is a stream, which can be read once.
    pub fn try_clone(&self) -> Option<Self> {
        Some(Request {
            method: self.method.clone(),
            url: self.url.clone(),
            headers: self.headers.clone(),
            body: self.body.try_clone()?,
            path: self.path.clone(),
            attempt: self.attempt,
        })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::{Client, Json, MockTransport, Part};
    use serde_json::json;

    /// Sends a request again after a pause, if it can.
    struct Twice;

    impl Middleware for Twice {
        fn handle(
            &self,
            request: Request,
            next: Next,
        ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
            Box::pin(async move {
                let again = request.try_clone();
                let first = next.send(request).await;
                match again {
                    Some(again) => {
                        next.sleep(Duration::from_secs(3)).await;
                        next.send(again).await
                    }
                    None => first,
                }
            })
        }
    }

    fn client(mock: &MockTransport) -> Client {
        let builder = Client::builder().api_key("k").transport(mock.clone()).middleware(Twice);
        builder.build().expect("a client")
    }

    #[tokio::test]
    async fn a_hook_can_send_a_request_twice() {
        let mock = MockTransport::new();
        mock.expect("PUT", "/a/{x}/").json(200, &json!(1));
        mock.expect("PUT", "/a/{x}/").json(200, &json!(2));
        let call = client(&mock).put("/a/{x}/").path("x", 1).query("q", 2).json("body");
        assert_eq!(call.call::<Json>().await.expect("an answer"), 2);
        assert_eq!(mock.pauses(), [Duration::from_secs(3)]);
        let [first, second] = &mock.requests()[..] else { panic!("two requests") };
        assert_eq!((&first.url, &first.headers), (&second.url, &second.headers));
        assert_eq!((second.method.as_str(), second.json()), ("PUT", json!("body")));
        mock.verify();
    }

    #[tokio::test]
    async fn a_stream_cannot_be_copied() {
        struct Upload(Part);
        impl crate::runtime::Multipart for Upload {
            fn parts(&self, form: &mut crate::runtime::Form) {
                form.file("file", &self.0);
            }
        }
        let mock = MockTransport::new();
        mock.expect("PUT", "/a/").json(200, &json!(1));
        let stream = Part::stream(Body::from("abc"), None);
        let call = client(&mock).put("/a/").multipart(&Upload(stream)).call::<Json>();
        assert_eq!(call.await.expect("an answer"), 1);
        mock.verify();
    }
}
