//! The emitted client against the document, over all its operations. See [`cekura_tests::oracle`].
//!
//! `spec/openapi.yaml` always; the newest document of the folder `CEKURA_SPECS`, where that is set.
//! One line of TSV for each operation: operation, method, what is wrong with its requests, what is
//! wrong with what it read, how much drift there was.
//!
//! With `ORACLE_URL=http://127.0.0.1:PORT` the full requests go to that server instead, one for
//! each operation; the table of operation, status and result is printed and nothing is asserted:
//!
//! ```text
//! ORACLE_URL=http://127.0.0.1:4010 cargo test -p cekura-tests --test oracle -- --nocapture
//! ```

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use cekura_tests::oracle::build::{Client, run};
use cekura_tests::oracle::cases::{self, Case};
use cekura_tests::oracle::check::{self, Nulls, Schemas, difference};
use cekura_tests::oracle::document::Document;
use cekura_tests::oracle::drift;
use cekura_tests::oracle::emitted::Emitted;
use cekura_tests::oracle::sample::Mode;
use cekura_tests::server::{Answer, Server};
use cekura_tests::specs::Spec;
use serde_json::Value;
use toml_edit::DocumentMut;

#[test]
fn the_client_of_the_repository_says_what_its_document_says() {
    // No document can say that a member outside of a union names its arm: the samples do not know.
    let own = Spec::own();
    let text = std::fs::read_to_string(own.config.as_deref().expect("our decisions"));
    let mut decisions: DocumentMut = text.expect("a text").parse().expect("TOML");
    decisions.remove("unions").expect("unions of ours");
    let config = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle-own.toml");
    std::fs::write(&config, decisions.to_string()).expect("a file");
    check_client(&Spec { config: Some(config), ..own });
}

#[test]
fn the_client_of_the_newest_document_says_what_the_document_says() {
    let Some(newest) = Spec::newest() else { return };
    // The document has several schemes, and programs have the key; the vendor reads its filters
    // as JSON text, whatever the document has on it.
    let config = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle-newest.toml");
    std::fs::write(&config, "[crate]\nauth = \"api_key\"\n[parameters]\njson = [\"filters\"]\n")
        .expect("a file");
    check_client(&Spec { config: Some(config), ..newest });
}

/// Compares the client of a document with it.
fn check_client(spec: &Spec) {
    let name = spec.name;
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let client = Client::generate(target.join("oracle").join(name), spec);
    let emitted = Emitted::read(&client.files);
    let document = Document::read(&client.texts);
    let always = client.texts.config.as_deref().map(always_present).unwrap_or_default();
    let (cases, missing) = cases::all(&document, &emitted, &always);
    let types = drift::types(&emitted);
    let program = client.compile(&emitted, &types, &target.join("oracle-target"));
    if let Ok(url) = std::env::var("ORACLE_URL") {
        return foreign(&document, &cases, &program, &url);
    }
    let mut table = calls(&document, &emitted, cases, &program);
    for index in missing {
        let operation = &document.operations[index];
        let known = client
            .ledger
            .contains(&format!("~1{}", operation.path.trim_start_matches('/').replace('/', "~1")));
        let said = if known { "in the ledger" } else { "no method" };
        table.push(Row {
            operation: format!("{} {}", operation.method, operation.path),
            request: vec![said.to_owned()],
            ..Row::default()
        });
    }
    let wrong = [report(name, &table, &client), faults(name, &emitted, &types, &program)].concat();
    assert!(wrong.is_empty(), "{} lines are not as documented:\n{}", wrong.len(), wrong.join("\n"));
}

/// The names that `codegen.toml` promises in every answer.
fn always_present(config: &str) -> Vec<String> {
    let line = config.lines().find_map(|line| line.strip_prefix("always-present = "));
    line.and_then(|list| serde_json::from_str(list).ok()).unwrap_or_default()
}

/// Every field of every type of an answer, wrong once: what did not come out as it must.
fn faults(name: &str, emitted: &Emitted, types: &[String], program: &Path) -> Vec<String> {
    let probes = drift::probes(emitted, types);
    let lines: Vec<String> = probes.iter().map(drift::Probe::line).collect();
    let made = run(program, &lines, "http://localhost");
    let wrong: Vec<String> =
        probes.iter().zip(&made).filter_map(|(probe, made)| probe.wrong(made)).collect();
    println!(
        "{name}: {} types, {} faults, {} as they must be",
        types.len(),
        probes.len(),
        probes.len() - wrong.len()
    );
    wrong
}

/// The message of the runtime for an operation that takes none of the credentials a client can
/// hold: a second scheme of API keys, which documents have for machines of the vendor's own.
const CLOSED: &str = "the operation asks for";

/// One operation's line.
#[derive(Default)]
struct Row {
    operation: String,
    method: String,
    request: Vec<String>,
    response: Vec<String>,
    drift: usize,
}

