//! `cargo bench -p cekura-tests --bench client`: the instructions of a call against those of one by
//! hand with `reqwest` and serde derives, and of decoding and encoding a clean page.
//!
//! Instructions, because they are the same on a busy machine and on another one: a call over
//! loopback takes half the time or twice it, by the turn that its two ends take. The program runs
//! itself under `valgrind --tool=callgrind` once for each side and number of rounds; the difference
//! of two numbers leaves out what happens once. The server is another process, and not counted. It
//! ends with an error where a limit is exceeded.
//!
//! Both sides of a call have headers, a time limit of an attempt, an error that keeps status and
//! body. By hand there is nothing of retries, redirects, a limit of the body's length, spans,
//! drift: the limit says what all that may cost where none of it is needed.
//!
//! With `-- decode hand 100`, one side alone works so many rounds, for a profiler.

#![allow(missing_docs, reason = "a program")]
#![allow(dead_code, reason = "fields that are only read from the wire")]

mod derived;
mod server;

use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::time::Duration;

use bytes::Bytes;
use cekura::types::{ScenarioDraft as Scenario, ScenarioDraftRequest};
use cekura::{Client, Page};
use serde_json::{Value, json};
use server::Server;

fn scenario(id: usize) -> Value {
    json!({
        "id": id, "name": format!("Refund {id}"), "agent": 2142, "project": null, "personality": 123,
        "personality_name": "Calm caller", "agent_name": "Front desk", "tags": ["refund", "angry"],
        "tool_ids": ["TOOL_DTMF", "TOOL_END_CALL"], "runs": [1, 2, 3], "metric_names": ["Empathy"],
        "phone_number": "+15551234567", "first_message": "Hello, it is me.", "inbound_phone_number": 7,
        "inbound_phone_number_data": {"id": 7, "number": "+15551234567", "phone_number_id": "pn_1"},
        "instructions": "The caller wants money back for a broken lamp. ".repeat(12),
        "simulation_description": "A caller with a broken lamp", "information_fields": {"order": "A-1"},
        "expected_outcome_prompt": "The agent offers a refund.", "scenario_language": "en",
        "scenario_type": "instruction", "suite_type": "undefined", "is_predefined": false,
        "test_profile": 5, "dynamic_variable_values": {"name": "Ann"}, "folder_path": null,
        "test_profile_data": {
            "id": 5, "name": "Ann", "project": 1, "agent": 2, "agent_name": "Front desk",
            "information": {"city": "Graz"}, "scenarios": "1", "created_by": 1,
            "created_at": "2026-01-02T03:04:05.678901Z", "updated_at": "2026-01-02T03:04:05Z",
        },
        "max_duration": 300, "unknown_to_both": {"a": [1, 2, 3]},
    })
}

/// The measurements, each with the instructions of the crate that there may be to one by hand.
const TASKS: [(&str, f64); 3] = [("call", 1.02), ("decode", 1.0), ("encode", 1.0)];
const SIDES: [&str; 2] = ["crate", "hand"];

fn page() -> Vec<u8> {
    let items: Vec<Value> = (0..100).map(scenario).collect();
    serde_json::to_vec(&json!({"count": 100, "next": null, "results": items})).expect("JSON")
}

/// Works so many rounds on one side of a task.
fn work(task: &str, side: &str, rounds: usize) {
    let bytes = page();
    let ours = || serde_json::from_slice::<Page<Scenario>>(black_box(&bytes)).expect("a page");
    let theirs = || {
        let page = serde_json::from_slice::<derived::Page<derived::Scenario>>(black_box(&bytes));
        page.expect("a page")
    };
    let repeat = |task: &mut dyn FnMut()| (0..rounds).for_each(|_| task());
    match (task, side) {
        ("decode", "crate") => repeat(&mut || drop(black_box(ours()))),
        ("decode", _) => repeat(&mut || drop(black_box(theirs()))),
        ("encode", "crate") => {
            let page = ours();
            repeat(&mut || drop(black_box(serde_json::to_vec(&page.results).expect("JSON"))));
        }
        ("encode", _) => {
            let page = theirs();
            repeat(&mut || drop(black_box(serde_json::to_vec(&page.results).expect("JSON"))));
        }
        _ => {
            let server = Server::answering(&serde_json::to_vec(&scenario(1)).expect("JSON"));
            let calls = Calls::new(&server.url);
            repeat(&mut || if side == "crate" { calls.with_the_crate() } else { calls.by_hand() });
        }
    }
}

