//! Adds files to the knowledge base of an agent, and prints what is in it then.
//!
//! Requires the environment variable `CEKURA_API_KEY`. The first argument is the id of the agent,
//! the others are paths of files.

use cekura::Client;
use cekura::types::AgentUploadKnowledgeBaseRequest;
use cekura::uploads::Part;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let agent = arguments.next().ok_or("usage: upload_knowledge_base AGENT_ID FILE…")?.parse()?;
    let files: Vec<Part> = arguments.map(Part::path).collect();
    if files.is_empty() {
        return Err("there are no files to add".into());
    }
    let agents = Client::from_env()?.agents();

    let request = AgentUploadKnowledgeBaseRequest::new(files);
    agents.upload_knowledge_base(agent, &request).await?;

    let mut files = agents.knowledge_base(agent).items();
    while let Some(file) = files.next().await {
        let file = file?;
        let name = file.file_name.as_deref().unwrap_or("without a name");
        println!("{:>9} bytes  {name}", file.file_size.unwrap_or_default());
    }
    Ok(())
}
