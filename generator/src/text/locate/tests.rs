use super::places::Places;
use super::{Query, Syntax, Which, locate};
use crate::input::source::tree::Findings;
use crate::input::source::{DuplicateKeys, yaml};
use crate::text::pointer::Pointer;

/// Returns the places of a YAML text; none if it is faulty.
fn places(text: &str) -> Places {
    yaml::read(text, &Findings::new(DuplicateKeys::Last))
        .map_or_else(|_| Places::default(), |(_, places)| places)
}

/// Returns the text marked for `pointer`, and the line it is on.
fn marked(text: &str, syntax: Syntax<'_>, pointer: &str, which: Which) -> (String, usize) {
    let pointer = Pointer::parse(pointer);
    let ranges = locate(text, syntax, &[Query { pointer: &pointer, which }]);
    let range = ranges.first().cloned().unwrap_or_default();
    let line = text.get(..range.start).unwrap_or_default().matches('\n').count() + 1;
    (text.get(range).unwrap_or_default().to_owned(), line)
}

fn assert_marks(text: &str, syntax: Syntax<'_>, expected: &[(&str, &str, usize)]) {
    for (pointer, mark, line) in expected {
        assert_eq!(
            marked(text, syntax, pointer, Which::Last),
            ((*mark).to_owned(), *line),
            "{pointer} in {text}"
        );
    }
}

#[test]
fn finds_keys_and_short_values_in_json() {
    let text = "{\"a\": {\"x/y\": \"ä{\\\"\", \"s\": \"\\ud83d\\ude00\", \"e\\u0061\": 1.5},\n \"l\": [true, {\"k\": null}, [[7]]],\n \"long\": \"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\"}";
    assert_marks(
        text,
        Syntax::Json,
        &[
            ("/a", "\"a\"", 1),
            ("/a/x~1y", "\"x/y\": \"ä{\\\"\"", 1),
            ("/a/s", "\"s\": \"\\ud83d\\ude00\"", 1),
            ("/a/ea", "\"e\\u0061\": 1.5", 1),
            ("/l", "\"l\"", 2),
            ("/l/0", "true", 2),
            ("/l/1", "{", 2),
            ("/l/1/k", "\"k\": null", 2),
            ("/l/2/0/0", "7", 2),
            ("/long", "\"long\"", 3),
            ("", "{", 1),
        ],
    );
}

#[test]
fn finds_keys_and_short_values_in_yaml() {
    let text = "# ä\nopenapi: 3.1.0 # why\npaths:\n  /a/{id}/:\n    get: &g\n      tags: [ö, \"b\"]\n      text: |\n        one\n        two\n    put: *g\nlist:\n  - name: x\n    in: path\n  - y\n200:\n  ? f\n  : c\n  d: e\n";
    assert_marks(
        text,
        Syntax::Yaml(&places(text)),
        &[
            ("/openapi", "openapi: 3.1.0", 2),
            ("/paths/~1a~1{id}~1", "/a/{id}/", 4),
            ("/paths/~1a~1{id}~1/get", "get", 5),
            ("/paths/~1a~1{id}~1/get/tags/1", "\"b\"", 6),
            ("/paths/~1a~1{id}~1/get/text", "text", 7),
            ("/paths/~1a~1{id}~1/put", "put: *g", 10),
            ("/paths/~1a~1{id}~1/put/tags", "put: *g", 10),
            ("/list/0", "name: x", 12),
            ("/list/0/in", "in: path", 13),
            ("/list/1", "y", 14),
            ("/200/d", "d: e", 18),
        ],
    );
}

#[test]
fn falls_back_to_what_exists() {
    assert_marks(
        "{\"a\": {\"b\": [1]}}",
        Syntax::Json,
        &[("/a/b/7", "\"b\"", 1), ("/a/c/d/e", "\"a\"", 1), ("/z", "{", 1)],
    );
    let text = "a:\n  b: 1\n";
    assert_marks(text, Syntax::Yaml(&places(text)), &[("/a/b/c", "b: 1", 2), ("/x", "a:", 1)]);
    assert_marks("", Syntax::Yaml(&Places::default()), &[("/x", "", 1)]);
    assert_marks("", Syntax::Json, &[("/x", "", 1)]);
}

