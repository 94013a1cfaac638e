use webhook_pointer::webhooks::Event;

#[test]
fn a_member_further_in_tells_events_apart() {
    let read = |kind: &str| {
        let body = format!(r#"{{"meta": {{"kind": "{kind}"}}, "depth": 7}}"#);
        Event::read(body.as_bytes()).expect("an event").value
    };
    assert!(matches!(read("launch"), Event::Launched(_)));
    assert!(matches!(read("sunk"), Event::Sunk(_)));
    assert!(matches!(read("launched"), Event::Unknown(_)));
}
