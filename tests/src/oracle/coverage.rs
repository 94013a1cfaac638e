//! The things of a document that are neither in the emitted code nor in the ledger.
//!
//! The document is walked side by side with the emitted types: an operation with its method, a
//! schema with the type that it has there. A schema alone does not name its type, so that the two
//! sides cannot be collected apart and subtracted.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::document::{Document, Operation, resolve, step};
use super::emitted::{Emitted, Method, Setter, Step};
use super::ledger;
use super::program::text_of;

mod events;
mod hidden;
mod members;
mod site;
mod streams;
mod tally;

use members::{innermost, member_type, rest_type};
use site::{Direction, Site, is_of, is_typed};
use tally::Tally;

/// Returns the number of things of the document that are in the code, and the others.
pub fn losses(
    document: &Document,
    files: &BTreeMap<String, String>,
    ledger: &str,
) -> (usize, Vec<String>) {
    let walked = walk(document, &Emitted::read(files), ledger);
    (walked.found, walked.lost)
}

/// A comparison of a document with the emitted code.
#[derive(Clone, Debug, Default)]
pub struct Walked {
    /// The number of things of the document that are in the code.
    pub found: usize,
    /// Those that are neither there nor in the ledger.
    pub lost: Vec<String>,
    /// The places of schemas, each with the types that it has in the code.
    pub types: BTreeMap<String, BTreeSet<String>>,
}

/// Compares a document with the code that was emitted for it.
pub fn walk(document: &Document, emitted: &Emitted, ledger: &str) -> Walked {
    let mut walk = Walk {
        emitted,
        ledger: ledger::lines(ledger).collect(),
        root: &document.plain,
        tally: Tally::default(),
    };
    document.operations.iter().for_each(|operation| walk.operation(operation));
    walk.events();
    let Tally { found, mut lost, compared, .. } = walk.tally;
    lost.sort();
    lost.dedup();
    let mut types: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (place, _, kind) in compared {
        types.entry(place).or_default().insert(kind);
    }
    Walked { found, lost, types }
}

struct Walk<'a> {
    emitted: &'a Emitted,
    ledger: Vec<ledger::Line<'a>>,
    root: &'a Value,
    tally: Tally,
}

const SKIPPED: Option<&str> = Some("media-type-skipped");

