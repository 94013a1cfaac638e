//! Runs scenarios against an agent, waits for the result, and fails unless all runs passed: the
//! job of a CI.
//!
//! Requires the environment variable `CEKURA_API_KEY`. The first argument is the id of the agent,
//! the others are those of the scenarios. Calls are placed, and billed.

use std::process::ExitCode;
use std::time::Duration;

use cekura::Client;
use cekura::types::{RunResult, RunStatus, RunVoiceRequest};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let ids = std::env::args().skip(1).map(|id| id.parse()).collect::<Result<Vec<i64>, _>>()?;
    let [agent, scenarios @ ..] = ids.as_slice() else {
        return Err("usage: run_scenarios AGENT_ID SCENARIO_ID…".into());
    };
    let client = Client::from_env()?;
    let request = RunVoiceRequest::new().agent_id(*agent).scenarios(scenarios.to_vec());
    let result = client
        .scenarios()
        .run_and_wait(&request)
        .interval(Duration::from_secs(30))
        .deadline(Duration::from_secs(3600))
        .await?;
    let (passed, total) = runs(&result);
    println!("result {}: {passed} of {total} runs passed", result.id);
    Ok(if has_passed(&result) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns the numbers of runs that passed, and of all.
fn runs(result: &RunResult) -> (i64, i64) {
    (result.success_runs_count.unwrap_or(0), result.total_runs_count.unwrap_or(0))
}

/// Returns whether all runs passed. That a result is completed does not say so.
fn has_passed(result: &RunResult) -> bool {
    let (passed, total) = runs(result);
    result.status == Some(RunStatus::Completed) && total > 0 && passed == total
}
