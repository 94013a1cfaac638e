use crate::read;
use type_shown_otherwise::types::ResultData;

#[test]
fn a_realistic_answer_is_read_without_drift() {
    let text = r#"{"failed":[1],"ids":[1,2],"name":"a","names":null,"runs":10,"scheduled":false}"#;
    assert_eq!(read::<ResultData>(text).runs, 10);
}
