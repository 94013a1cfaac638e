//! The vendor's documents one after the other, each with the names that the one before has left: no
//! call goes elsewhere, nothing that stayed has another name, and no item changes its file.

use std::fs;

use cekura_codegen::{Input, Output, generate};
use cekura_tests::specs::documents;

use super::surface::Surface;

/// Some of the documents have one key twice.
const CONFIG: &str = "[document]\nduplicate-keys = \"last\"\n";

#[test]
fn no_version_of_the_vendors_document_takes_a_name_from_anything() {
    let mut last: Option<(String, Surface)> = None;
    let mut lock: Option<String> = None;
    let mut faults: Vec<String> = Vec::new();
    for (name, path) in documents() {
        let text = fs::read_to_string(&path).expect("a text");
        let Some(output) = client(&text, lock.as_deref(), &name) else {
            println!("{name} has no client");
            continue;
        };
        let again = client(&text, Some(&output.lock), &name).expect("the same client");
        if again != output {
            faults.push(format!("{name}: not the same with the names of its own"));
        }
        let surface = Surface::of(&output);
        if let Some((before, last)) = &last {
            let at = |fault: String| format!("{before} to {name}: {fault}");
            faults.extend(last.redirected(&surface).into_iter().map(at));
            faults.extend(last.renamed_calls(&surface).into_iter().map(at));
            faults.extend(last.renamed_types(&surface).into_iter().map(at));
            faults.extend(last.moved(&surface).into_iter().map(at));
        }
        lock = Some(output.lock);
        last = Some((name, surface));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn client(document: &str, lock: Option<&str>, release: &str) -> Option<Output> {
    let input =
        Input { document, config: Some(CONFIG), lock, release: Some(release), ..Input::default() };
    generate(&input).output
}
