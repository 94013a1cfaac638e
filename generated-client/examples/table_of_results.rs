//! Prints the latest results of an agent as a table, without an async runtime.
//!
//! Requires the environment variable `CEKURA_API_KEY`. The argument is the id of the agent.

use cekura::Client;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let agent = std::env::args().nth(1).ok_or("usage: table_of_results AGENT_ID")?.parse()?;
    let client = Client::from_env()?;

    println!("{:>8}  {:<16}  {:<32}  verdict", "result", "started", "name");
    for result in client.results().list().agent_id(agent).items().blocking().take(20) {
        let result = result?;
        let started = result.created_at.map(|time| time.format("%Y-%m-%d %H:%M").to_string());
        println!(
            "{:>8}  {:<16}  {:<32}  {}",
            result.id,
            started.unwrap_or_default(),
            result.name,
            result.verdict(),
        );
    }
    Ok(())
}
