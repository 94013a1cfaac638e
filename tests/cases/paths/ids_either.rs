use cekura::values::Id;
use paths_ids_either::Client;

use crate::{client, done, target};

fn sent(call: impl FnOnce(&Client)) -> String {
    let (client, mock) = client();
    mock.expect("GET", "/boats/{boat_id}/sails/{number}/").respond(204, "");
    mock.expect("DELETE", "/boats/{id}/").respond(204, "");
    call(&Client::from(client));
    target(&mock)
}

#[test]
fn numbers_and_texts_are_sent_alike() {
    let id = Id::from(7u64);
    assert_eq!(sent(|client| done(client.boats().delete(7)).expect("an answer")), "/boats/7/");
    assert_eq!(sent(|client| done(client.boats().delete("7")).expect("an answer")), "/boats/7/");
    assert_eq!(sent(|client| done(client.boats().delete(&id)).expect("an answer")), "/boats/7/");
    assert_eq!(sent(|client| done(client.boats().delete(-7_i64)).expect("an answer")), "/boats/-7/");
}

#[test]
fn texts_are_encoded_as_any_other() {
    let text = String::from("a/b ?#é%");
    let path = sent(|client| done(client.boats().get_sail(&text, 3)).expect("an answer"));
    assert_eq!(path, "/boats/a%2Fb%20%3F%23%C3%A9%25/sails/3/");
}

#[test]
fn an_empty_text_is_refused() {
    let (client, mock) = client();
    done(Client::from(client).boats().delete("")).expect_err("the path of another call");
    assert!(mock.requests().is_empty());
}
