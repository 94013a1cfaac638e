//! `cargo bench -p cekura-tests --bench client`: the codec against serde derives, and a call
//! against hand-written `reqwest`.
//!
//! The two sides take turns, and the medians are compared, so that a busy machine disturbs both
//! alike. With `-- crate` or `-- hand` one side alone makes a thousand calls, for a tool that
//! counts instructions; `README.md` says how.

#![allow(missing_docs, reason = "a program")]
#![allow(dead_code, reason = "fields that are only read from the wire")]

mod derived;
mod server;

use std::hint::black_box;
use std::time::{Duration, Instant};

use cekura::types::{Scenario, ScenarioRequest};
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

/// The medians of two tasks that take turns, each as often first as second: what comes second finds
/// the machine awake.
fn medians(rounds: usize, mut one: impl FnMut(), mut other: impl FnMut()) -> (Duration, Duration) {
    let time = |task: &mut dyn FnMut()| {
        let start = Instant::now();
        task();
        start.elapsed()
    };
    let (mut ones, mut others): (Vec<_>, Vec<_>) = (0..rounds)
        .map(|round| {
            if round % 2 == 0 {
                (time(&mut one), time(&mut other))
            } else {
                let second = time(&mut other);
                (time(&mut one), second)
            }
        })
        .unzip();
    ones.sort();
    others.sort();
    (ones[rounds / 2], others[rounds / 2])
}

fn report(what: &str, (ours, theirs): (Duration, Duration)) {
    let speed = theirs.as_secs_f64() / ours.as_secs_f64();
    println!("{what}: {ours:?}, by hand {theirs:?}: {speed:.3} of its speed");
}

fn codec() {
    let page =
        json!({"count": 100, "next": null, "results": (0..100).map(scenario).collect::<Vec<_>>()});
    let bytes = serde_json::to_vec(&page).expect("JSON");
    println!("a page of {} KB", bytes.len() / 1000);
    let decode = medians(
        2000,
        || drop(black_box(serde_json::from_slice::<Page<Scenario>>(&bytes).expect("a page"))),
        || {
            drop(black_box(
                serde_json::from_slice::<derived::Page<derived::Scenario>>(&bytes).expect("a page"),
            ))
        },
    );
    report("decode", decode);
    let ours: Page<Scenario> = serde_json::from_slice(&bytes).expect("a page");
    let theirs: derived::Page<derived::Scenario> = serde_json::from_slice(&bytes).expect("a page");
    let encode = medians(
        2000,
        || drop(black_box(serde_json::to_vec(&ours.results).expect("JSON"))),
        || drop(black_box(serde_json::to_vec(&theirs.results).expect("JSON"))),
    );
    report("encode", encode);
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

/// One call, made with the crate and made by hand.
struct Calls {
    runtime: tokio::runtime::Runtime,
    ours: Client,
    theirs: reqwest::Client,
    url: String,
    request: ScenarioRequest,
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
            url: format!("{server}/test_framework/v1/scenarios/generate-instructions/"),
            request: ScenarioRequest::new(123).name("Refund"),
            by_hand: derived::ScenarioRequest {
                personality: 123,
                name: Some("Refund".into()),
                ..Default::default()
            },
        }
    }

    fn with_the_crate(&self) {
        let call =
            async { self.ours.scenarios().generate_instructions(black_box(&self.request)).await };
        drop(black_box(self.runtime.block_on(call).expect("an answer")));
    }

    /// The call as a careful person writes it: the same headers, a time limit, the status looked
    /// at.
    fn by_hand(&self) {
        let call = async {
            let body = serde_json::to_vec(black_box(&self.by_hand)).expect("JSON");
            let request = self
                .theirs
                .post(&self.url)
                .header("x-cekura-api-key", "key")
                .header("user-agent", "by-hand/1.0 (rust)")
                .header("accept", "application/json")
                .header("content-type", "application/json")
                .body(body);
            let response = request.send().await?.error_for_status()?;
            let bytes = response.bytes().await?;
            let scenario = serde_json::from_slice::<derived::Scenario>(&bytes);
            Ok::<_, reqwest::Error>(scenario.expect("a scenario"))
        };
        drop(black_box(self.runtime.block_on(call).expect("an answer")));
    }
}

fn call(calls: &Calls) {
    let times = medians(8000, || calls.with_the_crate(), || calls.by_hand());
    report("a call on loopback", times);
}

fn main() {
    let role = std::env::args().skip(1).find(|argument| argument != "--bench");
    let role = role.as_deref();
    if role == Some(server::ROLE) {
        return server::serve();
    }
    let server = Server::answering(&serde_json::to_vec(&scenario(1)).expect("JSON"));
    let calls = Calls::new(&server.url);
    match role {
        Some("crate") => (0..1000).for_each(|_| calls.with_the_crate()),
        Some("hand") => (0..1000).for_each(|_| calls.by_hand()),
        Some("codec") => codec(),
        Some("call") => call(&calls),
        _ => {
            codec();
            call(&calls);
        }
    }
}
