use crate::{read, written};
use discriminator_scalars::types::{
    All, AllFlag, AllFlagSuccessFalse, AllFlagSuccessTrue, AllMapped, AllNumber, AllText, AllVersion, Eight, No, Plus, Second,
};

#[test]
fn a_tag_is_written_as_what_it_is() {
    assert_eq!(written(&AllFlag::SuccessTrue(AllFlagSuccessTrue::new())), r#"{"success":true}"#);
    assert_eq!(written(&AllFlag::SuccessFalse(AllFlagSuccessFalse::new())), r#"{"success":false}"#);
    assert_eq!(written(&AllMapped::No(No::new())), r#"{"agreed":false}"#);
    assert_eq!(written(&AllVersion::Second(Second::new())), r#"{"v":2}"#);
    assert_eq!(written(&AllNumber::Plus(Plus::new(5.0))), r#"{"n":1}"#);
    assert_eq!(written(&AllText::Eight(Eight::new(""))), r#"{"t":"8"}"#);
}

#[test]
fn a_tag_is_read_as_what_it_is() {
    assert!(matches!(read(r#"{"success":false,"message":"m"}"#), AllFlag::SuccessFalse(_)));
    assert!(matches!(read(r#"{"agreed":true}"#), AllMapped::Yes(_)));
    assert!(matches!(read(r#"{"v":2,"a":"x"}"#), AllVersion::Second(_)));
    assert!(matches!(read(r#"{"n":-1.0}"#), AllNumber::Minus(_)));
    assert!(matches!(read(r#"{"t":"8"}"#), AllText::Eight(_)));
    let text = r#"{"flag":{"message":"m","success":false},"version":{"a":"x","v":1}}"#;
    assert_eq!(written(&read::<All>(text)), text);
}
