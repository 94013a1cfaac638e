//! Sums the production calls of the last seven days, their number and their minutes, by state.
//!
//! Requires the environment variable `CEKURA_API_KEY`. The argument is the id of the project.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use cekura::Client;
use chrono::{DateTime, TimeDelta, Utc};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let project = std::env::args().nth(1).ok_or("usage: calls_of_last_week PROJECT_ID")?.parse()?;
    let client = Client::from_env()?;
    let now = DateTime::<Utc>::from(SystemTime::now());
    let calls = client.calls().list().project_id(project);
    let mut calls = calls.timestamp_from(now - TimeDelta::days(7)).page_size(100).items();

    let mut sums: BTreeMap<String, (usize, Duration)> = BTreeMap::new();
    while let Some(call) = calls.next().await {
        let call = call?;
        let state = call.status.as_ref().map_or("unknown", |status| status.as_str());
        let (count, length) = sums.entry(state.to_owned()).or_default();
        *count += 1;
        *length += call.length().unwrap_or_default();
    }
    for (state, (count, length)) in sums {
        println!("{count:>6} calls, {:>6.1} minutes: {state}", length.as_secs_f64() / 60.0);
    }
    Ok(())
}
