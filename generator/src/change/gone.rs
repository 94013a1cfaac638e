//! The parts of the overlays whose places a new document no longer has.

use std::collections::BTreeSet;

use crate::Input;
use crate::diagnostic::{Diagnostics, Origin};
use crate::input::config::Config;
use crate::input::overlay::gone::{Gone, Places, render};
use crate::input::{overlay, source};

/// Returns the text of `gone.toml` for a new document, empty where each part of the overlays has
/// its place: parts that had one in the old document, or are noted already. One that had none there
/// either was never right, and stays an error.
pub fn gone(old: &Input<'_>, new: &Input<'_>) -> String {
    let noted = Places::parse(old.gone, &mut Diagnostics::default()).noted();
    let before = missed(old);
    let is_gone = |part: &Gone| noted.contains(part) || !before.contains(part);
    let parts: BTreeSet<Gone> = missed(new).into_iter().filter(is_gone).collect();
    if parts.is_empty() { String::new() } else { render(parts) }
}

/// Returns the parts of the overlays that have no place in the document.
fn missed(input: &Input<'_>) -> BTreeSet<Gone> {
    let mut diagnostics = Diagnostics::default();
    let mut places = Places::lenient();
    let config = Config::parse(input.config.unwrap_or_default(), &mut diagnostics);
    let keys = config.unwrap_or_default().document.duplicate_keys;
    let tree = source::parse(input.document, Origin::Document, keys, &mut diagnostics);
    // Other faults are told where a client is generated; without a document, nothing has a place.
    let mut tree = tree.unwrap_or_default();
    let _ = overlay::all(&mut tree, input.overlay, input.docs, &mut places, &mut diagnostics);
    places.missed()
}
