//! References: each must lead to a place in the document; the targets that have no name of their
//! own are given one.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::grammar::{Descend, Node, Transform, walk, walk_from, walk_mut};
use super::notes::HOME;
use super::reach::{component_of, reached, reference_of};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::input::source::kind;
use crate::text::bounds::SUGGESTIONS;
use crate::text::graph::circular;
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

pub(super) mod adopt;
pub(super) mod homes;

/// The targets of references that are no components, each with the text of a reference to it.
pub(super) type Unnamed = BTreeSet<(String, Pointer)>;

/// The targets of a document's references.
pub(super) struct Targets {
    pub unnamed: Unnamed,
    /// The places of components that operations and webhooks reach.
    pub reached: BTreeSet<String>,
}

/// Reports each reference that leads nowhere, out of the document, or in a circle.
pub(super) fn check(tree: &Value, diagnostics: &mut Diagnostics) -> Targets {
    let mut unnamed = Unnamed::new();
    let reached = reached(tree, &["paths", "webhooks"]);
    // Most references occur many times.
    let mut sound: BTreeSet<&str> = BTreeSet::new();
    let mut ending: BTreeSet<&str> = BTreeSet::new();
    let mut missing = 0;
    let endless = endless_places(tree);
    walk(tree, &mut |node, value, at| {
        let Some(reference) = reference_of(value).filter(|text| !sound.contains(text)) else {
            return Descend::Into;
        };
        let place = || at.key("$ref").pointer();
        let Some(target) = Pointer::from_reference(reference) else {
            report_external(reference, &place(), &reached, diagnostics);
            return Descend::Into;
        };
        let Some(found) = tree.pointer(target.as_str()) else {
            if is_unreached(&place(), &reached) {
                let message =
                    format!("`{reference}` refers to nothing, but no operation reaches it");
                diagnostics.add(Code::UnreachedRef, &place(), message);
            } else {
                missing += 1;
                let near = (missing <= SUGGESTIONS).then(|| nearest(tree, &target)).flatten();
                diagnostics.report(dangling(reference, near, &place()));
            }
            return Descend::Into;
        };
        if !(found.is_object() || node == Node::Schema && found.is_boolean()) {
            let message =
                format!("`{reference}` refers to {}; expected {}", kind(found), node.name());
            diagnostics.add(Code::Malformed, &place(), message);
        } else if let Some(circle) = circle(tree, reference, &mut ending) {
            // Reported once, whichever of its members is met first.
            sound.extend(circle);
            let message = format!("`{reference}` refers back to itself through other references");
            diagnostics.add(Code::CircularRef, &place(), message);
        } else if Node::at(&target).is_some_and(|target| !node.accepts(target)) {
            // Reported by the checks of nodes: there is no sense in following it.
        } else if endless.contains(&target) {
            let message = format!(
                "`{reference}` refers to a part of the document that contains the same reference"
            );
            diagnostics.add(Code::CircularRef, &place(), message);
        } else {
            sound.insert(reference);
            if node != Node::PathItem && !is_component(&target) {
                unnamed.insert((reference.to_owned(), target));
            }
        }
        Descend::Into
    });
    Targets { unnamed, reached }
}

/// Reports a reference to another file, with the reason why it cannot be followed.
fn report_external(
    reference: &str,
    at: &Pointer,
    reached: &BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) {
    let known = diagnostics.external(reference).map(|external| external.diagnostic(at));
    let one = known.unwrap_or_else(|| {
        if reference.starts_with('#') {
            let message = format!("`{reference}` names an anchor, and no place");
            let help = "refer to the schema by its place: `#/components/schemas/…`";
            return Diagnostic::new(Code::DanglingRef, at, message).help(help);
        }
        let message = format!("`{reference}` refers to another document");
        Diagnostic::new(Code::ExternalRef, at, message)
    });
    if is_unreached(at, reached) {
        let message = format!("{}, but no operation reaches it", one.message);
        diagnostics.add(Code::UnreachedRef, at, message);
    } else {
        diagnostics.report(one);
    }
}

/// Returns whether a place lies in a component that no operation reaches.
fn is_unreached(place: &Pointer, reached: &BTreeSet<String>) -> bool {
    component_of(place).is_some_and(|component| !reached.contains(component.as_str()))
}

fn dangling(reference: &str, near: Option<Pointer>, at: &Pointer) -> Diagnostic {
    let one = Diagnostic::new(
        Code::DanglingRef,
        at,
        format!("`{reference}` refers to nothing in the document"),
    );
    match near {
        Some(near) => {
            let holder = at.parent().unwrap_or_default().json_path();
            one.help(format!(
                "did you mean `#{near}`? Correct the reference in the document, or with an action in overlay.yaml"
            ))
            .mend([format!("- target: {holder}"), format!("  update: {{ $ref: \"#{near}\" }}")])
        }
        None => one,
    }
}

