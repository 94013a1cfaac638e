//! Names of methods: the verbs of collections and items, and the words of longer paths.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::super::select::Selected;
use super::route::Segment;
use crate::model::Method;
use crate::text::pointer::percent_decode;
use crate::text::words::{is_plural, is_verb, singular, snake};

/// The surroundings of a path, which decide with it.
pub(super) struct Surroundings<'w> {
    /// The resource's name and the segment it comes from.
    pub resource: &'w str,
    pub segment: &'w str,
    /// The names of all resources, in the plural and the singular.
    pub nouns: &'w BTreeSet<String>,
    /// GET and POST share the path.
    pub shared: bool,
    /// The path is that of many things: items stand below it, or it answers with a list.
    pub collection: bool,
}

/// Returns the paths on which both GET and POST are operations.
pub(super) fn get_and_post_paths<'d>(selected: &[Selected<'d>]) -> BTreeSet<&'d str> {
    let mut methods: BTreeMap<&str, BTreeSet<Method>> = BTreeMap::new();
    for operation in selected.iter().map(|selected| selected.operation) {
        methods.entry(&operation.path).or_default().insert(operation.method);
    }
    methods
        .into_iter()
        .filter(|(_, found)| found.contains(&Method::Get) && found.contains(&Method::Post))
        .map(|(path, _)| path)
        .collect()
}

