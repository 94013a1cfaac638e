//! What of a document is neither in the emitted code nor in the ledger.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::document::{Document, Operation, resolve, step};
use super::emitted::{Emitted, Method};
use super::program::text_of;

/// How many things of the document are in the code, and those that are not.
pub fn losses(
    document: &Document,
    files: &BTreeMap<String, String>,
    ledger: &str,
) -> (usize, Vec<String>) {
    let emitted = Emitted::read(files);
    let (root, seen) = (&document.plain, BTreeSet::new());
    let mut walk = Walk { emitted: &emitted, ledger, root, seen, found: 0 };
    let mut lost = Vec::new();
    for operation in &document.operations {
        walk.operation(document, operation, &mut lost);
    }
    lost.sort();
    lost.dedup();
    (walk.found, lost)
}

struct Walk<'a> {
    emitted: &'a Emitted,
    ledger: &'a str,
    root: &'a Value,
    /// Pairs of schema, direction and type that were compared.
    seen: BTreeSet<(String, &'static str, String)>,
    found: usize,
}

/// The keywords that mark what a direction does not have.
const REQUEST: &str = "readOnly";
const RESPONSE: &str = "writeOnly";

impl Walk<'_> {
    /// Whether the ledger speaks of a place or of what is around it. A line on media types says nothing of what is inside.
    fn is_in_ledger(&self, pointer: &str, code: Option<&str>) -> bool {
        self.ledger.lines().any(|line| {
            let mut words = line.split("  ");
            let (said, place) =
                (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            let place = place.trim_start_matches('#');
            let fits = code
                .map_or(!said.starts_with("media-type") && said != "nullable-in-3.1", |code| {
                    said == code
                });
            fits && (pointer == place
                || pointer.strip_prefix(place).is_some_and(|rest| rest.starts_with('/')))
        })
    }

    fn operation(&mut self, document: &Document, operation: &Operation, lost: &mut Vec<String>) {
        let at = format!("/paths/{}/{}", step(&operation.path), operation.method);
        let Some(method) = self.emitted.method(&operation.method, &operation.path) else {
            if !self.is_in_ledger(&at, None) {
                lost.push(format!("{at}: the operation"));
            }
            return;
        };
        self.found += 1;
        self.parameters(operation, method, &at, lost);
        self.body(operation, method, lost);
        let output = text_of(&method.output);
        for answer in &operation.answers {
            for (media, pointer) in &answer.content {
                let others = answer.content.len() > 1 && !media.contains("json");
                if others && !self.is_in_ledger(&answer.pointer, Some("media-type-skipped")) {
                    lost.push(format!("{}: media type {media}", answer.pointer));
                }
                let Some(pointer) = pointer else { continue };
                let (schema, _) = resolve(&document.plain, pointer);
                let kind =
                    if self.emitted.unions.contains_key(&output) && operation.answers.len() > 1 {
                        // One arm for each status.
                        format!("one of {output}")
                    } else {
                        output.clone()
                    };
                self.compare(schema, pointer, RESPONSE, &kind, lost);
            }
        }
    }

    fn parameters(
        &mut self,
        operation: &Operation,
        method: &Method,
        at: &str,
        lost: &mut Vec<String>,
    ) {
        let kinds = method
            .arguments
            .iter()
            .map(|(_, kind)| text_of(kind).trim_start_matches('&').to_owned());
        let structs: Vec<_> = kinds.filter_map(|kind| self.emitted.structs.get(&kind)).collect();
        for parameter in &operation.parameters {
            let name = Some(&parameter.name);
            let place = parameter.place.as_str();
            let step = if place == "path" {
                method
                    .steps
                    .iter()
                    .find(|step| step.method.starts_with("path") && step.literal.as_ref() == name)
            } else {
                let all = structs.iter().flat_map(|one| &one.parameters);
                let mut all = all.filter(|step| step.literal.as_ref() == name);
                all.find(|step| step.method.starts_with(place))
            };
            let Some(step) = step else {
                if !self.is_in_ledger(at, None) && !self.is_in_ledger(&parameter.pointer, None) {
                    lost.push(format!("{at}: {place} parameter {}", parameter.name));
                }
                continue;
            };
            self.found += 1;
            let field = step.name.clone().unwrap_or_default();
            let own = method.arguments.iter().find(|(name, _)| *name == field);
            let fields = structs
                .iter()
                .filter(|one| one.parameters.contains(step))
                .flat_map(|one| &one.fields);
            let kind = if place == "path" {
                own
            } else {
                fields.into_iter().find(|(name, _)| *name == field)
            };
            let kind = kind.map(|(_, kind)| text_of(kind)).unwrap_or_default();
            let (schema, _) = resolve(self.root, &parameter.pointer);
            self.compare(schema, &parameter.pointer, REQUEST, &kind, lost);
        }
    }

    fn body(&mut self, operation: &Operation, method: &Method, lost: &mut Vec<String>) {
        let Some(body) = &operation.body else { return };
        let sends = |name: &str| method.steps.iter().any(|step| step.method == name);
        let kind = method.arguments.iter().rfind(|(name, _)| {
            method.steps.iter().any(|step| {
                step.name.as_ref() == Some(name)
                    && ["json", "multipart", "form", "text", "bytes"]
                        .contains(&step.method.as_str())
            })
        });
        let kind = kind.map(|(_, kind)| text_of(kind)).unwrap_or_default();
        for (media, pointer) in &body.content {
            let sent = match media.split(';').next().unwrap_or_default() {
                "multipart/form-data" => sends("multipart"),
                "application/x-www-form-urlencoded" => sends("form"),
                media if media.contains("json") => sends("json"),
                media if media.starts_with("text/") => sends("text") || sends("bytes"),
                _ => sends("bytes"),
            };
            if !sent {
                if !self.is_in_ledger(&body.pointer, Some("media-type-skipped")) {
                    lost.push(format!("{}: media type {media}", body.pointer));
                }
                continue;
            }
            self.found += 1;
            let Some(pointer) = pointer else { continue };
            let (schema, _) = resolve(self.root, pointer);
            self.compare(schema, pointer, REQUEST, &kind, lost);
        }
    }

    /// Holds a schema to an emitted type.
    fn compare(
        &mut self,
        schema: &Value,
        at: &str,
        hidden: &'static str,
        kind: &str,
        lost: &mut Vec<String>,
    ) {
        let (schema, at) = match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => resolve(self.root, reference.trim_start_matches('#')),
            None => (schema, at.to_owned()),
        };
        let kind = bare(kind);
        if !self.seen.insert((at.clone(), hidden, kind.clone())) {
            return;
        }
        self.values(schema, &at, &kind, lost);
        self.parts(schema, &at, hidden, &kind, lost);
        if let Some(items) = schema.get("items") {
            self.compare(items, &format!("{at}/items"), hidden, &kind, lost);
        }
        for (name, property) in
            schema.get("properties").and_then(Value::as_object).into_iter().flatten()
        {
            self.property(
                name,
                property,
                &format!("{at}/properties/{}", step(name)),
                hidden,
                &kind,
                lost,
            );
        }
        if let Some(rest) = schema.get("additionalProperties").filter(|rest| rest.is_object()) {
            let one = self.emitted.structs.get(&kind);
            let own = one.and_then(|one| {
                let rest = one.rest.as_ref()?;
                one.fields.iter().find(|(name, _)| name == rest).map(|(_, kind)| text_of(kind))
            });
            self.compare(
                rest,
                &format!("{at}/additionalProperties"),
                hidden,
                &own.unwrap_or(kind),
                lost,
            );
        }
    }

    fn parts(
        &mut self,
        schema: &Value,
        at: &str,
        hidden: &'static str,
        kind: &str,
        lost: &mut Vec<String>,
    ) {
        for key in ["allOf", "oneOf", "anyOf"] {
            let parts =
                schema.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let some =
                parts.iter().filter(|part| part.get("type") != Some(&Value::from("null"))).count();
            for (index, part) in parts.iter().enumerate() {
                let here = format!("{at}/{key}/{index}");
                // What wraps one schema has that schema's type.
                if key == "allOf" || some < 2 {
                    self.compare(part, &here, hidden, kind, lost);
                } else {
                    self.arm(part, &here, hidden, kind, lost);
                }
            }
        }
    }

    fn values(&mut self, schema: &Value, at: &str, kind: &str, lost: &mut Vec<String>) {
        let Some(values) = schema.get("enum").and_then(Value::as_array) else { return };
        let emitted = self.emitted.enums.get(kind);
        for value in values.iter().filter(|value| !value.is_null()) {
            if emitted.is_some_and(|emitted| emitted.contains(value)) {
                self.found += 1;
            } else if !self.is_in_ledger(at, None) {
                lost.push(format!("{at}: value {value} in `{kind}`"));
            }
        }
    }

    /// An arm of a union: held to the emitted arm that loses least of it.
    fn arm(
        &mut self,
        part: &Value,
        at: &str,
        hidden: &'static str,
        kind: &str,
        lost: &mut Vec<String>,
    ) {
        let arms = self.emitted.unions.get(kind.trim_start_matches("one of "));
        let kinds: Vec<String> =
            arms.map_or(vec![kind.to_owned()], |arms| arms.iter().map(text_of).collect());
        let mut best: Option<(Vec<String>, usize, BTreeSet<_>)> = None;
        for kind in kinds {
            // What a trial compared counts only if it is the one that is taken.
            let before = (self.found, self.seen.clone());
            let mut lost = Vec::new();
            self.compare(part, at, hidden, &kind, &mut lost);
            let tried = (
                lost,
                std::mem::replace(&mut self.found, before.0),
                std::mem::replace(&mut self.seen, before.1),
            );
            if best.as_ref().is_none_or(|(least, ..)| tried.0.len() < least.len()) {
                best = Some(tried);
            }
        }
        if let Some((least, found, seen)) = best {
            (self.found, self.seen) = (found, seen);
            lost.extend(least);
        }
    }

    fn property(
        &mut self,
        name: &str,
        property: &Value,
        at: &str,
        hidden: &'static str,
        kind: &str,
        lost: &mut Vec<String>,
    ) {
        let (target, _) = match property.get("$ref").and_then(Value::as_str) {
            Some(reference) => resolve(self.root, reference.trim_start_matches('#')),
            None => (property, String::new()),
        };
        if [property, target].iter().any(|schema| schema.get(hidden) == Some(&Value::Bool(true))) {
            return;
        }
        let candidates: Vec<String> =
            match self.emitted.unions.get(kind.trim_start_matches("one of ")) {
                Some(arms) => arms.iter().map(text_of).collect(),
                None => vec![kind.to_owned()],
            };
        // The envelope of a page is the runtime's.
        if let Some(item) = kind.strip_prefix("Page<").and_then(|rest| rest.strip_suffix('>'))
            && ["count", "next", "previous", "results"].contains(&name)
        {
            self.found += 1;
            return self.compare(property, at, hidden, item, lost);
        }
        let found = candidates.iter().find_map(|kind| {
            let one = self.emitted.structs.get(kind)?;
            let reads =
                one.reads.iter().find(|(wire, _)| wire == name).map(|(_, field)| field.clone());
            let writes = one
                .writes
                .iter()
                .chain(&one.parts)
                .find(|step| step.literal.as_deref() == Some(name));
            // Both ways, unless it is a form, which is only written.
            let field = if one.codec {
                writes.and(reads)
            } else {
                writes.and_then(|step| step.name.clone())
            }?;
            one.fields.iter().find(|(own, _)| *own == field).map(|(_, kind)| text_of(kind))
        });
        match found {
            Some(kind) => {
                self.found += 1;
                self.compare(property, at, hidden, &kind, lost);
            }
            None if kind.is_empty() => lost.push(format!("{at}: no type")),
            None if !self.is_in_ledger(at, None) => {
                lost.push(format!("{at}: property in `{kind}`"))
            }
            None => {}
        }
    }
}

/// The type that the containers hold: `Scenario` of `Option<Vec<Scenario>>`.
fn bare(kind: &str) -> String {
    let kind = kind.trim_start_matches('&').trim_matches(['[', ']']);
    for name in ["Option", "Vec", "Box", "Field"] {
        if let Some(inner) = kind
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('<'))
            .and_then(|rest| rest.strip_suffix('>'))
        {
            return bare(inner);
        }
    }
    match kind.strip_prefix("BTreeMap<String,").and_then(|rest| rest.strip_suffix('>')) {
        Some(inner) => bare(inner),
        None => kind.to_owned(),
    }
}
