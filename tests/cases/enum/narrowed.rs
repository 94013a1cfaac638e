use crate::written;
use enum_narrowed::types::{Lamp, LampFive, LampFour, LampTwo};

#[test]
fn constants_are_filled_in() {
    let lamp = Lamp::new(LampFive::N1, LampFour::B, LampTwo::Wild);
    assert_eq!(written(&lamp), r#"{"five":1,"four":"b","one":"calm","three":"sad","two":"wild"}"#);
}
