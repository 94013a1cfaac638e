//! The vendor's own documents, in the folder that `CEKURA_SPECS` names. Nothing of them is in this
//! repository.

use std::fs;

use cekura::types;
use cekura_codegen::diagnostic::{Code, Diagnostic, Severity};
use cekura_codegen::{Input, Output, generate};
use cekura_tests::specs::documents;
use serde_json::Value;

/// Documents that have no one meaning, and why.
const REFUSED: [(&str, Code); 4] = [
    ("v003", Code::DanglingRef),
    ("v122", Code::DuplicateKey),
    ("v123", Code::DuplicateKey),
    ("v158", Code::DuplicateKey),
];

const LAST_WINS: &str = "[document]\nduplicate-keys = \"last\"\n";

#[test]
fn documents_without_a_meaning_are_refused_where_they_have_none() {
    for (version, code) in REFUSED {
        let Some(text) = document(version) else { continue };
        let outcome = generate(&Input { document: &text, ..Input::default() });
        assert!(outcome.output.is_none(), "{version} is not refused");
        let of_code = |one: &&Diagnostic| one.code == code && one.severity() == Severity::Error;
        let found: Vec<_> = outcome.diagnostics.iter().filter(of_code).collect();
        assert!(!found.is_empty(), "{version} has no {code}");
        for one in found {
            assert!(
                !one.pointer.as_str().is_empty() || one.position.is_some(),
                "{version}: {one:?} is nowhere"
            );
        }
    }
}

#[test]
fn all_others_have_a_client() {
    let refused = |name: &str| REFUSED.iter().any(|(version, _)| name.contains(version));
    for (name, path) in documents().into_iter().filter(|(name, _)| !refused(name)) {
        let text = fs::read_to_string(path).expect("a text");
        let output = client(&name, &text, None);
        assert!(output.summary.operations > 0, "{name} has no operations");
    }
}

#[test]
fn a_duplicate_key_that_is_mended_changes_nothing_when_the_last_won() {
    let (Some(before), Some(after)) = (document("v158"), document("v159")) else { return };
    let (before, after) = (client("v158", &before, Some(LAST_WINS)), client("v159", &after, None));
    let differing = differing(&before, &after, |text| text.to_owned());
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn other_operation_ids_change_no_line_of_code() {
    let (Some(before), Some(after)) = (document("v219"), document("v220")) else { return };
    let (before, after) = (client("v219", &before, None), client("v220", &after, None));
    let differing = differing(&before, &after, code_of);
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn a_new_value_of_an_enum_is_one_new_variant() {
    let (Some(before), Some(after)) = (document("v138"), document("v139")) else { return };
    let languages = |version: &str, text: &str| {
        let output = client(version, text, None);
        let text: String = output.files.into_values().collect();
        let (_, rest) =
            text.split_once("pub enum ScenarioLanguage {").expect("the enum of languages");
        let (body, _) = rest.split_once("\n    }").expect("its end");
        let variants = body.lines().map(str::trim).filter(|line| line.ends_with(','));
        variants.map(str::to_owned).collect::<Vec<String>>()
    };
    let (before, after) = (languages("v138", &before), languages("v139", &after));
    let added: Vec<_> = after.iter().filter(|variant| !before.contains(variant)).collect();
    assert_eq!(added.len(), 1, "{added:?}");
    assert!(added[0].contains("\"tl\""), "{added:?}");
    assert!(before.iter().all(|variant| after.contains(variant)), "nothing else changed");
}

fn document(version: &str) -> Option<String> {
    let (_, path) = documents().into_iter().find(|(name, _)| name.ends_with(version))?;
    Some(fs::read_to_string(path).expect("a text"))
}

fn client(name: &str, document: &str, config: Option<&str>) -> Output {
    let outcome = generate(&Input { document, config, ..Input::default() });
    let errors = outcome.diagnostics.iter().filter(|one| one.severity() == Severity::Error);
    let errors: Vec<String> = errors.map(Diagnostic::ledger_line).collect();
    outcome.output.unwrap_or_else(|| panic!("{name} is refused:\n{}", errors.join("\n")))
}

/// The lines that are not documentation.
fn code_of(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The files that differ in what `part` takes of them, each with its first line that does.
fn differing(before: &Output, after: &Output, part: fn(&str) -> String) -> Vec<String> {
    let mut paths: Vec<&String> = before.files.keys().chain(after.files.keys()).collect();
    paths.sort();
    paths.dedup();
    let text = |output: &Output, path: &String| {
        output.files.get(path).map(|text| part(text)).unwrap_or_default()
    };
    let mut found = Vec::new();
    for path in paths {
        let (before, after) = (text(before, path), text(after, path));
        if before != after {
            let line = before.lines().zip(after.lines()).find(|(before, after)| before != after);
            found.push(format!("{path}: {line:?}"));
        }
    }
    found
}

/// Reads an answer as a type of the client; returns the drift.
type Read = fn(&[u8]) -> Result<Vec<String>, String>;

fn read<T: cekura::codec::Slot>(body: &[u8]) -> Result<Vec<String>, String> {
    let decoded = cekura::codec::from_json::<T>(body).map_err(|error| error.to_string())?;
    Ok(decoded.drift.iter().map(ToString::to_string).collect())
}

/// The answers that the newest document has examples of, and the types of the client for them.
const EXAMPLES: [(&str, &str, &str, Read); 7] = [
    (
        "get",
        "/observability/v2/call-logs/create_scenarios_progress/",
        "200",
        read::<types::CreateScenariosProgressResponse>,
    ),
    ("get", "/test_framework/v1/test-profiles/{id}/", "200", read::<types::TestProfile>),
    ("patch", "/test_framework/v1/test-profiles/{id}/", "200", read::<types::TestProfile>),
    ("post", "/test_framework/v1/scenarios/run_scenarios/", "201", read::<types::StartedResult>),
    (
        "post",
        "/test_framework/v1/scenarios/run_scenarios_email/",
        "200",
        read::<types::RunScenarioResult>,
    ),
    ("post", "/test_framework/v1/test-profiles/", "200", read::<types::TestProfile>),
    ("post", "/test_framework/v2/aiagents/", "201", read::<types::Agent>),
];

/// Returns whether an example has a schema in the place of a value.
fn is_schema(example: &Value) -> bool {
    let text = example.to_string();
    ["\"<", "\"properties\"", "\"integer\""].iter().any(|sign| text.contains(sign))
}

#[test]
fn the_vendors_own_examples_are_read_without_drift() {
    let Some((_, path)) = documents().pop_last() else { return };
    let text = fs::read_to_string(path).expect("a text");
    let tree: Value = serde_json::from_str(&text).expect("JSON");
    let (mut faults, mut tried) = (Vec::new(), 0);
    for (method, path, status, read) in EXAMPLES {
        let examples = &tree["paths"][path][method]["responses"][status]["content"]["application/json"]
            ["examples"];
        let examples = examples.as_object().expect("examples").iter();
        for (name, example) in examples.filter(|(_, example)| !is_schema(example)) {
            tried += 1;
            match read(example["value"].to_string().as_bytes()) {
                Ok(drift) if drift.is_empty() => {}
                Ok(drift) => faults.push(format!("{method} {path} {name}: {drift:?}")),
                Err(error) => faults.push(format!("{method} {path} {name}: {error}")),
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(tried >= 6, "{tried} examples");
}
