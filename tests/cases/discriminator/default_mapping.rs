use discriminator_default_mapping::types::{Boat, Dog, Kennel, KennelInmate, Other, Pet};

use crate::{read, written};

#[test]
fn an_unknown_tag_and_none_mean_the_default() {
    assert!(matches!(read(r#"{"kind":"cat","name":"a"}"#), Pet::Cat(_)));
    for text in [r#"{"kind":"horse","name":"a"}"#, r#"{"name":"a"}"#, r#"{"kind":"Other"}"#] {
        let pet: Pet = read(text);
        assert!(matches!(pet, Pet::Other(_)), "{text}: {pet:?}");
        // The tag that it came with is its own.
        assert_eq!(written(&pet), text);
    }
    // Also where another arm would explain more of the value.
    assert!(matches!(read(r#"{"lives":9,"name":"a"}"#), Pet::Other(_)));
    // What is no object at all is none of the arms.
    assert!(matches!(read("7"), Pet::Unknown(_)));
}

#[test]
fn the_default_is_written_without_a_tag() {
    assert_eq!(written(&Pet::Other(Other::new().name("a"))), r#"{"name":"a"}"#);
    assert_eq!(written(&Pet::Dog(Dog::new().tricks(2))), r#"{"kind":"dog","tricks":2}"#);
}

#[test]
fn the_tag_may_be_beside_the_value() {
    for (text, is_bird) in [
        (r#"{"inmate":{"name":"a"},"kind":"fish"}"#, false),
        (r#"{"inmate":{"fins":2},"kind":"worm"}"#, true),
        (r#"{"inmate":{"fins":2}}"#, true),
    ] {
        let kennel: Kennel = read(text);
        assert_eq!(matches!(kennel.inmate, Some(KennelInmate::Bird(_))), is_bird, "{text}");
    }
}

#[test]
fn an_heir_may_be_the_default() {
    assert!(matches!(read(r#"{"rig":"sloop","name":"a"}"#), Boat::Sloop(_)));
    assert!(matches!(read(r#"{"rig":"raft","name":"a"}"#), Boat::Hull(_)));
    assert!(matches!(read(r#"{"name":"a"}"#), Boat::Hull(_)));
}
