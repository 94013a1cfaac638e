//! The same bytes for the same document: twice, and whatever the order of its mappings.

use cekura_tests::cases::{Case, Directive, all, workspace};
use serde_json::{Map, Value};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

#[test]
fn constructs_do_not_depend_on_the_order_of_mappings() {
    let cases = all("cases");
    let cases: Vec<&Case> = cases.iter().filter(|case| case.has(Directive::AnyOrder)).collect();
    assert!(!cases.is_empty(), "no case has the line `# order: any`");
    cases.into_iter().for_each(holds);
}

#[test]
fn the_client_of_this_repository_does_not_depend_on_the_order_of_mappings() {
    let text =
        |file: &str| fs::read_to_string(workspace().join("spec").join(file)).expect("a text");
    holds(&Case {
        name: "spec".to_owned(),
        folder: workspace().join("spec"),
        file: "openapi.yaml".to_owned(),
        document: text("openapi.yaml"),
        overlay: Some(text("overlay.yaml")),
        config: Some(text("codegen.toml")),
    });
}

#[test]
fn the_vendors_newest_document_does_not_depend_on_the_order_of_mappings() {
    let Some(folder) = std::env::var_os("CEKURA_SPECS") else {
        println!("CEKURA_SPECS is not set: the vendor's documents are left out");
        return;
    };
    let entries = fs::read_dir(folder).expect("the folder of the documents");
    let newest = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .max()
        .expect("a document");
    holds(&Case {
        name: "newest".to_owned(),
        folder: PathBuf::new(),
        file: "newest.json".to_owned(),
        document: fs::read_to_string(newest).expect("a text"),
        overlay: None,
        config: None,
    });
}

/// Generates it as it is, again, and from several orders of its mappings.
fn holds(case: &Case) {
    let expected = case.generate().output.unwrap_or_else(|| panic!("{} is refused", case.name));
    assert_eq!(case.generate().output.as_ref(), Some(&expected), "{}: twice", case.name);
    let tree = tree(&case.document);
    for (order, name) in
        [(Order::Sorted, "sorted"), (Order::Reversed, "reversed"), (Order::Shuffled(7), "shuffled")]
    {
        let mut text = String::new();
        write_value(&tree, &mut Writer { order, random: 1 }, &mut text);
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
        assert_eq!(found.features, expected.features, "{} {name}: the features", case.name);
    }
}

/// That a document was YAML under the name of JSON is not said of its JSON.
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

/// The document as the generator reads it, without regard to diagnostics.
fn tree(text: &str) -> Value {
    use cekura_codegen::diagnostic::{Diagnostics, Origin};
    use cekura_codegen::source::{DuplicateKeys, parse};
    parse(text, Origin::Document, DuplicateKeys::default(), &mut Diagnostics::default())
        .expect("a document")
}

/// How the keys of mappings are ordered.
#[derive(Clone, Copy)]
enum Order {
    Sorted,
    Reversed,
    /// By a random order that begins with this number.
    Shuffled(u64),
}

struct Writer {
    order: Order,
    random: u64,
}

impl Writer {
    fn keys<'a>(&mut self, map: &'a Map<String, Value>) -> Vec<&'a String> {
        let mut keys: Vec<&String> = map.keys().collect();
        match self.order {
            Order::Sorted => keys.sort(),
            Order::Reversed => keys.sort_by(|one, other| other.cmp(one)),
            Order::Shuffled(seed) => {
                for index in (1..keys.len()).rev() {
                    // A linear congruential generator does for this.
                    self.random = self
                        .random
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(2 * seed + 1);
                    let other = (self.random >> 33) as usize % (index + 1);
                    keys.swap(index, other);
                }
            }
        }
        keys
    }
}

/// JSON with the keys in the writer's order: serde_json has only its own.
fn write_value(value: &Value, writer: &mut Writer, text: &mut String) {
    match value {
        Value::Object(map) => {
            text.push('{');
            for (index, key) in writer.keys(map).into_iter().enumerate() {
                let comma = if index == 0 { "" } else { "," };
                write!(text, "{comma}{}:", Value::from(key.as_str())).expect("a text");
                write_value(&map[key], writer, text);
            }
            text.push('}');
        }
        Value::Array(list) => {
            text.push('[');
            for (index, item) in list.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_value(item, writer, text);
            }
            text.push(']');
        }
        plain => write!(text, "{plain}").expect("a text"),
    }
}
