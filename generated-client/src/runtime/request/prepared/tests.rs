//! URLs of prepared requests.

use crate::runtime::{Client, MockTransport, RequestBuilder};

/// The address of a call, below the host.
async fn address(path: &'static str, fill: fn(RequestBuilder) -> RequestBuilder) -> String {
    let mock = MockTransport::new();
    mock.expect("POST", path).respond(204, "");
    let client = Client::builder().api_key("k").base_url("https://host/api");
    let client = client.transport(mock.clone()).build().expect("a client");
    fill(client.post(path)).call::<()>().await.expect("sent");
    mock.requests()[0].url.as_str().trim_start_matches("https://host/api").to_owned()
}

#[tokio::test]
async fn a_value_in_the_query_of_a_path_stays_one_value() {
    let convert = "/uploads?convert={convert}";
    assert_eq!(address(convert, |call| call.path("convert", true)).await, "/uploads?convert=true");
    let filled = address(convert, |call| call.path("convert", "a&b=c#d e?f/ü%+"));
    assert_eq!(filled.await, "/uploads?convert=a%26b%3Dc%23d%20e%3Ff%2F%C3%BC%25%2B");
    // Dots lead nowhere in a query; in the path they do.
    let filled = address("/{id}/?up=/{up}", |call| call.path("id", "a?b").path("up", ".."));
    assert_eq!(filled.await, "/a%3Fb/?up=/..");
    let filled = address(convert, |call| call.path("convert", ["a,b", "c"]));
    assert_eq!(filled.await, "/uploads?convert=a%2Cb,c");
}

#[tokio::test]
async fn parameters_go_behind_the_query_of_a_path() {
    let fill = |call: RequestBuilder| call.parameters(|to| to.query("q", "x&y=#z ü")).query("r", 1);
    let added = "q=x%26y%3D%23z%20%C3%BC&r=1";
    for (path, own) in [
        ("/uploads?convert=1", "convert=1&"),
        ("/uploads?convert=1&", "convert=1&"),
        ("/uploads?", ""),
        ("/uploads", ""),
    ] {
        assert_eq!(address(path, fill).await, format!("/uploads?{own}{added}"), "{path}");
    }
}
