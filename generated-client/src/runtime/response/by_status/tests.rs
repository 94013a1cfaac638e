//! The status selects the type, and nothing else does.

use serde_json::json;

use crate::runtime::{Bytes, Client, ErrorKind, Json, JsonObject, MockTransport};

open_response! {
    /// Five kinds of answers.
    pub enum Answer {
        Ok(JsonObject) = 200,
        Created(Vec<i64>) = 201,
        Accepted = 202,
        Partial(Bytes) = 206,
        Other(Json) = 207..=299,
    }
}

async fn answer(status: u16, body: &Json) -> Result<Answer, crate::runtime::Error> {
    let mock = MockTransport::new();
    mock.expect("GET", "/things/").json(status, body);
    let client = Client::builder().api_key("k").transport(mock).build().expect("a client");
    client.get("/things/").open_call::<Answer>().await
}

#[tokio::test]
async fn the_status_selects_the_arm() {
    let list = json!([1, 2]);
    assert_eq!(answer(201, &list).await.expect("a list"), Answer::Created(vec![1, 2]));
    assert_eq!(answer(202, &list).await.expect("nothing"), Answer::Accepted);
    assert_eq!(answer(206, &list).await.expect("bytes"), Answer::Partial("[1,2]".into()));
    assert_eq!(answer(226, &list).await.expect("any value"), Answer::Other(list.clone()));
    assert_eq!(answer(203, &list).await.expect("bytes"), Answer::Unknown("[1,2]".into()));
    // A body that only fits another status is no reason to take that.
    let error = answer(200, &list).await.expect_err("no object");
    assert_eq!(error.kind(), ErrorKind::Decode);
}
