use crate::{read, written};
use inheritance_tag_values::types::{Gauge, Metric, Mixed, Sensor};

#[test]
fn what_the_caller_sets_is_sent() {
    for text in [r#"{"kind":"FLAG","on":true}"#, r#"{"kind":"TEXT","text":"a"}"#] {
        let metric: Metric = read(text);
        assert!(!matches!(metric, Metric::Unknown(_)), "{text}");
        assert_eq!(written(&metric), text);
    }
}

#[test]
fn a_value_that_one_arm_allows_means_it() {
    for text in [r#"{"long":1.5,"unit":"FOOT"}"#, r#"{"long":1.5,"unit":"METRE"}"#] {
        let gauge: Gauge = read(text);
        assert!(matches!(gauge, Gauge::Length(_)), "{text}");
        assert_eq!(written(&gauge), text);
    }
    assert!(matches!(read(r#"{"unit":"SECOND"}"#), Gauge::Duration(_)));
}

#[test]
fn mapped_values_are_understood_and_allowed_ones_sent() {
    assert!(matches!(read(r#"{"of":"heat"}"#), Sensor::Heat(_)));
    let light: Sensor = read(r#"{"of":"LIGHT","lux":1}"#);
    assert!(matches!(light, Sensor::Light(_)));
    assert_eq!(written(&light), r#"{"lux":1.0,"of":"LIGHT"}"#);
}

#[test]
fn an_arm_without_a_value_of_its_own_is_told_by_its_shape() {
    assert!(matches!(read(r#"{"as":"Cup","handle":true}"#), Mixed::Cup(_)));
    let bowl: Mixed = read(r#"{"as":"BOWL","depth":3}"#);
    assert!(matches!(bowl, Mixed::Bowl(_)));
    assert_eq!(written(&bowl), r#"{"as":"BOWL","depth":3}"#);
}
