use webhook_constants::webhooks::Event;

#[test]
fn a_known_event_has_its_type() {
    let body = br#"{"event_type": "boat.launched", "data": {"id": 7, "name": "Emma"}}"#;
    let read = Event::read(body).expect("an event");
    assert!(read.drift.is_empty(), "{:?}", read.drift);
    let Event::BoatLaunched(launched) = read.value else { panic!("{:?}", read.value) };
    assert_eq!((launched.data.id, launched.data.name.as_deref()), (7, Some("Emma")));
}

#[test]
fn an_event_that_nobody_knew_is_kept() {
    let body = r#"{"event_type":"boat.sold","price":7}"#;
    let read = Event::read(body.as_bytes()).expect("an event");
    let Event::Unknown(json) = read.value else { panic!("{:?}", read.value) };
    assert_eq!(json.to_string(), body);
}

#[test]
fn what_does_not_match_in_a_payload_is_drift() {
    let body = br#"{"event_type": "boat.sunk", "data": {"depth": "deep"}}"#;
    let read = Event::read(body).expect("an event");
    assert!(matches!(read.value, Event::BoatSunk(_)), "{:?}", read.value);
    let drift: Vec<&str> = read.drift.iter().map(|drift| drift.pointer.as_str()).collect();
    assert_eq!(drift, ["/data/depth"]);
}

#[test]
fn a_payload_that_lacks_what_it_must_have_is_kept_with_drift() {
    let body = br#"{"event_type": "boat.launched", "data": {"name": "Emma"}}"#;
    let read = Event::read(body).expect("an event");
    assert!(matches!(read.value, Event::Unknown(_)), "{:?}", read.value);
    assert_eq!(read.drift.len(), 1, "{:?}", read.drift);
}

#[test]
fn an_event_without_the_member_is_told_by_its_form() {
    let body = br#"{"message": {"text": "mayday"}, "channel": 16}"#;
    let read = Event::read(body).expect("an event");
    let Event::Radio(radio) = read.value else { panic!("{:?}", read.value) };
    assert_eq!(radio.message["text"], "mayday");
    assert_eq!(radio.extra["channel"], 16);
}

#[test]
fn what_is_no_json_is_an_error() {
    for body in [&b""[..], b"{", b"event_type=boat.sunk"] {
        assert!(Event::read(body).is_err(), "{}", String::from_utf8_lossy(body));
    }
}
