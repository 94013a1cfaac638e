//! Records a production call, whose evaluation begins at once. It costs credits.
//!
//! Requires the environment variable `CEKURA_API_KEY`. The arguments are the id of the agent, your
//! id of the call, and the URL of its recording, if there is one.

use std::time::SystemTime;

use cekura::Client;
use cekura::transcript::Turn;
use cekura::types::NewCallLog;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [agent, call_id, recording @ ..] = arguments.as_slice() else {
        return Err("usage: send_call AGENT_ID CALL_ID [RECORDING_URL]".into());
    };
    let mut call = NewCallLog::new(call_id)
        .agent(agent.parse()?)
        .timestamp(SystemTime::now().into())
        .customer_number("+14155551234")
        .call_ended_reason("completed")
        .turns([
            Turn::agent(0.0..2.4, "Good morning, Fjord Clinic. How can I help?"),
            Turn::caller(3.1..6.0, "I would like to move my appointment to next week."),
            Turn::agent(6.8..10.2, "Tuesday at half past nine is free. Shall I take that?"),
            Turn::caller(10.9..11.6, "Yes, please."),
        ]);
    if let [url, ..] = recording {
        call = call.voice_recording_url(url.as_str());
    }

    // Your id of the call finds it again in the dashboard; ours is for this API.
    let sent = Client::from_env()?.calls().send(&call).await?;
    let status = sent.status.map_or_else(|| "unknown".to_owned(), |status| status.to_string());
    println!("call log {}: {status}", sent.id);
    Ok(())
}
