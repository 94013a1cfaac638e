use union_from_arms::Client;
use union_from_arms::types::{Cat, Dog, Pair, Pet};

use crate::{body, client, done, target};

fn sent(call: impl FnOnce(&Client)) -> (String, String) {
    let (client, mock) = client();
    mock.expect("POST", "/pets").respond(200, r#"{"kind":"Cat"}"#);
    mock.expect("PUT", "/pets").respond(204, "");
    call(&Client::from(client));
    (target(&mock), body(&mock))
}

#[test]
fn a_body_is_an_arm_or_the_union() {
    let cat = Cat::new("Cat").lives(9);
    let expected = ("/pets".to_owned(), r#"{"kind":"Cat","lives":9}"#.to_owned());
    let pet = Pet::from(cat.clone());
    for answer in [
        sent(|client| drop(done(client.pets().create(cat.clone())).expect("an answer"))),
        sent(|client| drop(done(client.pets().create(&pet)).expect("an answer"))),
        sent(|client| drop(done(client.pets().create(pet.clone())).expect("an answer"))),
        sent(|client| done(client.pets().replace().body(cat.clone())).expect("an answer")),
    ] {
        assert_eq!(answer, expected);
    }
}

#[test]
fn setters_and_parameters_take_arms() {
    let pair = Pair::new(Dog::new("Dog").friend("Tom")).others([Pet::from("Kim"), Pet::from(vec!["a".to_owned()])]);
    let (path, text) = sent(|client| {
        drop(done(client.pets().create(pair).age(7)).expect("an answer"));
    });
    assert_eq!(path, "/pets?age=7");
    assert_eq!(text, r#"{"first":{"friend":"Tom","kind":"Dog"},"kind":"Pair","others":["Kim",["a"]]}"#);
}