/// Returns the name of an operation, in snake case.
pub(super) fn method_name(
    method: Method,
    rest: &[Segment<'_>],
    around: &Surroundings<'_>,
) -> String {
    let item = matches!(rest.last(), Some(Segment::Parameter(_)));
    let mut literals = literals(rest);
    // A path that spells the verb of its own method says it once.
    if literals.len() > 1 && literals.last().is_some_and(|last| *last == verb(method, true)) {
        literals.pop();
    }
    if literals.is_empty() {
        // A path without items is one thing: `get`, `update`; but POST makes or sends something
        // all the same.
        return verb(method, item || (!around.collection && method != Method::Post)).into_owned();
    }
    // An action on an item of something below: `tools/{name}/fork` is `fork_tool`.
    let action = !method.only_reads() && !item && literals.len() > 1 && ends_in_action(rest);
    if action && let Some(last) = literals.pop() {
        literals.insert(0, last);
        return literals.join("_");
    }
    let first = literals.first().map(|literal| without_noun(literal, around)).unwrap_or_default();
    literals.splice(..1, [first]);
    let name = literals.join("_");
    let many = around.collection || literals.last().is_some_and(|last| is_plural(last));
    let prefix = match method {
        Method::Get if item => "get".into(),
        Method::Get if around.shared && many => "list".into(),
        Method::Get if around.shared => "get".into(),
        Method::Post if around.shared && item => "post".into(),
        Method::Post if around.shared && many => return format!("create_{}", singular(&name)),
        Method::Post if around.shared => "set".into(),
        Method::Put
        | Method::Patch
        | Method::Delete
        | Method::Head
        | Method::Options
        | Method::Trace
        | Method::Other(_) => verb(method, true),
        _ => return name,
    };
    if *name == *prefix
        || name.starts_with(&format!("{prefix}_"))
        || !is_prefix_needed(method, &name)
    {
        return name;
    }
    // `history/edit` has its verb at the end.
    match name.rsplit_once('_') {
        Some((object, verb)) if !method.only_reads() && !item && is_action(verb) => {
            format!("{verb}_{object}")
        }
        _ => format!("{prefix}_{name}"),
    }
}

/// Returns the literals of a path in snake case; one that a parameter follows is about one thing,
/// and so in the singular.
fn literals(rest: &[Segment<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    for (index, segment) in rest.iter().enumerate() {
        if let Segment::Literal(literal) = segment {
            let of_one = matches!(rest.get(index + 1), Some(Segment::Parameter(_)));
            let literal = snake(&percent_decode(literal));
            // A literal of nothing but signs has no word.
            if !literal.is_empty() {
                found.push(if of_one { singular(&literal) } else { literal });
            }
        }
    }
    found
}

/// Returns whether a path ends in one word, not a plural, behind a parameter behind a literal.
fn ends_in_action(rest: &[Segment<'_>]) -> bool {
    let [.., Segment::Literal(_), Segment::Parameter(_), Segment::Literal(last)] = rest else {
        return false;
    };
    let last = snake(last);
    !last.contains('_') && singular(&last) == last
}

/// Returns the place of an operation among those that every resource may have, or behind them.
pub(super) fn crud_rank(method: Method, rest: &[Segment<'_>]) -> usize {
    let plain = !rest.iter().any(|segment| matches!(segment, Segment::Literal(_)));
    match METHODS.iter().position(|known| plain && *known == method) {
        Some(place) if rest.is_empty() => place,
        Some(place) => METHODS.len() + place,
        None => BEHIND,
    }
}

/// The place of all operations that not every resource may have.
pub(super) const BEHIND: usize = 2 * METHODS.len();

/// The methods in the order in which those of one path are shown.
const METHODS: [Method; 9] = [
    Method::Get,
    Method::Query,
    Method::Post,
    Method::Put,
    Method::Patch,
    Method::Delete,
    Method::Head,
    Method::Options,
    Method::Trace,
];

/// Returns the place of a method among those of one path.
pub(super) fn method_rank(method: Method) -> usize {
    METHODS.iter().position(|known| *known == method).unwrap_or(METHODS.len())
}

/// Returns whether a name needs a verb before it; an action is a verb already (`PATCH …/reorder/`
/// is `reorder`).
fn is_prefix_needed(method: Method, name: &str) -> bool {
    let first = name.split('_').next().unwrap_or_default();
    !(matches!(method, Method::Put | Method::Patch | Method::Delete)
        && (first == "bulk" || is_action(first)))
}

/// Returns whether a word is a verb that is hardly ever a noun in a path.
fn is_action(word: &str) -> bool {
    const NOUNS: [&str; 11] = [
        "copy", "export", "fork", "import", "pause", "preview", "review", "run", "search", "share",
        "test",
    ];
    is_verb(word) && !NOUNS.contains(&word)
}

/// Returns other names, for when the first is taken: by the last parameter, by the verb.
pub(super) fn further_names(
    method: Method,
    name: &str,
    path: &str,
) -> impl Iterator<Item = String> {
    let last = path
        .rsplit_once('{')
        .and_then(|(_, rest)| rest.split_once('}'))
        .map(|(parameter, _)| snake(parameter))
        .filter(|parameter| !parameter.is_empty());
    let by = last.map(|parameter| format!("{name}_by_{parameter}"));
    let verb = match method {
        Method::Post => "create".into(),
        _ => verb(method, true),
    };
    let has_verb = *name == *verb || name.starts_with(&format!("{verb}_"));
    let with_verb = (!has_verb).then(|| format!("{verb}_{name}"));
    by.into_iter().chain(with_verb)
}

/// Returns the verb of a method: one of people's, or the name that the document gives the method.
fn verb(method: Method, item: bool) -> Cow<'static, str> {
    let verb = match (method, item) {
        (Method::Get, false) => "list",
        (Method::Get, true) => "get",
        (Method::Post, false) => "create",
        (Method::Post, true) => "post",
        (Method::Put, true) => "replace",
        (Method::Put, false) => "replace_all",
        (Method::Patch, true) => "update",
        (Method::Patch, false) => "update_all",
        (Method::Delete, true) => "delete",
        (Method::Delete, false) => "delete_all",
        (Method::Head, _) => "head",
        (Method::Options, _) => "options",
        (Method::Trace, _) => "trace",
        (Method::Query, _) => "query",
        (Method::Other(_), _) => {
            let word = snake(method.as_str());
            return if word.is_empty() { "send".into() } else { word.into() };
        }
    };
    verb.into()
}

/// Takes the resource's noun out of a literal: `run_scenarios_text` of scenarios is `run_text`.
///
/// The noun stays where nothing else would be left, or where it stands first and another resource's
/// follows (`scenario_agent`); a bare verb on the plural is about many.
fn without_noun(literal: &str, around: &Surroundings<'_>) -> String {
    for noun in [around.resource.to_owned(), snake(around.segment)] {
        for (noun, many) in [(noun.clone(), true), (singular(&noun), false)] {
            let Some(rest) = cut(literal, &noun) else { continue };
            let other = around
                .nouns
                .iter()
                .any(|other| rest == *other || rest.starts_with(&format!("{other}_")));
            if rest.is_empty() || (literal.starts_with(&noun) && other) {
                return literal.to_owned();
            }
            let is_verb =
                ["get", "list", "create", "update", "delete", "replace"].contains(&rest.as_str());
            return if is_verb && many { format!("{rest}_many") } else { rest };
        }
    }
    literal.to_owned()
}

/// Returns the words of `text` without those of `noun`, if they are among them.
fn cut(text: &str, noun: &str) -> Option<String> {
    let words: Vec<&str> = text.split('_').collect();
    let noun: Vec<&str> = noun.split('_').collect();
    let at = words.windows(noun.len()).position(|window| window == noun.as_slice())?;
    let left = words.iter().take(at).chain(words.iter().skip(at + noun.len()));
    Some(left.copied().collect::<Vec<_>>().join("_"))
}
