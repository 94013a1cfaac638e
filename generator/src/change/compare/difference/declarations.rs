//! Declared types: those that come and go, their names and forms.

use std::collections::{BTreeMap, BTreeSet};

use super::aliases::{ALIAS, Called, Item, aliases, renaming};
use super::differ::{Differ, Matched};
use super::{enums, structs, unions};
use crate::change::compare::code::hint;
use crate::change::compare::code::signature;
use crate::change::compare::code::witness;
use crate::change::compare::entry::{Entry, Thing};
use crate::change::compare::kind::{Kind, WireClass};
use crate::change::compare::pairing::written;
use crate::change::surface::items::{FormItem, ShapeItem, TypeItem};

pub(super) fn compare(differ: &mut Differ<'_>) {
    let pairs = differ.pairs;
    for (index, ty) in written(differ.old).filter(|(_, ty)| !is_call(ty)) {
        if !pairs.types.contains_key(&index) {
            let entry = gone(ty);
            differ.push(entry);
        }
    }
    for (index, ty) in written(differ.new).filter(|(_, ty)| !is_call(ty)) {
        if !pairs.back.contains_key(&index) {
            let entry = added(ty);
            differ.push(entry);
        }
    }
    for (one, other) in &pairs.types {
        if let (Some(old), Some(new)) = (differ.old.types.get(*one), differ.new.types.get(*other)) {
            both(differ, Matched { old, new });
        }
    }
    replaced(differ);
    redirected(differ);
}

/// Returns whether a type is that of a call, which comes and goes with the options of the call.
fn is_call(ty: &TypeItem) -> bool {
    matches!(&ty.shape, ShapeItem::Struct(decl) if decl.form == FormItem::Parameters)
}

fn gone(ty: &TypeItem) -> Entry {
    Entry::new(Kind::TypeRemoved, Thing::gone(&ty.name))
        .http(format!("no call of `{}` is left", ty.name))
        .rust(format!("`types::{}`, {}, is gone", ty.name, ty.shape.kind()))
        .at(Some(&ty.pointer), None)
        .item(format!("types::{}", ty.name), Some(signature::declaration(ty)), None)
        .witness_by(witness::declared(ty))
}

fn added(ty: &TypeItem) -> Entry {
    Entry::new(Kind::TypeAdded, Thing::added(&ty.name))
        .http(format!("{} have a `{}`", ty.direction.words(), ty.name))
        .rust(format!("`types::{}`, {}", ty.name, ty.shape.kind()))
        .at(None, Some(&ty.pointer))
        .item(format!("types::{}", ty.name), None, Some(signature::declaration(ty)))
        .witness_by(witness::declared(ty))
}

/// Adds an entry for each name that is another type than before.
fn redirected(differ: &mut Differ<'_>) {
    let by_name: BTreeMap<&str, (usize, &TypeItem)> =
        written(differ.new).map(|(index, ty)| (ty.name.as_str(), (index, ty))).collect();
    let entry = |(index, old): (usize, &TypeItem)| {
        let (other, new) = *by_name.get(old.name.as_str())?;
        let is_it = differ.pairs.types.get(&index) == Some(&other);
        (!is_it).then(|| {
            let name = &old.name;
            let (was, is) = (signature::declaration(old), signature::declaration(new));
            Entry::new(Kind::TypeRedirected, Thing::same(name))
                .http(format!("the name `{name}` is that of something else"))
                .rust(format!("`types::{name}` is another type than before"))
                .at(Some(&old.pointer), Some(&new.pointer))
                .item(format!("types::{name}"), Some(was), Some(is))
        })
    };
    let entries: Vec<Entry> = written(differ.old).filter_map(entry).collect();
    differ.entries.extend(entries);
}

/// Adds an entry for each two types that were exchanged in several places.
fn replaced(differ: &mut Differ<'_>) {
    let crossed = differ.pairs.crossed.iter().filter(|(_, places)| **places > 1);
    let entry = |((one, other), places): (&(usize, usize), &usize)| {
        let old = differ.old.types.get(*one).filter(|ty| ty.written)?;
        let new = differ.new.types.get(*other).filter(|ty| ty.written)?;
        let places = format!("in {places} places");
        let mut entry = Entry::new(Kind::TypeReplaced, Thing::both(&old.name, &new.name))
            .http(format!("`{}` stands where `{}` stood, {places}", new.name, old.name))
            .rust(format!("`types::{}` instead of `types::{}`, {places}", new.name, old.name))
            .wire(WireClass::Incompatible)
            .at(Some(&old.pointer), Some(&new.pointer));
        let noted = differ.exchanged.get(&(*one, *other)).cloned().unwrap_or_default();
        entry.witness = noted.iter().find_map(|(_, witness)| witness.clone());
        entry.items = noted.into_iter().map(|(item, _)| item).collect();
        entry.items.sort_by(|one, other| one.path.cmp(&other.path));
        entry.items.dedup();
        Some(entry)
    };
    let entries: Vec<Entry> = crossed.filter_map(entry).collect();
    differ.entries.extend(entries);
}

