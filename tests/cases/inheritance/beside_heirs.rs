use crate::{read, written};
use inheritance_beside_heirs::types::{Animal, Bug, Insect, Zoo, ZooSome};

#[test]
fn one_choice_has_one_type() {
    let text = r#"{"all":[{"$type":"dog"},{"$type":"animal"}],"any":{"$type":"cat","lives":9},"some":{"$type":"cat"}}"#;
    let zoo: Zoo = read(text);
    assert!(matches!(zoo.any, Some(Animal::Cat(_))));
    assert!(matches!(zoo.all.as_deref(), Some([Animal::Dog(_), Animal::Base(_)])));
    assert!(matches!(zoo.some, Some(ZooSome::Cat(_))));
    assert_eq!(written(&zoo), text);
}

#[test]
fn the_base_is_an_arm_by_itself() {
    let bug = Bug::Insect(Insect::new().legs(6));
    assert_eq!(written(&bug), r#"{"family":"Insect","legs":6}"#);
    assert!(matches!(read(r#"{"family":"Ant"}"#), Bug::Ant(_)));
}
