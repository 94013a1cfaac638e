//! Webhooks: their events as a whole, the module that shows them, and the check of the secret. The
//! events themselves are arms of a union.

use crate::change::compare::code::witness;
use crate::change::compare::difference::differ::{Differ, Matched};
use crate::change::compare::entry::{Entry, ItemChange, Thing};
use crate::change::compare::kind::{Kind, WireClass};
use crate::change::surface::items::{ArmItem, EventsItem, ShapeItem};
use crate::change::surface::whole::Surface;

/// Returns whether a type is the union of the events.
pub(super) fn is_union(differ: &Differ<'_>, matched: Matched<'_>) -> bool {
    let is_it = |surface: &Surface, name: &str| {
        surface.event_union().is_some_and(|union| union.name == name)
    };
    is_it(differ.old, &matched.old.name) && is_it(differ.new, &matched.new.name)
}

pub(in crate::change::compare::difference) fn compare(differ: &mut Differ<'_>) {
    let entries = match (&differ.old.events, &differ.new.events) {
        (None, None) => Vec::new(),
        (Some(_), None) => whole(differ.old, Kind::EventRemoved),
        (None, Some(_)) => whole(differ.new, Kind::EventAdded),
        (Some(old), Some(new)) => both(differ, old, new),
    };
    differ.entries.extend(entries);
}

/// Returns the entry of an event that is no longer sent.
pub(super) fn gone(matched: Matched<'_>, arm: &ArmItem, held: &str) -> Entry {
    Entry::new(Kind::EventRemoved, matched.gone(&arm.name))
        .http(format!("webhooks no longer send `{held}`"))
        .rust(format!("`{}::{}` is gone", matched.old.name, arm.name))
        .wire(WireClass::Compatible)
}

/// Returns the entry of an event that is new.
pub(super) fn added(matched: Matched<'_>, arm: &ArmItem, held: &str) -> Entry {
    Entry::new(Kind::EventAdded, matched.added(&arm.name))
        .http(format!("webhooks send `{held}`"))
        .rust(format!("`{}::{}`", matched.new.name, arm.name))
        .wire(WireClass::Compatible)
}

/// Returns an entry for each event of a client that has all of them or none.
fn whole(surface: &Surface, kind: Kind) -> Vec<Entry> {
    let Some(union) = surface.event_union() else { return Vec::new() };
    let ShapeItem::Union(decl) = &union.shape else { return Vec::new() };
    let entry = |arm: &ArmItem| {
        let name = format!("{}.{}", union.name, arm.name);
        let path = format!("types::{}::{}", union.name, arm.name);
        let declared = Some(surface.spell(&arm.ty));
        let at = surface.event_place(&arm.name);
        let (thing, is, old, new, at) = match kind {
            Kind::EventAdded => (Thing::added(name), "", None, declared, (None, at)),
            _ => (Thing::gone(name), " no longer", declared, None, (at, None)),
        };
        Entry::new(kind, thing)
            .http(format!("webhooks{is} send `{}`", surface.spell(&arm.ty)))
            .rust(format!("`{}::{}`", union.name, arm.name))
            .wire(WireClass::Compatible)
            .at(at.0, at.1)
            .item(path, old, new)
            .witness_by(witness::arm(union, &arm.name))
    };
    let mut entries: Vec<Entry> = decl.arms.iter().map(entry).collect();
    if let (Some(first), Some(events)) = (entries.first_mut(), &surface.events) {
        // The module comes and goes with the events, which have one feature.
        let feature = format!("feature {}", events.feature());
        let header = events.kind_header.is_some();
        let header = header.then(|| format!("{}::KIND_HEADER", events.module));
        let items = std::iter::once(feature).chain(header).chain(secret_items(events));
        for path in items {
            let declared = Some(path.clone());
            let (old, new) = match kind {
                Kind::EventAdded => (None, declared),
                _ => (declared, None),
            };
            first.items.push(ItemChange { path, old, new });
        }
    }
    entries
}

/// Returns the items that check the secret.
fn secret_items(events: &EventsItem) -> Vec<String> {
    let items = ["verify", "SECRET_HEADER"].map(|name| format!("{}::{name}", events.module));
    if events.secret_header.is_some() { items.to_vec() } else { Vec::new() }
}

fn both(differ: &Differ<'_>, old: &EventsItem, new: &EventsItem) -> Vec<Entry> {
    let mut entries = Vec::new();
    if old.module != new.module {
        let features = [old, new].map(EventsItem::feature);
        let [was, is] = features;
        entries.push(
            Entry::new(Kind::FeatureRenamed, Thing::both(&was, &is))
                .http("the events have another feature")
                .rust(format!("the feature and the module `{}` are `{}`", was, new.module))
                .item(format!("feature {was}"), Some(was.clone()), None)
                .item(format!("feature {is}"), None, Some(is.clone())),
        );
    }
    let name = differ.new.event_union().map_or("", |union| union.name.as_str());
    if old.kind_header != new.kind_header {
        let [was, is] = [old, new].map(|item| match &item.kind_header {
            Some(header) => format!("in the header `{header}`"),
            None => "in the body".to_owned(),
        });
        let declared = |item: &EventsItem| match item.kind_header {
            Some(_) => "fn read(kind: Option<impl AsRef<[u8]>>, body: &[u8])".to_owned(),
            None => "fn read(body: &[u8])".to_owned(),
        };
        let entry = Entry::new(Kind::EventReadingChanged, Thing::same("webhooks (kind)"))
            .http(format!("the kind of an event is {is}, and was {was}"))
            .rust(format!("`{name}::read` looks for the kind {is}"))
            .wire(WireClass::Incompatible);
        let is_other = old.kind_header.is_some() != new.kind_header.is_some();
        entries.push(if is_other {
            let path = format!("types::{name}::read()");
            let header =
                |item: &EventsItem| item.kind_header.as_ref().map(|name| format!("{name:?}"));
            entry
                .item(path, Some(declared(old)), Some(declared(new)))
                .item(format!("{}::KIND_HEADER", new.module), header(old), header(new))
                .witness_by(witness::read(name, old.kind_header.is_some()))
        } else {
            entry
        });
    }
    entries.extend(secret(old, new));
    entries
}

fn secret(old: &EventsItem, new: &EventsItem) -> Option<Entry> {
    let thing = "webhooks (secret)";
    let path = format!("{}::verify", new.module);
    match (&old.secret_header, &new.secret_header) {
        (None, Some(header)) => Some(
            Entry::new(Kind::SecretCheckAdded, Thing::added(thing))
                .http(format!("the header `{header}` has the secret"))
                .rust(format!("`{path}` checks it"))
                .items(secret_items(new).into_iter().map(|path| (path.clone(), None, Some(path)))),
        ),
        (Some(header), None) => Some(
            Entry::new(Kind::SecretCheckRemoved, Thing::gone(thing))
                .http(format!("no header is known to have the secret; `{header}` was"))
                .rust(format!("`{path}` is gone"))
                .items(secret_items(old).into_iter().map(|path| (path.clone(), Some(path), None))),
        ),
        (Some(was), Some(is)) if was != is => Some(
            Entry::new(Kind::SecretHeaderChanged, Thing::same(thing))
                .http(format!("the header `{is}` has the secret, and `{was}` had it"))
                .rust(format!("`{}::SECRET_HEADER` is `{is}`", new.module))
                .wire(WireClass::Incompatible),
        ),
        _ => None,
    }
}
