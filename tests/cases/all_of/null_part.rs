use crate::{read, written};
use all_of_null_part::types::Lamp;

#[test]
fn null_is_read_and_written() {
    for text in [
        r#"{"bare":null,"mood":null,"more":null,"typed":null}"#,
        r#"{"bare":{"r":1},"mood":"calm","more":{"g":2,"r":1},"typed":{"r":1}}"#,
    ] {
        assert_eq!(written(&read::<Lamp>(text)), text);
    }
}
