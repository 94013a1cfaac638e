//! Credentials and redirects.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::runtime::auth::{ApiFacts, Auth};
use crate::runtime::{
    BoxError, BoxFuture, Client, ClientBuilder, ErrorKind, MockTransport, Page, RequestBuilder,
    Secret, SentRequest, TokenProvider,
};

fn client(configure: impl FnOnce(ClientBuilder) -> ClientBuilder, mock: &MockTransport) -> Client {
    let builder = Client::builder().base_url("http://host/base/").transport(mock.clone());
    configure(builder).build().expect("a client")
}

/// The request that a client sends to an operation which accepts these schemes.
async fn sent(
    configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
    accepted: &'static [Auth],
) -> Result<SentRequest, crate::Error> {
    let mock = MockTransport::new();
    mock.expect("GET", "/x/").respond(200, "");
    client(configure, &mock).get("/x/").security(accepted).call::<()>().await?;
    Ok(mock.requests().remove(0))
}

#[tokio::test]
async fn each_credential_has_its_place() {
    let key = sent(|builder| builder.api_key(" k\n"), &[]).await.expect("sent");
    assert_eq!(key.headers["x-cekura-api-key"], "k");
    assert!(key.headers["x-cekura-api-key"].is_sensitive());
    assert_eq!(key.url.as_str(), "http://host/base/x/");
    let bearer = sent(|builder| builder.bearer_token("t"), &[]).await.expect("sent");
    assert_eq!(bearer.headers["authorization"], "Bearer t");
    let basic = sent(|builder| builder.basic_auth("u", "p"), &[Auth::Basic]).await.expect("sent");
    assert_eq!(basic.headers["authorization"], "Basic dTpw");
    let none = sent(ClientBuilder::anonymous, &[]).await.expect("sent");
    assert!(!none.headers.contains_key("authorization"));
}

#[test]
fn a_token_of_nothing_is_none() {
    let error = Client::builder().bearer_token(" \n").build().expect_err("no token");
    assert_eq!(error.to_string(), "the bearer token is empty");
}

#[tokio::test]
async fn a_call_that_can_never_succeed_is_not_sent() {
    let error = sent(|builder| builder.api_key("k"), &[Auth::Bearer]).await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(
        error.to_string().contains("asks for a bearer token; the client has an API key"),
        "{error}"
    );
    let open =
        sent(|builder| builder.api_key("k"), &[Auth::Bearer, Auth::None]).await.expect("sent");
    assert!(!open.headers.contains_key("x-cekura-api-key"));
}

#[tokio::test]
async fn the_calls_own_header_wins() {
    let mock = MockTransport::new();
    mock.expect("GET", "/x/").respond(200, "");
    let client = client(|builder| builder.bearer_token("t"), &mock);
    client.get("/x/").call::<()>().header("authorization", "Mine").await.expect("sent");
    assert_eq!(mock.requests()[0].headers["authorization"], "Mine");
}

/// Gives `token-1`, `token-2`, … and keeps each until it is refused.
#[derive(Clone, Default)]
struct Tokens(Arc<AtomicUsize>);

impl TokenProvider for Tokens {
    fn token(&self, refused: Option<Secret>) -> BoxFuture<'_, Result<Secret, BoxError>> {
        let number = match refused {
            Some(_) => self.0.fetch_add(1, Ordering::Relaxed) + 2,
            None => self.0.load(Ordering::Relaxed) + 1,
        };
        Box::pin(async move { Ok(Secret::new(format!("token-{number}"))) })
    }
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let mock = MockTransport::new();
    mock.expect("POST", "/x/").respond(401, "");
    mock.expect("POST", "/x/").respond(200, "");
    let client = client(|builder| builder.token_provider(Tokens::default()), &mock);
    client.post("/x/").call::<()>().await.expect("the second token");
    let tokens: Vec<_> =
        mock.requests().iter().map(|sent| sent.headers["authorization"].clone()).collect();
    assert_eq!(tokens, ["Bearer token-1", "Bearer token-2"]);
    mock.expect("POST", "/x/").respond(401, "");
    mock.expect("POST", "/x/").respond(401, "");
    assert!(client.post("/x/").call::<()>().await.expect_err("refused").is_unauthorized());
    mock.verify();
}

