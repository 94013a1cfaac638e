use webhook_header::webhooks::{Event, KIND_HEADER};

#[test]
fn the_header_tells_the_events_apart() {
    assert_eq!(KIND_HEADER, "x-boat-event");
    let body = br#"{"name": "Emma"}"#;
    let read = |kind| Event::read(Some(kind), body).expect("an event").value;
    assert!(matches!(read("launch"), Event::Launched(_)));
    assert!(matches!(read("sink"), Event::Sunk(_)));
    assert!(matches!(read("go_down"), Event::Sunk(_)));
    assert!(matches!(read("sell"), Event::Unknown(_)));
}

#[test]
fn without_the_header_the_form_does() {
    let body = br#"{"name": "Emma", "depth": 7.5}"#;
    let read = Event::read(None::<&str>, body).expect("an event");
    assert!(matches!(read.value, Event::Sunk(_)), "{:?}", read.value);
}
