//! Corrections and words for parts that the document no longer has: `spec/gone.toml`.

use std::fmt::Write;

use cekura_codegen::{Lost, NamedText, gone};

use crate::codegen::inputs::Inputs;
use crate::files::paths::{CONFIG, DOCS, GONE, OVERLAY};

const HEADER: &str = "# The parts of overlay.yaml and docs/ that the document has no place for since a pull: they are left out, and taken
# up again when it has. Written by `cargo xtask pull`. What is deleted there goes from here with the next pull.
";

/// Returns the new inputs with the list of what they have no place for, and what is new of it; no
/// list where nothing is gone, and nothing was.
pub(super) fn noted(old: &Inputs, new: Inputs) -> (Inputs, Lost) {
    let lost = gone(&old.input(None), &new.input(None));
    let is_needed = lost.count > 0 || old.gone_text().is_some();
    let separator = if lost.count > 0 { "\n" } else { "" };
    let text = format!("{HEADER}{separator}{}", lost.list);
    let file = NamedText { name: GONE.to_owned(), text };
    (new.with_gone(is_needed.then_some(file)), lost)
}

/// Returns the text on what has no place any more, or has one again.
pub(super) fn report(lost: &Lost) -> String {
    let mut text = String::new();
    if !lost.added.is_empty() {
        let _ = writeln!(
            text,
            "The document no longer has a place for these parts of {OVERLAY} and {DOCS}/, which are left out. Delete \
             them,\nor keep them in case that the vendor brings the places back; {GONE} lists them:"
        );
        list(&mut text, &lost.added);
    }
    for (old, new) in &lost.renamed {
        let _ = writeln!(
            text,
            "`{old}` is called `{new}` now: write that in {OVERLAY}, {DOCS}/ and {CONFIG}, and pull again."
        );
    }
    if !lost.returned.is_empty() {
        text.push_str("These have their places again:\n");
        list(&mut text, &lost.returned);
    }
    let before = lost.count - lost.added.len();
    if before > 0 {
        let _ =
            writeln!(text, "{before} parts that had no place before have none yet: see {GONE}.");
    }
    text
}

fn list(text: &mut String, parts: &[String]) {
    for part in parts {
        let _ = writeln!(text, "  {part}");
    }
}