fn both(differ: &mut Differ<'_>, matched: Matched<'_>) {
    let Matched { old, new } = matched;
    let [one, other] = [old, new].map(|ty| Called { name: &ty.name, former: &ty.former });
    let path = |name: &str| format!("types::{name}");
    let item = Item { path: &path, witness: &|name| witness::named(&path(name)) };
    differ.entries.extend(aliases((one, item), (other, item)));
    if old.name != new.name {
        let kind = renaming(Kind::TypeRenamed, one, other);
        let left = (kind == Kind::RenamedWithAlias).then(|| ALIAS.to_owned());
        let entry = matched
            .whole(kind)
            .http(format!("`{}` is the same as `{}`", new.name, old.name))
            .rust(format!("`types::{}` is `types::{}`", old.name, new.name))
            .item(format!("types::{}", old.name), Some(signature::declaration(old)), left)
            .item(format!("types::{}", new.name), None, Some(signature::declaration(new)))
            .remedy(hint::keep_type(&new.name, &old.name))
            .witness_by(witness::declared(if kind == Kind::RenamedWithAlias { new } else { old }));
        differ.push(entry);
    }
    features(differ, matched);
    state(differ, matched);
    match (&old.shape, &new.shape) {
        (ShapeItem::Struct(one), ShapeItem::Struct(other)) => {
            if !is_call(old) && !is_call(new) {
                structs::compare(differ, matched, one, other);
            }
        }
        (ShapeItem::Enum(one), ShapeItem::Enum(other))
        | (ShapeItem::IntegerEnum(one), ShapeItem::IntegerEnum(other)) => {
            enums::compare(differ, matched, one, other);
        }
        (ShapeItem::Union(one), ShapeItem::Union(other))
        | (ShapeItem::ByStatus(one), ShapeItem::ByStatus(other)) => {
            unions::compare(differ, matched, one, other);
        }
        (one, other) => {
            let entry = matched
                .whole(Kind::TypeShapeChanged)
                .http(format!("`{}` is {}, and was {}", new.name, other.kind(), one.kind()))
                .rust(format!("`types::{}` is {}", new.name, other.kind()))
                .wire(WireClass::Incompatible)
                .item(
                    format!("types::{}", new.name),
                    Some(signature::declaration(old)),
                    Some(signature::declaration(new)),
                )
                .witness_by(witness::shape(differ.old, old));
            differ.push(entry);
        }
    }
}

fn features(differ: &mut Differ<'_>, matched: Matched<'_>) {
    let Matched { old, new } = matched;
    // A feature that is called otherwise is an entry of its resource.
    let is_kept = |feature: &&String| {
        [differ.old, differ.new]
            .into_iter()
            .all(|surface| surface.resources.iter().any(|resource| resource.feature == **feature))
    };
    let old_features: BTreeSet<&String> = old.features.iter().filter(is_kept).collect();
    let new_features: BTreeSet<&String> = new.features.iter().filter(is_kept).collect();
    let list = |features: Vec<&&String>| {
        let names: Vec<String> = features.iter().map(|name| format!("`{name}`")).collect();
        names.join(", ")
    };
    let gone: Vec<&&String> = old_features.difference(&new_features).collect();
    let more: Vec<&&String> = new_features.difference(&old_features).collect();
    let mut entries = Vec::new();
    if !gone.is_empty() {
        let gone = list(gone);
        entries.push(
            matched
                .whole(Kind::TypeFeatureNarrowed)
                .http(format!("`{}` is no longer used by the calls of {gone}", new.name))
                .rust(format!("`types::{}` is not there with {gone} alone", new.name)),
        );
    }
    if !more.is_empty() {
        let more = list(more);
        entries.push(
            matched
                .whole(Kind::TypeFeatureWidened)
                .http(format!("`{}` is used by the calls of {more} too", new.name))
                .rust(format!("`types::{}` is there with {more} too", new.name)),
        );
    }
    differ.entries.extend(entries);
}

fn state(differ: &mut Differ<'_>, matched: Matched<'_>) {
    let Matched { old, new } = matched;
    let documented =
        |entry: Entry| entry.rust(format!("the documentation of `types::{}`", new.name));
    if old.deprecated != new.deprecated {
        let (kind, is) = if new.deprecated {
            (Kind::TypeDeprecated, "is deprecated")
        } else {
            (Kind::TypeRestored, "is no longer deprecated")
        };
        let entry = documented(matched.whole(kind)).http(format!("`{}` {is}", new.name));
        differ.push(entry);
    }
    if old.words != new.words {
        let entry = documented(matched.whole(Kind::DocsChanged))
            .http(format!("the text on `{}` is another", new.name));
        differ.push(entry);
    }
}
