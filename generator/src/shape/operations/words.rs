//! The words that name what belongs to an operation: its options, its body, its answer.

use std::collections::BTreeMap;

use crate::model::{Version, Words};
use crate::shape::resources::NamedResource;
use crate::text::words::singular;

/// Returns the words of all operations, by resource.
///
/// They have a resource in the singular; one in the plural keeps it where the words would be those
/// of another resource, too (`user/followers` beside `users/{name}/followers`).
pub(super) fn of_all(resources: &[NamedResource<'_>]) -> Vec<Vec<Words>> {
    let of = |resource: &NamedResource<'_>, noun: &str| -> Vec<Words> {
        let names = resource.operations.iter().map(|operation| operation.name.as_str());
        names.map(|name| of_one(name, &resource.name, noun, resource.version)).collect()
    };
    let ones: Vec<Vec<Words>> =
        resources.iter().map(|resource| of(resource, &singular(&resource.name))).collect();
    let mut uses: BTreeMap<&Words, usize> = BTreeMap::new();
    for words in ones.iter().flatten() {
        *uses.entry(words).or_default() += 1;
    }
    let is_shared = |words: &Words| uses.get(words).is_some_and(|uses| *uses > 1);
    let plain = |(resource, ones): (&NamedResource<'_>, &Vec<Words>)| {
        let wholes = of(resource, &resource.name);
        let pairs = ones.iter().zip(wholes);
        pairs.map(|(one, whole)| if is_shared(one) { whole } else { one.clone() }).collect()
    };
    resources.iter().zip(&ones).map(plain).collect()
}

/// Returns the words of an operation: `list_scenarios`, `get_scenario`, `list_scenario_folders`,
/// `scenario_generate_instructions`.
fn of_one(name: &str, resource: &str, noun: &str, version: Option<Version>) -> Words {
    let base = match name.split_once('_').unwrap_or((name, "")) {
        _ if matches!(name, "list" | "replace_all" | "update_all" | "delete_all") => {
            format!("{name}_{resource}")
        }
        (verb, "many") => format!("{verb}_many_{resource}"),
        // A path that says the verb itself: `POST /createPad`.
        (verb, "") if COMMON.contains(&verb) && begins_with(noun, verb) => noun.to_owned(),
        (verb, "") if COMMON.contains(&verb) => format!("{verb}_{noun}"),
        (verb, rest) if COMMON.contains(&verb) && !rest.starts_with("by_") => {
            format!("{verb}_{noun}_{rest}")
        }
        _ => format!("{noun}_{name}"),
    };
    Words { version, ..Words::plain(base) }
}

/// Returns whether a noun of several words begins with a verb.
fn begins_with(noun: &str, verb: &str) -> bool {
    noun.strip_prefix(verb).is_some_and(|rest| rest.starts_with('_'))
}

/// The verbs that stand first in the names of types too.
const COMMON: [&str; 11] = [
    "list", "create", "get", "query", "replace", "update", "delete", "post", "head", "options",
    "trace",
];
