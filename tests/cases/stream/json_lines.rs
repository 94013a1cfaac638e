use stream_json_lines::Client;

use crate::{client, done, header};

#[test]
fn a_line_is_an_event_whatever_ends_it() {
    let (client, mock) = client();
    let client = Client::from(client);
    mock.expect("GET", "/boats/").respond(200, "{\"id\": 1}\r\n\n  \n{\"id\": }\n{\"id\": 2}");
    let mut events = done(client.boats().get()).expect("a stream");
    let mut all = Vec::new();
    while let Some(event) = done(events.next()) {
        all.push(event.map(|event| event.data.id).ok());
    }
    assert_eq!(all, [Some(1), None, Some(2)]);
    assert_eq!(header(&mock, "accept").as_deref(), Some("application/x-ndjson, */*;q=0.5"));
}

#[test]
fn a_list_of_lists_has_lists_as_events() {
    let (client, mock) = client();
    let client = Client::from(client);
    mock.expect("GET", "/fleets/").respond(200, "[{\"id\": 1}, {\"id\": 2}]\n");
    let mut events = done(client.fleets().list()).expect("a stream");
    let event = done(events.next()).expect("one").expect("an event");
    assert_eq!(event.data.iter().map(|boat| boat.id).collect::<Vec<_>>(), [1, 2]);
}
