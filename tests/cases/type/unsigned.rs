use type_unsigned::Client;
use type_unsigned::types::Boat;

use crate::{body, client, done, target};

#[test]
fn the_largest_number_goes_both_ways() {
    let (client, mock) = client();
    let text = r#"{"few":4294967295,"number":18446744073709551615,"numbers":[0,18446744073709551615]}"#;
    mock.expect("POST", "/boats/{number}").respond(200, text);
    let boat = Boat::new(u64::MAX).few(u32::MAX).numbers([0, u64::MAX]);
    let read = done(Client::from(client).boats().post(u64::MAX, &boat).small(u32::MAX));
    assert_eq!(read.expect("an answer"), boat);
    assert_eq!(target(&mock), "/boats/18446744073709551615?small=4294967295");
    assert_eq!(body(&mock), text);
}

#[test]
fn a_negative_number_is_drift() {
    let (client, mock) = client();
    mock.expect("POST", "/boats/{number}").respond(200, r#"{"number":1,"few":-1,"tiny":300}"#);
    let call = Client::from(client).boats().post(1, &Boat::new(1));
    let response = done(call.with_response()).expect("an answer");
    assert_eq!((response.value.few, response.value.tiny), (None, Some(300)));
    assert_eq!(response.drift.len(), 1);
}
