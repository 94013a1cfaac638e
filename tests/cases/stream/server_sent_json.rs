use cekura::ErrorKind;
use cekura::streams::Event;

use stream_server_sent_json::Client;
use stream_server_sent_json::types::Tick;

use crate::{client, done, header, target};

#[test]
fn each_event_has_its_type_and_a_broken_one_does_not_end_the_stream() {
    let (client, mock) = client();
    let client = Client::from(client);
    mock.expect("GET", "/ticks/").respond(
        200,
        "id: 1\nevent: tick\nretry: 50\ndata: {\"at\": 1}\n\n: silence\n\ndata: {\"at\":\n\n\
         data: {\"at\": 3,\ndata: \"note\": 4}\n\n",
    );
    let mut events = done(client.ticks().get()).expect("a stream");
    let first: Event<Tick> = done(events.next()).expect("one").expect("an event");
    assert_eq!((first.data.at, first.id.as_deref()), (1, Some("1")));
    assert_eq!((first.name.as_deref(), first.retry.map(|retry| retry.as_millis())), (Some("tick"), Some(50)));
    let broken = done(events.next()).expect("one").expect_err("no JSON");
    assert_eq!(broken.kind(), ErrorKind::Decode);
    assert_eq!(&broken.decode().expect("the place").body()[..], b"{\"at\":");
    let last = done(events.next()).expect("one").expect("an event");
    assert_eq!((last.data.at, last.data.note.as_deref()), (3, Some("4")));
    assert_eq!(last.drift[0].pointer, "/note");
    assert!(done(events.next()).is_none());
    assert_eq!(header(&mock, "accept").as_deref(), Some("text/event-stream"));
}

#[test]
fn the_call_of_optional_parameters_has_the_options_of_streams() {
    let (client, mock) = client();
    let client = Client::from(client);
    mock.expect("GET", "/trades/").respond(204, "");
    let call = client.trades().get().symbol("A").resume("7").reconnect();
    let mut events = done(call).expect("a stream");
    assert!(done(events.next()).is_none());
    assert_eq!(target(&mock), "/trades/?symbol=A");
    assert_eq!(header(&mock, "last-event-id").as_deref(), Some("7"));
}
