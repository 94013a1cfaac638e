//! The job of a CI: runs the test cases of `cekura.tests.json` against an agent, and waits for the
//! result. `junit.xml` is for the CI's list of tests, the summary for GitHub's page of the job.
//! Exits with 1 unless enough runs passed. Ctrl-C, or an hour, ends the calls.
//!
//! Requires the environment variable `CEKURA_API_KEY`. The arguments are the id of the agent and
//! the share of runs that must pass, in per cent; all must if there is none. Calls are placed, and
//! billed.

use std::error::Error;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::ExitCode;

use cekura::Client;
use cekura::test_suite::TestSuite;
use cekura::verdict::Verdict;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (agent, percent) = match arguments.as_slice() {
        [agent] => (agent.parse()?, 100.0),
        [agent, percent] => (agent.parse()?, percent.parse()?),
        _ => return Err("usage: run_suite AGENT_ID [PERCENT]".into()),
    };
    let suite: TestSuite = fs::read_to_string("cekura.tests.json")?.parse()?;
    let request = suite.upload(agent)?;
    let client = Client::from_env()?;
    let scenarios = client.v2().scenarios();

    // A start is not repeated: a second one would place every call twice. So its id comes first.
    let id = scenarios.run_json(&request).await?.id.ok_or("the response has no id")?;
    println!("result {id}");
    let job = scenarios.run_json_and_wait(&request).resume(id);
    let job = job.on_progress(|progress| println!("{}", progress.status.unwrap_or("no status")));
    let is_over = tokio::select! {
        outcome = job => match outcome {
            Ok(_) => true,
            Err(error) => {
                println!("{error}");
                Verdict::of_error(&error).is_some_and(|verdict| verdict.is_over())
            }
        },
        _ = tokio::signal::ctrl_c() => false,
    };
    // Neither the end of the job's time nor that of this program ends the calls.
    if !is_over {
        println!("ending the calls");
        client.results().end_calls(id).await?;
    }

    let result = client.results().get(id).await?;
    fs::write("junit.xml", result.to_junit())?;
    if let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY") {
        let mut summary = OpenOptions::new().create(true).append(true).open(path)?;
        summary.write_all(result.to_markdown().as_bytes())?;
    }
    let verdict = result.verdict();
    println!("{verdict}");
    Ok(if verdict.meets(percent) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
