//! The client in WebAssembly, as `run.mjs` calls it.

use std::time::Duration;

use cekura::http::Method;
use cekura::{Client, Json};
use wasm_bindgen::prelude::wasm_bindgen;

/// Makes a call with a time limit for each attempt, and returns its result in words.
#[wasm_bindgen]
pub async fn call(url: String, method: String, path: String, milliseconds: u32) -> String {
    let timeout = Duration::from_millis(milliseconds.into());
    let client = Client::builder().api_key("the-key").base_url(url).timeout(timeout).retries(2);
    let client = client.build().expect("a client");
    let method: Method = method.parse().expect("a method");
    match client.request(method, path).call::<Json>().await {
        Ok(value) => format!("value {value}"),
        Err(error) => format!("{:?} after {}: {error}", error.kind(), error.attempts()),
    }
}
