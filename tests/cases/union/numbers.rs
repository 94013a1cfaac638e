use crate::{read, written};
use union_numbers::types::{Numbers, NumbersEither};

#[test]
fn no_digit_is_lost() {
    let text = r#"{"either":9007199254740993,"listed":1.5,"more":9007199254740993,"sizes":5000000000}"#;
    let numbers: Numbers = read(text);
    assert_eq!(numbers.either, Some(NumbersEither::Integer(9_007_199_254_740_993)));
    assert_eq!(written(&numbers), text);
}
