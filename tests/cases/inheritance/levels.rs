use crate::{read, written};
use inheritance_levels::types::{Boat, Craft, Port};

#[test]
fn every_level_is_read_as_what_it_is() {
    assert!(matches!(read(r#"{"kind":"boat","draught":1}"#), Craft::Boat(_)));
    assert!(matches!(read(r#"{"kind":"sail","masts":2}"#), Craft::Sailboat(_)));
    let motor: Craft = read(r#"{"kind":"motor","power":9,"cabins":1}"#);
    assert!(matches!(&motor, Craft::Motorboat(boat) if (boat.power, boat.cabins) == (Some(9), Some(1))));
    assert_eq!(written(&motor), r#"{"cabins":1,"kind":"motor","power":9}"#);
    assert!(matches!(read(r#"{"kind":"plane","span":2}"#), Craft::Plane(_)));
    assert!(matches!(read(r#"{"kind":"Engined"}"#), Craft::Unknown(_)));
}

#[test]
fn a_class_in_the_middle_is_a_choice_of_its_own() {
    assert!(matches!(read(r#"{"kind":"boat"}"#), Boat::Base(_)));
    assert!(matches!(read(r#"{"kind":"sail","masts":2}"#), Boat::Sailboat(_)));
    assert!(matches!(read(r#"{"kind":"plane"}"#), Boat::Unknown(_)));
}

#[test]
fn the_base_is_the_same_choice_wherever_it_is_used() {
    let text = r#"{"either":{"kind":"sail","masts":1},"first":{"kind":"boat"},"included":{"berth":1,"kind":"x"},"list":[{"kind":"motor"}],"map":{"a":{"kind":"plane"}},"noted":{"kind":"boat"},"nullable":null}"#;
    let port: Port = read(text);
    assert!(matches!(port.list.as_deref(), Some([Craft::Motorboat(_)])));
    assert!(matches!(port.noted, Some(Craft::Boat(_))));
    assert_eq!(written(&port), text);
}
