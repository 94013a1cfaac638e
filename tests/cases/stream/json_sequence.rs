use stream_json_sequence::Client;

use crate::{client, done};

#[test]
fn a_text_that_breaks_off_ends_at_the_next_separator() {
    let (client, mock) = client();
    let client = Client::from(client);
    mock.expect("GET", "/logs/")
        .respond(200, "\u{1e}{\"text\":\n \"a\"}\n\u{1e}{\"text\": \"b\u{1e}{\"text\": \"c\\\"{\"}\n");
    let mut events = done(client.logs().get()).expect("a stream");
    let mut all = Vec::new();
    while let Some(event) = done(events.next()) {
        all.push(event.map(|event| event.data.text).ok());
    }
    assert_eq!(all, [Some("a".to_owned()), None, Some("c\"{".to_owned())]);
}
