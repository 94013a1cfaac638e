//! JUnit's XML.

use std::fmt::Write;
use std::time::Duration;

use crate::own::report::cases::{Case, Outcome};
use crate::types::RunResult;

/// Writes the document.
pub(super) fn write(result: &RunResult, cases: &[Case<'_>]) -> String {
    let id = result.id;
    let name = result.name.clone().unwrap_or_else(|| format!("Result {id}"));
    let name = escaped(&name);
    let count = |of: fn(&Outcome) -> bool| cases.iter().filter(|case| of(&case.outcome)).count();
    let counts = format!(
        r#"tests="{}" failures="{}" errors="{}" skipped="{}" time="{}""#,
        cases.len(),
        count(|outcome| matches!(outcome, Outcome::Failed)),
        count(|outcome| matches!(outcome, Outcome::Ended(_))),
        count(|outcome| matches!(outcome, Outcome::NotOver(_))),
        cases.iter().filter_map(|case| case.run.length()).sum::<Duration>().as_secs(),
    );
    let time = result.created_at.map(|time| time.format("%Y-%m-%dT%H:%M:%SZ").to_string());
    let time = time.map(|time| format!(r#" timestamp="{time}""#)).unwrap_or_default();
    let agent = escaped(result.agent_name.as_deref().unwrap_or("Cekura"));
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"{name}\" {counts}>\n  \
         <testsuite name=\"{name}\" {counts}{time}>\n    \
         <properties>\n      <property name=\"result\" value=\"{id}\"/>\n    </properties>\n",
    );
    cases.iter().for_each(|case| write_case(&mut xml, &agent, case));
    xml.push_str("  </testsuite>\n</testsuites>\n");
    xml
}

fn write_case(xml: &mut String, agent: &str, case: &Case<'_>) {
    let time = case.run.length().unwrap_or_default().as_secs();
    let name = escaped(&case.name);
    let element = match case.outcome {
        Outcome::Passed => {
            let _ =
                writeln!(xml, r#"    <testcase name="{name}" classname="{agent}" time="{time}"/>"#);
            return;
        }
        Outcome::Failed => "failure",
        Outcome::Ended(_) => "error",
        Outcome::NotOver(_) => "skipped",
    };
    let message = match case.reasons.first() {
        Some(first) => escaped(first),
        None => escaped(&case.outcome.to_text()),
    };
    let reasons: Vec<String> = case.reasons.iter().map(|reason| escaped(reason)).collect();
    let _ = writeln!(
        xml,
        "    <testcase name=\"{name}\" classname=\"{agent}\" time=\"{time}\">\n      \
         <{element} message=\"{message}\">{}\nrun {}, {}</{element}>\n    </testcase>",
        reasons.join("\n"),
        case.run.id,
        case.outcome.to_text(),
    );
}

/// Returns a text as it may stand in an attribute or an element. XML has no way to write a control
/// character.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            character if character.is_control() => escaped.push('\u{fffd}'),
            character => escaped.push(character),
        }
    }
    escaped
}
