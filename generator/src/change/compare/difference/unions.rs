//! Unions, and choices by status.

use super::differ::{Differ, Matched, Relation};
use super::structs::conversion;
use super::widening::{Received, Sent, Travels};
use crate::change::compare::code::witness;
use crate::change::compare::entry::{Entry, ItemChange};
use crate::change::compare::kind::{Kind, WireClass};
use crate::change::compare::pairing::members;
use crate::change::surface::items::{ArmItem, UnionItem};
use crate::change::surface::whole::Surface;

pub(super) mod events;

pub(super) fn compare(
    differ: &mut Differ<'_>,
    matched: Matched<'_>,
    old: &UnionItem,
    new: &UnionItem,
) {
    conversion(differ, matched);
    let at = |entry: Entry| entry.at(Some(&matched.old.pointer), Some(&matched.new.pointer));
    if old.tag != new.tag {
        let shown = |tag: &Option<String>| match tag {
            Some(tag) => format!("by `{tag}`"),
            None => "by their form".to_owned(),
        };
        let (was, is) = (shown(&old.tag), shown(&new.tag));
        let entry = matched
            .about(Kind::TagChanged, "(discriminator)")
            .http(format!("the arms of `{}` are told apart {is}, and were {was}", matched.new.name))
            .rust(format!("`types::{}` is read and written otherwise", matched.new.name))
            .wire(WireClass::Incompatible);
        differ.push(at(entry));
    }
    let arms = members::arms(differ.old, differ.new, old, new);
    come_and_go(differ, matched, arms.gone, arms.added);
    for (one, other) in arms.both {
        let item = ItemChange {
            path: path(matched, other),
            old: Some(differ.old.spell(&one.ty)),
            new: Some(differ.new.spell(&other.ty)),
        };
        let typed = witness::arm_of_type(differ.old, matched.old, one);
        differ.note(&one.ty, &other.ty, (item, Some(typed)));
        for entry in both(differ, matched, one, other) {
            differ.push(at(entry));
        }
    }
}

/// Reports the arms of one side only, which for events is an entry of its own kind.
fn come_and_go(
    differ: &mut Differ<'_>,
    matched: Matched<'_>,
    gone: Vec<&ArmItem>,
    added: Vec<&ArmItem>,
) {
    let at = |entry: Entry| entry.at(Some(&matched.old.pointer), Some(&matched.new.pointer));
    let is_events = events::is_union(differ, matched);
    for one in gone {
        let held = differ.old.spell(&one.ty);
        let entry = match is_events {
            true => events::gone(matched, one, &held).at(differ.old.event_place(&one.name), None),
            false => at(Entry::new(Kind::ArmRemoved, matched.gone(&one.name))
                .http(format!("`{held}` is no longer a `{}`", matched.new.name))
                .rust(format!("`{}::{}` is gone", matched.old.name, one.name))
                .wire(matched.wire(WireClass::Incompatible, WireClass::Compatible))),
        };
        differ.push(
            entry
                .item(path(matched, one), Some(held), None)
                .items(
                    conversions(matched, differ.old, one)
                        .map(|(path, was)| (path, Some(was), None)),
                )
                .witness_by(witness::arm(matched.old, &one.name)),
        );
    }
    for other in added {
        let held = differ.new.spell(&other.ty);
        let entry = match is_events {
            true => {
                events::added(matched, other, &held).at(None, differ.new.event_place(&other.name))
            }
            false => at(Entry::new(Kind::ArmAdded, matched.added(&other.name))
                .http(format!("a `{}` may be `{held}`", matched.new.name))
                .rust(format!("`{}::{}`", matched.new.name, other.name))
                .wire(WireClass::Compatible)),
        };
        differ.push(
            entry
                .item(path(matched, other), None, Some(held))
                .items(
                    conversions(matched, differ.new, other)
                        .map(|(path, is)| (path, None, Some(is))),
                )
                .witness_by(witness::arm(matched.new, &other.name)),
        );
    }
}

/// Returns the impls that make a union of what an arm holds, with their declarations.
fn conversions(
    matched: Matched<'_>,
    surface: &Surface,
    arm: &ArmItem,
) -> impl Iterator<Item = (String, String)> {
    let content = surface.spell(&arm.ty);
    let borrowed = (content == "String").then(|| "&str".to_owned());
    let union = matched.new.name.clone();
    let types = std::iter::once(content).chain(borrowed).filter(|_| arm.from);
    types.map(move |ty| (format!("types::{union}: From<{ty}>"), format!("impl From<{ty}>")))
}

fn path(matched: Matched<'_>, arm: &ArmItem) -> String {
    format!("types::{}::{}", matched.new.name, arm.name)
}

/// Compares two arms: what they are called and hold, and how they are told apart.
fn both(differ: &Differ<'_>, matched: Matched<'_>, one: &ArmItem, other: &ArmItem) -> Vec<Entry> {
    let about = |kind| {
        let mut entry = matched.about(kind, &other.name);
        entry.thing.old = Some(format!("{}.{}", matched.old.name, one.name));
        entry
    };
    let mut entries = content(differ, matched, (one, other), &about);
    entries.extend(signs(matched, (one, other), &about));
    entries
}

