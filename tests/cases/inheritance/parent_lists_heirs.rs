use crate::{read, written};
use inheritance_parent_lists_heirs::types::{Circle, Event, Marker, Moved, Shape};

#[test]
fn an_heir_has_its_own_properties_alone() {
    let circle: Shape = read(r#"{"kind":"circle","r":1.5}"#);
    assert!(matches!(&circle, Shape::Circle(circle) if circle.r == 1.5));
    assert_eq!(written(&circle), r#"{"kind":"circle","r":1.5}"#);
    let circle: Circle = read(r#"{"kind":"circle","r":2}"#);
    assert_eq!(written(&Shape::Circle(circle)), r#"{"kind":"circle","r":2.0}"#);
}

#[test]
fn the_properties_of_the_parent_are_required_of_its_heirs() {
    let opened: Event = read(r#"{"id":1,"type":"Opened","by":"x"}"#);
    assert!(matches!(&opened, Event::Opened(opened) if opened.id == 1));
    serde_json::from_str::<Event>(r#"{"type":"Opened","by":"x"}"#).expect_err("it has no id");
    let dragged: Event = read(r#"{"id":1,"type":"Dragged","to":"a","mouse":2}"#);
    assert!(matches!(&dragged, Event::Moved(Moved::Dragged(dragged)) if dragged.mouse == 2 && dragged.id == 1));
}

#[test]
fn heirs_that_add_nothing_are_told_apart() {
    for text in [r#"{"colour":"Red"}"#, r#"{"colour":"Blue"}"#] {
        assert_eq!(written(&read::<Marker>(text)), text);
    }
}
