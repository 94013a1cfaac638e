//! Realistic answers: `tests/answers` holds for each operation of the committed client what the
//! vendor's server sends, `<resource>/<method>.json`, or several by what they show,
//! `<method>.<case>.json`, where a number is the status. Each is read by its call, strictly and
//! tolerantly, without drift, and the value says all that the answer says.

mod lost;
mod operations;
mod unknown;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use cekura::testing::MockTransport;
use cekura::{Client, ClientBuilder, Error, Json};
use cekura_tests::cases::workspace;
use cekura_tests::oracle::emitted::{Emitted, Method};
use quote::ToTokens;
use walkdir::WalkDir;

use lost::lost;
use operations::{Operation, RAW, Read, operations};
use unknown::UNKNOWN;

/// An answer of the server.
#[derive(Clone)]
struct Answer {
    /// The name of its file, for messages.
    file: String,
    status: u16,
    text: String,
}

#[test]
fn each_answer_is_read_without_drift_and_without_a_loss() {
    let methods = methods();
    let mut answers = answers();
    let mut wrong = Vec::new();
    for operation in operations() {
        let method = &methods[&operation.name];
        for answer in answers.remove(&operation.name).unwrap_or_default() {
            wrong.extend(faults(&operation, method, &answer));
        }
    }
    assert!(answers.is_empty(), "answers of no operation: {:?}", answers.keys());
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn an_operation_without_content_reads_an_answer_without_a_body() {
    let methods = methods();
    let nothing = || Answer { file: "no body".to_owned(), status: 204, text: String::new() };
    let mut wrong = Vec::new();
    for operation in operations() {
        let method = &methods[&operation.name];
        if is_empty(method) || output(method) == "Option < Json >" {
            wrong.extend(faults(&operation, method, &nothing()));
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_file_or_a_text_is_read_unchanged() {
    let methods = methods();
    let raw: Vec<&str> = RAW.iter().map(|(name, _)| *name).collect();
    let documented = methods.iter().filter(|(_, method)| is_raw(method)).map(|(name, _)| name);
    assert_eq!(documented.collect::<Vec<_>>(), raw);
    for (name, send) in RAW {
        for content_type in ["text/csv", "text/event-stream", "text/plain; charset=utf-8"] {
            let mock = MockTransport::new();
            mock.expect(&methods[*name].verb.to_uppercase(), &methods[*name].path)
                .header("content-type", content_type)
                .respond(200, "data: Two runs;\ntoo late\n");
            let client = Client::builder().api_key("test").transport(mock.clone()).build();
            let read = send(&client.expect("a client")).expect("an answer");
            assert_eq!(read, b"data: Two runs;\ntoo late\n", "{name}, {content_type}");
        }
    }
}

#[test]
fn every_operation_has_answers_or_a_reason_for_none() {
    let answered: BTreeSet<String> = answers().into_keys().collect();
    let called: BTreeSet<String> = operations().iter().map(|one| one.name.clone()).collect();
    let unknown: BTreeMap<&str, &str> = UNKNOWN.iter().copied().collect();
    assert_eq!(unknown.len(), UNKNOWN.len(), "an operation is listed twice");
    let mut wrong = Vec::new();
    for (name, method) in methods().into_iter().filter(|(_, method)| !is_raw(method)) {
        let reason = unknown.get(name.as_str());
        let expected = !is_empty(&method) && reason.is_none();
        if !called.contains(&name) {
            wrong.push(format!("{name}: is not in the table of operations"));
        }
        if expected != answered.contains(&name) {
            wrong.push(format!("{name}: {}", if expected { "no answer" } else { "answers" }));
        }
        if is_empty(&method) && reason.is_some() {
            wrong.push(format!("{name}: has no content, and needs no reason"));
        }
    }
    assert!(wrong.is_empty(), "{} operations:\n{}", wrong.len(), wrong.join("\n"));
}

/// Returns what is wrong with the value that a call makes of an answer.
fn faults(operation: &Operation, method: &Method, answer: &Answer) -> Vec<String> {
    let at = format!("{} ({})", operation.name, answer.file);
    let mut wrong = Vec::new();
    for strict in [true, false] {
        let mock = MockTransport::new();
        mock.expect(&method.verb.to_uppercase(), &method.path)
            .header("content-type", "application/json")
            .respond(answer.status, answer.text.clone());
        let builder = || Client::builder().strict(strict).transport(mock.clone());
        match send(operation, builder, &mock) {
            Err(error) => wrong.push(format!("{at}: strict {strict}: {error}")),
            Ok(read) if strict => {
                let sent: Json = serde_json::from_str(&answer.text).unwrap_or_default();
                wrong.extend(lost(&sent, &read.value).iter().map(|lost| format!("{at}: {lost}")));
            }
            Ok(read) => {
                wrong.extend(read.drift.iter().map(|drift| format!("{at}: {drift}")));
                let unknown = read.printed.split("Unknown(").nth(1);
                wrong.extend(unknown.map(|rest| format!("{at}: Unknown({}", cut(rest))));
            }
        }
        if mock.requests().len() != 1 {
            wrong.push(format!("{at}: {} {} was not sent", method.verb, method.path));
        }
    }
    wrong
}

/// Returns the beginning of a text.
fn cut(text: &str) -> String {
    text.chars().take(80).collect()
}

/// Sends a call, with the first credential that its operation takes: a few are closed to keys.
fn send(
    operation: &Operation,
    builder: impl Fn() -> ClientBuilder,
    mock: &MockTransport,
) -> Result<Read, Error> {
    let read = (operation.send)(&builder().api_key("test").build()?);
    match read {
        Err(_) if mock.requests().is_empty() => {
            let people = builder().bearer_token("test").build()?;
            (operation.send)(&people)
        }
        read => read,
    }
}

/// Returns the methods of the committed client by the names of their answers: `agents/list`,
/// `metrics/v1/list`.
fn methods() -> BTreeMap<String, Method> {
    let root = workspace().join("generated-client/src/generated");
    let files = WalkDir::new(root).into_iter().map(|entry| entry.expect("a file").into_path());
    let files = files.filter(|path| path.is_file()).map(|path| {
        let text = fs::read_to_string(&path).expect("a text");
        (path.display().to_string(), text)
    });
    let emitted = Emitted::read(&files.collect());
    let named = emitted.methods.iter().map(|method| {
        let chain = emitted.chain(&method.handle).expect("an accessor");
        let handles: Vec<&str> = chain.split('.').skip(1).collect();
        let name = match handles.as_slice() {
            [resource] => format!("{resource}/{}", method.name),
            [version, resource] => format!("{resource}/{version}/{}", method.name),
            _ => panic!("{chain}"),
        };
        (name.replace("()", ""), method.clone())
    });
    named.collect()
}

/// Returns the answers by the names of their operations. A version's own files come before those
/// of the method of the same name without a version, which answers the same.
fn answers() -> BTreeMap<String, Vec<Answer>> {
    let root = workspace().join("tests/answers");
    let mut answers: BTreeMap<String, Vec<Answer>> = BTreeMap::new();
    for file in WalkDir::new(&root).sort_by_file_name() {
        let file = file.expect("a file");
        if !file.file_type().is_file() {
            continue;
        }
        let (operation, answer) = answer(&root, file.path());
        answers.entry(operation).or_default().push(answer);
    }
    for (name, unversioned) in
        operations().iter().filter_map(|one| Some((&one.name, unversioned(&one.name)?)))
    {
        if let (false, Some(shared)) = (answers.contains_key(name), answers.get(&unversioned)) {
            answers.insert(name.clone(), shared.clone());
        }
    }
    answers
}

/// Returns the name of the method without a version: `metrics/list` of `metrics/v1/list`.
fn unversioned(name: &str) -> Option<String> {
    let (resource, rest) = name.split_once('/')?;
    let (_, method) = rest.split_once('/')?;
    Some(format!("{resource}/{method}"))
}

fn answer(root: &Path, path: &Path) -> (String, Answer) {
    let name = path.strip_prefix(root).expect("a file of the folder").with_extension("");
    let file = name.display().to_string();
    let (operation, case) = file.split_once('.').unwrap_or((&file, ""));
    let status = case.parse().unwrap_or(200);
    (
        operation.to_owned(),
        Answer { file: file.clone(), status, text: fs::read_to_string(path).expect("a text") },
    )
}

fn output(method: &Method) -> String {
    method.output.to_token_stream().to_string()
}

fn is_empty(method: &Method) -> bool {
    output(method) == "()"
}

/// Returns whether the call answers with a file or with text.
fn is_raw(method: &Method) -> bool {
    ["Bytes", "String"].contains(&output(method).as_str())
}
