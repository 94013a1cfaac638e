use serde_json::json;
use status_by_status::Client;
use status_by_status::types::{GetFileResponse, GetTextResponse, ReplaceItemResponse};

use crate::{client, done, header};

#[test]
fn the_status_and_not_the_shape_selects_the_type() {
    // Everything that would fit another arm better, and a field that does not fit at all.
    let body = json!({"name": "a", "at": "soon", "job": "j", "state": "x"});
    for status in [200, 201, 202, 204] {
        let (client, mock) = client();
        mock.expect("PUT", "/items").json(status, &body);
        let answer = done(Client::from(client).items().replace().with_response()).expect("an answer");
        match (status, answer.value) {
            (200, ReplaceItemResponse::Ok(item)) => assert_eq!(item.state.as_deref(), Some("x")),
            (201, ReplaceItemResponse::Created(made)) => {
                assert_eq!((made.name.as_str(), made.at), ("a", None));
                assert_eq!(answer.drift.len(), 1, "a created one is read tolerantly");
            }
            (202, ReplaceItemResponse::Accepted(job)) => assert_eq!(job.job.as_deref(), Some("j")),
            (204, ReplaceItemResponse::NoContent) => {}
            (_, other) => panic!("{status} is {other:?}"),
        }
        assert_eq!(header(&mock, "accept").as_deref(), Some("application/json, */*;q=0.5"));
    }
}

#[test]
fn text_and_bytes_stand_beside_json() {
    let (client_, mock) = client();
    mock.expect("GET", "/texts").header("content-type", "text/plain").respond(200, "{\"not\": \"read\"}");
    let answer = done(Client::from(client_).texts().get()).expect("an answer");
    assert_eq!(answer, GetTextResponse::Ok("{\"not\": \"read\"}".to_owned()));
    assert_eq!(header(&mock, "accept").as_deref(), Some("application/json, text/plain, */*;q=0.5"));
    for (status, expected) in [(200, "bytes"), (202, "a job"), (226, "a job")] {
        let (client, mock) = client();
        mock.expect("GET", "/files").json(status, &json!({"job": "j"}));
        let answer = done(Client::from(client).files().get()).expect("an answer");
        let found = match answer {
            GetFileResponse::Ok(_) => "bytes",
            GetFileResponse::Status2xx(_) => "a job",
            _ => "another",
        };
        assert_eq!(found, expected, "{status}");
        assert_eq!(header(&mock, "accept").as_deref(), Some("application/json, application/pdf, */*;q=0.5"));
    }
}

#[test]
fn one_type_is_itself_whatever_the_status() {
    let (client, mock) = client();
    mock.expect("POST", "/same").json(201, &json!({"name": "a"}));
    mock.expect("POST", "/same").respond(202, "");
    let client = Client::from(client);
    assert_eq!(done(client.same().create()).expect("an answer").expect("an item").name, "a");
    assert!(done(client.same().create()).expect("an answer").is_none());
}
