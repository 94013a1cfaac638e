//! A document of `tests/hostile` in a process of its own: the generator in it may take a second's
//! twentyfold and a gigabyte, and has the stack of a thread. Whatever it does to itself, the test
//! goes on with the next document.
//!
//! Memory is counted, and refused, by the allocator of that process, and not by the system: limits
//! of the address space exist on some systems only, and count what is reserved and never used.

use std::collections::BTreeMap;
use std::time::Duration;

use cekura_codegen::diagnostic::{Code, Severity};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::recipe::expand;
use crate::cases::Case;

/// The most memory that a document may take, in bytes.
pub const MEMORY: usize = 1 << 30;

/// The longest time that a document may take.
pub const TIME: Duration = Duration::from_secs(20);

/// The lines of the ledger that an outcome shows.
const SHOWN: usize = 4;

/// The letters of a message that an outcome shows.
const LETTERS: usize = 150;

/// The report of a process on its document.
#[derive(Debug, Serialize, Deserialize)]
pub struct Report {
    /// The lines for the snapshot.
    pub outcome: String,
    /// The diagnostics that do not say where, or what to do.
    pub faults: Vec<String>,
    /// The client, unless the document is refused.
    pub client: Option<Client>,
}

/// A generated client.
#[derive(Debug, Serialize, Deserialize)]
pub struct Client {
    /// The text of each file, by its path.
    pub files: BTreeMap<String, String>,
    /// The lines of the manifest's features.
    pub features: String,
    /// The ledger.
    pub ledger: String,
}

/// Carries out the recipes of a document and of the files beside it.
///
/// # Panics
///
/// If a recipe is none.
pub fn expanded(mut case: Case) -> Case {
    let optional = [&mut case.overlay, &mut case.config, &mut case.webhooks, &mut case.lock];
    optional.into_iter().flatten().for_each(|text| *text = expand(text));
    case.docs.iter_mut().for_each(|words| words.text = expand(&words.text));
    let files = case.files.iter_mut().flat_map(|files| files.texts.values_mut());
    files.for_each(|text| *text = expand(text));
    case.document = expand(&case.document);
    case
}

/// Generates the client of a document.
pub fn report(case: &Case) -> Report {
    let outcome = case.generate();
    let lines: Vec<Value> = case
        .render_json(&outcome)
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect();
    let faults = lines.iter().filter_map(fault).collect();
    let errors: String = lines.iter().filter(|line| is_error(line)).map(told).collect();
    let client = outcome.output.map(|output| {
        (
            output.summary,
            Client { files: output.files, features: output.features, ledger: output.ledger },
        )
    });
    match client {
        Some((summary, client)) => {
            let head = format!("works: {} calls, {} types", summary.operations, summary.types);
            let text = format!("{head}\n{}", shown(&lines));
            Report { outcome: text, faults, client: Some(client) }
        }
        None => Report { outcome: format!("refused\n{}", short(&errors)), faults, client: None },
    }
}

/// Returns the first lines of a text, and how many follow.
fn short(text: &str) -> String {
    let more = text.lines().count().saturating_sub(2 * SHOWN);
    let first: String = text.lines().take(2 * SHOWN).map(|line| format!("{line}\n")).collect();
    if more == 0 { first } else { format!("{first}    and {more} more\n") }
}

/// Returns the first lines of a ledger, and the number of each code.
fn shown(lines: &[Value]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let codes = lines.iter().filter_map(|line| line["code"].as_str());
    codes.for_each(|code| *counts.entry(code).or_default() += 1);
    let mut text: String = lines.iter().take(SHOWN).map(told).collect();
    if lines.len() > SHOWN {
        let counts: Vec<String> =
            counts.iter().map(|(code, count)| format!("{code} {count}")).collect();
        text.push_str(&format!("    of {}: {}\n", lines.len(), counts.join(", ")));
    }
    text
}

fn is_error(line: &Value) -> bool {
    line["severity"] == Severity::Error.as_str()
}

/// Returns the line of a diagnostic for the snapshot.
fn told(line: &Value) -> String {
    let place = |key: &str| line[key].as_u64().map_or("?".to_owned(), |number| number.to_string());
    let message: String = line["message"].as_str().unwrap_or_default().chars().collect();
    let mut letters = message.escape_debug();
    let mut message: String = letters.by_ref().take(LETTERS).collect();
    if letters.next().is_some() {
        message.push('…');
    }
    let (file, code) = (line["file"].as_str(), line["code"].as_str());
    format!(
        "    {} {}:{}:{}  {message}\n",
        code.unwrap_or_default(),
        file.unwrap_or_default(),
        place("line"),
        place("column"),
    )
}

/// Returns the fault of a diagnostic: an error says where it is and what would mend it, and none is
/// one of the generator itself.
fn fault(line: &Value) -> Option<String> {
    let is_internal = line["code"] == Code::Internal.as_str();
    let is_whole =
        line["line"].is_u64() && line["help"].as_str().is_some_and(|help| !help.is_empty());
    (is_internal || is_error(line) && !is_whole).then(|| told(line))
}
