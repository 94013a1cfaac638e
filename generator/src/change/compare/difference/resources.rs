//! Resources: the handles that a client returns, their features, and the versions.
//!
//! A resource is known by its calls: it is the same where most of them went, if nothing else is
//! more so.

use std::collections::{BTreeMap, BTreeSet};

use super::aliases::{ALIAS, Called, Item, aliases, renaming};
use super::differ::Differ;
use crate::change::compare::code::call::handle;
use crate::change::compare::code::hint;
use crate::change::compare::code::witness;
use crate::change::compare::entry::{Entry, Thing};
use crate::change::compare::kind::Kind;
use crate::change::surface::items::{ResourceItem, VersionItem};
use crate::change::surface::whole::Surface;

pub(super) fn compare(differ: &mut Differ<'_>) {
    let pairs = pairs(differ);
    let paired: BTreeSet<usize> = pairs.values().copied().collect();
    let mut entries = Vec::new();
    for (index, resource) in differ.old.resources.iter().enumerate() {
        let other = pairs.get(&index).and_then(|other| differ.new.resources.get(*other));
        match other {
            Some(other) => both(resource, other, &mut entries),
            None => entries.push(with_feature(gone(resource), resource, differ)),
        }
    }
    let new = differ.new.resources.iter().enumerate();
    entries.extend(
        new.filter(|(index, _)| !paired.contains(index))
            .map(|(_, resource)| with_feature(added(resource), resource, differ)),
    );
    let (old, new) = (versions(differ.old), versions(differ.new));
    entries.extend(old.difference(&new).map(|version| {
        version_entry(Kind::VersionRemoved, Thing::gone(&version.accessor), version)
    }));
    entries.extend(new.difference(&old).map(|version| {
        version_entry(Kind::VersionAdded, Thing::added(&version.accessor), version)
    }));
    differ.entries.extend(entries);
}

