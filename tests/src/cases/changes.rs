//! The changes of `tests/changes`: pairs of documents.
//!
//! A file has the old document and, behind `---`, the new one. A configuration and a file of names
//! beside it may have two parts, too, parted by `# --- new`. Without such a file, names are derived
//! anew, so that renames can be shown.

use cekura_codegen::compare::Comparison;
use cekura_codegen::{Input, Refused, compare};

use super::Case;

/// The two sides of a change.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'c> {
    /// The API as it was.
    pub old: Input<'c>,
    /// The API as it is.
    pub new: Input<'c>,
}

impl<'c> Pair<'c> {
    /// Returns the sides of a case of `tests/changes`.
    ///
    /// # Panics
    ///
    /// If the case has one document only.
    pub fn of(case: &'c Case) -> Self {
        let (old, new) = case.document.split_once("\n---\n").expect("two documents");
        let (old_config, new_config) = parted(case.config.as_deref());
        let (old_lock, new_lock) = parted(case.lock.as_deref());
        let input = |document, config, lock: Option<&'c str>| {
            let lock = Some(lock.unwrap_or_default());
            Input { document, config, lock, ..Input::default() }
        };
        Self { old: input(old, old_config, old_lock), new: input(new, new_config, new_lock) }
    }

    /// Compares the old side with the new one.
    pub fn forward(&self) -> Comparison {
        compared(&self.old, &self.new)
    }

    /// Compares the new side with the old one.
    pub fn backward(&self) -> Comparison {
        compared(&self.new, &self.old)
    }
}

/// Returns the old and the new part of a file, which may be the same.
fn parted(text: Option<&str>) -> (Option<&str>, Option<&str>) {
    match text.and_then(|text| text.split_once("# --- new\n")) {
        Some((old, new)) => (Some(old), Some(new)),
        None => (text, text),
    }
}

/// Compares two inputs.
///
/// # Panics
///
/// If one of them is refused.
pub fn compared(old: &Input<'_>, new: &Input<'_>) -> Comparison {
    match compare(old, new) {
        Ok(comparison) => comparison,
        Err(Refused::Old(diagnostics) | Refused::New(diagnostics)) => {
            let lines = diagnostics.iter().map(|one| format!("{}\n", one.ledger_line()));
            panic!("refused:\n{}", lines.collect::<String>())
        }
    }
}
