use stream_item_schema::Client;

use crate::{client, done};

#[test]
fn the_data_is_read_in_either_form() {
    let (client, mock) = client();
    let client = Client::from(client);
    let body = "data: {\"name\": \"Emma\"}\n\n";
    mock.expect("GET", "/typed/").respond(200, body);
    mock.expect("GET", "/loose/").respond(200, body);
    mock.expect("GET", "/plain/").respond(200, body);
    mock.expect("GET", "/text/").respond(200, body);
    let name = |event: Option<Result<cekura::streams::Event<_>, cekura::Error>>| -> String {
        let boat: stream_item_schema::types::Boat = event.expect("one").expect("an event").data;
        boat.name
    };
    assert_eq!(name(done(done(client.typed().get()).expect("a stream").next())), "Emma");
    assert_eq!(name(done(done(client.loose().get()).expect("a stream").next())), "Emma");
    assert_eq!(name(done(done(client.plain().get()).expect("a stream").next())), "Emma");
    let text = done(done(client.text().get()).expect("a stream").next());
    assert_eq!(text.expect("one").expect("an event").data, "{\"name\": \"Emma\"}");
}
