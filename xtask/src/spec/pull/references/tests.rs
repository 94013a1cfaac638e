use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

use super::run;
use crate::codegen::{Run, Status};
use crate::files::pins::{PINS, TEXTS, digest};
use crate::files::sync::Mode;

type Texts = Arc<Mutex<Vec<(&'static str, &'static str)>>>;

/// Serves texts by their paths, until the test ends.
fn serve(texts: &Texts) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let texts = Arc::clone(texts);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let head = lines.next().unwrap().unwrap();
            lines.map_while(Result::ok).take_while(|line| !line.is_empty()).for_each(drop);
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            let texts = texts.lock().unwrap();
            let known = texts.iter().find(|(known, _)| *known == path);
            let (status, body) = known.map_or(("404 Not Found", ""), |(_, text)| ("200 OK", *text));
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
            );
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}

fn document(folder: &Path, address: &str) -> std::path::PathBuf {
    let path = folder.join("openapi.yaml");
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{A: {{$ref: '{address}/s/a.yaml#/A'}}}}}}\n"
    );
    fs::write(&path, text).unwrap();
    path
}

fn pull(path: &Path) -> Run {
    run(path, None, Mode::Write).unwrap_or_else(|error| panic!("{error:#}"))
}

const A: &str = "A: {properties: {b: {$ref: '../b.json#/B'}}}\n";
const B: &str = r#"{"B": {"type": "string"}}"#;

#[test]
fn what_is_referred_to_is_fetched_and_pinned_with_what_it_refers_to() {
    let texts: Texts = Arc::new(Mutex::new(vec![("/s/a.yaml", A), ("/b.json", B)]));
    let address = serve(&texts);
    let folder = tempfile::tempdir().unwrap();
    let path = document(folder.path(), &address);
    let dry = run(&path, None, Mode::Check).unwrap();
    assert!(dry.status == Status::Done && !folder.path().join(PINS).exists());

    let first = pull(&path);
    assert_eq!(
        first.summary,
        "2 references are pinned in references.lock.\nNext: cargo xtask codegen\n"
    );
    let pins = fs::read_to_string(folder.path().join(PINS)).unwrap();
    for (name, text) in [("s/a.yaml", A), ("b.json", B)] {
        let digest = digest(text);
        assert!(pins.contains(&format!("\"{address}/{name}\" = \"{digest}\"\n")), "{pins}");
        let file = folder.path().join(TEXTS).join(digest.trim_start_matches("sha256:"));
        assert_eq!(fs::read_to_string(file).unwrap(), text);
    }
    assert_eq!(pull(&path).summary, "2 references are pinned, and none has changed.\n");
}

#[test]
fn a_text_that_is_not_as_it_was_pinned_is_an_error_with_both_digests() {
    let texts: Texts = Arc::new(Mutex::new(vec![("/s/a.yaml", A), ("/b.json", B)]));
    let address = serve(&texts);
    let folder = tempfile::tempdir().unwrap();
    let path = document(folder.path(), &address);
    pull(&path);
    let before = fs::read_to_string(folder.path().join(PINS)).unwrap();

    let other = r#"{"B": {"type": "number"}}"#;
    texts.lock().unwrap()[1].1 = other;
    let run = pull(&path);
    assert_eq!(run.status, Status::Refused);
    let line = format!(
        "error: {address}/b.json has changed: pinned is {}, and it is {}\n",
        digest(B),
        digest(other)
    );
    assert!(run.diagnostics.starts_with(&line), "{}", run.diagnostics);
    assert_eq!(fs::read_to_string(folder.path().join(PINS)).unwrap(), before);

    // Without its line, the new one is taken over, and the old text goes.
    let kept: String = before
        .lines()
        .filter(|line| !line.contains("b.json"))
        .map(|line| format!("{line}\n"))
        .collect();
    fs::write(folder.path().join(PINS), kept).unwrap();
    assert_eq!(pull(&path).status, Status::Done);
    let held = fs::read_dir(folder.path().join(TEXTS)).unwrap().count();
    assert_eq!(held, 2);
    assert!(fs::read_to_string(folder.path().join(PINS)).unwrap().contains(&digest(other)));
}

#[test]
fn an_address_that_cannot_be_read_pins_nothing() {
    let texts: Texts = Arc::new(Mutex::new(vec![("/s/a.yaml", A)]));
    let folder = tempfile::tempdir().unwrap();
    let path = document(folder.path(), &serve(&texts));
    let error = format!("{:#}", run(&path, None, Mode::Write).unwrap_err());
    assert!(error.contains("/b.json") && error.contains("404"), "{error}");
    assert!(!folder.path().join(PINS).exists());
}

#[test]
fn plain_http_is_for_this_machine_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = document(folder.path(), "http://boats.example");
    let error = format!("{:#}", run(&path, None, Mode::Write).unwrap_err());
    assert!(error.contains("must begin with https://"), "{error}");
}
