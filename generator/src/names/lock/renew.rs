//! Renewal: the lock of the next run.

use std::collections::{BTreeMap, BTreeSet};

use super::super::resources::ResourceNames;
use super::super::{Member, Names, integer_wire, members};
use super::{Held, member, thing};
use crate::input::lock::{Kind, Line, Lock, Mark, schema, way, word};
use crate::model::identity::{Holder, Use, document_name, structure};
use crate::model::{Api, NameHint, Resource, Shape, TypeId};
use crate::text::words::{kebab, snake};

/// The modules of the files that things are in.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub types: BTreeMap<TypeId, String>,
    /// By the number of the resource.
    pub handles: BTreeMap<usize, String>,
    /// For each type that several resources reach, the digest of those.
    pub shared: BTreeMap<TypeId, String>,
}

/// Makes the lock: a line for each thing, with the version of the crate in which it came, and the
/// lines of what is gone.
pub(crate) fn renew(
    api: &Api,
    names: &Names,
    held: &Held<'_>,
    files: &Places,
    release: Option<&str>,
) -> Lock {
    let mut renewal = Renewal {
        api,
        names,
        held,
        files,
        release,
        lines: Vec::new(),
        kept: BTreeSet::new(),
        calls: Vec::new(),
    };
    renewal.calls();
    for id in &api.written {
        renewal.ty(*id);
    }
    renewal.gone();
    Lock::of(renewal.lines)
}

struct Renewal<'a> {
    api: &'a Api,
    names: &'a Names,
    held: &'a Held<'a>,
    files: &'a Places,
    release: Option<&'a str>,
    lines: Vec<Line>,
    /// The lines of the last lock that are about things that exist.
    kept: BTreeSet<&'a Line>,
    /// The names of the calls, in the order of [`Api::operations`].
    calls: Vec<String>,
}

impl<'a> Renewal<'a> {
    /// Adds a line, with what the last lock knows of the thing.
    fn add(&mut self, line: Line, last: Option<&'a Line>) {
        let since = match last {
            Some(last) => last.get(Mark::Since),
            None => self.release,
        };
        let mut former: Vec<&str> = last.into_iter().flat_map(Line::was).collect();
        former.extend(last.map(|last| last.name.as_str()));
        former.retain(|name| *name != line.name);
        let former = (!former.is_empty() && line.kind != Kind::Member).then(|| former.join(" "));
        self.kept.extend(last);
        self.lines.push(line.with(Mark::Since, since).with(Mark::Was, former));
    }

    fn calls(&mut self) {
        let mut number = 0;
        let resources = self.api.resources.iter().zip(&self.names.resources).enumerate();
        for (index, (resource, names)) in resources {
            let place = way(&resource.name, resource.version);
            let line = resource_line(resource, names, &place)
                .with(Mark::In, self.files.handles.get(&index).map(String::as_str));
            self.add(line, self.held.resource(resource));
            for (operation, method) in resource.operations.iter().zip(&names.methods) {
                let name = format!("{place}.{}", operation.name);
                let plain = members::method_name(&operation.name);
                let spelled = Some(method.name.as_str()).filter(|name| *name != plain);
                let wait = method.waiting.as_ref().map(|wait| wait.as_str());
                let stream = method.streaming.as_ref().map(|stream| stream.as_str());
                let line = Line::new(Kind::Call, name.as_str(), thing(operation))
                    .with(Mark::Method, spelled)
                    .with(Mark::Stream, stream)
                    .with(Mark::Wait, wait);
                self.calls.push(name);
                self.add(line, self.held.call(number));
                number += 1;
            }
        }
    }

    fn ty(&mut self, id: TypeId) {
        let last = self.held.ty(id);
        let name = self.names[id].name.as_str();
        let places: BTreeSet<String> =
            self.held.uses.get(id.0).into_iter().flatten().map(|one| self.place(one)).collect();
        // The place by which the type was known, as long as it leads to it.
        let known = last.and_then(Line::place).filter(|place| places.contains(*place));
        let place = known.or_else(|| places.first().map(String::as_str));
        let documented = document_name(self.api, id).map(|(name, half)| schema(name, half));
        let is_documented = documented.is_some();
        let main = documented.or_else(|| place.map(str::to_owned));
        let Some(main) = main else { return };
        let line = Line::new(Kind::Type, name, main)
            .with(Mark::At, place.filter(|_| is_documented))
            .with(Mark::As, Some(structure(&self.api[id])))
            .with(Mark::Feature, self.event_feature(id))
            .with(Mark::In, self.files.types.get(&id).map(String::as_str))
            .with(Mark::For, self.files.shared.get(&id).map(String::as_str));
        if !is_documented {
            let others = places.iter().filter(|other| Some(other.as_str()) != place);
            self.lines.extend(others.map(|other| Line::new(Kind::Also, name, other.as_str())));
        }
        self.members(id, name);
        self.add(line, last);
    }

