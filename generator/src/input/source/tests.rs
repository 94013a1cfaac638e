use std::fs::DirEntry;
use std::path::Path;

use serde_json::{Value, json};

use super::{DuplicateKeys, Format, format_of, parse};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};

fn read(text: &str) -> (Option<Value>, Vec<Diagnostic>) {
    read_with(text, DuplicateKeys::Refuse)
}

fn read_with(text: &str, duplicate_keys: DuplicateKeys) -> (Option<Value>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let tree = parse(text, Origin::Document, duplicate_keys, &mut diagnostics).ok();
    (tree, diagnostics.into_sorted())
}

fn tree(text: &str) -> Value {
    let (tree, diagnostics) = read(text);
    assert_eq!(diagnostics, [], "{text}");
    tree.unwrap_or_else(|| panic!("nothing was read from {text}"))
}

/// The code, the pointer and the position of the only diagnostic.
fn fault(text: &str) -> (Code, String, Option<(usize, usize)>) {
    let (tree, diagnostics) = read(text);
    assert_eq!(tree, None, "{text}");
    let [one] = diagnostics.as_slice() else { panic!("{diagnostics:?}") };
    (one.code, one.pointer.to_string(), one.position.map(|at| (at.line, at.column)))
}

#[test]
fn reads_json_and_yaml_by_content() {
    let expected = json!({"openapi": "3.1.0", "paths": {}, "x": [1, -2, 1.5, true, null, "a"]});
    assert_eq!(
        tree(r#"{"openapi": "3.1.0", "x": [1, -2, 1.5, true, null, "a"], "paths": {}}"#),
        expected
    );
    assert_eq!(tree("openapi: 3.1.0\nx: [1, -2, 1.5, true, ~, a]\npaths: {}\n"), expected);
    assert_eq!(tree("\u{feff}{\"a\": \"\\ud83d\\ude00\"}"), json!({"a": "😀"}));
    assert_eq!(format_of(" \n{}"), Format::Json);
    assert_eq!(format_of("\u{feff}a: 1"), Format::Yaml);
}

#[test]
fn reads_yaml_in_braces() {
    assert_eq!(tree("{a: 1, 'b': [2,], # why\n}"), json!({"a": 1, "b": [2]}));
}

#[test]
fn keys_are_as_they_are_written() {
    assert_eq!(
        tree("200: a\ntrue: b\n1.10: c\n~: d\n0x10: e\n"),
        json!({"200": "a", "true": "b", "1.10": "c", "~": "d", "0x10": "e"})
    );
}

#[test]
fn yaml_values_are_those_of_the_core_schema() {
    let text = "no: no\nyes: yes\ndate: 2024-01-01\nzip: 0123\nbig: 9223372036854775808\nhuge: 99999999999999999999\n";
    let expected = json!({
        "no": "no", "yes": "yes", "date": "2024-01-01", "zip": "0123",
        "big": 9_223_372_036_854_775_808_u64, "huge": 1e20
    });
    assert_eq!(tree(text), expected);
}

#[test]
fn applies_aliases_and_merge_keys() {
    let text =
        "base: &b {a: 1, c: 1}\nmore: &m {a: 3, d: 4}\nnew:\n  <<: [*b, *m]\n  c: 2\nsame: *b\n";
    let value = tree(text);
    assert_eq!(value.get("new"), Some(&json!({"a": 1, "c": 2, "d": 4})));
    assert_eq!(value.get("same"), value.get("base"));
    assert_eq!(tree(r#"{"<<": {"a": 1}}"#), json!({"<<": {"a": 1}}), "JSON has no merge keys");
}

#[test]
fn equal_duplicates_are_a_warning() {
    for text in [r#"{"a": {"x/y": [1], "x\/y": [1]}}"#, "a:\n  x/y: [1]\n  x/y: [1]\n"] {
        let (tree, diagnostics) = read(text);
        assert_eq!(tree, Some(json!({"a": {"x/y": [1]}})));
        let [one] = diagnostics.as_slice() else { panic!("{diagnostics:?}") };
        assert_eq!(
            (one.code, one.pointer.as_str(), one.occurrence),
            (Code::DuplicateKeySame, "/a/x~1y", 1)
        );
    }
}

#[test]
fn different_duplicates_are_refused_unless_the_last_may_win() {
    let text = r#"{"a": [{"k": 1, "k": 2, "k": 3}]}"#;
    let (tree, diagnostics) = read(text);
    assert_eq!(tree, None);
    let places: Vec<_> = diagnostics
        .iter()
        .map(|one| {
            (
                one.code,
                one.pointer.as_str(),
                one.occurrence,
                one.related.as_ref().map(|related| related.occurrence),
            )
        })
        .collect();
    assert_eq!(
        places,
        [(Code::DuplicateKey, "/a/0/k", 1, Some(0)), (Code::DuplicateKey, "/a/0/k", 2, Some(1))]
    );
    let (tree, diagnostics) = read_with(text, DuplicateKeys::Last);
    assert_eq!(tree, Some(json!({"a": [{"k": 3}]})));
    assert!(diagnostics.iter().all(|one| one.code == Code::DuplicateKeyLast));
}

#[test]
fn says_where_a_text_breaks_off() {
    assert_eq!(fault("{\"a\": 1,\n \"ä\": ]}"), (Code::Syntax, String::new(), Some((2, 7))));
    assert_eq!(fault("a: 1\nb: [\n"), (Code::Syntax, String::new(), Some((3, 1))));
    assert_eq!(fault("a: 1\n? [x]\n: 2\n"), (Code::Syntax, String::new(), Some((2, 3))));
    assert_eq!(fault(""), (Code::Syntax, String::new(), None));
    assert_eq!(fault("  \n"), (Code::Syntax, String::new(), None));
    assert_eq!(fault("{\"a\": 1e999}").0, Code::Syntax);
    assert_eq!(fault("{\"a\": \"\\ud83d\"}").0, Code::Syntax);
}

#[test]
fn messages_do_not_repeat_the_position() {
    for text in ["{\"a\": 1,\n \"b\": ]}", "a: 1\nb: [\n", "a: 'x\n", "a: 1\n  b: 2\n", "a: *no\n"]
    {
        let (_, diagnostics) = read(text);
        let message = diagnostics.first().map(|one| one.message.as_str()).unwrap_or_default();
        assert!(message.starts_with("invalid ") && !message.contains(" line "), "{message}");
    }
}

#[test]
fn refuses_several_documents() {
    assert_eq!(fault("---\na: 1\n---\nb: 2\n"), (Code::Syntax, String::new(), Some((3, 1))));
    assert_eq!(tree("# head\n%YAML 1.2\n---\na: 1\n...\n"), json!({"a": 1}));
    assert_eq!(tree("a: 1\n---\n# nothing\n"), json!({"a": 1}));
}

#[test]
fn what_json_has_not_is_said() {
    let (tree, diagnostics) = read("a: .inf\nb: !thing {c: 1}\nd: !!str 5\n");
    assert_eq!(tree, Some(json!({"a": null, "b": {"c": 1}, "d": "5"})));
    let said: Vec<_> = diagnostics.iter().map(|one| (one.code, one.pointer.as_str())).collect();
    assert_eq!(said, [(Code::NumberNotFinite, "/a"), (Code::YamlTag, "/b")]);
}

#[test]
fn depth_is_no_danger() {
    let lists = 100_000;
    assert_eq!(fault(&"[".repeat(lists)).0, Code::TooLarge);
    assert_eq!(fault(&format!("a: {}", "[".repeat(lists))).0, Code::TooLarge);
    assert_eq!(fault(&format!("{}1{}", "[".repeat(200), "]".repeat(200))).0, Code::TooLarge);
    assert_eq!(fault(&"- ".repeat(lists)).0, Code::TooLarge);
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned()
        + &('b'..='k').map(|c| {
            let before = char::from(c as u8 - 1);
            format!("{c}: &{c} [*{before},*{before},*{before},*{before},*{before},*{before},*{before},*{before}]\n")
        }).collect::<String>();
    assert_eq!(fault(&bomb).0, Code::TooLarge);
}

/// Asserts that our reading of a YAML text is that of `serde_yaml`, if it can read it.
fn assert_as_serde_yaml(text: &str, name: &str) {
    let Ok(expected) = serde_yaml::from_str::<Value>(text) else { return };
    assert_eq!(read_with(text, DuplicateKeys::Last).0, Some(expected), "{name}: {text}");
}

#[test]
fn plain_scalars_are_as_serde_yaml_reads_them() {
    const PIECES: [&str; 22] = [
        "0",
        "1",
        "7",
        "-",
        "+",
        ".",
        "_",
        "x",
        "o",
        "b",
        "e",
        "E",
        "a",
        "n",
        "N",
        "~",
        "null",
        "True",
        "false",
        "inf",
        ".nan",
        "99999999999",
    ];
    for first in PIECES {
        assert_as_serde_yaml(&format!("a: {first}\n"), first);
        for second in PIECES {
            assert_as_serde_yaml(&format!("- {first}{second}\n- x\n"), "two pieces");
            for third in PIECES {
                assert_as_serde_yaml(&format!("a: {first}{second}{third}\n"), "three pieces");
            }
        }
    }
}

#[test]
fn scalars_of_all_styles_are_as_serde_yaml_reads_them() {
    for text in [
        "a: \"x\\n\\u00e4\\ud83d \"",
        "a: 'it''s'\nb: \"5\"\nc: 'null'",
        "a: |\n  one\n   two\n\nb: >-\n  one\n  two\n\n  three\n",
        "a: one\n  two\n\n  three # why\nb: c#d",
        "a: !!str 5\nb: !!int '5'\nc: !!float 5\nd: !!bool true\ne: !!null ''\nf: !!binary abc",
        "? a\n: b\n? c\nd: e",
        "[a, [b, {c: d}], {e, f: }]",
        "'a': 1\n\"b\": 2\n3.10: 4\n: 5\n",
        "a:\n- b\n-   - c\n    - d: e\n      f: g\n",
        "a: &x {b: 1}\nc: *x\n&k d: e\n*k : f\n",
        "%YAML 1.2\n---\na: 1\n...\n",
        "a: 2024-01-01T00:00:00Z\nb: 12:30\nc: 1_000\nd: 0o17\ne: 017\n",
        "\u{feff}a: ä\r\nb: ö\r\n",
        "5",
        "---\n",
    ] {
        assert_as_serde_yaml(text.trim_start_matches('\u{feff}'), "styles");
    }
}

/// Compares all YAML texts below a folder; returns how many there are.
fn compare_all_below(folder: &Path) -> usize {
    let compare = |entry: DirEntry| {
        let path = entry.path();
        if path.is_dir() {
            return compare_all_below(&path);
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        // `serde_yaml` leaves merge keys to its callers, reads an empty text as null, and a page of
        // HTML as a text.
        let is_text = matches!(serde_yaml::from_str(&text), Ok(Value::String(_)));
        let is_comparable = path.extension().is_some_and(|ending| ending == "yaml")
            && !text.trim().is_empty()
            && !text.contains("<<")
            && !is_text;
        if is_comparable {
            assert_as_serde_yaml(&text, &path.display().to_string());
        }
        usize::from(is_comparable)
    };
    std::fs::read_dir(folder).unwrap().flatten().map(compare).sum()
}

#[test]
fn documents_are_as_serde_yaml_reads_them() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
    let compared = compare_all_below(&tests.join("cases")) + compare_all_below(&tests.join("bad"));
    assert!(compared > 250, "{compared}");
}

#[test]
fn the_vendors_documents() {
    let Ok(folder) = std::env::var("CEKURA_SPECS") else {
        println!("skipped: CEKURA_SPECS is not set");
        return;
    };
    let expected = [
        ("v003", Format::Json, 0, 0),
        ("v083", Format::Yaml, 0, 0),
        ("v122", Format::Json, 1, 0),
        ("v158", Format::Json, 2, 3),
        ("v243", Format::Json, 0, 0),
    ];
    for (version, format, different, same) in expected {
        let file = std::fs::read_dir(&folder)
            .unwrap()
            .flatten()
            .find(|file| file.file_name().to_string_lossy().contains(version));
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        assert_eq!(format_of(&text), format, "{version}");
        let before = std::time::Instant::now();
        let (tree, diagnostics) = read(&text);
        println!("{version}: {:?}", before.elapsed());
        let count = |code| diagnostics.iter().filter(|one| one.code == code).count();
        assert_eq!(
            (count(Code::DuplicateKey), count(Code::DuplicateKeySame)),
            (different, same),
            "{version}"
        );
        assert_eq!(tree.is_some(), different == 0, "{version}");
        let (last, _) = read_with(&text, DuplicateKeys::Last);
        if format == Format::Json {
            assert_eq!(last, serde_json::from_str(&text).ok(), "{version}: as serde_json reads it");
        } else {
            assert_eq!(last, serde_yaml::from_str(&text).ok(), "{version}: as serde_yaml reads it");
        }
    }
}