#[test]
fn tells_equal_keys_apart() {
    let text = "{\"k\": {\"a\": 1,\n\"a\": 2},\n\"k\": {\"a\": 3,\n\"a\": 4,\n\"a\": 5}}";
    for syntax in [Syntax::Json, Syntax::Yaml(&places(text))] {
        let line = |pointer, which| marked(text, syntax, pointer, which).1;
        assert_eq!(line("/k", Which::Nth(0)), 1);
        assert_eq!(line("/k", Which::Nth(1)), 3);
        assert_eq!(line("/k", Which::Last), 3);
        assert_eq!(line("/k/a", Which::Nth(0)), 3);
        assert_eq!(line("/k/a", Which::Nth(2)), 5);
        assert_eq!(line("/k/a", Which::Last), 5);
    }
}

#[test]
fn finds_tables_and_keys_in_toml() {
    let text = "a = 1\n\n[crate]\nname = \"cekura\"\n\n[[rename]]\nfrom = \"x\"\n\n[[rename]]\nfrom = \"y\"\nto.b = [1, 2]\n\n[resources.\"call-logs\"]\nname = \"calls\"\n";
    for (pointer, mark, line) in [
        ("/a", "a = 1", 1),
        ("/crate", "crate", 3),
        ("/crate/name", "name = \"cekura\"", 4),
        ("/crate/nome", "crate", 3),
        ("/rename/1", "[[rename]]", 9),
        ("/rename/1/from", "from = \"y\"", 10),
        ("/rename/1/to/b", "b", 11),
        ("/rename/1/to/b/1", "2", 11),
        ("/resources/call-logs/name", "name = \"calls\"", 14),
    ] {
        assert_eq!(
            marked(text, Syntax::Toml, pointer, Which::Last),
            (mark.to_owned(), line),
            "{pointer}"
        );
    }
}

#[test]
fn nothing_panics_on_nonsense() {
    for text in [
        "{", "\"", "{\"a", "{\"a\\", "[[[", "}}]]", "a: [\n", "\u{feff}", "? : ?", "- - - ä",
        "[1,,]", "a = = b", "*x",
    ] {
        for syntax in [Syntax::Json, Syntax::Yaml(&places(text)), Syntax::Toml] {
            let (_, line) = marked(text, syntax, "/a/0/b", Which::Nth(3));
            assert!(line <= 3);
        }
    }
}

#[test]
fn every_place_of_the_vendors_documents_is_found() {
    let Ok(folder) = std::env::var("CEKURA_SPECS") else {
        println!("skipped: CEKURA_SPECS is not set");
        return;
    };
    for version in ["v003", "v083", "v158"] {
        let file = std::fs::read_dir(&folder)
            .unwrap()
            .flatten()
            .find(|file| file.file_name().to_string_lossy().contains(version));
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let tree: serde_json::Value =
            serde_json::from_str(&text).or_else(|_| serde_yaml::from_str(&text)).unwrap();
        let mut pointers = Vec::new();
        collect(&tree, &Pointer::root(), &mut pointers);
        let queries: Vec<_> =
            pointers.iter().map(|pointer| Query { pointer, which: Which::Last }).collect();
        let places = places(&text);
        let is_json = text.starts_with('{');
        let syntax = if is_json { Syntax::Json } else { Syntax::Yaml(&places) };
        let ranges = locate(&text, syntax, &queries);
        println!("{version}: {} places", ranges.len());
        for (pointer, range) in pointers.iter().zip(ranges) {
            let marked = text.get(range).unwrap();
            assert!(!marked.is_empty(), "{version} {pointer}");
            let last = pointer.last();
            let is_key = last.parse::<usize>().is_err()
                && !pointer.as_str().is_empty()
                && !last.contains(['"', '\\', '\'']);
            assert!(!is_key || marked.contains(&last), "{version} {pointer}: {marked}");
        }
    }
}

fn collect(value: &serde_json::Value, at: &Pointer, pointers: &mut Vec<Pointer>) {
    match value {
        serde_json::Value::Object(map) => {
            map.iter().for_each(|(key, value)| collect(value, &at.child(key), pointers))
        }
        serde_json::Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(index, value)| collect(value, &at.child(index), pointers)),
        _ => {}
    }
    pointers.push(at.clone());
}