fn content(
    differ: &Differ<'_>,
    matched: Matched<'_>,
    (one, other): (&ArmItem, &ArmItem),
    about: &dyn Fn(Kind) -> Entry,
) -> Vec<Entry> {
    let (name, mut entries) = (&matched.new.name, Vec::new());
    let (was, is) = differ.spelled(&one.ty, &other.ty);
    if one.name != other.name {
        entries.push(
            about(Kind::ArmRenamed)
                .http(format!("the arm `{}` of `{name}` is the same", one.name))
                .rust(format!("`{}::{}` is `{name}::{}`", matched.old.name, one.name, other.name))
                .item(path(matched, one), Some(differ.old.spell(&one.ty)), None)
                .item(path(matched, other), None, Some(differ.new.spell(&other.ty)))
                .witness_by(witness::arm(matched.old, &one.name)),
        );
    }
    let is_other = matches!(differ.relation(&one.ty, &other.ty), Relation::Different);
    if is_other || one.held != other.held {
        let travels = Travels::of(Sent(matched.is_sent()), Received(matched.is_received()));
        let wire = if is_other {
            differ.wire_of_types(&one.ty, &other.ty, travels)
        } else {
            WireClass::None
        };
        let held = |arm: &ArmItem, ty: &str| match &arm.held {
            Some(held) => format!("{held}<{ty}>"),
            None => ty.to_owned(),
        };
        let (was, is) = (held(one, &was), held(other, &is));
        let (from_old, from_new) =
            (conversions(matched, differ.old, one), conversions(matched, differ.new, other));
        let lost = from_old.map(|(path, was)| (path, Some(was), None)).filter(|_| is_other);
        let won = from_new.map(|(path, is)| (path, None, Some(is))).filter(|_| is_other);
        entries.push(
            about(Kind::ArmTypeChanged)
                .http(format!("the arm `{}` of `{name}` is of another type", other.name))
                .rust(format!("`{name}::{}` holds `{is}`, and held `{was}`", other.name))
                .wire(wire)
                .item(path(matched, other), Some(was), Some(is))
                .items(lost.chain(won))
                .witness_by(witness::arm_of_type(differ.old, matched.old, one)),
        );
    }
    if one.from != other.from && !is_other {
        entries.push(made(differ, matched, (one, other), about));
    }
    entries
}

/// A union that can be made from what an arm holds, or no longer.
fn made(
    differ: &Differ<'_>,
    matched: Matched<'_>,
    (one, other): (&ArmItem, &ArmItem),
    about: &dyn Fn(Kind) -> Entry,
) -> Entry {
    let name = &matched.new.name;
    let is = differ.new.spell(&other.ty);
    let (kind, can) = if other.from {
        (Kind::ArmFromAdded, "is there")
    } else {
        (Kind::ArmFromRemoved, "is gone")
    };
    let lost = conversions(matched, differ.old, one).map(|(path, was)| (path, Some(was), None));
    let won = conversions(matched, differ.new, other).map(|(path, is)| (path, None, Some(is)));
    about(kind)
        .http(format!("the type of the arm `{}` of `{name}` tells it apart", other.name))
        .rust(format!("`{name}::from({is})` {can}"))
        // Only one of the two has any.
        .items(lost.chain(won))
        .witness_by(witness::from(if other.from { matched.new } else { matched.old }, &is))
}

fn signs(
    matched: Matched<'_>,
    (one, other): (&ArmItem, &ArmItem),
    about: &dyn Fn(Kind) -> Entry,
) -> Vec<Entry> {
    let (name, mut entries) = (&matched.new.name, Vec::new());
    if one.tags != other.tags && one.is_default == other.is_default {
        entries.push(
            about(Kind::TagChanged)
                .http(format!(
                    "`{}` means the arm `{}` of `{name}`; before, `{}`",
                    other.tags.join("`, `"),
                    other.name,
                    one.tags.join("`, `")
                ))
                .rust(format!("`{name}::{}` is read and written otherwise", other.name))
                .wire(WireClass::Incompatible),
        );
    }
    if one.is_default != other.is_default {
        let means = if other.is_default { "means" } else { "no longer means" };
        entries.push(
            about(Kind::TagChanged)
                .http(format!(
                    "any other value, or none, {means} the arm `{}` of `{name}`",
                    other.name
                ))
                .rust(format!("`{name}::{}` is read and written otherwise", other.name))
                .wire(WireClass::Incompatible),
        );
    }
    if one.statuses != other.statuses {
        entries.push(
            about(Kind::ArmStatusChanged)
                .http(format!("the arm `{}` of `{name}` stands for another status", other.name))
                .rust(format!("`{name}::{}` stands for another status", other.name))
                .wire(WireClass::Incompatible),
        );
    }
    if one.words != other.words {
        entries.push(
            about(Kind::DocsChanged)
                .http(format!("the text on the arm `{}` of `{name}` is another", other.name))
                .rust(format!("the documentation of `{name}::{}`", other.name)),
        );
    }
    entries
}