#[tokio::test]
async fn a_provider_without_token_fails_the_call() {
    struct Broken;
    impl TokenProvider for Broken {
        fn token(&self, _: Option<Secret>) -> BoxFuture<'_, Result<Secret, BoxError>> {
            Box::pin(async { Err("the vault is closed".into()) })
        }
    }
    let error = sent(|builder| builder.token_provider(Broken), &[]).await.expect_err("no token");
    assert_eq!(error.to_string(), "GET /x/: no token from the token provider: the vault is closed");
}

#[tokio::test]
async fn redirects_are_followed_on_the_same_origin_where_nothing_happens_twice() {
    for (method, status, location, followed_as) in [
        ("GET", 301, "/base/y/", Some("GET")),
        ("GET", 302, "http://host/y/", Some("GET")),
        ("GET", 307, "../y/", Some("GET")),
        ("PUT", 308, "/y/", Some("PUT")),
        ("POST", 307, "/y/", Some("POST")),
        ("POST", 303, "/y/", Some("GET")),
        ("QUERY", 301, "/y/", Some("QUERY")),
        ("QUERY", 308, "/y/", Some("QUERY")),
        ("QUERY", 303, "/y/", Some("GET")),
        ("POST", 301, "/y/", None),
        ("POST", 302, "/y/", None),
        ("GET", 302, "https://host/y/", None),
        ("GET", 302, "http://evil/y/", None),
        ("POST", 307, "http://evil/y/", None),
    ] {
        let mock = MockTransport::new();
        mock.expect(method, "/x/").header("location", location).respond(status, "");
        if let Some(method) = followed_as {
            mock.expect(method, "/x/").respond(200, "");
        }
        let client = client(|builder| builder.api_key("k"), &mock);
        let method = http::Method::from_bytes(method.as_bytes()).expect("a method");
        let outcome = client.request(method.clone(), "/x/").json(&1).call::<()>().await;
        mock.verify();
        match followed_as {
            Some(then) => {
                outcome.expect("followed");
                let last = mock.requests().pop().expect("a request");
                assert!(last.url.path().ends_with("/y/"));
                assert_eq!(last.body.is_empty(), then != method.as_str());
            }
            None => {
                let error = outcome.expect_err("not followed");
                assert!(error.to_string().contains("is not followed"), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn a_chain_of_redirects_ends() {
    let mock = MockTransport::new();
    for _ in 0..6 {
        mock.expect("GET", "/x/").header("location", "/x/").respond(302, "");
    }
    let client = client(|builder| builder.api_key("k"), &mock);
    assert!(client.get("/x/").call::<()>().await.is_err());
    mock.verify();
}

#[tokio::test]
async fn a_header_given_by_hand_is_credential_enough() {
    let mock = MockTransport::new();
    mock.expect("GET", "/x/").respond(200, "");
    let client = client(|builder| builder.api_key("k"), &mock);
    let call = client.get("/x/").security(&[Auth::Bearer]).call::<()>();
    call.header("authorization", "Bearer other").await.expect("sent");
    assert!(!mock.requests()[0].headers.contains_key("x-cekura-api-key"));
}

/// The headers of that name in the only request.
fn values(mock: &MockTransport, name: &str) -> Vec<String> {
    let sent = mock.requests().remove(0);
    let values = sent.headers.get_all(name).iter();
    values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect()
}

#[tokio::test]
async fn cookies_add_up_and_headers_of_the_call_go_before() {
    let mock = MockTransport::new();
    mock.expect("GET", "/x/").respond(200, "");
    let configure = |builder: ClientBuilder| {
        builder.api_key("k").header("cookie", "a=1").header("x-a", "client").header("x-b", "é")
    };
    let request = client(configure, &mock).get("/x/");
    let mut call = request.header("cookie", "b=ü").header("x-a", "call").call::<()>();
    call.request.headers.append("cookie", http::HeaderValue::from_static("c=3"));
    call.request.headers.append("x-a", http::HeaderValue::from_static("again"));
    call.await.expect("sent");
    assert_eq!(values(&mock, "cookie"), ["a=1; b=ü; c=3"]);
    assert_eq!(values(&mock, "x-a"), ["call", "again"]);
    assert_eq!(values(&mock, "x-b"), ["é"]);
}

const FACTS: ApiFacts = ApiFacts {
    base_url: "",
    url_variable: "",
    key_variable: "",
    user_agent: "",
    auth: Auth::Header("X-Key"),
    schemes: &[
        ("key", Auth::Header("X-Key")),
        ("app", Auth::Header("X-App")),
        ("user", Auth::Basic),
        ("tenant", Auth::Query("tenant")),
    ],
    defaults: &[],
};

/// The request of a client with several credentials to an operation which accepts these schemes.
async fn sent_with_several(accepted: &'static [Auth]) -> Result<SentRequest, crate::Error> {
    let mock = MockTransport::new();
    mock.expect("GET", "/x/").respond(200, "");
    let builder = ClientBuilder::new(FACTS).base_url("http://host").api_key("k");
    let builder =
        builder.credential("app", "a").credential("user", "u:p").credential("tenant", "t");
    let client = builder.transport(mock.clone()).build().expect("a client");
    client.get("/x/").security(accepted).call::<()>().await?;
    Ok(mock.requests().remove(0))
}

#[tokio::test]
async fn what_an_operation_asks_for_is_sent_and_nothing_else() {
    const APP: Auth = Auth::Header("X-App");
    const TENANT: Auth = Auth::Query("tenant");
    let names = ["x-key", "x-app", "authorization"];
    for (accepted, expected, query) in [
        (&[][..], vec!["k"], None),
        (&[Auth::Header("X-Key")], vec!["k"], None),
        (&[APP], vec!["a"], None),
        (&[Auth::Basic], vec!["Basic dTpw"], None),
        (&[Auth::All(&[APP, TENANT])], vec!["a"], Some("tenant=t")),
        (&[Auth::All(&[Auth::Header("X-Key"), APP])], vec!["k", "a"], None),
        (&[Auth::Bearer, Auth::All(&[Auth::Bearer, APP]), APP], vec!["a"], None),
        (&[Auth::None], vec![], None),
        (&[Auth::None, APP], vec!["a"], None),
    ] {
        let sent = sent_with_several(accepted).await.expect("sent");
        let headers = names.iter().filter_map(|name| sent.headers.get(*name));
        let headers: Vec<&str> = headers.map(|value| value.to_str().expect("text")).collect();
        assert_eq!((headers, sent.url.query()), (expected, query), "{accepted:?}");
    }
    for accepted in
        [&[Auth::Bearer][..], &[Auth::All(&[APP, Auth::Bearer])], &[Auth::Http("digest")]]
    {
        let error = sent_with_several(accepted).await.expect_err("never sent");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{accepted:?}");
    }
    let error = ClientBuilder::new(FACTS).credential("apps", "a").build().expect_err("no scheme");
    assert!(error.to_string().contains("`key`, `app`, `user`, `tenant`"), "{error}");
}

#[tokio::test]
async fn a_credential_of_a_kind_that_the_document_lacks_is_not_sent() {
    let mock = MockTransport::new();
    let client = |configure: fn(ClientBuilder) -> ClientBuilder| {
        let builder = ClientBuilder::new(FACTS).base_url("http://host").transport(mock.clone());
        configure(builder).build().expect("a client")
    };
    let bearer = client(|builder| builder.bearer_token("t"));
    let key = client(|builder| builder.api_key("k"));
    for call in [bearer.get("/x/").call::<()>(), key.get("/x/").call().bearer_token("t")] {
        let error = call.await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("the client has a bearer token"), "{error}");
    }
    assert!(mock.requests().is_empty());
    // The caller knows better.
    mock.expect("GET", "/x/").respond(200, "");
    bearer.get("/x/").header("authorization", "Mine").call::<()>().await.expect("sent");
    assert_eq!(mock.requests()[0].headers["authorization"], "Mine");
}

#[tokio::test]
async fn a_client_with_further_credentials_alone_sends_the_first() {
    let mock = MockTransport::new();
    mock.expect("GET", "/x/").respond(200, "");
    let builder = ClientBuilder::new(FACTS).base_url("http://host").credential("app", "a");
    let client = builder.transport(mock.clone()).build().expect("a client");
    client.get("/x/").call::<()>().await.expect("sent");
    assert_eq!(mock.requests()[0].headers["x-app"], "a");
}

#[tokio::test]
async fn a_server_that_repeats_any_of_the_credentials_is_not_printed() {
    let secrets = ["the-usual-key", "the-app-key", "the-password", "the-tenant"];
    let mock = MockTransport::new();
    let all = format!("{secrets:?} bWU6dGhlLXBhc3N3b3Jk");
    mock.expect("GET", "/x/").json(403, &serde_json::json!({"detail": &all}));
    mock.expect("GET", "/x/").respond(200, all.clone());
    let next = "http://host/x/?tenant=the-tenant&page=2&k=the-app-key";
    mock.expect("GET", "/x/").json(200, &serde_json::json!({"next": next, "results": [&all]}));
    let drift = Arc::new(std::sync::Mutex::new(String::new()));
    let heard = Arc::clone(&drift);
    let builder = ClientBuilder::new(FACTS).base_url("http://host").api_key(secrets[0]);
    let client = builder
        .credential("app", secrets[1])
        .credential("user", "me:the-password")
        .credential("tenant", secrets[3])
        .on_drift(move |drift| *heard.lock().expect("a text") += &format!("{drift} {drift:?}"))
        .transport(mock.clone())
        .build()
        .expect("a client");
    let call = || client.get("/x/").call::<Page<Option<i64>>>();
    let refused = call().await.expect_err("refused");
    let unreadable = call().await.expect_err("not JSON");
    let page = call().await.expect("a page");
    assert_eq!(page.next.as_deref(), Some("http://host/x/?page=2"));
    let drift = drift.lock().expect("a text").clone();
    for printed in [
        format!("{refused} {refused:?} {refused:#?}"),
        format!("{unreadable} {unreadable:?} {unreadable:#?}"),
        drift,
    ] {
        assert!(printed.contains('…'), "{printed}");
        for secret in secrets.iter().chain(&["bWU6dGhlLXBhc3N3b3Jk"]) {
            assert!(!printed.contains(secret), "{secret} in {printed}");
        }
    }
}

fn client_with_key(auth: Auth, mock: &MockTransport) -> Client {
    let facts = ApiFacts { auth, ..FACTS };
    let builder = ClientBuilder::new(facts).base_url("http://host").api_key("a secret");
    builder.transport(mock.clone()).build().expect("a client")
}

/// The only request of a client whose key goes this way.
async fn with_key(auth: Auth, build: impl FnOnce(RequestBuilder) -> RequestBuilder) -> SentRequest {
    let mock = MockTransport::new();
    mock.expect("GET", "/x/").header("location", "/x/?next=1&key=a%20secret").respond(302, "");
    mock.expect("GET", "/x/").respond(200, "");
    let request = build(client_with_key(auth, &mock).get("/x/"));
    request.call::<()>().await.expect("sent");
    // The redirect repeats the key; it is not added again.
    let followed = mock.requests().remove(1);
    assert!(followed.url.as_str().matches("secret").count() <= 1, "{}", followed.url);
    mock.requests().remove(0)
}

#[tokio::test]
async fn a_key_may_go_in_the_query_or_a_cookie_and_goes_there_once() {
    let query = Auth::Query("key");
    let sent = with_key(query, |request| request.query("q", 1)).await;
    assert_eq!(sent.url.query(), Some("q=1&key=a+secret"));
    assert!(!format!("{sent:?}").contains("secret"));
    let sent = with_key(query, |request| request.query("key", "mine")).await;
    assert_eq!(sent.url.query(), Some("key=mine"));
    let mock = MockTransport::new();
    mock.expect("GET", "/x/").json(200, &[1]);
    let list = client_with_key(query, &mock).get("/x/").call::<Page<i64>>();
    list.resume("/x/?key=an+old+one&page=2").await.expect("a page");
    assert_eq!(mock.requests()[0].url.query(), Some("page=2&key=a+secret"));
    let cookie = Auth::Cookie("key");
    let sent = with_key(cookie, |request| request.header("cookie", "other=ü")).await;
    assert_eq!(sent.headers["cookie"].as_bytes(), "other=ü; key=a secret".as_bytes());
    assert!(sent.headers["cookie"].is_sensitive());
    let sent = with_key(cookie, |request| request.header("cookie", "other=1; key=mine")).await;
    assert_eq!(sent.headers["cookie"], "other=1; key=mine");
    assert_eq!(with_key(cookie, |request| request).await.headers["cookie"], "key=a secret");
}
