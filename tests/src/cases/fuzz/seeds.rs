//! The inputs that others are made of: all cases and mistakes of the tests, and the answers.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use super::input::Parts;
use crate::cases::{Case, all};

/// An overlay for the documents that have none of their own.
const OVERLAY: &str = r#"overlay: 1.1.0
info: {title: Corrections, version: "1"}
actions:
  - {target: $.info, update: {description: A text.}, description: It has none.}
  - {target: "$.paths.*.*", update: {x-seen: true}, description: All are seen.}
  - {target: "$..properties", update: {more: {type: boolean}}, description: One more.}
  - {target: $.components.schemas, copy: $.paths, description: Nonsense.}
  - {target: "$.tags[?@.name == 'a']", remove: true, description: It is not used.}
"#;

/// Returns the documents of all cases and mistakes, with their configurations and overlays.
///
/// # Panics
///
/// If they cannot be read.
pub fn documents() -> Vec<Vec<u8>> {
    cases().map(|case| parts(case).write()).collect()
}

/// Returns the same documents, each with an overlay.
///
/// # Panics
///
/// If they cannot be read.
pub fn overlays() -> Vec<Vec<u8>> {
    let parts = cases().map(|case| {
        let parts = parts(case);
        let overlay = Some(parts.overlay.unwrap_or_else(|| OVERLAY.to_owned()));
        Parts { overlay, config: None, ..parts }.write()
    });
    parts.collect()
}

/// Returns the answers of the tests whose names begin as the table says, each after the letter of
/// its row.
///
/// # Panics
///
/// If they cannot be read.
pub fn answers(table: &[&str]) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("answers");
    let mut seeds = Vec::new();
    for entry in WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.expect("an entry");
        let below = entry.path().strip_prefix(&root).expect("a path below");
        let name = below.to_string_lossy().into_owned();
        for (letter, row) in (b'A'..).zip(table) {
            if name.starts_with(&format!("{row}.")) {
                let text = fs::read(entry.path()).expect("a text");
                seeds.push([&[letter], text.as_slice()].concat());
            }
        }
    }
    // Rows without an answer have an object at least.
    seeds.extend((b'A'..).zip(table).map(|(letter, _)| [&[letter], b"{}".as_slice()].concat()));
    seeds
}

fn cases() -> impl Iterator<Item = Case> {
    ["cases", "bad"].into_iter().flat_map(all)
}

fn parts(case: Case) -> Parts {
    Parts { document: case.document, config: case.config, overlay: case.overlay }
}
