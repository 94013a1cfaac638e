//! Counts the production calls of the last seven days by their state.
//!
//! Requires the environment variable `CEKURA_API_KEY`. The argument is the id of the project.

use std::collections::BTreeMap;
use std::time::SystemTime;

use cekura::Client;
use chrono::{DateTime, TimeDelta, Utc};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let project = std::env::args().nth(1).ok_or("usage: calls_of_last_week PROJECT_ID")?.parse()?;
    let client = Client::from_env()?;
    let mut calls = client
        .calls()
        .list()
        .project_id(project)
        .timestamp_from(DateTime::<Utc>::from(SystemTime::now()) - TimeDelta::days(7))
        .items();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(call) = calls.next().await {
        let state = call?.status.map_or_else(|| "unknown".to_owned(), |status| status.to_string());
        *counts.entry(state).or_default() += 1;
    }
    for (state, count) in counts {
        println!("{count:>6} {state}");
    }
    Ok(())
}
