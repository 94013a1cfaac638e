//! `cargo bench -p cekura-tests --bench decode`: memory and time of decoding, of clean bodies and
//! of those made to cost the most.
//!
//! A counting allocator measures the most memory that decoding holds at once, the body included,
//! against the body's length: at most 4 times for a clean body and 12 times for any other. Each
//! body is measured at two lengths, so that the time per byte shows whether the time is linear. It
//! ends with an error where a limit is exceeded.

#![allow(missing_docs, reason = "a program")]
use std::process::ExitCode;
use std::time::{Duration, Instant};

use cekura::codec::from_json;
use cekura::types::ScenarioDraft as Scenario;
use cekura::{Json, Page};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// A kind of body: its name, the limit of memory, and the body of about this length.
struct Row {
    name: &'static str,
    limit: f64,
    body: fn(usize) -> String,
    decode: fn(&[u8]) -> usize,
}

fn page(length: usize, item: impl Fn(usize) -> String) -> String {
    let mut body = String::from(r#"{"count": 1, "results": ["#);
    let mut number = 0;
    while body.len() < length {
        body.push_str(&item(number));
        body.push(',');
        number += 1;
    }
    body.push_str(&item(number));
    body.push_str("]}");
    body
}

fn scenario(id: usize, agent: &str) -> String {
    format!(
        r#"{{"id": {id}, "name": "Refund {id}", "agent": {agent}, "personality": 123, "tags": ["refund"],
            "instructions": "{}", "runs": [1, 2, 3], "max_duration": 300, "project": null,
            "personality_name": "Calm caller", "agent_name": "Front desk", "scenario_language": "en",
            "test_profile_data": {{"id": 5, "name": "Ann", "project": 1, "information": {{"a": "b"}},
            "created_at": "2026-01-02T03:04:05.678901Z"}}, "suite_type": "undefined", "folder_path": null,
            "simulation_description": "A caller with a broken lamp", "is_predefined": false,
            "expected_outcome_prompt": "The agent offers a refund.", "first_message": "Hello."}}"#,
        "The caller wants money back for a broken lamp. ".repeat(12)
    )
}

fn scenarios(body: &[u8]) -> usize {
    let read = from_json::<Page<Scenario>>(body).expect("reads");
    read.drift.len() + read.more_drift
}

const ROWS: &[Row] = &[
    Row {
        name: "a page, clean",
        limit: 4.0,
        body: |length| page(length, |id| scenario(id, "7")),
        decode: scenarios,
    },
    Row {
        name: "a page, drift in the last item",
        limit: 12.0,
        body: |length| {
            let mut body = page(length, |id| scenario(id, "7"));
            body.truncate(body.len() - 2);
            body + "," + &scenario(0, r#""me""#) + "]}"
        },
        decode: scenarios,
    },
    Row {
        name: "a page, drift in every item",
        limit: 12.0,
        body: |length| page(length, |id| scenario(id, r#""me""#)),
        decode: scenarios,
    },
    Row {
        name: "an array of booleans for integers",
        limit: 12.0,
        body: |length| format!("[{}1]", "true,".repeat(length / 5)),
        decode: |body| {
            let read = from_json::<Vec<Option<i64>>>(body).expect("reads");
            read.drift.len() + read.more_drift
        },
    },
    Row {
        name: "a long key, and drift below it",
        limit: 12.0,
        body: |length| {
            let items = "\"x\",".repeat(length / 8);
            format!(r#"{{"{}": [{items}1]}}"#, "k".repeat(length / 2))
        },
        decode: |body| {
            let read = from_json::<std::collections::BTreeMap<String, Vec<Option<i64>>>>(body)
                .expect("reads");
            read.drift.len() + read.more_drift
        },
    },
    Row {
        name: "a large value that is dropped",
        limit: 12.0,
        body: |length| format!("[[{}1], 2]", "\"text\",".repeat(length / 7)),
        decode: |body| from_json::<Vec<Option<i64>>>(body).expect("reads").drift.len(),
    },
    Row {
        name: "NaN in an array",
        limit: 12.0,
        body: |length| format!("[{}1]", "NaN,".repeat(length / 4)),
        decode: |body| {
            let read = from_json::<Vec<Option<f64>>>(body).expect("reads");
            read.drift.len() + read.more_drift
        },
    },
    Row {
        name: "not JSON",
        limit: 12.0,
        body: |length| format!("[{}", "1,".repeat(length / 2)),
        decode: |body| usize::from(from_json::<Vec<i64>>(body).is_err()),
    },
    Row {
        name: "the same as a JSON tree (for comparison)",
        limit: f64::INFINITY,
        body: |length| page(length, |id| scenario(id, "7")),
        decode: |body| from_json::<Json>(body).expect("reads").drift.len(),
    },
];

fn measure(row: &Row, length: usize) -> (f64, f64) {
    let body = (row.body)(length);
    let before = MEMORY.current_usage() - body.len();
    MEMORY.reset_peak_usage();
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        std::hint::black_box((row.decode)(std::hint::black_box(body.as_bytes())));
        best = best.min(start.elapsed());
    }
    let most = MEMORY.peak_usage() - before;
    (most as f64 / body.len() as f64, best.as_secs_f64() * 1e9 / body.len() as f64)
}

fn main() -> ExitCode {
    let mut is_within = true;
    println!("| body | memory / body | ns a byte, 2 MB | ns a byte, 16 MB |");
    println!("|---|---|---|---|");
    for row in ROWS {
        let (_, short) = measure(row, 2 << 20);
        let (memory, long) = measure(row, 16 << 20);
        println!("| {} | {memory:.1} | {short:.2} | {long:.2} |", row.name);
        is_within &= memory <= row.limit;
    }
    if is_within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
