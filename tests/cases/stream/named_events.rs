use stream_named_events::Client;
use stream_named_events::types::*;

use crate::{client, done};

#[test]
fn the_name_of_an_event_tells_its_type() {
    let (client, mock) = client();
    let client = Client::from(client);
    mock.expect("GET", "/changes/").respond(
        200,
        "event: addString\ndata: 42\n\nevent: addBoat\ndata: {\"boat\": 7}\n\n\
         event: abort\ndata: {\"text\": \"wind\"}\n\nevent: sink\ndata: {\"x\": 1}\n\n",
    );
    let mut events = done(client.changes().get()).expect("a stream");
    let mut next = || done(events.next()).expect("one").expect("an event").data;
    assert!(matches!(next(), GetChangeEvent::AddString(text) if text == "42"));
    assert!(matches!(next(), GetChangeEvent::AddBoat(add) if add.boat == 7));
    assert!(matches!(next(), GetChangeEvent::Close(why) if why.text.as_deref() == Some("wind")));
    assert!(matches!(next(), GetChangeEvent::Unknown(_)));
}
