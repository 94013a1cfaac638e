use paths_templates::Client;

use crate::{client, done, target};

#[test]
fn values_of_several_segments_keep_their_slashes() {
    let (client_, mock) = client();
    mock.expect("GET", "/files/{path}").respond(204, "");
    done(Client::from(client_).files().get("a/b c?d#e")).expect("an answer");
    assert_eq!(target(&mock), "/files/a/b%20c%3Fd%23e");
    let (client, mock) = client();
    mock.expect("GET", "/boats/{id}").respond(204, "");
    done(Client::from(client).boats().get(7)).expect("an answer");
    assert_eq!(target(&mock), "/boats/7");
}
