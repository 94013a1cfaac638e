//! Numbers that JSON does not have.

use std::collections::BTreeMap;

use super::{to_text, to_value, to_vec};

#[test]
fn a_number_that_is_not_finite_is_an_error_that_names_its_place() {
    let values = BTreeMap::from([("a", vec![Some(1.0)]), ("b", vec![None, Some(f64::NAN)])]);
    let error = to_vec(&values).expect_err("NaN");
    assert_eq!(error.to_string(), "b: JSON has no number `NaN`");
    assert!(to_value(&values).is_err() && to_text(&f32::INFINITY).is_err());
    assert!(to_value(&f64::NEG_INFINITY).is_err() && to_value(&(1, [f64::NAN])).is_err());
}

#[test]
fn null_is_still_null() {
    let values = BTreeMap::from([("a", None), ("b", Some(1.5))]);
    assert_eq!(to_text(&values).expect("writes"), r#"{"a":null,"b":1.5}"#);
    assert_eq!(to_text(&serde_json::json!([null])).expect("writes"), "[null]");
    assert!(to_value(&()).expect("writes").is_null());
}
