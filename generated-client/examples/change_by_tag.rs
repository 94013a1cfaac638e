//! Gives all scenarios with a tag another personality, all or none of them.
//!
//! Requires the environment variable `CEKURA_API_KEY`. The arguments are the id of the project, the
//! tag, and the id of the personality.

use cekura::Client;
use cekura::types::ScenariosBulkUpdateRequest;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [project, tag, personality] = arguments.as_slice() else {
        return Err("usage: change_by_tag PROJECT_ID TAG PERSONALITY_ID".into());
    };
    let (project, personality) = (project.parse()?, personality.parse()?);
    let client = Client::from_env()?;

    let mut tagged = client.scenarios().list().project_id(project).tags(tag).items();
    let mut ids = Vec::new();
    while let Some(scenario) = tagged.next().await {
        let scenario = scenario?;
        if scenario.personality != Some(personality) {
            ids.push(scenario.id);
        }
    }
    if ids.is_empty() {
        println!("nothing to change");
        return Ok(());
    }
    let change = ScenariosBulkUpdateRequest::new(ids).project(project).personality(personality);
    for scenario in client.scenarios().bulk_update(&change).await? {
        println!("{} {}", scenario.id, scenario.name);
    }
    Ok(())
}
