//! The parts of the overlays whose places a new document no longer has.

use std::collections::BTreeSet;

use crate::Input;
use crate::diagnostic::{Diagnostics, Origin};
use crate::input::config::Config;
use crate::input::overlay::gone::{Gone, Places, render};
use crate::input::{overlay, source};

/// The parts of the overlays that a new document has no place for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// The text of `gone.toml` for them; empty where each part has its place.
    pub list: String,
    /// The number of all of them.
    pub count: usize,
    /// Those that had a place until now.
    pub added: Vec<String>,
    /// Those that have a place again.
    pub returned: Vec<String>,
}

/// Finds the parts of the overlays that a new document has no place for, and the old one had, or
/// that are noted already. A part that had none there either was never right, and stays an error.
pub fn gone(old: &Input<'_>, new: &Input<'_>) -> Lost {
    let noted = Places::parse(old.gone, &mut Diagnostics::default()).noted();
    let (before, after) = (missed(old), missed(new));
    let is_gone = |part: &&Gone| noted.contains(part) || !before.contains(part);
    let parts: BTreeSet<Gone> = after.iter().filter(is_gone).cloned().collect();
    let shown = |part: &Gone| part.to_string();
    Lost {
        count: parts.len(),
        added: parts.difference(&noted).map(shown).collect(),
        returned: before.difference(&after).map(shown).collect(),
        list: if parts.is_empty() { String::new() } else { render(parts) },
    }
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

#[cfg(test)]
mod tests {
    use super::{Lost, gone};
    use crate::{Input, NamedText};

    const OVERLAY: &str = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n\
        - {target: $.components.schemas.Ship, description: why, update: {type: object}}\n\
        - {target: $.components.schemas.Shpi, description: why, update: {type: object}}\n";
    const WORDS: &str = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n\
        - {target: $.components.schemas.Boat, update: {properties: {mast: {description: A.}, oar: {description: B.}}}}\n";

    fn document(schemas: &str) -> String {
        format!("openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{{schemas}}}}}\n")
    }

    #[test]
    fn what_had_a_place_is_gone_and_comes_back_and_a_slip_stays_one() {
        let docs = [NamedText { name: "docs".to_owned(), text: WORDS.to_owned() }];
        let whole = document("Ship: {}, Boat: {properties: {mast: {}, oar: {}}}");
        let less = document("Boat: {properties: {oar: {}}}");
        let input = |document, gone| Input {
            document,
            overlay: Some(OVERLAY),
            docs: &docs,
            gone,
            ..Input::default()
        };
        let lost = gone(&input(&whole, None), &input(&less, None));
        let (ship, mast) =
            ("$.components.schemas.Ship", "$.components.schemas.Boat /properties/mast");
        assert_eq!((lost.count, &lost.added[..]), (2, &[mast.to_owned(), ship.to_owned()][..]));
        let list = "[[gone]]\ntarget = \"$.components.schemas.Boat\"\nmember = \"/properties/mast\"\n\n\
                    [[gone]]\ntarget = \"$.components.schemas.Ship\"\n";
        assert_eq!(lost.list, list);

        let again = gone(&input(&less, Some(list)), &input(&less, None));
        assert_eq!((again.list.as_str(), again.added.len(), again.count), (list, 0, 2));

        let back = gone(&input(&less, Some(list)), &input(&whole, None));
        let returned = vec![mast.to_owned(), ship.to_owned()];
        assert_eq!(back, Lost { returned, ..Lost::default() });

        // Nothing is told from slips without a document to compare with.
        assert_eq!(gone(&input("", None), &input(&less, None)), Lost::default());
    }
}
