//! Reasons: the actions of the overlay and the entries of `codegen.toml` that differences come
//! from, each with its line.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use cekura_codegen::diagnostic::Diagnostics;
use cekura_codegen::overlay;
use cekura_codegen::pointer::Pointer;
use serde_json::{Value, json};
use serde_json_path::JsonPath;

use super::walk::{Difference, Kind};

/// The changes that an action of the overlay makes.
struct Action {
    line: usize,
    target: String,
    /// The places that are different afterwards, each as deep as it can be.
    changed: Vec<Pointer>,
}

/// The actions of an overlay, with what each changes.
pub(super) struct Actions(Vec<Action>);

/// Keys that only people read.
const WORDS: [&str; 6] =
    ["description", "summary", "title", "example", "examples", "x-enumDescriptions"];

/// Keywords of a schema: what is changed there is the schema itself.
const KEYWORDS: [&str; 15] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "default",
    "enum",
    "format",
    "items",
    "nullable",
    "oneOf",
    "properties",
    "readOnly",
    "type",
    "writeOnly",
];

impl Actions {
    /// Applies the actions of an overlay to a tree, one after the other, and notes what each
    /// changes, by its place in the published document.
    ///
    /// # Errors
    ///
    /// If the overlay cannot be read, or an action cannot be applied.
    pub(super) fn apply(tree: &mut Value, overlay: &str, published: &Value) -> Result<Self> {
        let whole: Value = serde_yaml::from_str(overlay).context("the overlay is no YAML")?;
        let actions = whole.get("actions").and_then(Value::as_array);
        let lines = lines_of_actions(overlay);
        let mut found = Vec::new();
        for (index, action) in actions.into_iter().flatten().enumerate() {
            let target = action.get("target").and_then(Value::as_str).unwrap_or_default();
            let before: Vec<_> = targets(tree, target)?
                .into_iter()
                .map(|(at, old)| (place_in(published, &at, tree), at, old))
                .collect();
            let single = json!({
                "overlay": "1.0.0",
                "info": {"title": "One action", "version": "1"},
                "actions": [action],
            });
            let mut diagnostics = Diagnostics::default();
            if overlay::apply(tree, &single.to_string(), &mut diagnostics).is_err() {
                bail!("the action on `{target}` cannot be applied");
            }
            let mut changed = Vec::new();
            for (place, at, old) in before {
                match tree.pointer(at.as_str()) {
                    // What stood behind an item that is gone has its place.
                    Some(new) if action.get("remove").is_none() => {
                        difference(&place, &old, new, &mut changed);
                    }
                    // All that a list required is no longer.
                    _ if old.is_array() => difference(&place, &old, &json!([]), &mut changed),
                    _ => changed.push(named(place, &old)),
                }
            }
            let line = lines.get(index).copied().unwrap_or_default();
            found.push(Action { line, target: target.to_owned(), changed });
        }
        Ok(Self(found))
    }

    /// Returns the action that a difference comes from: of several the one that changes what is
    /// nearest to it, and of those the last.
    pub(super) fn reason(&self, difference: &Difference) -> Option<String> {
        let near = self.0.iter().filter_map(|action| Some((action.nearness(difference)?, action)));
        let (_, action) = near.max_by_key(|(nearness, _)| *nearness)?;
        Some(format!("overlay.yaml:{}: {}", action.line, action.target))
    }
}

impl Action {
    /// Returns how near to a difference the action changes something; `None` if what it changes
    /// does not bring the difference about.
    fn nearness(&self, difference: &Difference) -> Option<usize> {
        self.changed.iter().filter_map(|changed| nearness(changed, difference)).max()
    }
}

/// Returns how near to a difference a change is: on the way to the place, counted from its
/// beginning, or at the place itself.
fn nearness(changed: &Pointer, difference: &Difference) -> Option<usize> {
    let Difference { place, trail, kind, .. } = difference;
    if let Some(object) = requiring(changed) {
        // The list of what an object requires explains nothing but that.
        let is_it = *kind == Kind::Presence(changed.last()) && is_within(place, &object);
        return is_it.then_some(usize::MAX);
    }
    let changed = schema_of(changed);
    // What is changed deep within a schema does not make another of it.
    let is_part = is_within(&changed, place)
        && (changed == *place || schema_of(&changed) == *place || !is_schema(place));
    let on_the_way = || trail.iter().rposition(|at| is_within(at, &changed));
    if is_part { Some(usize::MAX) } else { on_the_way() }
}

/// Returns whether the place is that of a schema, and not of a part of an operation.
fn is_schema(at: &Pointer) -> bool {
    let mut tokens = at.tokens();
    tokens.next().as_deref() == Some("components") || tokens.any(|token| token == "schema")
}

