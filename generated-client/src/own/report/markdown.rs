//! Markdown, as GitHub shows it.

use std::fmt::Write;

use crate::own::report::cases::Case;
use crate::types::RunResult;

/// Writes the page.
pub(super) fn write(result: &RunResult, cases: &[Case<'_>]) -> String {
    let name = result.name.clone().unwrap_or_else(|| format!("Result {}", result.id));
    let mut page = format!("### {}\n\n{}\n", plain(&name), plain(&result.verdict().to_string()));
    if cases.is_empty() {
        return page;
    }
    page.push_str("\n| scenario | outcome | duration | why |\n|---|---|--:|---|\n");
    for case in cases {
        let reasons: Vec<String> = case.reasons.iter().map(|reason| plain(reason)).collect();
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} |",
            plain(&case.name),
            plain(&case.outcome.to_text()),
            plain(case.run.duration.as_deref().unwrap_or_default()),
            reasons.join("<br>"),
        );
    }
    page
}

/// Returns a text on one line, in which nothing is markup.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        for character in word.chars() {
            match character {
                '<' => plain.push_str("&lt;"),
                '&' => plain.push_str("&amp;"),
                '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '@' => {
                    plain.push('\\');
                    plain.push(character);
                }
                character if character.is_control() => {}
                character => plain.push(character),
            }
        }
    }
    plain
}
