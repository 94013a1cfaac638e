use crate::{read, written};
use union_arm_names::types::{Commands, CommandsExternal, CommandsTagged, CommandsTaggedNum};

#[test]
fn arms_are_read_and_written() {
    let num = CommandsTagged::Num(CommandsTaggedNum::new(7));
    assert_eq!(written(&num), r#"{"c":7,"t":"Num"}"#);
    for text in [r#"{"external":"Stop"}"#, r#"{"external":{"Say":"a"}}"#, r#"{"tagged":{"c":"x","t":"Text"}}"#] {
        assert_eq!(written(&read::<Commands>(text)), text);
    }
    assert!(matches!(read(r#"{"Move":{"x":1}}"#), CommandsExternal::Move(_)));
}
