//! Generates the instructions of a scenario.
//!
//! Requires the environment variable `CEKURA_API_KEY`. The first argument is the id of a
//! personality.

use cekura::Client;
use cekura::types::ScenarioRequest;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let personality =
        std::env::args().nth(1).ok_or("usage: generate_instructions PERSONALITY_ID")?.parse()?;
    let client = Client::from_env()?;
    let request = ScenarioRequest::new(personality)
        .name("Refund")
        .instructions("The caller wants money back for a broken lamp.");
    let scenario = client.scenarios().generate_instructions(&request).await?;
    println!("{}", scenario.instructions.unwrap_or_default());
    Ok(())
}
