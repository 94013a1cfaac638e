use stream_server_sent_text::Client;

use crate::{client, done};

#[test]
fn text_stays_as_it_is() {
    let (client, mock) = client();
    let client = Client::from(client);
    mock.expect("GET", "/words/").respond(200, "data: 42\n\ndata:  \n\ndata:\n\ndata: {\ndata: x\n\n");
    let mut events = done(client.words().get()).expect("a stream");
    let mut all = Vec::new();
    while let Some(event) = done(events.next()) {
        all.push(event.expect("an event").data);
    }
    assert_eq!(all, ["42", " ", "", "{\nx"]);
}

#[test]
fn an_enum_is_read_from_text() {
    let (client, mock) = client();
    let client = Client::from(client);
    mock.expect("GET", "/signals/").respond(200, "data: stop\n\ndata: turn\n\n");
    let mut events = done(client.signals().get()).expect("a stream");
    let mut all = Vec::new();
    while let Some(event) = done(events.next()) {
        all.push(event.expect("an event").data.to_string());
    }
    assert_eq!(all, ["stop", "turn"]);
}
