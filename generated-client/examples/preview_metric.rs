//! Tries a metric on recorded calls, prints what it says of them, and saves it.
//!
//! Requires the environment variable `CEKURA_API_KEY`. The arguments are the id of the project and
//! those of up to ten calls.

use cekura::Client;
use cekura::types::{MetricEvalType, MetricPreview, MetricPreviewData, MetricType, NewMetric};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ids = std::env::args().skip(1).map(|id| id.parse()).collect::<Result<Vec<i64>, _>>()?;
    let [project, calls @ ..] = ids.as_slice() else {
        return Err("usage: preview_metric PROJECT_ID CALL_ID…".into());
    };
    let metrics = Client::from_env()?.metrics();

    let name = "Confirms the new time";
    let metric = MetricPreviewData::new(MetricEvalType::Binary, name, MetricType::LlmJudge)
        .description("The agent reads the new time back before it ends the call.");
    let preview = MetricPreview::new(metric.clone()).project_id(*project);
    let preview = preview.call_log_ids(calls.iter().copied());
    let outcome = metrics.preview_and_wait(&preview).await?;
    println!("{}", outcome.results.unwrap_or_default());

    let metric = metrics.create(&NewMetric::from(metric).project(*project)).await?;
    println!("metric {}: {}", metric.id, metric.name);
    Ok(())
}
