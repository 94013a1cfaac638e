//! Error responses, in the forms that servers use.

use super::*;
use crate::runtime::auth::secret::Secret;

fn error(body: &'static str) -> ApiError {
    ApiError::new(
        StatusCode::BAD_REQUEST,
        HeaderMap::new(),
        Bytes::from_static(body.as_bytes()),
        [Secret::from("key-of-the-client")].into_iter().collect(),
    )
}

#[test]
fn the_servers_words_are_found_in_every_form() {
    assert_eq!(error(r#"{"detail": "Not found."}"#).detail(), Some("Not found."));
    assert_eq!(error(r#"{"error": {"message": "No."}}"#).detail(), Some("No."));
    assert_eq!(error(r#"{"non_field_errors": ["Twice."]}"#).detail(), Some("Twice."));
    assert_eq!(error(r#"["First."]"#).detail(), Some("First."));
    assert_eq!(error(r#""Just text""#).detail(), Some("Just text"));
    assert_eq!(error("<html>").detail(), None);
}

#[test]
fn field_errors_reach_into_nested_objects() {
    let error = error(
        r#"{"name": ["Required.", "Short."], "a": {"b": ["Bad."]}, "l": [{"x": ["Y."]}], "detail": "D"}"#,
    );
    let fields = error.field_errors();
    assert_eq!(fields["name"], ["Required.", "Short."]);
    assert_eq!(fields["a.b"], ["Bad."]);
    assert_eq!(fields["l.0.x"], ["Y."]);
    assert_eq!(fields.len(), 3);
    assert!(error.to_string().contains("400 Bad Request: D; a.b: Bad."), "{error}");
}

#[test]
fn field_errors_have_many_forms() {
    let fields = |body| {
        let fields = error(body).field_errors().into_iter();
        fields.map(|(name, all)| format!("{name}: {}", all.join("|"))).collect::<Vec<_>>()
    };
    assert_eq!(fields(r#"[{}, {"name": ["A.", "B."]}]"#), ["1.name: A.|B."]);
    assert_eq!(fields(r#"{"name": "A.", "deep": {"er": "B."}}"#), ["deep.er: B.", "name: A."]);
    assert_eq!(fields(r#"{"name": [{"message": "A.", "code": "required"}]}"#), ["name: A."]);
    assert_eq!(fields(r#"{"name": {"message": "A.", "code": 1}}"#), ["name: A."]);
    assert_eq!(fields(r#"[{"message": "A.", "code": "x"}, "B."]"#), [""; 0]);
    assert_eq!(fields(r#"{"detail": "D", "code": "token_not_valid"}"#), [""; 0]);
    assert_eq!(fields(r#"{"error": {"message": "D", "type": "x"}}"#), [""; 0]);
}

#[test]
fn nothing_is_said_twice_and_all_of_it_on_one_line() {
    let text = |body| error(body).to_string();
    let both = r#"{"non_field_errors": ["Twice.", "Late."], "a": ["B."]}"#;
    assert_eq!(text(both), "400 Bad Request: Twice.; a: B.; non_field_errors: Late.");
    assert_eq!(text(r#"{"non_field_errors": ["Twice."]}"#), "400 Bad Request: Twice.");
    assert_eq!(
        text("{\"detail\": \"a\\r\\nERROR b\\u001b[31m\"}"),
        "400 Bad Request: a ERROR b [31m"
    );
    assert_eq!(text("<h1>\n\n<p>"), "400 Bad Request: <h1> <p>");
    assert_eq!(text(r#"{"a\nb": ["c\u2028d"]}"#), "400 Bad Request; a b: c d");
}

#[test]
fn a_secret_that_the_server_repeats_is_not_printed() {
    for body in [
        r#"{"detail": "The key key-of-the-client is wrong."}"#,
        r#"{"key-of-the-client": ["key-of-the-client is no key."]}"#,
        "<p>key-of-the-client</p>",
    ] {
        let error = error(body);
        let printed = format!("{error} {error:?} {error:#?}");
        assert!(!printed.contains("key-of-the-client") && printed.contains('…'), "{printed}");
        assert_eq!(error.text(), body);
    }
}

#[test]
fn only_a_redirect_is_called_one() {
    let text = |status| {
        let headers = HeaderMap::from_iter([(
            http::header::LOCATION,
            http::HeaderValue::from_static("/y/?ticket=1"),
        )]);
        ApiError::new(status, headers, Bytes::new(), Secrets::default()).to_string()
    };
    assert_eq!(text(StatusCode::FOUND), "302 Found (redirect to /y/ is not followed)");
    assert_eq!(text(StatusCode::CONFLICT), "409 Conflict");
}

#[test]
fn a_body_that_is_no_json_is_quoted() {
    assert_eq!(error("<h1>Oops</h1>").to_string(), "400 Bad Request: <h1>Oops</h1>");
    assert_eq!(error("").to_string(), "400 Bad Request");
}

#[test]
fn a_list_of_faults_is_read_without_the_callers_input() {
    let error = error(
        r#"{"detail": [
            {"type": "missing", "loc": ["body", "price"], "msg": "Field required",
             "input": {"card": "4111"}, "url": "https://errors.example/missing"},
            {"type": "int", "loc": ["query", "items", 0], "msg": "No integer", "input": "x", "ctx": {}}
        ]}"#,
    );
    assert_eq!(error.detail(), Some("price: Field required; items.0: No integer"));
    let text = error.to_string();
    assert_eq!(text, "400 Bad Request: price: Field required; items.0: No integer");
    let fields = error.field_errors();
    assert_eq!(fields["price"], ["Field required"]);
    assert_eq!(fields.len(), 2);
}

#[test]
fn the_key_is_not_printed_in_any_spelling() {
    let secret = || [Secret::from("user:pass/word \"1\"")].into_iter().collect();
    for body in [
        r#"{"detail": "got pass/word \"1\""}"#,
        r#"{"detail": "got user:pass/word \"1\""}"#,
        "got pass\\/word \\\"1\\\"",
        "got user%3Apass%2Fword%20%221%22",
        "got pass%2fword%20%221%22",
        "got pass%2Fword+%221%22",
    ] {
        let body = Bytes::from_static(body.as_bytes());
        let error = ApiError::new(StatusCode::BAD_REQUEST, HeaderMap::new(), body, secret());
        assert_eq!(error.to_string(), "400 Bad Request: got …", "{error}");
    }
}

#[test]
fn a_key_that_is_cut_is_not_printed() {
    let body = format!("{}key-of-the-client", " ".repeat(8 * 1024 - 10));
    assert_eq!(
        body_excerpt(body.as_bytes(), &[Secret::from("key-of-the-client")].into_iter().collect()),
        ""
    );
}
