use cekura::auth::Secret;
use cekura::errors::SecretError;
use webhook_configured::webhooks::{SECRET_HEADER, WebhookEvent, verify};

#[test]
fn only_the_secret_passes() {
    assert_eq!(SECRET_HEADER, "x-boat-secret");
    let secret = Secret::new("aye");
    assert_eq!(verify(&secret, Some("aye")), Ok(()));
    assert_eq!(verify(&secret, Some("nay")), Err(SecretError::Wrong));
    assert_eq!(verify(&secret, Some(b"")), Err(SecretError::Wrong));
    assert_eq!(verify(&secret, None::<&str>), Err(SecretError::Missing));
    assert_eq!(verify(&Secret::new(""), Some("")), Err(SecretError::Wrong));
}

#[test]
fn names_and_values_tell_events_apart() {
    let read = |body: &str| WebhookEvent::read(body.as_bytes()).expect("an event").value;
    assert!(matches!(read(r#"{"type": "launched", "boat": 7}"#), WebhookEvent::Launched(_)));
    assert!(matches!(read(r#"{"type": "sunk", "boat": 7}"#), WebhookEvent::Sunk(_)));
    assert!(matches!(read(r#"{"type": "gone_down", "boat": 7}"#), WebhookEvent::Sunk(_)));
    assert!(matches!(read(r#"{"wreck": "Emma"}"#), WebhookEvent::Wrecked(_)));
    assert!(matches!(read(r#"{"type": "sold", "boat": 7}"#), WebhookEvent::Unknown(_)));
}