/// Returns the instructions of a round, in thousands; `None` without valgrind.
fn instructions(task: &str, side: &str) -> Option<f64> {
    let few = if task == "call" { 100 } else { 10 };
    let many = 5 * few;
    let (few_counted, many_counted) = (counted(task, side, few)?, counted(task, side, many)?);
    Some((many_counted - few_counted) / (many - few) as f64 / 1000.0)
}

fn counted(task: &str, side: &str, rounds: usize) -> Option<f64> {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args([task, side, &rounds.to_string()])
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    let count = text.lines().find_map(|line| line.split_once("Collected : "));
    Some(count.expect("a count").1.trim().parse().expect("a number"))
}

/// Measures everything; returns whether it is within the limits.
fn measure() -> bool {
    println!("| thousands of instructions | the crate | by hand | ratio | at most |");
    println!("|---|--:|--:|--:|--:|");
    let mut is_within = true;
    for (task, limit) in TASKS {
        let [Some(ours), Some(theirs)] = SIDES.map(|side| instructions(task, side)) else {
            println!("skipped: valgrind is not installed");
            return true;
        };
        let ratio = ours / theirs;
        println!("| {task} | {ours:.1} | {theirs:.1} | {ratio:.3} | {limit:.2} |");
        is_within &= ratio <= limit;
    }
    is_within
}

fn plain_reqwest() -> reqwest::Client {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let builder = reqwest::Client::builder().tls_backend_preconfigured(tls);
    builder.timeout(Duration::from_secs(30)).build().expect("a client")
}

/// The error of a call by hand.
#[derive(Debug)]
enum Failure {
    Sending(reqwest::Error),
    Status(reqwest::StatusCode, Bytes),
    Decoding(serde_json::Error),
}

/// One call, made with the crate and made by hand.
struct Calls {
    runtime: tokio::runtime::Runtime,
    ours: Client,
    theirs: reqwest::Client,
    url: String,
    request: ScenarioDraftRequest,
    by_hand: derived::ScenarioRequest,
}

impl Calls {
    fn new(server: &str) -> Self {
        let builder = Client::builder().api_key("key").base_url(server);
        Calls {
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime"),
            ours: builder.build().expect("a client"),
            theirs: plain_reqwest(),
            url: server.to_owned(),
            request: ScenarioDraftRequest::new(123).name("Refund"),
            by_hand: derived::ScenarioRequest {
                personality: 123,
                name: Some("Refund".into()),
                ..Default::default()
            },
        }
    }

    fn with_the_crate(&self) {
        let call = async {
            let request = self.ours.post("/test_framework/v1/scenarios/add_tags/");
            request.json(black_box(&self.request)).call::<Scenario>().await
        };
        drop(black_box(self.runtime.block_on(call).expect("an answer")));
    }

    /// The call as a careful person writes it: the server's address is a setting, the headers are
    /// the same, an attempt has a time limit, and an error keeps its status and its body.
    fn by_hand(&self) {
        let call = async {
            let body = serde_json::to_vec(black_box(&self.by_hand)).expect("JSON");
            let request = self
                .theirs
                .post(format!("{}/test_framework/v1/scenarios/add_tags/", self.url))
                .header("x-cekura-api-key", "key")
                .header("user-agent", "by-hand/1.0 (rust)")
                .header("accept", "application/json")
                .header("content-type", "application/json")
                .body(body);
            let response = request.send().await.map_err(Failure::Sending)?;
            let status = response.status();
            let bytes = response.bytes().await.map_err(Failure::Sending)?;
            if !status.is_success() {
                return Err(Failure::Status(status, bytes));
            }
            serde_json::from_slice::<derived::Scenario>(&bytes).map_err(Failure::Decoding)
        };
        drop(black_box(self.runtime.block_on(call).expect("an answer")));
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|name| name != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [server::ROLE] => server::serve(),
        [task, side, rounds] => work(task, side, rounds.parse().expect("a number of rounds")),
        _ if !measure() => return ExitCode::FAILURE,
        _ => {}
    }
    ExitCode::SUCCESS
}
