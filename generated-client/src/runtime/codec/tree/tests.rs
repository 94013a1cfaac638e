//! Documents: what they hold, and what they refuse.

use serde_json::json;

use super::build::Builder;
use super::parse::{Refused, parse};
use super::{JsonRef, Tree, Value};
use crate::runtime::aliases::Json;

fn parsed(text: &str) -> Tree {
    parse(text.as_bytes()).expect("parses")
}

#[test]
fn a_document_holds_what_serde_json_reads() {
    let texts = [
        "null",
        " [ true , false,null ]\n",
        r#"{"a": {"b": [1, -2, 3.5, 1e3]}, "c": "\u00e4\n\"\\\/\ud83d\ude00", "": []}"#,
        "[0, -0, 576460752303423487, 576460752303423488, -576460752303423489]",
        "[9223372036854775807, -9223372036854775808, 18446744073709551615, 18446744073709551616]",
        r#"{"twice": 1, "other": 2, "twice": 3}"#,
        "[0.1, 1.7976931348623157e308, 5e-324, 123456789012345680000]",
    ];
    for text in texts {
        let expected: Json = serde_json::from_str(text).expect("JSON");
        assert_eq!(parsed(text).root().to_json(), expected, "{text}");
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let built = Builder::read(&mut deserializer).expect("reads");
        assert_eq!(built.root().to_json(), expected, "{text}");
    }
}

#[test]
fn of_equal_keys_the_last_counts() {
    let tree = parsed(r#"{"b": 1, "a": 2, "b": {"b": 3, "b": 4}}"#);
    let members: Vec<(&str, Json)> =
        tree.root().members().map(|(name, value)| (name, value.to_json())).collect();
    assert_eq!(members, [("a", json!(2)), ("b", json!({"b": 4}))]);
    assert_eq!(tree.root().get("b").map(JsonRef::to_json), Some(json!({"b": 4})));
}

#[test]
fn what_json_does_not_allow_is_kept_apart() {
    let tree = parsed(r#"[NaN, -Infinity, Infinity, 1e999, "\ud800", "\udc00\ud83d\ude00"]"#);
    let values: Vec<Value<'_>> = tree.root().items().map(|item| item.value()).collect();
    assert_eq!(
        values,
        [
            Value::NoNumber("NaN"),
            Value::NoNumber("-Infinity"),
            Value::NoNumber("Infinity"),
            Value::NoNumber("1e999"),
            Value::Mended("\u{fffd}"),
            Value::Mended("\u{fffd}\u{1f600}"),
        ]
    );
    assert!(parsed("\u{feff}null").root().is_null());
    let bytes = parse(b"[\"a\xff\", \"b\"]").expect("parses");
    let values: Vec<Value<'_>> = bytes.root().items().map(|item| item.value()).collect();
    assert_eq!(values, [Value::Mended("a\u{fffd}"), Value::Text("b")]);
}

#[test]
fn everything_else_is_refused() {
    let refused = [
        "",
        " ",
        "[1",
        "[1,]",
        "{",
        r#"{"a"}"#,
        r#"{"a":1,}"#,
        "{1: 2}",
        "[1] 2",
        "tru",
        "nul",
        "01",
        "+1",
        "1.",
        ".5",
        "1e",
        "-",
        "--1",
        "NaNN",
        "\"",
        r#""\x""#,
        r#""\u12g4""#,
        r#""\u12"#,
        "\"\n\"",
        "'a'",
        "\u{feff}\u{feff}1",
        "inf",
    ];
    for text in refused {
        assert!(matches!(parse(text.as_bytes()), Err(Refused::Syntax)), "{text}");
        assert!(serde_json::from_str::<Json>(text).is_err(), "{text}");
    }
    assert!(matches!(parse(b"[\xff]"), Err(Refused::Syntax)));
    let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(matches!(parse(nested(200).as_bytes()), Err(Refused::TooDeep)));
    for depth in [126, 127, 128, 129] {
        let is_json = serde_json::from_str::<Json>(&nested(depth)).is_ok();
        assert_eq!(parse(nested(depth).as_bytes()).is_ok(), is_json, "{depth}");
    }
}

#[test]
fn a_copy_is_cut_to_its_room() {
    let tree = parsed(&format!("[[1, 2], \"{}\", 3]", "ä".repeat(100)));
    assert_eq!(tree.root().cut(&mut 1000), (tree.root().to_json(), true));
    let (cut, whole) = tree.root().cut(&mut 21);
    assert_eq!((cut, whole), (json!([[1, 2], "äääää…"]), false));
    let many = parsed(&format!("[{}1]", "1,".repeat(10_000)));
    assert!(many.root().cut(&mut 100).0.as_array().is_some_and(|items| items.len() < 60));
}
