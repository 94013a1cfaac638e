use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use cekura_codegen::diagnostic::Style;

use super::{Options, run_in};
use crate::codegen::{Run, Status};
use crate::files::killed::{self, kill_again_and_again, write_for_ever};

const DOCUMENT: &str = r#"{
  "openapi": "3.1.0", "info": {"title": "Boats", "version": "1"},
  "servers": [{"url": "https://boats.example"}],
  "paths": {
    "/boats/": {"get": {"x-public": true, "summary": "Prose.", "responses": {"204": {"description": ""}}}},
    "/internal/": {"get": {"responses": {"204": {"description": ""}}}}
  }
}"#;

const CONFIG: &str =
    "[crate]\nname = \"boats\"\n\n[pull.select]\nonly-extensions = [\"x-public\"]\n";

/// A repository with nothing but a configuration.
fn repository() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("spec")).unwrap();
    fs::write(root.path().join("spec/codegen.toml"), CONFIG).unwrap();
    root
}

fn pull(root: &Path, from: &str) -> Run {
    let options = Options { from: Some(from.to_owned()), ..Options::default() };
    run_in(root, &options, Style::Plain).unwrap_or_else(|error| panic!("{error:#}"))
}

fn text(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_default()
}

fn file(root: &Path, document: &str) -> String {
    let path = root.join("published.json");
    fs::write(&path, document).unwrap();
    path.display().to_string()
}

/// Serves the responses in turn, one a connection, and passes on what was asked.
fn serve(responses: Vec<String>) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/openapi.json", listener.local_addr().unwrap());
    let (sender, asked) = channel();
    thread::spawn(move || {
        for response in responses {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                if reader.read_line(&mut head).unwrap() == 0 {
                    break;
                }
            }
            sender.send(head.to_ascii_lowercase()).unwrap();
            stream.write_all(response.as_bytes()).unwrap();
            stream.shutdown(std::net::Shutdown::Write).unwrap();
            let _ = stream.read(&mut [0; 16]);
        }
    });
    (address, asked)
}

fn response(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
}

#[test]
fn the_selected_operations_are_taken_over_as_facts() {
    let root = repository();
    let run = pull(root.path(), &file(root.path(), DOCUMENT));
    assert_eq!(run.status, Status::Done, "{}", run.diagnostics);
    let spec = text(root.path(), "spec/openapi.yaml");
    assert!(spec.contains("/boats/") && !spec.contains("internal") && !spec.contains("Prose"));
    assert!(run.summary.contains("is new: there is nothing to compare it with"), "{run:?}");
    let lock = text(root.path(), "spec/openapi.lock");
    assert!(lock.contains("from = \"published.json\"") && lock.contains("sha256:"), "{lock}");
}

#[test]
fn another_spelling_of_the_same_document_changes_nothing() {
    let root = repository();
    pull(root.path(), &file(root.path(), DOCUMENT));
    let before = text(root.path(), "spec/openapi.yaml");
    let tree: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap();
    let respelt = serde_json::to_string_pretty(&tree).unwrap().replace("Prose", "Other prose");
    let run = pull(root.path(), &file(root.path(), &respelt));
    assert_eq!(text(root.path(), "spec/openapi.yaml"), before);
    assert!(run.summary.contains("nothing has changed in substance"), "{run:?}");
    assert!(!run.summary.contains("Next"), "{run:?}");
}

#[test]
fn a_dry_run_shows_the_change_and_writes_nothing() {
    let root = repository();
    pull(root.path(), &file(root.path(), DOCUMENT));
    let before = (text(root.path(), "spec/openapi.yaml"), text(root.path(), "spec/openapi.lock"));
    let from = Some(file(root.path(), &DOCUMENT.replace("/boats/", "/ships/")));
    let options = Options { from, dry_run: true, ..Options::default() };
    let run = run_in(root.path(), &options, Style::Plain).unwrap();
    for shown in ["`GET /ships/` is there", "`client.boats()` and", "Verdict: breaking", "dry run"]
    {
        assert!(run.summary.contains(shown), "{shown}: {}", run.summary);
    }
    let after = (text(root.path(), "spec/openapi.yaml"), text(root.path(), "spec/openapi.lock"));
    assert_eq!(after, before);
}

