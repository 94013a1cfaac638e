use std::fs;
use std::path::Path;

use super::{Options, Verdict, run};

const BOATS: &str = r##"
openapi: 3.1.0
info: { title: Boat Rental API, version: "1" }
servers: [{ url: https://boats.example }]
paths:
  /boats/{id}/:
    get:
      operationId: get_boat
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
      responses:
        "200":
          description: A boat
          content: { application/json: { schema: { type: object } } }
"##;

/// Two values for one key: refused, unless a configuration says which one counts.
const TWICE: &str = "tags: [{ name: a }]\ntags: [{ name: b }]\n";

fn options(folder: &Path) -> Options {
    let documents = folder.join("documents");
    fs::create_dir_all(&documents).unwrap();
    let target = Some(folder.join("crates"));
    Options { documents, target, no_check: true, ..Options::default() }
}

/// The verdict, and the rows below the head, less the times.
fn rows(options: &Options) -> (Verdict, Vec<String>) {
    let mut out = Vec::new();
    let verdict = run(options, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let rows = text.lines().skip(2).map(|row| {
        let cells: Vec<&str> = row.split(" | ").take(3).collect();
        cells.join(" | ")
    });
    (verdict, rows.collect())
}

#[test]
fn each_document_has_a_row_and_a_crate_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(folder.path());
    let write = |name: &str, text: &str| fs::write(options.documents.join(name), text).unwrap();
    write("plain.yaml", BOATS);
    write("twice.yaml", &format!("{BOATS}{TWICE}"));
    write("twice-configured.yaml", &format!("{BOATS}{TWICE}"));
    write("twice-configured.toml", "[document]\nduplicate-keys = \"last\"\n");
    write("notes.md", "no document");

    let (verdict, found) = rows(&options);
    let line = BOATS.lines().count() + 2;
    assert_eq!(verdict, Verdict::Clean, "a refusal is no failure");
    assert_eq!(
        found,
        [
            "| plain.yaml | ok | 1".to_owned(),
            "| twice-configured.yaml | ok | 1".to_owned(),
            format!("| twice.yaml | refused: duplicate-key at twice.yaml:{line} | –"),
        ]
    );
    let crates = options.target.clone().unwrap();
    for file in ["Cargo.toml", "Cargo.lock", "src/lib.rs", "src/generated/mod.rs", "ledger.txt"] {
        assert!(crates.join("plain").join(file).is_file(), "{file}");
    }
    assert!(!crates.join("twice").exists());
    assert_eq!(rows(&options), (verdict, found), "again, over the crates of before");
}

#[test]
fn a_configuration_for_all_is_used_where_there_is_none_beside_the_document() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("all.toml");
    fs::write(&config, "[document]\nduplicate-keys = \"last\"\n").unwrap();
    let options = Options { config: Some(config), ..options(folder.path()) };
    fs::write(options.documents.join("twice.yml"), format!("{BOATS}{TWICE}")).unwrap();
    assert_eq!(rows(&options).1, ["| twice.yml | ok | 1"]);
}

#[test]
fn what_cannot_be_told_apart_or_read_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(folder.path());
    let message = |options: &Options| format!("{:#}", run(options, &mut Vec::new()).unwrap_err());
    assert!(message(&options).ends_with("has no *.json, *.yaml or *.yml"));

    fs::write(options.documents.join("boats.yaml"), BOATS).unwrap();
    fs::write(options.documents.join("boats.json"), BOATS).unwrap();
    assert!(message(&options).ends_with("needs a folder `boats`, which is taken: rename it"));
    fs::remove_file(options.documents.join("boats.json")).unwrap();

    fs::create_dir_all(options.target.clone().unwrap().join("boats/src")).unwrap();
    assert!(message(&options).contains("choose another folder"), "a folder of somebody else's");

    let nowhere = Options { documents: folder.path().join("nowhere"), ..Options::default() };
    assert!(message(&nowhere).starts_with("cannot read the folder "));
}
