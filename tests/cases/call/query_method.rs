use call_query_method::Client;
use call_query_method::types::Search;

use crate::{client, done};

#[test]
fn the_search_is_sent_with_its_body_and_repeated_like_a_get() {
    let (client, mock) = client();
    mock.expect("QUERY", "/boats").respond(503, "");
    mock.expect("QUERY", "/boats").json(200, &serde_json::json!([{"name": "Ada", "length": 7.5}]));
    let search = Search::new(["gaff", "rig"]).longer_than(5.5);
    let call = Client::from(client).boats().query(&search).region("north");
    let found = done(call).expect("boats");
    let found: Vec<(&str, Option<f64>)> =
        found.iter().map(|boat| (boat.name.as_str(), boat.length)).collect();
    assert_eq!(found, [("Ada", Some(7.5))]);
    let requests = mock.requests();
    assert_eq!(requests.len(), 2, "a second attempt");
    for request in requests {
        assert_eq!(request.method.as_str(), "QUERY");
        assert_eq!(request.url.query(), Some("region=north"));
        assert_eq!(
            request.json(),
            serde_json::json!({"words": ["gaff", "rig"], "longer_than": 5.5})
        );
        let type_of_body = request.headers.get("content-type").map(|value| value.as_bytes());
        assert_eq!(type_of_body, Some(&b"application/json"[..]));
    }
}
