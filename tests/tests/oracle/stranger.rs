//! The crate of another vendor, as `cargo xtask codegen --out` writes it.

use std::fs;
use std::path::Path;
use std::process::Command;

use cekura_codegen::{Input, generate};
use xtask::files::paths::repository;
use xtask::files::sync::{FileSet, Mode, sync};
use xtask::standalone::file_set;

/// A document with an operation of each kind that the crate's guide has a section for.
const DOCUMENT: &str = r##"
openapi: 3.1.0
info: { title: Harbour Master, version: "2" }
servers: [{ url: "https://api.harbour.example/v2" }]
security: [{ key: [] }]
paths:
  /boats/:
    get:
      parameters: [{ name: rig, in: query, schema: { type: string, enum: [gaff, lug] } }]
      responses:
        "200":
          description: Boats
          content:
            application/json:
              schema: { type: array, items: { $ref: "#/components/schemas/Boat" } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Harbour-Key } }
  schemas:
    Boat: { type: object, required: [id], properties: { id: { type: integer } } }
"##;

/// Nothing at all, and everything that needs no library of the system.
const FEATURES: [&str; 2] =
    ["", "blocking,config-file,gzip,http2,resources,reqwest,rustls,test-util,tracing"];

fn crate_of_stranger(folder: &Path) -> FileSet {
    let input = Input { document: DOCUMENT, has_tests: true, ..Input::default() };
    let output = generate(&input).output.expect("a client");
    let _ = fs::remove_dir_all(folder);
    file_set(&output, folder, &repository()).expect("the files of the crate")
}

#[test]
fn a_crate_for_another_vendor_names_nothing_of_this_one_and_passes_its_own_tests() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = target.join("stranger");
    let mut set = crate_of_stranger(&folder);
    let mut ours = Vec::new();
    for (path, text) in &set.files {
        let lines = text.lines().enumerate();
        let named = lines.filter(|(_, line)| {
            let line = line.to_lowercase();
            line.contains("cekura") || line.contains("vocera")
        });
        ours.extend(named.map(|(number, line)| format!("{path}:{}: {line}", number + 1)));
    }
    assert!(ours.is_empty(), "names of another product:\n{}", ours.join("\n"));

    let lock = fs::read_to_string(repository().join("Cargo.lock")).expect("a lock");
    set.files.insert("Cargo.lock".to_owned(), lock);
    sync(&set, Mode::Write).expect("the crate is written");
    for features in FEATURES {
        let output = Command::new(env!("CARGO"))
            .args(["test", "--offline", "--quiet", "--no-default-features", "--features", features])
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", target.join("oracle-target"))
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .output()
            .expect("cargo runs");
        let text = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
        let (text, success) = (text.concat(), output.status.success());
        assert!(success && !text.contains("warning:"), "with features `{features}`:\n{text}");
    }
}