fn calls(document: &Document, emitted: &Emitted, cases: Vec<Case>, program: &Path) -> Vec<Row> {
    let document = Arc::new(document.clone());
    let cases = Arc::new(cases);
    let wrong: Arc<Mutex<BTreeMap<usize, Vec<String>>>> = Arc::default();
    let requests = Arc::new(Schemas::new(&document.request));
    let shared = (Arc::clone(&document), Arc::clone(&cases), Arc::clone(&wrong));
    let server = Server::start(move |received| {
        let (document, cases, wrong) = &shared;
        let number: Option<usize> = received.header("x-oracle").and_then(|text| text.parse().ok());
        let Some(case) = number.and_then(|number| cases.get(number)) else {
            return Answer::new(500, "text/plain", "no case");
        };
        let found = check::request(document, &requests, case, received);
        wrong
            .lock()
            .expect("the list")
            .entry(number.unwrap_or_default())
            .or_default()
            .extend(found);
        match &case.answer.media {
            Some(media) => Answer::new(case.answer.status, media, &case.answer.bytes),
            None => Answer::with_headers(case.answer.status, &[], ""),
        }
    });
    let lines: Vec<String> =
        cases.iter().enumerate().map(|(number, case)| case.line(Some(number))).collect();
    let made = run(program, &lines, &server.url());
    let responses = Schemas::new(&document.response);
    let mut rows: BTreeMap<usize, Row> = BTreeMap::new();
    let wrong = wrong.lock().expect("the list");
    for (number, (case, made)) in cases.iter().zip(&made).enumerate() {
        let operation = &document.operations[case.operation];
        let method = &emitted.methods[case.method];
        let row = rows.entry(case.operation).or_default();
        row.operation = format!("{} {}", operation.method, operation.path);
        row.method = format!("{}::{}", method.handle, method.name);
        let mode = format!("{:?}", case.mode);
        match wrong.get(&number) {
            Some(found) => row.request.extend(found.iter().map(|text| format!("{mode}: {text}"))),
            None => row.request.push(format!("{mode}: nothing arrived: {}", made["error"]["text"])),
        }
        row.drift += made["ok"]["drift"].as_array().map_or(0, Vec::len);
        row.response.extend(
            answered(&responses, case, made).into_iter().map(|text| format!("{mode}: {text}")),
        );
    }
    rows.into_values().collect()
}

/// Returns the differences of the value that was read.
fn answered(schemas: &Schemas, case: &Case, made: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    if let Some(pointer) = &case.answer.pointer {
        let errors = schemas.errors(pointer, &case.answer.value);
        wrong.extend(
            errors.into_iter().map(|error| format!("the sample does not fit its schema: {error}")),
        );
    }
    if let Some(error) = made.get("error") {
        wrong.push(format!("error {error}"));
        return wrong;
    }
    let made = &made["ok"];
    wrong.extend(
        made["drift"].as_array().into_iter().flatten().map(|drift| format!("drift {drift}")),
    );
    if made["unknown"] == true {
        wrong.push("a part of the value is `Unknown`".to_owned());
    }
    if case.answer.media.is_some()
        && let Some(difference) =
            difference(&case.answer.value, &made["value"], "", Nulls::AreAbsent)
    {
        wrong.push(format!("value {difference}"));
    }
    wrong
}

fn report(name: &str, table: &[Row], client: &Client) -> Vec<String> {
    let verdict =
        |wrong: &[String]| if wrong.is_empty() { "ok".to_owned() } else { wrong.join("; ") };
    let mut text = String::new();
    for row in table {
        let (request, response) = (verdict(&row.request), verdict(&row.response));
        text.push_str(&format!(
            "{}\t{}\t{request}\t{response}\t{}\n",
            row.operation, row.method, row.drift
        ));
    }
    std::fs::write(client.folder.with_extension("tsv"), &text).expect("a file");
    let wrong = text.lines().filter(|line| !line.ends_with("\tok\tok\t0"));
    let (closed, wrong): (Vec<&str>, Vec<&str>) = wrong.partition(|line| line.contains(CLOSED));
    closed.iter().for_each(|line| println!("{name}: not callable: {line}"));
    let right = table.len() - wrong.len() - closed.len();
    println!(
        "{name}: {} operations, {right} as documented, {} not callable",
        table.len(),
        closed.len()
    );
    let wrong: Vec<String> = wrong.into_iter().map(str::to_owned).collect();
    wrong
}

/// The same requests to a server that somebody else wrote.
fn foreign(document: &Document, cases: &[Case], program: &Path, url: &str) {
    let full: Vec<&Case> = cases.iter().filter(|case| case.mode == Mode::Full(0)).collect();
    let lines: Vec<String> = full.iter().map(|case| case.line(None)).collect();
    for (case, made) in full.iter().zip(run(program, &lines, url)) {
        let operation = &document.operations[case.operation];
        let drift = made["ok"]["drift"].as_array().map_or(0, Vec::len);
        let (status, result) = match made.get("error") {
            Some(error) => {
                (&error["status"], error["text"].as_str().unwrap_or_default().to_owned())
            }
            None => (&made["ok"]["status"], format!("read, {drift} drift")),
        };
        println!(
            "{} {}\t{status}\t{}",
            operation.method,
            operation.path,
            result.replace(['\t', '\n'], " ")
        );
    }
}
