use crate::{read, written};
use discriminator_undeclared::types::{Dog, Kennel, KennelMany, KennelOne, Pet};

#[test]
fn it_is_a_member_of_the_value() {
    assert_eq!(written(&Pet::Dog(Dog::new().tricks(2))), r#"{"petType":"dog","tricks":2}"#);
    assert!(matches!(read(r#"{"petType":"dog","name":"a"}"#), Pet::Dog(_)));
    assert!(matches!(read(r#"{"petType":"cat","name":"a"}"#), Pet::Cat(_)));
}

#[test]
fn it_is_a_member_of_the_object_around_that_has_it() {
    let text = r#"{"kind":"Dog","many":[{"name":"b"}],"one":{"name":"a"},"pet":{"name":"c","petType":"cat"}}"#;
    let all: Kennel = read(text);
    assert!(matches!(all.one, Some(KennelOne::Dog(_))));
    assert!(matches!(all.many.as_deref(), Some([KennelMany::Dog(_)])));
    assert!(matches!(all.pet, Some(Pet::Cat(_))));
    assert_eq!(written(&all), text);
}
