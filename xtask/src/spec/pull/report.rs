//! The text on what a pull changes.

use anyhow::Result;
use cekura_codegen::diagnostic::Style;

use crate::codegen::inputs::Inputs;
use crate::files::paths::SPEC;
use crate::spec::diff;

/// Returns what the new document means for users of the client.
///
/// # Errors
///
/// If a side cannot be described.
pub(super) fn changes(before: Option<&Inputs>, after: &Inputs, style: Style) -> Result<String> {
    let Some(before) = before else {
        return Ok(format!("{SPEC} is new: there is nothing to compare it with.\n"));
    };
    if before.document.text == after.document.text {
        return Ok(format!("{SPEC} is as it was: nothing has changed in substance.\n"));
    }
    let run = diff::between(before, after, style)?;
    Ok(format!("{SPEC} has changed. For users of the client:\n\n{}", run.summary))
}