/// Returns which resource is which.
fn pairs(differ: &Differ<'_>) -> BTreeMap<usize, usize> {
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (one, other) in &differ.pairs.operations {
        *shared.entry((one.0, other.0)).or_default() += 1;
    }
    let resource = |(one, other): (usize, usize)| {
        Some((differ.old.resources.get(one)?, differ.new.resources.get(other)?))
    };
    let is_named = |pair: (usize, usize)| {
        resource(pair).is_some_and(|(one, other)| handle(one) == handle(other))
    };
    // Without a call in common only the name is left.
    for (one, _) in differ.old.resources.iter().enumerate() {
        for (other, _) in differ.new.resources.iter().enumerate() {
            if is_named((one, other)) {
                shared.entry((one, other)).or_default();
            }
        }
    }
    let mut ranked: Vec<((bool, usize), (usize, usize))> =
        shared.into_iter().map(|(pair, calls)| ((is_named(pair), calls), pair)).collect();
    ranked.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    let (mut pairs, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (_, (one, other)) in ranked {
        if !pairs.contains_key(&one) && taken.insert(other) {
            pairs.insert(one, other);
        }
    }
    pairs
}

fn both(old: &ResourceItem, new: &ResourceItem, entries: &mut Vec<Entry>) {
    let (one, other) = (handle(old), handle(new));
    let [was, is] = [old, new].map(|one| Called { name: &one.accessor, former: &one.former });
    let alias = |resource: &ResourceItem, name: &str| {
        let former = ResourceItem { accessor: name.to_owned(), ..resource.clone() };
        witness::handle(&former)
    };
    let path = |name: &str| format!("Client::{name}()");
    let item = Item { path: &path, witness: &|name| alias(old, name) };
    let renewed = Item { path: &path, witness: &|name| alias(new, name) };
    entries.extend(aliases((was, item), (is, renewed)));
    let [was_handle, is_handle] =
        [old, new].map(|one| Called { name: &one.handle, former: &one.former_handles });
    let path = |name: &str| format!("resources::{name}");
    let item = Item { path: &path, witness: &|name| witness::named(&path(name)) };
    entries.extend(aliases((was_handle, item), (is_handle, item)));
    if one != other || old.handle != new.handle {
        let kind = if old.version == new.version && old.accessor != new.accessor {
            renaming(Kind::ResourceRenamed, was, is)
        } else {
            Kind::ResourceRenamed
        };
        let user = if kind == Kind::RenamedWithAlias { new } else { old };
        let entry = Entry::new(kind, Thing::both(&one, &other))
            .http(format!("the calls of `{one}` are those of `{other}`"))
            .rust(format!(
                "`{one}`, a `resources::{}`, is `{other}`, a `resources::{}`",
                old.handle, new.handle
            ));
        entries.push(
            renamed(entry, old, new)
                .remedy(hint::keep_resource(&old.accessor, &new.accessor))
                .witness_by(witness::handle(user)),
        );
    }
    if old.feature != new.feature {
        entries.push(
            Entry::new(Kind::FeatureRenamed, Thing::both(&old.feature, &new.feature))
                .http(format!("the calls of `{other}` have another feature"))
                .rust(format!("the feature `{}` is `{}`", old.feature, new.feature))
                .item(format!("feature {}", old.feature), Some(old.feature.clone()), None)
                .item(format!("feature {}", new.feature), None, Some(new.feature.clone())),
        );
    }
    if old.words != new.words {
        entries.push(
            Entry::new(Kind::DocsChanged, Thing::both(&one, &other))
                .http(format!("the text on `{other}` is another"))
                .rust(format!("the documentation of `resources::{}`", new.handle)),
        );
    }
}

/// Adds the names that a handle and the method that returns it had and have.
fn renamed(entry: Entry, old: &ResourceItem, new: &ResourceItem) -> Entry {
    let alias = |is: bool| is.then(|| ALIAS.to_owned());
    let took_over = alias(entry.kind == Kind::AliasTookOver);
    let left = alias(entry.kind == Kind::RenamedWithAlias);
    let mut entry = entry;
    if old.handle != new.handle {
        entry = entry
            .item(
                handle_item(old),
                Some(old.handle.clone()),
                alias(new.former_handles.contains(&old.handle)),
            )
            .item(handle_item(new), None, Some(new.handle.clone()));
    }
    if accessor_item(old) != accessor_item(new) {
        entry = entry.item(accessor_item(old), Some(old.handle.clone()), left).item(
            accessor_item(new),
            took_over,
            Some(new.handle.clone()),
        );
    }
    entry
}

/// Adds the feature of a resource that comes or goes, unless another resource has it, too.
fn with_feature(entry: Entry, resource: &ResourceItem, differ: &Differ<'_>) -> Entry {
    let feature = &resource.feature;
    let has = |surface: &Surface| surface.resources.iter().any(|one| one.feature == *feature);
    let (old, new) = (has(differ.old), has(differ.new));
    if old && new {
        return entry;
    }
    let declared = |is: bool| is.then(|| feature.clone());
    entry.item(format!("feature {feature}"), declared(old), declared(new))
}

/// `resources::Boats`
fn handle_item(resource: &ResourceItem) -> String {
    format!("resources::{}", resource.handle)
}

/// `Client::boats()`, or the method of a version's handle.
fn accessor_item(resource: &ResourceItem) -> String {
    match &resource.version {
        Some(version) => format!("resources::{}::{}()", version.handle, resource.accessor),
        None => format!("Client::{}()", resource.accessor),
    }
}

fn gone(resource: &ResourceItem) -> Entry {
    let one = handle(resource);
    Entry::new(Kind::ResourceRemoved, Thing::gone(&one))
        .http(format!("no call of `{one}` is left"))
        .rust(format!("`{one}` and `resources::{}` are gone", resource.handle))
        .item(handle_item(resource), Some(resource.handle.clone()), None)
        .item(accessor_item(resource), Some(resource.handle.clone()), None)
        .witness_by(witness::handle(resource))
}

fn added(resource: &ResourceItem) -> Entry {
    let one = handle(resource);
    Entry::new(Kind::ResourceAdded, Thing::added(&one))
        .http(format!("there are calls of `{one}`"))
        .rust(format!("`{one}` returns `resources::{}`", resource.handle))
        .item(handle_item(resource), None, Some(resource.handle.clone()))
        .item(accessor_item(resource), None, Some(resource.handle.clone()))
        .witness_by(witness::handle(resource))
}

fn versions(surface: &Surface) -> BTreeSet<VersionItem> {
    surface.resources.iter().filter_map(|resource| resource.version.clone()).collect()
}

fn version_entry(kind: Kind, thing: Thing, version: &VersionItem) -> Entry {
    let VersionItem { handle, accessor } = version;
    let (is, old, new) = match kind {
        Kind::VersionAdded => ("is there", None, Some(handle.clone())),
        _ => ("is gone", Some(handle.clone()), None),
    };
    Entry::new(kind, thing)
        .http(format!("what `{accessor}` has beside another version {is}"))
        .rust(format!("`client.{accessor}()`, a `resources::{handle}`, {is}"))
        .item(format!("resources::{handle}"), old.clone(), new.clone())
        .item(format!("Client::{accessor}()"), old, new)
        .witness_by(witness::version(version))
}
