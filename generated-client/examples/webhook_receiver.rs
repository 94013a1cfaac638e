//! Receives the events of webhooks, and prints a line for each.
//!
//! Requires the environment variable `CEKURA_WEBHOOK_SECRET`: the secret that the webhook was given
//! in the project. The argument is the address to listen on; a proxy in front of it does the TLS.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use cekura::auth::Secret;
use cekura::webhooks::{Event, SECRET_HEADER, verify};
use tokio::net::TcpListener;

async fn receive(State(secret): State<Secret>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if verify(&secret, headers.get(SECRET_HEADER)).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(read) = Event::read(&body) else { return StatusCode::BAD_REQUEST };
    // A run waits for the answer to `result.pre_trigger`: answer first, and work afterwards.
    tokio::spawn(async move { println!("{}", line(&read.value)) });
    StatusCode::NO_CONTENT
}

fn line(event: &Event) -> String {
    match event {
        Event::ResultPreTrigger(event) => {
            format!("result {} is about to start", event.data.result_id)
        }
        Event::ResultCompleted(event) => {
            let runs = event.data.runs.iter().flatten();
            let failed = runs.filter(|(_, run)| run.success != Some(true)).count();
            format!("result {}: {failed} runs did not pass", event.data.id)
        }
        Event::CallLogCompleted(event) => match event.data.success {
            Some(true) => format!("call {}: passed", event.data.id),
            _ => format!("call {}: did not pass", event.data.id),
        },
        Event::Vapi(_) | Event::Retell(_) => "forwarded from the provider".to_owned(),
        newer => format!("unknown: {newer:?}"),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args().nth(1).ok_or("usage: webhook_receiver ADDRESS:PORT")?;
    let secret = std::env::var("CEKURA_WEBHOOK_SECRET").map_err(|_| "CEKURA_WEBHOOK_SECRET?")?;
    let listener = TcpListener::bind(address).await?;
    println!("http://{}/webhooks", listener.local_addr()?);
    let routes = Router::new().route("/webhooks", post(receive)).with_state(Secret::new(secret));
    axum::serve(listener, routes).await.map_err(Into::into)
}
