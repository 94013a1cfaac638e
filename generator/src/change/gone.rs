//! The parts of the overlays whose places a new document no longer has.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::Input;
use crate::diagnostic::Diagnostics;
use crate::input::bundle;
use crate::input::config::Config;
use crate::input::overlay;
use crate::input::overlay::gone::{Gone, Places, render};

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
    /// The components that are there under another name: the old one, and the new one.
    pub renamed: Vec<(String, String)>,
}

/// Finds the parts of the overlays that a new document has no place for, and the old one had, or
/// that are noted already. A part that had none there either was never right, and stays an error.
pub fn gone(old: &Input<'_>, new: &Input<'_>) -> Lost {
    let noted = Places::parse(old.gone, &mut Diagnostics::default()).noted();
    let (old_tree, new_tree) = (tree(old), tree(new));
    let renamed = renamed(&old_tree, &new_tree);
    let (before, after) = (missed(old_tree, old), missed(new_tree, new));
    // A part of an action is gone with the whole.
    let is_in =
        |set: &BTreeSet<Gone>, part: &Gone| set.contains(part) || set.contains(&part.whole());
    let is_gone = |part: &&Gone| is_in(&noted, part) || !is_in(&before, part);
    let parts: BTreeSet<Gone> = after.iter().filter(is_gone).cloned().collect();
    let shown = |part: &Gone| part.to_string();
    Lost {
        count: parts.len(),
        added: parts.difference(&noted).map(shown).collect(),
        returned: noted
            .intersection(&before)
            .filter(|part| !after.contains(*part))
            .map(shown)
            .collect(),
        renamed,
        list: if parts.is_empty() { String::new() } else { render(parts) },
    }
}

/// Reads the document. Its faults are told where a client is generated; without one, nothing has a
/// place.
fn tree(input: &Input<'_>) -> Value {
    let mut diagnostics = Diagnostics::default();
    let config = Config::parse(input.config.unwrap_or_default(), &mut diagnostics);
    let keys = config.unwrap_or_default().document.duplicate_keys;
    bundle::read(input.document, input.files, keys, &mut diagnostics).unwrap_or_default()
}

/// Returns the parts of the overlays that have no place in the document.
fn missed(mut tree: Value, input: &Input<'_>) -> BTreeSet<Gone> {
    let mut places = Places::lenient();
    let mut diagnostics = Diagnostics::default();
    // Other faults are told where a client is generated.
    let _ = overlay::all(&mut tree, input.overlay, input.docs, &mut places, &mut diagnostics);
    places.missed()
}

/// Returns the schemas of which only the name is another, if they have members to know them by.
fn renamed(old: &Value, new: &Value) -> Vec<(String, String)> {
    let schemas = |tree: &Value| {
        let schemas = tree.pointer("/components/schemas").and_then(Value::as_object);
        schemas.cloned().unwrap_or_default()
    };
    let (old, new) = (schemas(old), schemas(new));
    let lost = old.iter().filter(|(name, _)| !new.contains_key(*name));
    let told = lost.filter(|(_, schema)| schema.get("properties").is_some());
    let pairs = told.filter_map(|(name, schema)| {
        let mut same =
            new.iter().filter(|(other, new)| !old.contains_key(*other) && *new == schema);
        let (other, _) = same.next()?;
        same.next().is_none().then(|| (name.clone(), other.clone()))
    });
    pairs.collect()
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
        format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{{schemas}}}}}\n"
        )
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

        let elsewhere = document("Craft: {properties: {mast: {}, oar: {}}}, Ship: {}");
        let renamed = gone(&input(&whole, None), &input(&elsewhere, None)).renamed;
        assert_eq!(renamed, [("Boat".to_owned(), "Craft".to_owned())]);

        // Nothing is told from slips without a document to compare with.
        assert_eq!(gone(&input("", None), &input(&less, None)), Lost::default());
    }
}
