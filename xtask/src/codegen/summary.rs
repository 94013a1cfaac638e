//! The texts that `cargo xtask codegen` prints.

use std::fmt::Write;
use std::time::Duration;

use cekura_codegen::Output;
use similar::TextDiff;

use crate::files::sync::{FileSet, Mode, Report};

/// The most lines of differences that are shown of one file, and the most files.
const DIFF_LINES: usize = 20;
const DIFF_FILES: usize = 5;

/// Returns the text on a document with errors.
pub(crate) fn refused(document: &str) -> String {
    format!(
        "Nothing was generated from {document}, and no file was touched: see the errors above.\n"
    )
}

/// A generated client, the names of its document and its ledger, and the time that it took.
pub(crate) struct Generated<'a> {
    pub(crate) output: &'a Output,
    pub(crate) document: &'a str,
    pub(crate) ledger: &'a str,
    pub(crate) took: Duration,
}

/// Returns the counts of a run that has written or compared all files.
pub(crate) fn done(generated: &Generated<'_>, report: &Report, mode: Mode) -> String {
    let Generated { output, document, ledger, took } = generated;
    let counts = &output.summary;
    let mut text = format!(
        "`{}` from {document}, generated in {} ms\n",
        output.package.name,
        took.as_millis()
    );
    let mut line = |name: &str, value: String| {
        let _ = writeln!(text, "  {name:<11}{value}");
    };
    line("operations", counts.operations.to_string());
    line("types", counts.types.to_string());
    line("lines", counts.lines.to_string());
    line("files", files(report, mode));
    let total: usize = counts.ledger.values().sum();
    line("ledger", format!("{total} in {ledger}"));
    let width = total.to_string().len();
    for (code, count) in &counts.ledger {
        line("", format!("{count:>width$} {code}"));
    }
    text
}

fn files(report: &Report, mode: Mode) -> String {
    match mode {
        Mode::Check => format!("{} as they should be", report.unchanged),
        Mode::Write => {
            let deleted = report.unexpected.len();
            format!(
                "{} written, {} unchanged, {deleted} deleted",
                report.written(),
                report.unchanged
            )
        }
    }
}

/// Returns the differences that a check found, and the command that removes them.
pub(crate) fn differences(set: &FileSet, report: &Report, command: &str) -> String {
    let mut text = "The files on disk are not what is generated now.\n".to_owned();
    for path in &report.missing {
        let _ = writeln!(text, "missing:    {path}");
    }
    for path in &report.unexpected {
        let _ = writeln!(text, "unexpected: {path}");
    }
    for stale in &report.stale {
        let _ = writeln!(text, "stale:      {}", stale.path);
    }
    for stale in report.stale.iter().take(DIFF_FILES) {
        let wanted = set.files.get(&stale.path).map(String::as_str).unwrap_or_default();
        text.push('\n');
        text.push_str(&difference(&stale.path, &stale.found, wanted));
    }
    let _ = write!(text, "\nRun `{command}` and commit what it writes.\n");
    text
}

/// Returns the beginning of the difference between two texts of a file.
fn difference(path: &str, found: &str, wanted: &str) -> String {
    let diff = TextDiff::from_lines(found, wanted);
    let (on_disk, generated) = (format!("{path} on disk"), format!("{path} generated"));
    let whole = diff.unified_diff().context_radius(2).header(&on_disk, &generated).to_string();
    let lines: Vec<&str> = whole.lines().collect();
    let mut text: String = lines.iter().take(DIFF_LINES).map(|line| format!("{line}\n")).collect();
    if lines.len() > DIFF_LINES {
        let _ = writeln!(text, "… and {} more lines", lines.len() - DIFF_LINES);
    }
    text
}
