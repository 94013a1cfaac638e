//! The receiver of webhooks, and the requests of a vendor that sends them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_webhook_receiver");

/// A receiver that runs, and ends with the test.
struct Receiver {
    child: Child,
    lines: BufReader<ChildStdout>,
    host: String,
}

impl Receiver {
    fn start() -> Self {
        let mut child = Command::new(PROGRAM)
            .arg("127.0.0.1:0")
            .env("CEKURA_WEBHOOK_SECRET", "a secret")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let lines = BufReader::new(child.stdout.take().expect("its output"));
        let mut receiver = Self { child, lines, host: String::new() };
        let url = receiver.line();
        let host = url.strip_prefix("http://").and_then(|rest| rest.strip_suffix("/webhooks"));
        receiver.host = host.unwrap_or_else(|| panic!("{url}")).to_owned();
        receiver
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("a line");
        line.trim_end().to_owned()
    }

    /// Sends an event, and returns the status of the answer.
    fn send(&self, secret: Option<&str>, body: &str) -> u16 {
        let host = &self.host;
        let secret = secret.map(|secret| format!("x-cekura-secret: {secret}\r\n"));
        let head = format!(
            "POST /webhooks HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{}content-length: {}\r\n\r\n",
            secret.unwrap_or_default(),
            body.len()
        );
        let mut stream = TcpStream::connect(host).expect("a connection");
        stream.write_all((head + body).as_bytes()).expect("it is sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
        status.unwrap_or_else(|| panic!("{answer}"))
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn events_of_webhooks_are_received_only_with_the_secret() {
    let mut receiver = Receiver::start();
    let finished = r#"{"event_type": "result.completed", "data": {"id": 7, "status": "completed", "runs": {
        "1": {"id": 1, "success": true}, "2": {"id": 2, "success": false}
    }}}"#;
    for secret in [None, Some("another"), Some("")] {
        assert_eq!(receiver.send(secret, finished), 401, "{secret:?}");
    }
    assert_eq!(receiver.send(Some("a secret"), "<html>"), 400);
    assert_eq!(receiver.send(Some("a secret"), finished), 204);
    assert_eq!(receiver.line(), "result 7: 1 runs did not pass", "and nothing of what was refused");
    let newer = r#"{"event_type": "agent.exploded", "data": {}}"#;
    assert_eq!(receiver.send(Some("a secret"), newer), 204, "what is refused is lost");
    assert!(receiver.line().contains("agent.exploded"));
}

#[test]
fn a_receiver_without_a_secret_does_not_start() {
    let ran = Command::new(PROGRAM).arg("127.0.0.1:0").env_remove("CEKURA_WEBHOOK_SECRET").output();
    let ran = ran.expect("it ends");
    assert_eq!(ran.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("CEKURA_WEBHOOK_SECRET"), "{ran:?}");
}
