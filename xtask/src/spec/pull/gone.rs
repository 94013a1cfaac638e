//! What corrections and words say of parts that the document no longer has: `spec/gone.toml`.

use std::fmt::Write;

use cekura_codegen::diagnostic::{Code, Diagnostic, Origin, Sources};
use cekura_codegen::{NamedText, gone};

use crate::codegen::inputs::Inputs;
use crate::files::paths::{DOCS, GONE, OVERLAY};

const HEADER: &str = "# The parts of overlay.yaml and docs/ that the document has no place for since a pull. Written by \
                      `cargo xtask pull`: those that are\n# deleted there go from here with the next pull, and so do \
                      those that have a place again.\n";

/// Returns the new inputs with the list of what they have no place for; without one where nothing
/// is, and nothing was.
pub(super) fn noted(old: &Inputs, new: Inputs) -> Inputs {
    let list = gone(&old.input(None), &new.input(None));
    let is_needed = !list.is_empty() || old.gone_text().is_some();
    let file = || NamedText { name: GONE.to_owned(), text: format!("{HEADER}\n{list}") };
    new.with_gone(is_needed.then(file))
}

/// Returns the text on what has no place any more.
pub(super) fn report(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let gone: Vec<_> = diagnostics.iter().filter(|one| one.code == Code::OverlayGone).collect();
    if gone.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "{} parts of {OVERLAY} and {DOCS}/ have no place in the document any more, and are left out. Delete them, \
         or keep them for the day that the vendor brings the places back; {GONE} lists them:\n",
        gone.len()
    );
    for one in gone {
        let file = match one.origin {
            Origin::Docs(number) => sources.docs.get(number).map_or(DOCS, |file| &file.name),
            _ => OVERLAY,
        };
        let _ = writeln!(text, "  {file}: {}", one.message);
    }
    text
}
