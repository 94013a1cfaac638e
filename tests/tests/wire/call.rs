//! The operation of the API on the wire: what is sent, and what is made of the answer.

mod decoding;
mod options;

use cekura::types::{ScenarioDraft, ScenarioDraftRequest, ScenarioLanguage};
use cekura::{Call, Client, ErrorKind, Field, Json};
use cekura_tests::server::{Answer, Server};
use cekura_tests::wire::{KEY, client};
use serde_json::json;

fn answering(answer: Answer) -> Server {
    Server::answering(vec![answer])
}

/// Returns a call with a body and an answer that have fields of most kinds, made as the methods of
/// the API make theirs.
fn post_draft(client: &Client, request: &ScenarioDraftRequest) -> Call<ScenarioDraft> {
    client.post("/test_framework/v1/scenarios/add_tags/").json(request).call()
}

#[tokio::test]
async fn the_request_is_what_the_document_says() {
    let server = answering(Answer::json(200, &json!({"id": 1, "personality": 123})));
    let mut request = ScenarioDraftRequest::new(123).name("Refund").tags(vec!["a".to_owned()]);
    request.project = Field::Null;
    request.folder_path = "x".into();
    post_draft(&client(&server), &request).await.expect("an answer");
    let sent = server.only();
    assert_eq!(sent.method, "POST");
    assert_eq!(sent.target, "/test_framework/v1/scenarios/add_tags/");
    assert_eq!(sent.header("x-cekura-api-key").as_deref(), Some(KEY));
    assert_eq!(sent.header("content-type").as_deref(), Some("application/json"));
    assert_eq!(sent.header("accept").as_deref(), Some("application/json, */*;q=0.5"));
    assert!(sent.header("user-agent").is_some_and(|agent| agent.starts_with("cekura-rust/")));
    // Null and absent are told apart, no default is sent and nothing that is read-only.
    assert_eq!(
        sent.json(),
        json!({"personality": 123, "name": "Refund", "tags": ["a"], "project": null, "folder_path": "x"})
    );
    assert_eq!(sent.header("content-length"), Some(sent.body.len().to_string()));
}

#[tokio::test]
async fn what_was_read_can_be_changed_and_sent_back() {
    let read = json!({
        "id": 7, "personality": 123, "name": "Refund", "tags": ["a"], "project": 5, "folder_path": null,
    });
    let server = Server::answering(vec![Answer::json(200, &read), Answer::json(200, &read)]);
    let client = client(&server);
    let scenario = post_draft(&client, &ScenarioDraftRequest::new(1)).await.expect("read");
    let request = ScenarioDraftRequest::from(scenario).name("Return");
    post_draft(&client, &request).await.expect("sent");
    // A member that only the server sets is not sent, and one that it left open stays open.
    assert_eq!(
        server.received()[1].json(),
        json!({"personality": 123, "name": "Return", "tags": ["a"], "project": 5})
    );
}