#[test]
fn a_document_that_is_refused_touches_nothing() {
    let root = repository();
    pull(root.path(), &file(root.path(), DOCUMENT));
    let before = (text(root.path(), "spec/openapi.yaml"), text(root.path(), "spec/openapi.lock"));
    let dangling = DOCUMENT.replace(r#"{"204": {"description": ""}}}}, "#, r#"{}}},"#);
    let dangling = dangling.replace(
        r#""summary": "Prose.", "responses": {"204": {"description": ""}}"#,
        r##""responses": {"200": {"$ref": "#/components/responses/None"}}"##,
    );
    let html = "<!doctype html><title>Not found</title>";
    for (broken, fault) in [(dangling.as_str(), "dangling-ref"), (html, "error")] {
        let run = pull(root.path(), &file(root.path(), broken));
        assert_eq!(run.status, Status::Refused, "{run:?}");
        assert!(run.diagnostics.contains(fault), "{run:?}");
        assert!(run.summary.contains("no file was touched"), "{run:?}");
    }
    // The overlay is a part of what must fit.
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- {target: $.paths.none, description: d, remove: true}\n";
    fs::write(root.path().join("spec/overlay.yaml"), overlay).unwrap();
    let run = pull(root.path(), &file(root.path(), &DOCUMENT.replace("/boats/", "/ships/")));
    assert_eq!(run.status, Status::Refused, "{run:?}");
    assert!(run.diagnostics.contains("spec/overlay.yaml:4:4"), "{}", run.diagnostics);
    let after = (text(root.path(), "spec/openapi.yaml"), text(root.path(), "spec/openapi.lock"));
    assert_eq!(after, before);
}

#[test]
fn a_version_that_is_here_already_is_not_read_again() {
    let root = repository();
    let tagged = response("200 OK", "etag: \"v1\"\r\n", DOCUMENT);
    let same = response("304 Not Modified", "", "");
    let (address, asked) = serve(vec![tagged.clone(), same, tagged]);
    pull(root.path(), &address);
    assert!(!asked.recv().unwrap().contains("if-none-match"));
    let run = pull(root.path(), &address);
    assert!(asked.recv().unwrap().contains("if-none-match: \"v1\""));
    assert!(run.summary.contains("has not changed since the last pull"), "{run:?}");
    // Another selection needs the document.
    let config = CONFIG.replace("only-extensions = [\"x-public\"]", "");
    fs::write(root.path().join("spec/codegen.toml"), config).unwrap();
    let run = pull(root.path(), &address);
    assert!(!asked.recv().unwrap().contains("if-none-match"));
    assert!(run.summary.contains("`GET /internal/` is there"), "{run:?}");
}

#[test]
fn a_passing_fault_of_the_server_is_tried_again_and_a_lasting_one_named() {
    let root = repository();
    let (address, _asked) =
        serve(vec![response("503 Service Unavailable", "", ""), response("200 OK", "", DOCUMENT)]);
    assert_eq!(pull(root.path(), &address).status, Status::Done);
    let (address, _asked) = serve(vec![response("404 Not Found", "", "")]);
    let options = Options { from: Some(address.clone()), ..Options::default() };
    let error = format!("{:#}", run_in(root.path(), &options, Style::Plain).unwrap_err());
    assert!(
        error.contains(&format!("cannot read {address}; ")) && error.contains("404"),
        "{error}"
    );
}

#[test]
fn a_source_that_cannot_be_read_is_an_error_that_says_what_to_do() {
    let root = repository();
    let error = |from: Option<&str>| {
        let options = Options { from: from.map(str::to_owned), ..Options::default() };
        format!("{:#}", run_in(root.path(), &options, Style::Plain).unwrap_err())
    };
    assert!(error(None).contains("[pull]\n    from = "), "{}", error(None));
    assert!(error(Some("http://boats.example/")).contains("must begin with https://"));
    assert!(error(Some("ftp://boats.example/")).contains("must begin with https://"));
    assert!(error(Some("none.json")).contains("cannot read none.json"));
    let path = root.path().join("latin.json");
    fs::write(&path, b"{\"openapi\": \"\xe9\"}").unwrap();
    assert!(error(path.to_str()).contains("is no UTF-8 text"));
}

#[test]
fn a_pull_that_is_killed_leaves_the_old_document_or_the_new_one() {
    let ships = DOCUMENT.replace("/boats/", "/ships/");
    if let Some(root) = killed::folder() {
        let mut documents = [DOCUMENT, ships.as_str()].into_iter().cycle();
        write_for_ever(&root, || {
            pull(&root, &file(&root, documents.next().unwrap()));
        });
    }
    let root = repository();
    let root = root.path();
    let pulled = |document: &str| {
        pull(root, &file(root, document));
        text(root, "spec/openapi.yaml")
    };
    let both = [pulled(&ships), pulled(DOCUMENT)];
    let test = "spec::pull::tests::a_pull_that_is_killed_leaves_the_old_document_or_the_new_one";
    kill_again_and_again(test, root, || {
        let found = text(root, "spec/openapi.yaml");
        assert!(both.contains(&found), "a mixture:\n{found}");
    });
    // The record may be older than the document; the next pull does not rely on it then.
    assert_eq!(pulled(&ships), both[0]);
    let names = fs::read_dir(root.join("spec")).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = names.collect();
    names.sort();
    assert_eq!(names, ["codegen.toml", "openapi.lock", "openapi.yaml"]);
}