/// Returns the place of what is gone: an item of a list of required members by its name.
fn named(at: Pointer, gone: &Value) -> Pointer {
    let list = at.parent().filter(|list| list.last() == "required" && is_keyword(list));
    list.zip(gone.as_str()).map_or(at, |(list, name)| list.child(name))
}

/// Returns the object whose list of required members stands at a place, or an item of it.
fn requiring(at: &Pointer) -> Option<Pointer> {
    let is_list = |at: &Pointer| at.last() == "required" && is_keyword(at);
    let above = at.parent().unwrap_or_default();
    let list = if is_list(at) { Some(at.clone()) } else { Some(above).filter(is_list) };
    list.map(|list| list.parent().unwrap_or_default())
}

/// Returns the values that a JSONPath selects, with their places.
fn targets(tree: &Value, target: &str) -> Result<Vec<(Pointer, Value)>> {
    let path = JsonPath::parse(target).with_context(|| format!("`{target}` is no JSONPath"))?;
    let located = path.query_located(tree);
    let located = located
        .into_iter()
        .map(|node| (Pointer::parse(&node.location().to_json_pointer()), node.node().clone()));
    Ok(located.collect())
}

/// Returns the place that something of our document has in the published one, where parameters may
/// stand in another order.
fn place_in(published: &Value, at: &Pointer, own: &Value) -> Pointer {
    let identity = |parameter: &Value| {
        Some((parameter.get("name")?.as_str()?.to_owned(), parameter.get("in")?.clone()))
    };
    let (mut ours, mut theirs) = (Pointer::root(), Pointer::root());
    for token in at.tokens() {
        let is_parameter = ours.last() == "parameters" && theirs.last() == "parameters";
        ours = ours.child(&token);
        let sought = own.pointer(ours.as_str()).and_then(identity).filter(|_| is_parameter);
        let list = published.pointer(theirs.as_str()).and_then(Value::as_array);
        let index = list.zip(sought).and_then(|(list, sought)| {
            list.iter().position(|parameter| identity(parameter).as_ref() == Some(&sought))
        });
        theirs = theirs.child(index.map_or(token, |index| index.to_string().into()));
    }
    theirs
}

/// Collects the places where two values differ, as deep as objects go.
fn difference(at: &Pointer, old: &Value, new: &Value, found: &mut Vec<Pointer>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let is_word = |key: &String| WORDS.contains(&key.as_str()) && !is_map(at);
            for (key, value) in new.iter().filter(|(key, _)| !is_word(key)) {
                match old.get(key) {
                    Some(old) => difference(&at.child(key), old, value, found),
                    None => difference(&at.child(key), &empty_of(value), value, found),
                }
            }
            let gone = old.keys().filter(|key| !new.contains_key(*key) && !is_word(key));
            found.extend(gone.map(|key| at.child(key)));
        }
        (old, new) if old == new => {}
        (Value::Array(old), Value::Array(new)) if at.last() == "required" && is_keyword(at) => {
            let only = |one: &[Value], other: &[Value]| -> Vec<Value> {
                one.iter().filter(|name| !other.contains(name)).cloned().collect()
            };
            let names = [only(old, new), only(new, old)].concat();
            found.extend(names.iter().filter_map(Value::as_str).map(|name| at.child(name)));
        }
        _ => found.push(at.clone()),
    }
}

/// Returns what a new list of required members is compared with; anything else is new as a whole.
fn empty_of(value: &Value) -> Value {
    if value.is_array() { Value::Array(Vec::new()) } else { Value::Null }
}

/// Returns whether the keys of the object at a place are names of the author's.
fn is_map(at: &Pointer) -> bool {
    let last = at.last();
    let above = at.parent().map(|parent| parent.last()).unwrap_or_default();
    last == "properties" && above != "properties" || ["schemas", "paths"].contains(&last.as_str())
}

fn is_keyword(at: &Pointer) -> bool {
    let above = at.parent().unwrap_or_default();
    !is_map(&above)
}

/// Returns the schema whose keyword stands at a place, or the place itself.
fn schema_of(at: &Pointer) -> Pointer {
    let is_of_schema = KEYWORDS.contains(&at.last().as_str()) && is_keyword(at);
    if is_of_schema { at.parent().unwrap_or_default() } else { at.clone() }
}

fn is_within(at: &Pointer, around: &Pointer) -> bool {
    at.rebased(around, around).is_some()
}

/// Returns the lines that the actions begin on.
fn lines_of_actions(overlay: &str) -> Vec<usize> {
    let behind = overlay.lines().enumerate().skip_while(|(_, line)| !line.starts_with("actions:"));
    let mut indent = None;
    let mut lines = Vec::new();
    for (number, line) in behind.skip(1) {
        let depth = line.len() - line.trim_start().len();
        if line.trim_start().starts_with("- ") && *indent.get_or_insert(depth) == depth {
            lines.push(number + 1);
        }
    }
    lines
}

