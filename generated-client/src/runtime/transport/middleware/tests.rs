//! Middleware that sends a request twice.

use serde_json::json;

use super::*;
use crate::runtime::{Client, Form, Json, MockTransport, Multipart, Part};

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
    assert_eq!(call.call::<Json>().await.expect("a response"), 2);
    assert_eq!(mock.pauses(), [Duration::from_secs(3)]);
    let [first, second] = &mock.requests()[..] else { panic!("two requests") };
    assert_eq!((&first.url, &first.headers), (&second.url, &second.headers));
    assert_eq!((second.method.as_str(), second.json()), ("PUT", json!("body")));
    mock.verify();
}

#[tokio::test]
async fn a_stream_cannot_be_copied() {
    struct Upload(Part);
    impl Multipart for Upload {
        fn parts(&self, form: &mut Form) {
            form.file("file", &self.0);
        }
    }
    let mock = MockTransport::new();
    mock.expect("PUT", "/a/").json(200, &json!(1));
    let stream = Part::stream(Body::from("abc"), None);
    let call = client(&mock).put("/a/").multipart(&Upload(stream)).call::<Json>();
    assert_eq!(call.await.expect("a response"), 1);
    mock.verify();
}
