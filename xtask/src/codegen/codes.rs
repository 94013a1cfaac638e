//! `cargo xtask codegen --explain CODE`.

use std::fmt::Write;

use anyhow::{Result, bail};
use cekura_codegen::diagnostic::Code;

use super::{COMMAND, Run, Status};

/// The word that stands for all codes.
pub(crate) const LIST: &str = "list";

/// Returns the explanation of a code, as it stands in a diagnostic or alone, or the list of all.
///
/// # Errors
///
/// If there is no such code; the message has those that are like it.
pub(super) fn explain(asked: &str) -> Result<Run> {
    let word = asked.rsplit('[').next().unwrap_or(asked).trim_end_matches([']', ':']).trim();
    let word = word.to_ascii_lowercase();
    let summary = match Code::parse(&word) {
        Some(code) => code.explanation().to_string(),
        None if word == LIST => list(),
        None => bail!(unknown(asked, &word)),
    };
    Ok(Run { status: Status::Done, diagnostics: String::new(), summary })
}

/// Returns a line for each code.
fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or_default();
    let mut text = String::new();
    for code in Code::ALL {
        let severity = code.severity().as_str();
        let _ = writeln!(text, "{:width$}  {severity:7}  {}", code.as_str(), code.meaning());
    }
    text
}

fn unknown(asked: &str, word: &str) -> String {
    let near: Vec<String> = Code::near(word).iter().map(|code| format!("`{code}`")).collect();
    let meant = match near.split_last() {
        None => String::new(),
        Some((only, [])) => format!("; did you mean {only}?"),
        Some((last, others)) => format!("; did you mean {} or {last}?", others.join(", ")),
    };
    format!("there is no code `{asked}`{meant}\n  all codes: {COMMAND} --explain {LIST}")
}

#[cfg(test)]
mod tests;