#[tokio::test]
async fn an_answer_newer_than_the_crate_is_read() {
    let server = answering(Answer::json(
        201,
        &json!({"id": 7, "personality": 1, "scenario_language": "tlh", "new_field": {"a": [1]}}),
    ));
    let call = post_draft(&client(&server), &ScenarioDraftRequest::new(1));
    let response = call.with_response().await.expect("an answer");
    assert_eq!(response.status, 201);
    assert_eq!(response.drift, []);
    assert_eq!(response.value.scenario_language, Some(ScenarioLanguage::Unknown("tlh".into())));
    assert!(std::str::from_utf8(&response.body).is_ok_and(|body| body.contains("new_field")));
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_read_as_far_as_it_does() {
    let server = answering(Answer::json(
        200,
        &json!({"id": 7, "personality": 1, "max_duration": "long", "test_profile_data": {"id": 1}}),
    ));
    let call = post_draft(&client(&server), &ScenarioDraftRequest::new(1));
    let response = call.with_response().await.expect("an answer");
    assert_eq!(response.value.max_duration, None);
    assert_eq!(response.value.test_profile_data, None);
    let places: Vec<&str> = response.drift.iter().map(|drift| drift.pointer.as_str()).collect();
    assert_eq!(places, ["/max_duration", "/test_profile_data"]);
}

#[tokio::test]
async fn an_answer_without_what_is_required_names_the_place_and_keeps_the_body() {
    let server = answering(Answer::json(200, &json!({"id": 1, "progress_id": "abc"})));
    let call = post_draft(&client(&server), &ScenarioDraftRequest::new(1));
    let error = call.await.expect_err("not a scenario");
    assert_eq!(error.kind(), ErrorKind::Decode);
    let decode = error.decode().expect("what did not fit");
    assert_eq!(decode.pointer(), Some("/personality"));
    assert_eq!(decode.body(), r#"{"id":1,"progress_id":"abc"}"#);
}

#[tokio::test]
async fn an_error_keeps_what_the_server_said() {
    let html = "<h1>Bad gateway</h1>";
    for (status, content_type, body, shown) in [
        (400, "application/json", r#"{"name": ["Too long."]}"#, "400 Bad Request; name: Too long."),
        (404, "application/json", r#"{"detail": "Not found."}"#, "404 Not Found: Not found."),
        (403, "text/html", "<h1>No</h1>", "403 Forbidden: <h1>No</h1>"),
        (401, "", "", "401 Unauthorized"),
        (500, "application/json", r#"{"detail": "Oops"}"#, "500 Internal Server Error: Oops"),
        (502, "text/html", html, "502 Bad Gateway: <h1>Bad gateway</h1>"),
        (503, "", "", "503 Service Unavailable"),
    ] {
        let server = answering(Answer::new(status, content_type, body));
        let call = post_draft(&client(&server), &ScenarioDraftRequest::new(1));
        let error = call.await.expect_err("an error");
        let path = "POST /test_framework/v1/scenarios/add_tags/";
        assert_eq!(error.to_string(), format!("{path}: {shown}"));
        assert_eq!(
            (error.kind(), error.status().map(|s| s.as_u16())),
            (ErrorKind::Status, Some(status))
        );
        assert_eq!(error.api().expect("what it said").text(), body);
        // Nobody knows whether it was carried out, so it is not sent again.
        assert_eq!(server.received().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn errors_tell_what_they_are() {
    type Is = fn(&cekura::Error) -> bool;
    let all: [(&str, Is); 8] = [
        ("bad request", cekura::Error::is_bad_request),
        ("unauthorized", cekura::Error::is_unauthorized),
        ("forbidden", cekura::Error::is_forbidden),
        ("not found", cekura::Error::is_not_found),
        ("conflict", cekura::Error::is_conflict),
        ("rate limited", cekura::Error::is_rate_limited),
        ("server error", cekura::Error::is_server_error),
        ("retryable", cekura::Error::is_retryable),
    ];
    for (status, expected) in [
        (400, &["bad request"][..]),
        (401, &["unauthorized"]),
        (402, &[]),
        (403, &["forbidden"]),
        (404, &["not found"]),
        (408, &["retryable"]),
        (409, &["conflict"]),
        (410, &["not found"]),
        (422, &["bad request"]),
        (429, &["rate limited", "retryable"]),
        (500, &["server error", "retryable"]),
        (501, &["server error"]),
        (503, &["server error", "retryable"]),
    ] {
        let headers = [("x-request-id", "req-7"), ("content-type", "application/json")];
        let server = answering(Answer::with_headers(status, &headers, r#"{"detail": "No."}"#));
        let call = client(&server).get("/x/").call::<()>().retries(0);
        let error = call.await.expect_err("an error");
        let is: Vec<&str> =
            all.iter().filter(|(_, is)| is(&error)).map(|(name, _)| *name).collect();
        assert_eq!(is, expected, "{status}");
        assert!(!error.is_connect() && !error.is_timeout());
        // Whoever asks the vendor for help is asked for it.
        assert_eq!(error.request_id(), Some("req-7"));
        assert_eq!(error.api().and_then(|api| api.request_id()), Some("req-7"));
        assert!(error.to_string().ends_with("No. [request id req-7]"), "{error}");
    }
    let server = answering(Answer::with_headers(200, &[("x-request-id", "req-8")], "1"));
    let response = client(&server).get("/x/").call::<i64>().with_response().await;
    assert_eq!(response.expect("a value").request_id(), Some("req-8"));
    let error = client(&server).get("/x/").call::<String>().await.map(|text| text.len());
    assert_eq!(error.expect("a text"), 1);
    let error = client(&server).get("/x/").call::<Vec<bool>>().await.expect_err("no list");
    assert_eq!(error.decode().and_then(|decode| decode.request_id()), Some("req-8"));
}

/// A type as users write them.
#[derive(Debug, serde::Deserialize)]
#[allow(dead_code, reason = "only read")]
struct Thing {
    id: u8,
    #[serde(default, rename = "a/b")]
    slashed: std::collections::BTreeMap<String, Vec<u8>>,
    #[serde(default)]
    state: State,
    at: Option<chrono::DateTime<chrono::Utc>>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum State {
    #[default]
    On,
}

#[tokio::test]
async fn what_does_not_fit_a_type_of_ones_own_is_named_in_a_sentence() {
    for (body, pointer, said) in [
        (r#"[{"id": 1}, {"id": "x"}]"#, "/1/id", r#"/1/id should be u8, found string "x""#),
        (r#"[{"id": 256}]"#, "/0/id", "/0/id should be u8, found integer `256`"),
        ("[{}]", "/0/id", "/0/id should be a value, found nothing"),
        (r#"{"id": 1}"#, "", "the body should be a sequence, found map"),
        (
            r#"[{"id": 1, "a/b": {"k": [1, null]}}]"#,
            "/0/a~1b/k/1",
            "/0/a~1b/k/1 should be u8, found null",
        ),
        (
            r#"[{"id": 1, "state": "off"}]"#,
            "/0/state",
            "/0/state should be `on`, found unknown variant `off`",
        ),
        (
            r#"[{"id": 1, "at": "2020"}]"#,
            "/0/at",
            r#"/0/at should be a value of its type (premature end of input), found "2020""#,
        ),
    ] {
        let server = answering(Answer::new(200, "application/json", body));
        let call = client(&server).get("/x/").call::<Json>().cast::<Vec<Thing>>();
        let error = call.await.expect_err("does not fit");
        assert_eq!(error.to_string(), format!("GET /x/: 200 OK, but {said}"));
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.decode().and_then(|decode| decode.pointer()), Some(pointer));
        assert!(error.cause().is_some());
    }
}

#[tokio::test]
async fn options_are_those_of_every_call() {
    let server = answering(Answer::json(200, &json!({"id": 1, "personality": 2})));
    let client = client(&server);
    let call = || post_draft(&client, &ScenarioDraftRequest::new(1));
    assert_eq!(call().raw().await.expect("bytes"), r#"{"id":1,"personality":2}"#);
    #[derive(serde::Deserialize)]
    struct Mine {
        personality: u8,
    }
    assert_eq!(call().cast::<Mine>().await.expect("mine").personality, 2);
    call().header("x-trace", "7").header("accept", "text/x").await.expect("an answer");
    let last = server.received().pop().expect("a request");
    assert_eq!(last.header("x-trace").as_deref(), Some("7"));
    assert_eq!(last.header("accept").as_deref(), Some("text/x"));
    let error = call().header("x-trace", "a\nb").await.expect_err("no header");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn undocumented_calls_are_made_with_the_same_care() {
    let server = answering(Answer::json(200, &json!({"ok": true})));
    let client = client(&server);
    let call =
        client.get("/a/{x}/b/").path("x", "u v/w").query("q", ["1", "é"]).call::<cekura::Json>();
    assert_eq!(call.await.expect("an answer"), json!({"ok": true}));
    assert_eq!(server.only().target, "/a/u%20v%2Fw/b/?q=1&q=%C3%A9");
    for value in ["", "..", "."] {
        let error = client.get("/a/{x}/").path("x", value).call::<()>().await.expect_err("no path");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
    let error = client.get("/a/{x}/").call::<()>().await.expect_err("no value");
    assert_eq!(error.to_string(), "GET /a/{x}/: the path parameter `x` has no value");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn bodies_are_json_forms_text_or_bytes() {
    let server = answering(Answer::new(200, "text/plain", "5"));
    let client = client(&server);
    let form = json!({"a": "x y", "b": [1], "c": null, "d": true});
    client.put("/f/").form(&form).call::<()>().await.expect("an answer");
    assert_eq!(client.put("/t/").text("é").text_call().await.expect("text"), "5");
    client
        .put("/b/")
        .bytes(vec![0, 1], "application/x")
        .call::<cekura::Bytes>()
        .await
        .expect("bytes");
    let [form, text, bytes] = &server.received()[..] else { panic!("three requests") };
    assert_eq!(form.header("content-type").as_deref(), Some("application/x-www-form-urlencoded"));
    assert_eq!(form.text(), "a=x+y&b=1&c=&d=true");
    assert_eq!(text.header("content-type").as_deref(), Some("text/plain; charset=utf-8"));
    assert_eq!((text.text().as_str(), &bytes.body[..]), ("é", &[0, 1][..]));
    assert_eq!(bytes.header("accept").as_deref(), Some("*/*"));
}

#[test]
fn calls_and_clients_can_go_to_other_threads_and_errors_are_small() {
    fn send<T: Send>(_: &T) {}
    fn shared<T: Send + Sync + 'static>() {}
    let client = cekura::Client::new(KEY).expect("a client");
    let call = post_draft(&client, &ScenarioDraftRequest::new(1));
    send(&call);
    send(&std::future::IntoFuture::into_future(call));
    shared::<cekura::Client>();
    shared::<cekura::Error>();
    assert!(size_of::<cekura::Error>() <= 2 * size_of::<usize>());
    assert!(!format!("{client:?} {:?}", cekura::Client::builder().api_key(KEY)).contains(KEY));
}
