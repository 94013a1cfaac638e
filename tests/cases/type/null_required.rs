use cekura::{Json, Page};
use type_null_required::Client;
use type_null_required::types::{Boat, Harbor};

use crate::{client, client_of, done, read};

const FIELDS: [&str; 18] = [
    "name", "length", "crew", "afloat", "owner", "tags", "prices", "extra", "anything", "color", "deck", "cargo", "built",
    "launched", "alarm", "uid", "address", "trip",
];

const BOAT: &str = r#"{"name":"a","length":1.5,"crew":1,"afloat":true,"owner":{"id":1},"tags":["t"],"prices":{"p":1},"extra":{"e":1},
    "anything":1,"color":"red","deck":1,"cargo":{"fish":1},"built":"2026-01-02","launched":"2026-01-02T03:04:05Z","alarm":"09:05:00",
    "uid":"67e55044-10b1-426f-9247-bb680e5fe0c8","address":"192.0.2.1","trip":"PT1H"}"#;

/// A boat with null for some of its fields.
fn boat(nulls: &[&str]) -> Json {
    let mut boat: Json = read(BOAT);
    for name in nulls {
        boat[name] = Json::Null;
    }
    boat
}

fn page(items: &[Json]) -> Json {
    let mut page: Json = read(r#"{"count":null,"next":null,"previous":null}"#);
    page["results"] = items.to_vec().into();
    page
}

#[test]
fn each_kind_of_field_is_read_from_null_as_its_default_with_one_drift() {
    for name in FIELDS {
        let body = page(&[boat(&[]), boat(&[name]), boat(&[])]);
        let (client, mock) = client();
        mock.expect("GET", "/boats").json(200, &body);
        let response = done(Client::from(client).boats().list().with_response()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let [before, lacking, after] = &response.value.results[..] else { panic!("three boats") };
        assert_eq!(*before, read::<Boat>(BOAT));
        assert_eq!(after, before);
        let drift: Vec<&str> = response.drift.iter().map(|drift| drift.pointer.as_str()).collect();
        // A union holds any value, and so does a field without a type.
        let holds_null = ["anything", "cargo"].contains(&name);
        if holds_null {
            assert_eq!(drift, [""; 0]);
        } else {
            assert_eq!(drift, [format!("/results/1/{name}")]);
            assert_ne!(lacking, before);
        }
        let (strict, mock) = client_of(cekura::Client::builder().api_key("KEY").strict(true));
        mock.expect("GET", "/boats").json(200, &body);
        assert_eq!(done(Client::from(strict).boats().list()).is_err(), !holds_null, "{name}");
    }
}

#[test]
fn a_value_without_anything_is_the_default() {
    let body = page(&[boat(&FIELDS), Json::Null]);
    let (client, mock) = client();
    mock.expect("GET", "/boats").json(200, &body);
    let response = done(Client::from(client).boats().list().with_response()).expect("boats");
    assert_eq!(response.value.results, [Boat::default(), Boat::default()]);
    assert_eq!(response.drift.len(), FIELDS.len() - 2 + 1);
}

#[test]
fn items_and_members_are_read_alike() {
    let (client, mock) = client();
    mock.expect("GET", "/harbors").respond(200, r#"{"berths":[null,[1,null]],"by_name":{"a":null}}"#);
    let response = done(Client::from(client).harbors().get().with_response()).expect("a harbor");
    let Harbor { berths, by_name, .. } = response.value;
    assert_eq!(berths, [vec![], vec![1, 0]]);
    assert_eq!(by_name.get("a"), Some(&Boat::default()));
    assert_eq!(
        response.drift.iter().map(|drift| drift.pointer.as_str()).collect::<Vec<_>>(),
        ["/berths/0", "/berths/1/1", "/by_name/a"]
    );
}

#[test]
fn a_page_without_items_is_empty_and_a_response_is_never_made_up() {
    let (client, mock) = client();
    let mut empty = page(&[]);
    empty["results"] = Json::Null;
    mock.expect("GET", "/boats").json(200, &empty);
    mock.expect("GET", "/boats").json(200, &Json::Null);
    let client = Client::from(client);
    let page: Page<Boat> = done(client.boats().list()).expect("a page");
    assert!(page.results.is_empty());
    assert!(done(client.boats().list()).is_err());
}
