//! Walking through the pages of a list.

use std::sync::{Arc, Mutex};

use cekura::types::ScenarioDraft as Scenario;
use cekura::{Call, Client, ErrorKind, Page};
use cekura_tests::server::{Answer, Received, Server};
use cekura_tests::wire::{builder, client};
use serde_json::json;

/// A list of five items, two a page; `next` is made from the request's own address.
fn list(request: &Received) -> Answer {
    let page = request
        .target
        .split("page=")
        .nth(1)
        .map_or(1, |rest| rest[..1].parse::<i64>().expect("a number"));
    let host = request.header("host").expect("a host");
    let items: Vec<i64> = (1..=5).skip(((page - 1) * 2) as usize).take(2).collect();
    let next = (page < 3).then(|| format!("http://{host}/items/?page_size=2&page={}", page + 1));
    Answer::json(200, &json!({"count": 5, "next": next, "previous": null, "results": items}))
}

fn items(client: &Client) -> Call<Page<i64>> {
    client.get("/items/").query("page_size", 2).call()
}

#[tokio::test]
async fn items_come_page_by_page_as_they_are_asked_for() {
    let server = Server::start(list);
    let mut items = items(&client(&server)).header("x-a", "1").items();
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        seen.push(item.expect("an item"));
        assert_eq!(server.received().len(), seen.len().div_ceil(2), "no page before its time");
    }
    assert_eq!(seen, [1, 2, 3, 4, 5]);
    let targets: Vec<String> =
        server.received().into_iter().map(|request| request.target).collect();
    assert_eq!(
        targets,
        ["/items/?page_size=2", "/items/?page_size=2&page=2", "/items/?page_size=2&page=3"]
    );
    assert!(server.received().iter().all(|request| request.header("x-a").is_some()));
}

#[tokio::test]
async fn a_walk_can_be_resumed() {
    let server = Server::start(list);
    let client = client(&server);
    let first = items(&client).await.expect("a page");
    let mut pages = items(&client).resume(&first.next.expect("a second page")).pages();
    let second = pages.next().await.expect("a page").expect("a page");
    assert_eq!(second.results, [3, 4]);
    assert_eq!(pages.next().await.expect("a page").expect("a page").results, [5]);
    assert!(pages.next().await.is_none());
}

async fn second_error(next: &str) -> (cekura::Error, usize) {
    let body = json!({"next": next, "results": [1]});
    let server = Server::answering(vec![Answer::json(200, &body)]);
    let mut pages = items(&client(&server)).pages();
    let mut error = None;
    // The first page is good; the walk ends with the first error.
    assert!(pages.next().await.expect("a page").is_ok());
    while let Some(page) = pages.next().await {
        assert!(error.is_none());
        error = page.err();
    }
    (error.expect("an error"), server.received().len())
}

#[tokio::test]
async fn the_key_does_not_go_to_another_server() {
    for next in ["https://evil.example/items/?page=2", "http://127.0.0.1:1/items/", "http://[bad"] {
        let (error, requests) = second_error(next).await;
        assert_eq!((error.kind(), requests), (ErrorKind::InvalidRequest, 1), "{next}");
    }
}

#[tokio::test]
async fn a_circle_ends() {
    let (error, requests) = second_error("/items/?page=2").await;
    assert!(error.to_string().contains("circle"), "{error}");
    assert_eq!(requests, 2);
}

#[tokio::test]
async fn the_first_error_ends_the_walk() {
    let answers = vec![
        Answer::json(200, &json!({"next": "/items/?page=2", "results": [1]})),
        Answer::new(404, "text/plain", "gone"),
    ];
    let server = Server::answering(answers);
    let mut items = items(&client(&server)).items();
    assert_eq!(items.next().await.expect("one").expect("an item"), 1);
    assert!(items.next().await.expect("two").expect_err("gone").is_not_found());
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_post_is_not_sent_again_for_the_next_page() {
    let server = Server::start(list);
    let search = || client(&server).post("/items/").call::<Page<i64>>();
    let mut items = search().items();
    let mut seen = Vec::new();
    let error = loop {
        match items.next().await.expect("an error") {
            Ok(item) => seen.push(item),
            Err(error) => break error,
        }
    };
    assert_eq!((seen, error.kind()), (vec![1, 2], ErrorKind::InvalidRequest));
    assert!(error.to_string().contains("`POST /items/` is not idempotent"), "{error}");
    assert!(items.next().await.is_none());
    assert_eq!(server.received().len(), 1);

    let mut pages = search().idempotent(true).pages();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page.expect("a page").results.len();
    }
    assert_eq!((count, server.received().len()), (5, 4));
}

#[tokio::test]
async fn a_bare_array_is_the_only_page() {
    let server = Server::answering(vec![Answer::json(200, &json!([1, 2]))]);
    let noted = Arc::new(Mutex::new(Vec::new()));
    let hook = Arc::clone(&noted);
    let client = builder(&server)
        .on_drift(move |drift| hook.lock().expect("a list").push(drift.to_string()))
        .build()
        .expect("a client");
    let mut items = items(&client).items();
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        seen.push(item.expect("an item"));
    }
    assert_eq!(seen, [1, 2]);
    let noted = noted.lock().expect("a list");
    assert!(noted.len() == 1 && noted[0].contains("a page"), "{noted:?}");
}

#[tokio::test]
async fn null_in_one_item_does_not_end_a_walk() {
    let server = Server::start(|request| {
        let is_first = !request.target.contains("page=2");
        let host = request.header("host").expect("a host");
        let next = is_first.then(|| format!("http://{host}/items/?page=2"));
        let results = if is_first {
            json!([{"id": 1, "personality": 1}, null, {"id": 2, "personality": null}])
        } else {
            let phone = json!({"id": 5, "number": null, "phone_number_id": "p"});
            json!([{"id": 3, "personality": 3, "inbound_phone_number_data": phone}])
        };
        Answer::json(200, &json!({"next": next, "results": results}))
    });
    let list = || client(&server).get("/items/").call::<Page<Scenario>>();
    let mut items = list().items();
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        seen.push(item.expect("an item"));
    }
    let ids: Vec<(i64, i64)> = seen.iter().map(|item| (item.id, item.personality)).collect();
    assert_eq!(ids, [(1, 1), (0, 0), (2, 0), (3, 3)]);
    let phone = seen[3].inbound_phone_number_data.as_ref().expect("a phone number");
    assert_eq!((phone.id, phone.number.as_str()), (5, ""));
    let strict = builder(&server).strict(true).build().expect("a client");
    let mut items = strict.get("/items/").call::<Page<Scenario>>().items();
    assert!(items.next().await.expect("an answer").is_err());
}