    /// Returns the feature of the events, for their union, where it is an unusual one.
    fn event_feature(&self, id: TypeId) -> Option<&str> {
        let names = self.names.webhooks.as_ref()?;
        names.unusual_feature().filter(|_| self.api.event_union() == Some(id))
    }

    /// Returns a use as a word of the lock.
    fn place(&self, one: &Use) -> String {
        let part = word(&one.part);
        match one.holder {
            Holder::Call(index) => {
                format!("{} {part}", self.calls.get(index).map_or("", String::as_str))
            }
            Holder::Webhooks => format!("webhooks {part}"),
            Holder::Type(id) => format!("{}.{part}", self.names[id].name),
        }
    }

    /// Adds the members whose names the wire does not give, and those that had to be told apart.
    fn members(&mut self, id: TypeId, ty: &str) {
        let (wires, plain) = self.plain_members(&self.api[id].shape);
        let (counts, wire_counts) = (counts(&plain), counts(&wires));
        let given = self.names[id].members.iter();
        for ((wire, plain), given) in wires.iter().zip(&plain).zip(given) {
            let Member { name, setter } = given;
            // Members that the wire does not tell apart cannot be told apart in the lock.
            let is_unknown = wire.is_empty() && plain.is_empty();
            if is_unknown || wire_counts.get(wire.as_str()) != Some(&1) {
                continue;
            }
            let is_alone = counts.get(plain.as_str()) == Some(&1);
            let last = self.held.member(id, wire);
            if last.is_none() && is_alone && name.as_str() == plain && setter == name {
                continue;
            }
            let setter = Some(setter.as_str()).filter(|setter| *setter != name.as_str());
            let line = Line::new(Kind::Member, format!("{ty}.{name}"), member(ty, wire));
            self.add(line.with(Mark::Setter, setter), last);
        }
    }

    /// Returns the words that members are known by, and the names that those give in Rust: for the
    /// arms of a union none.
    fn plain_members(&self, shape: &Shape) -> (Vec<String>, Vec<String>) {
        let variant = |wire: String| (wire.clone(), members::variant_name(&wire));
        match shape {
            Shape::Struct(decl) => {
                decl.fields.iter().map(|field| (field.wire.clone(), snake(&field.wire))).unzip()
            }
            Shape::Enum(decl) => {
                decl.values.iter().map(|value| variant(value.wire.clone())).unzip()
            }
            Shape::IntegerEnum(values) => {
                values.iter().map(|value| variant(integer_wire(value))).unzip()
            }
            Shape::Union(decl) => {
                let name_of = |id: TypeId| {
                    let base = match self.api[id].name {
                        NameHint::RequestOf(base) => base,
                        _ => id,
                    };
                    self.names[base].name.as_str()
                };
                let keys = members::arm_keys(decl, &name_of).into_iter();
                keys.map(|key| (key, String::new())).unzip()
            }
        }
    }

    /// Adds the lines of things that are gone, whose names nothing has been given.
    fn gone(&mut self) {
        let taken: BTreeSet<(Kind, String)> =
            self.lines.iter().map(|line| (line.kind, line.name.clone())).collect();
        for kind in [Kind::Call, Kind::Resource, Kind::Type, Kind::Member] {
            for line in self.held.lock.lines(kind).filter(|line| !self.kept.contains(*line)) {
                if taken.contains(&(kind, line.name.clone())) {
                    continue;
                }
                let mut line = line.clone();
                let version = self.release.unwrap_or_default().to_owned();
                line.marks.entry(Mark::Gone).or_insert(version);
                self.lines.push(line);
            }
        }
    }
}

/// Returns the line of a resource, with what is not called like it.
fn resource_line(resource: &Resource, names: &ResourceNames, place: &str) -> Line {
    let plain = members::field_name(&resource.name);
    let feature = kebab(&plain);
    Line::new(Kind::Resource, names.handle.as_str(), place)
        .with(Mark::Accessor, Some(names.accessor.as_str()).filter(|name| *name != plain))
        .with(Mark::Module, Some(names.module.as_str()).filter(|name| *name != plain))
        .with(Mark::Feature, Some(names.feature.as_str()).filter(|name| *name != feature))
}

/// Counts equal texts.
fn counts(texts: &[String]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for text in texts {
        *counts.entry(text.as_str()).or_default() += 1;
    }
    counts
}