/// The entries of `codegen.toml` that explain differences.
pub(super) struct Decisions<'t> {
    text: &'t str,
    table: toml::Table,
}

impl<'t> Decisions<'t> {
    /// Reads the configuration.
    ///
    /// # Errors
    ///
    /// If it is no TOML.
    pub(super) fn read(text: &'t str) -> Result<Self> {
        Ok(Self { text, table: text.parse().context("codegen.toml is no TOML")? })
    }

    /// Returns the entry that a difference comes from.
    pub(super) fn reason(&self, difference: &Difference, document: &Value) -> Option<String> {
        match &difference.kind {
            Kind::OperationMissing(key) => {
                let operation = document.pointer(difference.place.as_str())?;
                self.deselection(key, operation, document)
            }
            Kind::Presence(name) => self.entry(&["fields", "always-present"], name),
            Kind::Parameter(name) => self.entry(&["parameters", "json"], name),
            Kind::OperationUnknown | Kind::Structure => None,
        }
    }

    /// Returns the entry by which an operation is no call of the client.
    fn deselection(&self, key: &str, operation: &Value, document: &Value) -> Option<String> {
        let select = ["pull", "select"];
        let listed = |list: &str| self.list(&[select[0], select[1], list]);
        if let Some(pattern) = listed("exclude").iter().find(|pattern| matches(pattern, key)) {
            return self.entry(&["pull", "select", "exclude"], pattern);
        }
        if listed("include").iter().any(|pattern| matches(pattern, key)) {
            return self.mirror(key, document);
        }
        let extensions = listed("exclude-extensions");
        if let Some(name) = extensions.iter().find(|name| operation.get(name.as_str()).is_some()) {
            return self.entry(&["pull", "select", "exclude-extensions"], name);
        }
        let marks = listed("only-extensions");
        let is_marked = marks.iter().any(|mark| operation.get(mark.as_str()) == Some(&json!(true)));
        match marks.first() {
            Some(mark) if !is_marked => self.entry(&["pull", "select", "only-extensions"], mark),
            _ => self.mirror(key, document),
        }
    }

    /// Returns the suffix by which an operation mirrors another one of the document.
    fn mirror(&self, key: &str, document: &Value) -> Option<String> {
        let (method, path) = key.split_once(' ')?;
        let suffixes = self.list(&["resources", "mirror-suffixes"]);
        let suffix = suffixes.iter().find(|suffix| {
            let base: Vec<&str> = path
                .split('/')
                .map(|segment| segment.strip_suffix(suffix.as_str()).unwrap_or(segment))
                .collect();
            let base = Pointer::root().descend(["paths", &base.join("/"), &method.to_lowercase()]);
            path.contains(&format!("{suffix}/")) && document.pointer(base.as_str()).is_some()
        })?;
        self.entry(&["resources", "mirror-suffixes"], suffix)
    }

    fn value(&self, keys: &[&str]) -> Option<&toml::Value> {
        let (first, rest) = keys.split_first()?;
        rest.iter().try_fold(self.table.get(*first)?, |value, key| value.get(key))
    }

    fn list(&self, keys: &[&str]) -> Vec<String> {
        let list = self.value(keys).and_then(toml::Value::as_array);
        list.into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
    }

    /// Returns an entry of a list with its line, if the list has it.
    fn entry(&self, keys: &[&str], item: &str) -> Option<String> {
        let is_listed = self.list(keys).iter().any(|known| known == item);
        let (key, tables) = keys.split_last()?;
        let header = format!("[{}]", tables.join("."));
        let quoted = format!("{item:?}");
        let mut lines = self.text.lines().enumerate().skip_while(|(_, line)| line.trim() != header);
        let (number, _) = lines
            .by_ref()
            .skip_while(|(_, line)| !line.trim_start().starts_with(key))
            .find(|(_, line)| line.contains(&quoted))
            .unwrap_or_default();
        is_listed.then(|| format!("codegen.toml:{}: {header} {key}: {quoted}", number + 1))
    }
}

/// Returns whether a pattern, in which `*` stands for any text, is that of an operation.
fn matches(pattern: &str, key: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(rest) = parts.next().and_then(|first| key.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, inner)) = parts.split_last() else { return rest.is_empty() };
    let mut rest = rest;
    for part in inner {
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Groups reasons, so that each is shown once.
pub(super) fn grouped(
    explained: BTreeSet<(String, Difference)>,
) -> BTreeMap<String, Vec<Difference>> {
    let mut groups: BTreeMap<String, Vec<Difference>> = BTreeMap::new();
    for (reason, difference) in explained {
        groups.entry(reason).or_default().push(difference);
    }
    groups
}