impl Walk<'_> {
    /// Counts a thing that is found, or else notes that it is lost, unless the ledger has one of
    /// these places, by this code or by any.
    fn count(&mut self, found: bool, places: &[&str], code: Option<&str>, thing: &str) -> bool {
        if found {
            self.tally.found += 1;
        } else if !places.iter().any(|place| self.is_in_ledger(place, code)) {
            self.tally.lost.push(format!("{}: {thing}", places[0]));
        }
        found
    }

    /// Returns whether the ledger has a place, or one around it. A line on a media type or on null
    /// is not about the content.
    fn is_in_ledger(&self, pointer: &str, code: Option<&str>) -> bool {
        self.ledger.iter().any(|line| {
            let fits = match code {
                Some(code) => line.code == code,
                None => !line.code.starts_with("media-type") && line.code != "nullable-in-3.1",
            };
            let rest = pointer.strip_prefix(line.place);
            fits && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Returns whether a line says that another media type of a place is sent or asked for.
    fn is_skipped(&self, contents: &[&str], media: &str) -> bool {
        let mut lines = self.ledger.iter().filter(|line| contents.contains(&line.place));
        lines.any(|line| {
            line.code == "media-type-skipped" && !line.message.starts_with(&format!("`{media}`"))
        })
    }

    fn operation(&mut self, operation: &Operation) {
        let at = &operation.pointer;
        let method = self.emitted.method(&operation.method, &operation.path);
        self.count(method.is_some(), &[at], None, "the operation");
        let Some(method) = method else { return };
        self.parameters(operation, method, at);
        self.body(operation, method);
        let events = self.emitted.event(&operation.method, &operation.path);
        let output = text_of(&method.output);
        // One arm for each status.
        let is_choice = self.emitted.unions.contains_key(&output) && operation.answers.len() > 1;
        let kind = if is_choice { format!("one of {output}") } else { output };
        for answer in &operation.answers {
            let places = [&answer.pointer, &answer.declared];
            let contents = places.map(|place| format!("{place}/content"));
            let contents = contents.each_ref().map(String::as_str);
            let skipped = places.iter().any(|place| self.is_in_ledger(place, SKIPPED))
                || contents.iter().any(|place| self.is_in_ledger(place, Some("response-skipped")));
            let is_stream = |media: &str| events.is_some() && streams::format(media).is_some();
            let whole = answer.content.iter().filter(|(media, _)| !is_stream(media)).count();
            for (media, pointer) in &answer.content {
                if let (Some(format), Some(data)) = (streams::format(media), &events) {
                    if !self.is_skipped(&contents, media) {
                        let at = format!("{}/{}", contents[0], step(media));
                        self.stream(&at, format, &text_of(data));
                    }
                    continue;
                }
                if whole > 1 && !media.contains("json") && !skipped {
                    self.count(false, &contents, SKIPPED, &format!("media type {media}"));
                }
                if let Some(pointer) = pointer
                    && !self.is_skipped(&contents, media)
                {
                    self.schema_at(pointer, Direction::Response, &kind);
                }
            }
        }
    }

    fn parameters(&mut self, operation: &Operation, method: &Method, at: &str) {
        for parameter in &operation.parameters {
            let place = parameter.place.as_str();
            // A query that is written into the path has its parameters as the path does.
            let in_path = operation.path.contains(&format!("{{{}}}", parameter.name));
            let is_own = |step: &&_| {
                is_step(step, place, &parameter.name)
                    || in_path && is_step(step, "path", &parameter.name)
            };
            let argument = method.steps.iter().find(is_own).map(|step| {
                let is_it = |(name, _): &&(String, _)| step.name.as_ref() == Some(name);
                method.arguments.iter().find(is_it).map(|(_, kind)| kind)
            });
            let set = || {
                let is_its = |setter: &&Setter| setter.steps.iter().any(|step| is_own(&step));
                method.setters.iter().find(is_its).map(|setter| Some(&setter.kind))
            };
            let kind = argument.or_else(set);
            let thing = format!("{place} parameter {}", parameter.name);
            let places = [at, &parameter.pointer, &parameter.declared];
            // A query as a whole is told of by the parts of its form.
            let is_of_form = |line: &ledger::Line<'_>| line.place.starts_with(&parameter.pointer);
            let is_told = place == "querystring" && self.ledger.iter().any(is_of_form);
            self.count(kind.is_some() || is_told, &places, None, &thing);
            let Some(kind) = kind else { continue };
            let kind = kind.map(text_of).unwrap_or_default();
            self.schema_at(&parameter.pointer, Direction::Request, &kind);
        }
    }

    fn body(&mut self, operation: &Operation, method: &Method) {
        let Some(body) = &operation.body else { return };
        let sends = |name: &str| method.sends(name);
        let kind = method.arguments.iter().rfind(|(name, _)| {
            let mut steps = method.steps.iter().filter(|step| step.name.as_ref() == Some(name));
            steps.any(|step| {
                ["json", "json_or_multipart", "multipart", "form", "form_styled", "text", "bytes"]
                    .contains(&step.method.as_str())
            })
        });
        let set = method.setters.iter().find(|setter| setter.name == "body");
        let kind = kind.map(|(_, kind)| kind).or(set.map(|setter| &setter.kind));
        let kind = kind.map(text_of).unwrap_or_default();
        let contents = [body.pointer.as_str(), &body.declared];
        for (media, pointer) in &body.content {
            let kind_of_body = media.split(';').next().unwrap_or_default().to_lowercase();
            let sent = match kind_of_body.as_str() {
                "*/*" => sends("json") || sends("bytes"),
                "multipart/form-data" => sends("multipart"),
                "application/x-www-form-urlencoded" => sends("form"),
                media if media.is_empty() || media.contains("json") => {
                    sends("json") || sends("bytes")
                }
                media if media.starts_with("text/") => sends("text") || sends("bytes"),
                _ => sends("bytes"),
            };
            let thing = format!("media type {media}");
            if self.count(sent, &contents, SKIPPED, &thing)
                && !self.is_skipped(&contents, media)
                && let Some(pointer) = pointer
            {
                self.schema_at(pointer, Direction::Request, &kind);
            }
        }
    }

    fn schema_at(&mut self, pointer: &str, direction: Direction, kind: &str) {
        // A line on the place where a schema is referred to is about all of it.
        let holds_it = |arm: &String| self.emitted.structs.contains_key(&innermost(arm));
        if self.is_in_ledger(pointer, None) && !self.arms(kind).iter().any(holds_it) {
            return;
        }
        let (schema, at) = resolve(self.root, pointer);
        let site = Site::new(at, direction, kind);
        // Of answers that are told apart by their statuses, one is this.
        match kind.starts_with("one of ") {
            true => self.arm(schema, &site),
            false => self.schema(schema, site),
        }
    }

    /// Compares a schema with the type of its site.
    fn schema(&mut self, schema: &Value, site: Site) {
        let referring = site.at.clone();
        let beside = schema.get("enum").and_then(Value::as_array).cloned();
        let beside = beside.or_else(|| schema.get("const").map(|value| vec![value.clone()]));
        let (schema, at) = match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => resolve(self.root, reference.trim_start_matches('#')),
            None => (schema, site.at.clone()),
        };
        let allowed = [site.allowed, beside.into_iter().collect()].concat();
        let site = Site { at, kind: innermost(&site.kind), allowed, ..site };
        let key = (site.at.clone(), site.direction, site.kind.clone());
        if !self.tally.compared.insert(key.clone()) {
            return;
        }
        self.tally.log.push(key);
        if site.kind == "Json" && is_typed(schema) {
            self.count(false, &[&site.at, &referring], None, "a type that is `Json`");
            return;
        }
        let values = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
        // A file is none of the values.
        let is_file = site.kind == "Bytes";
        let is_allowed = |value: &&Value| {
            !is_file
                && !value.is_null()
                && site.allowed.iter().all(|allowed| allowed.contains(value))
        };
        let has = |value: &Value| {
            self.emitted.enums.get(&site.kind).is_some_and(|emitted| emitted.contains(value))
        };
        self.tally.found += usize::from(schema.get("const").is_some_and(has));
        for value in values.filter(is_allowed) {
            let is_emitted = has(value);
            let thing = format!("value {value} in `{}`", site.kind);
            self.count(is_emitted, &[&site.below("enum").at], None, &thing);
        }
        self.parts(schema, &site);
        if let Some(items) = schema.get("items").filter(|_| is_of(schema, "array")) {
            self.schema(items, site.below("items"));
        }
        let properties = schema.get("properties").filter(|_| is_of(schema, "object"));
        for (name, property) in properties.and_then(Value::as_object).into_iter().flatten() {
            if !self.is_hidden(name, &site) {
                self.property(name, property, &site.below(&format!("properties/{}", step(name))));
            }
        }
        if let Some(rest) = schema.get("additionalProperties").filter(|rest| rest.is_object()) {
            let own = self.emitted.structs.get(&site.kind).filter(|_| site.is_struct(schema));
            let own = own.and_then(rest_type);
            let below = site.below("additionalProperties");
            self.schema(rest, own.map_or(below.clone(), |kind| below.with(&kind)));
        }
    }

    /// Compares the parts of `allOf`, and the arms of a choice.
    fn parts(&mut self, schema: &Value, site: &Site) {
        let list = |schema: &Value, key: &str| {
            let parts = schema.get(key).and_then(Value::as_array).cloned();
            parts.unwrap_or_default()
        };
        let enums = [vec![schema.clone()], list(schema, "allOf")].concat();
        let enums = enums.iter().map(|part| list(self.target(part), "enum"));
        let allowed: Vec<Vec<Value>> = enums.filter(|values| !values.is_empty()).collect();
        for key in ["allOf", "oneOf", "anyOf"] {
            // A parent that lists the heirs which include it is no choice within them.
            if key != "allOf" && self.lists(schema, key, site) {
                continue;
            }
            let parts = schema.get(key).and_then(Value::as_array).into_iter().flatten();
            let parts: Vec<&Value> = parts.collect();
            let is_null = |part: &&&Value| part.get("type") == Some(&Value::from("null"));
            let several = parts.iter().filter(|part| !is_null(part)).count() > 1;
            for (index, part) in parts.into_iter().enumerate() {
                let mut part_site = site.below(&format!("{key}/{index}"));
                if key == "allOf" {
                    part_site.allowed = [&*site.allowed, &*allowed].concat();
                    part_site.wholes = [&*site.wholes, std::slice::from_ref(&site.at)].concat();
                }
                let site = part_site;
                // A wrapper of one schema has that schema's type.
                if key != "allOf" && several {
                    self.arm(part, &site);
                } else {
                    self.schema(part, site);
                }
            }
        }
    }

    /// Returns the schema that another refers to, or that one.
    fn target<'v>(&'v self, schema: &'v Value) -> &'v Value {
        match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => resolve(self.root, reference.trim_start_matches('#')).0,
            None => schema,
        }
    }

    /// Returns whether a choice lists the heirs of the schema at a place: one of the objects that
    /// include it, or others that do.
    fn lists(&self, schema: &Value, key: &str, site: &Site) -> bool {
        let refers =
            |part: &Value| part.get("$ref")?.as_str()?.strip_prefix('#').map(str::to_owned);
        let arms = schema.get(key).and_then(Value::as_array).into_iter().flatten();
        let mut arms = arms.filter_map(|arm| Some((refers(arm)?, self.target(arm))));
        let includes = |arm: &Value| {
            let parts = arm.get("allOf").and_then(Value::as_array).into_iter().flatten();
            parts.filter_map(refers).any(|target| target == site.at)
        };
        !site.wholes.is_empty()
            && arms.any(|(target, arm)| site.wholes.contains(&target) || includes(arm))
    }

    /// Compares an arm of a union with the emitted arm that loses least of it.
    fn arm(&mut self, part: &Value, site: &Site) {
        let before = self.tally.point();
        let trials = self.arms(&site.kind).into_iter().map(|kind| {
            self.schema(part, site.with(&kind));
            self.tally.take_back(before)
        });
        // Where the ledger has a line on all of it, nothing is lost.
        let loss = |part: &tally::Part| (part.lost.len(), Reverse(part.found));
        if let Some(best) = trials.min_by_key(loss) {
            self.tally.add(best);
        }
    }

    /// Returns the types of the arms of a union; any other type is its own.
    fn arms(&self, kind: &str) -> Vec<String> {
        match self.emitted.unions.get(kind.trim_start_matches("one of ")) {
            Some(arms) => arms.iter().map(|arm| innermost(&text_of(arm))).collect(),
            None => vec![kind.to_owned()],
        }
    }

    fn property(&mut self, name: &str, property: &Value, site: &Site) {
        // The envelope of a page is the runtime's.
        let item = site.kind.strip_prefix("Page<").and_then(|rest| rest.strip_suffix('>'));
        let item = item.filter(|_| ["count", "next", "previous", "results"].contains(&name));
        let arms = self.arms(&site.kind);
        let mut structs = arms.iter().filter_map(|kind| self.emitted.structs.get(kind));
        let kind =
            item.map(str::to_owned).or_else(|| structs.find_map(|one| member_type(one, name)));
        // A place without a type is a fault of the walk, whatever the ledger has.
        let places: &[&str] = if site.kind.is_empty() { &["no type"] } else { &[&site.at] };
        let thing = format!("property {} in `{}`", site.at, site.kind);
        self.count(kind.is_some(), places, None, &thing);
        if let Some(kind) = kind {
            self.schema(property, site.with(&kind));
        }
    }
}

/// Returns whether a call writes the parameter of a name to a place.
fn is_step(step: &Step, place: &str, name: &str) -> bool {
    step.method.starts_with(place) && step.literal.as_deref() == Some(name)
}