/// Returns the members of the circle that a chain of references leads into; notes those of a chain
/// that ends, for none of them is looked at again.
fn circle<'t>(
    tree: &'t Value,
    reference: &'t str,
    ending: &mut BTreeSet<&'t str>,
) -> Option<BTreeSet<&'t str>> {
    let mut seen = BTreeSet::new();
    let mut next = Some(reference);
    while let Some(reference) = next.filter(|next| !ending.contains(next)) {
        if !seen.insert(reference) {
            return Some(seen);
        }
        let target = Pointer::from_reference(reference);
        next = target.and_then(|target| reference_of(tree.pointer(target.as_str())?));
    }
    ending.extend(seen);
    None
}

/// Returns the places of which a copy would have to hold a copy of itself. Schemas are not copied
/// but named.
fn endless_places(tree: &Value) -> BTreeSet<Pointer> {
    // A place that the grammar does not know is read as what the reference stands for.
    let mut nodes: BTreeMap<Pointer, Node> = BTreeMap::new();
    let starts = copied_places(Node::Document, tree, &mut nodes);
    circular(starts, |place| match (nodes.get(place).copied(), tree.pointer(place.as_str())) {
        (Some(node), Some(value)) => copied_places(node, value, &mut nodes),
        _ => Vec::new(),
    })
}

/// Returns the places that are to be copied into a node.
fn copied_places(node: Node, value: &Value, nodes: &mut BTreeMap<Pointer, Node>) -> Vec<Pointer> {
    let mut found = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    walk_from(node, value, &Trail::Root, &mut |node, value, _| {
        let reference = reference_of(value).filter(|reference| seen.insert(reference));
        let target = reference.and_then(Pointer::from_reference);
        if let Some(target) = target.filter(|to| !is_component(to) && !is_schema(to)) {
            nodes.entry(target.clone()).or_insert_with(|| Node::at(&target).unwrap_or(node));
            found.push(target);
        }
        Descend::Into
    });
    found
}

/// The least likeness of two names at which one is taken for a misspelling of the other; 1 is
/// equality.
const ALIKE: f64 = 0.7;

/// Returns the place that a missing target was to be: a step of it is misspelt, or its name is that
/// of a schema, which other versions of OpenAPI keep elsewhere.
fn nearest(tree: &Value, target: &Pointer) -> Option<Pointer> {
    let schema = Pointer::root().descend(["components", "schemas", &target.last()]);
    misspelt(tree, target).or_else(|| misspelt(tree, &schema))
}

/// Returns the place whose steps are nearly those of a target.
fn misspelt(tree: &Value, target: &Pointer) -> Option<Pointer> {
    let (mut node, mut at) = (tree, Pointer::root());
    for token in target.tokens() {
        let step = match node {
            Value::Object(map) if !map.contains_key(token.as_ref()) => {
                Cow::Borrowed(alike(map, &token)?.as_str())
            }
            _ => token,
        };
        at = at.child(&step);
        node = tree.pointer(at.as_str())?;
    }
    Some(at)
}

/// Returns the key that is nearly a name.
fn alike<'m>(map: &'m Map<String, Value>, name: &str) -> Option<&'m String> {
    let wanted = fold(name);
    let likeness = |key: &String| strsim::normalized_damerau_levenshtein(&fold(key), &wanted);
    let best = map.keys().map(|key| (likeness(key), key));
    let (likeness, key) = best.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (likeness >= ALIKE).then_some(key)
}

