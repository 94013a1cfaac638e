//! Durations of all calls, in the text format that Prometheus reads.
//!
//! A program would use its metrics library instead of [`Sums`]: the hook and the names are the
//! same. Requires the environment variable `CEKURA_API_KEY`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use cekura::Client;
use cekura::hooks::CallMetrics;

/// The number of calls and their seconds, for each set of attributes.
type Sums = Mutex<BTreeMap<String, (u64, f64)>>;

fn record(sums: &Sums, call: &CallMetrics) {
    let attributes = call.attributes().into_iter();
    let attributes =
        attributes.map(|(name, value)| format!("{}={value:?}", name.replace('.', "_")));
    let attributes: Vec<String> = attributes.collect();
    let mut sums = sums.lock().unwrap_or_else(PoisonError::into_inner);
    let (count, seconds) = sums.entry(attributes.join(",")).or_default();
    *count += 1;
    *seconds += call.duration.unwrap_or_default().as_secs_f64();
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), cekura::Error> {
    let sums = Arc::new(Sums::default());
    let recorded = Arc::clone(&sums);
    let client =
        Client::builder().from_env().on_call(move |call| record(&recorded, call)).build()?;

    // Whatever becomes of the call, it is recorded.
    let outcome = client.scenarios().list().await;
    let name = format!("{}_seconds", CallMetrics::DURATION.replace('.', "_"));
    for (attributes, (count, seconds)) in &*sums.lock().unwrap_or_else(PoisonError::into_inner) {
        println!("{name}_count{{{attributes}}} {count}");
        println!("{name}_sum{{{attributes}}} {seconds}");
    }
    outcome.map(drop)
}
