//! Runs scenarios against an agent, waits for the result, and fails unless all runs passed: the
//! job of a CI. Ctrl-C, or an hour, ends the calls.
//!
//! Requires the environment variable `CEKURA_API_KEY`. The first argument is the id of the agent,
//! the others are those of the scenarios. Calls are placed, and billed.

use std::process::ExitCode;
use std::time::Duration;

use cekura::Client;
use cekura::types::RunVoiceRequest;
use cekura::verdict::Verdict;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let ids = std::env::args().skip(1).map(|id| id.parse()).collect::<Result<Vec<i64>, _>>()?;
    let [agent, scenarios @ ..] = ids.as_slice() else {
        return Err("usage: run_scenarios AGENT_ID SCENARIO_ID…".into());
    };
    let client = Client::from_env()?;
    let request = RunVoiceRequest::new().agent_id(*agent).scenarios(scenarios.to_vec());

    // A start is not repeated: a second one would place every call twice. So its id comes first.
    let id = client.scenarios().run(&request).await?.id;
    println!("result {id}");
    let job = client.scenarios().run_and_wait(&request).resume(id);
    let job = job.interval(Duration::from_secs(30)).deadline(Duration::from_secs(3600));
    let outcome = tokio::select! {
        outcome = job => Some(outcome),
        _ = tokio::signal::ctrl_c() => None,
    };
    let verdict = match &outcome {
        Some(Ok(result)) => Some(result.verdict()),
        Some(Err(error)) => Verdict::of_error(error).or_else(|| {
            println!("{error}");
            None
        }),
        None => None,
    };
    // Neither a deadline nor an interrupt of the program ends the calls.
    if !verdict.as_ref().is_some_and(Verdict::is_over) {
        client.results().end_calls(id).await?;
    }
    let Some(verdict) = verdict else { return Ok(ExitCode::FAILURE) };
    println!("{verdict}");
    Ok(if verdict.is_pass() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