fn fold(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Resolves the references that `openapiv3` does not know (path items), and gives each schema that
/// is referred to by its place (`#/paths/…/schema`, `#/components/schemas/A/properties/b`, `$defs`)
/// a name among the components.
pub(super) fn inline_and_hoist(tree: &mut Value, unnamed: &Unnamed, diagnostics: &mut Diagnostics) {
    inline_path_items(tree);
    if unnamed.is_empty() {
        return;
    }
    let names = hoisted_names(tree, unnamed);
    // The deepest first, so that a place inside another is still where its pointer leads.
    let mut targets: Vec<_> = names.iter().filter(|(target, _)| is_schema(target)).collect();
    targets.sort_by_key(|(target, _)| std::cmp::Reverse(target.as_str().len()));
    let mut hoisted = Vec::new();
    for (target, name) in targets {
        let to = Pointer::root().descend(["components", "schemas", name]);
        let Some(place) = tree.pointer_mut(target.as_str()) else { continue };
        let mut schema = std::mem::replace(place, json!({ "$ref": to.to_reference() }));
        if let Some(schema) = schema.as_object_mut().filter(|schema| !schema.contains_key("$ref")) {
            schema.insert(HOME.to_owned(), json!(target.as_str()));
        }
        diagnostics.moved(to, target.clone());
        hoisted.push((name.clone(), schema));
    }
    if let Some(schemas) = schemas_mut(tree) {
        schemas.extend(hoisted);
    }
    let copies = unnamed
        .iter()
        .filter_map(|(reference, target)| match names.get(target) {
            Some(name) if is_schema(target) => {
                let to = Pointer::root().descend(["components", "schemas", name]);
                Some((reference.clone(), json!({ "$ref": to.to_reference() })))
            }
            _ => Some((reference.clone(), tree.pointer(target.as_str())?.clone())),
        })
        .collect();
    walk_mut(tree, &mut Replace { copies, diagnostics });
}

fn schemas_mut(tree: &mut Value) -> Option<&mut Map<String, Value>> {
    let components = tree.as_object_mut()?.entry("components").or_insert_with(|| json!({}));
    components.as_object_mut()?.entry("schemas").or_insert_with(|| json!({})).as_object_mut()
}

/// Returns whether the place is `#/components/<kind>/<name>`: the references that `openapiv3`
/// knows. It knows none to media types.
fn is_component(target: &Pointer) -> bool {
    let mut tokens = target.tokens();
    tokens.next().as_deref() == Some("components")
        && tokens.count() == 2
        && Node::at(target).is_some_and(|node| node != Node::MediaType)
}

fn is_schema(target: &Pointer) -> bool {
    Node::at(target) == Some(Node::Schema)
}

/// Returns a name for each place: the last tokens that are names, with the owner's before them
/// where that is needed to be unique.
fn hoisted_names(tree: &Value, places: &Unnamed) -> BTreeMap<Pointer, String> {
    const NOISE: [&str; 13] = [
        "components",
        "mediaTypes",
        "schemas",
        "properties",
        "items",
        "schema",
        "content",
        "paths",
        "responses",
        "requestBody",
        "$defs",
        "definitions",
        "additionalProperties",
    ];
    let schemas = tree.pointer("/components/schemas").and_then(Value::as_object);
    let mut taken: BTreeSet<String> =
        schemas.into_iter().flatten().map(|(name, _)| name.clone()).collect();
    let mut names = BTreeMap::new();
    for (_, target) in places {
        // A media type is copied, and leaves its name to its schema.
        if names.contains_key(target) || Node::at(target) == Some(Node::MediaType) {
            continue;
        }
        let words: Vec<String> = target
            .tokens()
            .filter(|token| !NOISE.contains(&token.as_ref()) && !token.contains("json"))
            .map(|word| word.replace(|c: char| !c.is_alphanumeric(), "_"))
            .collect();
        let full = words.join("_");
        let short = if target.as_str().contains("/$defs/") { target.last() } else { full.clone() };
        let name = [short, full].into_iter().find(|name| !name.is_empty() && !taken.contains(name));
        let name = name.unwrap_or_else(|| format!("Hoisted{}", names.len()));
        taken.insert(name.clone());
        names.insert(target.clone(), name);
    }
    names
}

fn inline_path_items(tree: &mut Value) {
    for holder in ["paths", "webhooks"] {
        inline_path_items_of(tree, holder);
    }
}

fn inline_path_items_of(tree: &mut Value, holder: &str) {
    let paths = tree.get(holder).and_then(Value::as_object).into_iter().flatten();
    let whole = |item: &Value| {
        let mut item = item.as_object()?.clone();
        // None leads back to itself, which is an error.
        while let Some(Value::String(reference)) = item.remove("$ref") {
            let target = Pointer::from_reference(&reference)?;
            for (key, value) in tree.pointer(target.as_str())?.as_object()? {
                item.entry(key.as_str()).or_insert_with(|| value.clone());
            }
        }
        Some(Value::Object(item))
    };
    let refers = paths.filter(|(_, item)| reference_of(item).is_some());
    let items: Vec<(String, Value)> =
        refers.filter_map(|(path, item)| Some((path.clone(), whole(item)?))).collect();
    if let Some(paths) = tree.get_mut(holder).and_then(Value::as_object_mut) {
        paths.extend(items);
    }
}

/// Puts a copy of its target in the place of each reference of `copies`.
struct Replace<'d> {
    copies: BTreeMap<String, Value>,
    diagnostics: &'d mut Diagnostics,
}

impl Transform for Replace<'_> {
    fn enter(&mut self, node: Node, value: &mut Value, at: &Trail<'_>) {
        let mut home = None;
        // A copy may be a reference itself. None leads back to itself, which is an error.
        for _ in 0..=self.copies.len() {
            let Some(reference) = reference_of(value).map(str::to_owned) else { break };
            let (Some(Value::Object(copy)), Value::Object(map)) =
                (self.copies.get(&reference), &mut *value)
            else {
                break;
            };
            map.remove("$ref");
            map.extend(copy.clone());
            home = Pointer::from_reference(&reference);
        }
        // Many places may have the same media type, and one fault of it is one.
        if let Some(home) = home.filter(|_| node == Node::MediaType) {
            self.diagnostics.moved(at.pointer(), home);
        }
    }
}
