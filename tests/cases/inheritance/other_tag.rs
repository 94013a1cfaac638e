use crate::{read, written};
use inheritance_other_tag::types::{Air, Answer, Parcel};

#[test]
fn each_level_has_its_tag() {
    let jet: Parcel = read(r#"{"by":"air","craft":"Jet","mach":2}"#);
    assert!(matches!(jet, Parcel::Air(Air::Jet(_))));
    assert_eq!(written(&jet), r#"{"by":"air","craft":"Jet","mach":2.0}"#);
    assert!(matches!(read(r#"{"by":"sea","ship":"s"}"#), Parcel::Sea(_)));
}

#[test]
fn a_mapping_names_arms_that_do_not_include_the_base() {
    assert!(matches!(read(r#"{"status":"no","why":"full"}"#), Answer::Refused(_)));
}
