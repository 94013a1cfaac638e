//! Metrics of all calls, in the text format that Prometheus reads.
//!
//! A program would use its metrics library instead of [`Metrics`]: the hook and the names are the
//! same. Run it with `CEKURA_API_KEY` set.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use cekura::{CallMetrics, Client};

/// The bounds of the histogram, in seconds, that OpenTelemetry recommends.
const BOUNDS: [f64; 9] = [0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// A histogram for each set of attributes.
#[derive(Default)]
struct Metrics(Mutex<BTreeMap<String, Histogram>>);

#[derive(Default)]
struct Histogram {
    counts: [u64; BOUNDS.len()],
    count: u64,
    sum: f64,
    attempts: u64,
}

impl Metrics {
    fn record(&self, call: &CallMetrics) {
        let attributes: Vec<String> = call
            .attributes()
            .into_iter()
            .map(|(name, value)| format!("{}={value:?}", name.replace('.', "_")))
            .collect();
        let mut histograms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let histogram = histograms.entry(attributes.join(",")).or_default();
        let seconds = call.duration.unwrap_or_default().as_secs_f64();
        for (count, bound) in histogram.counts.iter_mut().zip(BOUNDS) {
            *count += u64::from(seconds <= bound);
        }
        histogram.count += 1;
        histogram.sum += seconds;
        histogram.attempts += u64::from(call.attempts);
    }

    fn text(&self) -> String {
        let name = format!("{}_seconds", CallMetrics::DURATION.replace('.', "_"));
        let mut text = String::new();
        for (attributes, histogram) in &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            for (count, bound) in histogram.counts.iter().zip(BOUNDS) {
                let _ = writeln!(text, "{name}_bucket{{{attributes},le=\"{bound}\"}} {count}");
            }
            let Histogram { count, sum, attempts, .. } = histogram;
            let _ = writeln!(text, "{name}_bucket{{{attributes},le=\"+Inf\"}} {count}");
            let _ = writeln!(text, "{name}_sum{{{attributes}}} {sum}");
            let _ = writeln!(text, "{name}_count{{{attributes}}} {count}");
            let _ = writeln!(text, "attempts_total{{{attributes}}} {attempts}");
        }
        text
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), cekura::Error> {
    let metrics = Arc::new(Metrics::default());
    let recorded = Arc::clone(&metrics);
    let client = Client::builder().from_env().on_call(move |call| recorded.record(call)).build()?;

    // Whatever becomes of the call, it is recorded.
    let outcome = client.get("/test_framework/v1/scenarios/").call::<cekura::Json>().await;
    print!("{}", metrics.text());
    outcome.map(drop)
}
