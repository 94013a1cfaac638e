//! The same bytes for the same document: twice, and whatever the order of its mappings.

use std::cmp::Reverse;
use std::hash::{DefaultHasher, Hash, Hasher};

use cekura_codegen::diagnostic::{Diagnostics, Origin};
use cekura_codegen::source::{DuplicateKeys, parse};
use cekura_tests::cases::{Case, Directive, all};
use cekura_tests::specs::{Spec, Texts};
use serde::{Serialize, Serializer};
use serde_json::Value;

#[test]
fn constructs_do_not_depend_on_the_order_of_mappings() {
    let cases = all("cases");
    let cases: Vec<&Case> = cases.iter().filter(|case| case.has(Directive::AnyOrder)).collect();
    assert!(!cases.is_empty(), "no case has the line `# order: any`");
    cases.into_iter().for_each(check);
}

#[test]
fn the_client_of_this_repository_does_not_depend_on_the_order_of_mappings() {
    check(&case_of(&Spec::own()));
}

#[test]
fn the_vendors_newest_document_does_not_depend_on_the_order_of_mappings() {
    if let Some(newest) = Spec::newest() {
        check(&case_of(&newest));
    }
}

fn case_of(spec: &Spec) -> Case {
    let Texts { document, overlay, docs, config, webhooks, lock } = spec.read();
    let path = &spec.document;
    Case {
        name: spec.name.to_owned(),
        file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        folder: path.parent().expect("a folder").to_owned(),
        document,
        overlay,
        docs,
        config,
        webhooks,
        lock,
        calls: None,
        files: None,
    }
}

/// Checks a document: as it is, again, and with its mappings in several orders.
fn check(case: &Case) {
    let expected = case.generate().output.unwrap_or_else(|| panic!("{} is refused", case.name));
    assert_eq!(case.generate().output.as_ref(), Some(&expected), "{}: twice", case.name);
    let tree = tree(&case.document);
    for (order, name) in
        [(Order::Sorted, "sorted"), (Order::Reversed, "reversed"), (Order::Shuffled(7), "shuffled")]
    {
        let text = serde_json::to_string(&Ordered(&tree, order)).expect("a text");
        let found = case
            .generate_from(&text)
            .output
            .unwrap_or_else(|| panic!("{} {name} is refused", case.name));
        for (path, text) in &expected.files {
            let other = found.files.get(path).map(String::as_str).unwrap_or_default();
            assert!(
                text == other,
                "{} {name}: {path} differs at {}",
                case.name,
                first_difference(text, other)
            );
        }
        assert_eq!(found.files.len(), expected.files.len(), "{} {name}: more files", case.name);
        assert_eq!(
            found.ledger,
            without_format(&expected.ledger),
            "{} {name}: the ledger",
            case.name
        );
        assert_eq!(found.lock, expected.lock, "{} {name}: the names", case.name);
        assert_eq!(found.features, expected.features, "{} {name}: the features", case.name);
    }
}

/// Returns a ledger without the line on a document that was YAML under the name of JSON.
fn without_format(ledger: &str) -> String {
    let lines = ledger.lines().filter(|line| !line.starts_with("format-mismatch"));
    lines.map(|line| format!("{line}\n")).collect()
}

fn first_difference(one: &str, other: &str) -> String {
    let found = one.lines().zip(other.lines()).enumerate().find(|(_, (one, other))| one != other);
    found.map_or_else(
        || "its end".to_owned(),
        |(line, (one, other))| format!("line {}:\n- {one}\n+ {other}", line + 1),
    )
}

/// Returns the document as the generator reads it, without regard to diagnostics.
fn tree(text: &str) -> Value {
    parse(text, Origin::Document, DuplicateKeys::default(), &mut Diagnostics::default())
        .expect("a document")
}

/// An order of the keys of mappings.
#[derive(Clone, Copy)]
enum Order {
    Sorted,
    Reversed,
    /// An order that looks random, another for each number.
    Shuffled(u64),
}

/// A value that is written with the keys of its mappings in an order: serde_json has only its own.
struct Ordered<'a>(&'a Value, Order);

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(value, order) = *self;
        let within = |value| Ordered(value, order);
        match value {
            Value::Object(map) => {
                let mut members: Vec<(&String, &Value)> = map.iter().collect();
                match order {
                    Order::Sorted => members.sort_by_key(|(key, _)| *key),
                    Order::Reversed => members.sort_by_key(|(key, _)| Reverse(*key)),
                    Order::Shuffled(seed) => members.sort_by_key(|(key, _)| {
                        let mut hasher = DefaultHasher::new();
                        (seed, key).hash(&mut hasher);
                        hasher.finish()
                    }),
                }
                serializer.collect_map(members.into_iter().map(|(key, value)| (key, within(value))))
            }
            Value::Array(list) => serializer.collect_seq(list.iter().map(within)),
            plain => plain.serialize(serializer),
        }
    }
}
