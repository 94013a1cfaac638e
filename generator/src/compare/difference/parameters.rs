//! Parameters of calls: in the path, where their names do not count, and elsewhere.

use super::members::{Subject, docs};
use super::operations::{about, with_signature};
use super::widening::Travels;
use super::{Call, Differ, Relation};
use crate::compare::entry::Entry;
use crate::compare::hint;
use crate::compare::kind::{Kind, WireClass};
use crate::compare::pairing::members;
use crate::compare::signature;
use crate::compare::witness;
use crate::surface::items::MemberItem;
use crate::surface::reference::TypeRef;

pub(super) fn in_path(differ: &mut Differ<'_>, old: Call<'_>, new: Call<'_>) {
    let both = old.operation.in_path.iter().zip(&new.operation.in_path).enumerate();
    for (index, (one, other)) in both {
        let part = format!("path {index}");
        if let Relation::Different = differ.relation(&one.ty, &other.ty) {
            let (was, is) = differ.spelled(&one.ty, &other.ty);
            let wire = differ.wire_of_types(&one.ty, &other.ty, Travels::Out);
            let id = TypeRef::plain("Id");
            let kind = match wire {
                WireClass::Compatible if other.ty == id => Kind::PathTypeWidened,
                _ if one.ty == id => Kind::PathTypeNarrowed,
                _ if other.ty == id && one.ty != id => Kind::PathTypeWidened,
                _ => Kind::PathTypeChanged,
            };
            let entry = about(kind, old, new, &part)
                .http(format!("`{}` in the path of `{}` is of another type", other.wire, new.wire()))
                .rust(format!("`{}` takes `{is}` instead of `{was}`", new.expression()))
                .wire(wire)
                .witness_by(witness::call(old.surface, old.resource, old.operation));
            differ.push(with_signature(entry, old, new));
        } else if one.style != other.style {
            differ.push(
                about(Kind::PathStyleChanged, old, new, &part)
                    .http(format!("`{}` is written as `{}`", other.wire, other.style))
                    .rust(format!("`{}` sends another path", new.expression()))
                    .wire(WireClass::Incompatible),
            );
        }
        let about = |kind| about(kind, old, new, &part);
        let subject = Subject {
            http: format!("`{}` in the path of `{}`", other.wire, new.wire()),
            rust: format!("the argument `{}` of `{}`", other.name, new.expression()),
            sent: true,
        };
        let entries = docs(one, other, &subject, &about);
        differ.entries.extend(entries);
    }
}

pub(super) fn others(differ: &mut Differ<'_>, old: Call<'_>, new: Call<'_>) {
    let members = members::parameters(old.operation, new.operation);
    for one in members.gone {
        let entry = gone(old, new, one);
        differ.push(entry);
    }
    for other in members.added {
        let entry = added(old, new, other);
        differ.push(entry);
    }
    for (one, other) in members.both {
        both(differ, old, new, one, other);
    }
}

/// `the parameter `rig` of `GET /boats/``
fn named(call: Call<'_>, parameter: &MemberItem) -> String {
    format!("the parameter `{}` of `{}`", parameter.wire, call.wire())
}

/// The Rust item of a parameter: a method of the call, or the method that takes it.
fn with_item(
    entry: Entry,
    (old, new): (Call<'_>, Call<'_>),
    (one, other): (Option<&MemberItem>, Option<&MemberItem>),
) -> Entry {
    let is_argument = |member: &MemberItem| member.presence.is_required();
    let entry = if one.into_iter().chain(other).any(is_argument) {
        with_signature(entry, old, new)
    } else {
        entry
    };
    let path = |call: Call<'_>, member: Option<&MemberItem>| {
        let member = member.filter(|member| !is_argument(member))?;
        let path = signature::option_path(call.surface, call.operation, &member.setter)?;
        Some((path, signature::option(call.surface, member)))
    };
    match (path(old, one), path(new, other)) {
        (Some((path, was)), Some((other, is))) if path == other => {
            entry.item(path, Some(was), Some(is))
        }
        (was, is) => {
            let entry = match was {
                Some((path, was)) => entry.item(path, Some(was), None),
                None => entry,
            };
            match is {
                Some((path, is)) => entry.item(path, None, Some(is)),
                None => entry,
            }
        }
    }
}

fn gone(old: Call<'_>, new: Call<'_>, one: &MemberItem) -> Entry {
    let expression = new.expression();
    let (kind, rust) = if one.presence.is_required() {
        (
            Kind::RequiredParameterRemoved,
            format!("`{expression}` no longer takes the argument `{}`", one.name),
        )
    } else {
        (Kind::ParameterRemoved, format!("`{expression}(…).{}(…)` is gone", one.setter))
    };
    let mut entry = about(kind, old, new, &one.wire);
    entry.thing.new = None;
    let entry = entry
        .http(format!("{} is gone", named(old, one)))
        .rust(rust)
        .wire(WireClass::Incompatible)
        .at(Some(&one.pointer), Some(&new.operation.pointer))
        .remedy(hint::restore_parameter(new.operation, one))
        .witness_by(witness::option(old, one));
    with_item(entry, (old, new), (Some(one), None))
}

fn added(old: Call<'_>, new: Call<'_>, other: &MemberItem) -> Entry {
    let expression = new.expression();
    let (kind, rust, wire) = if other.presence.is_required() {
        let rust = format!("`{expression}` takes one argument more, `{}`", other.name);
        (Kind::RequiredParameterAdded, rust, WireClass::Incompatible)
    } else {
        let rust = format!("`{expression}(…).{}(…)`", other.setter);
        (Kind::ParameterAdded, rust, WireClass::Compatible)
    };
    let mut entry = about(kind, old, new, &other.wire);
    entry.thing.old = None;
    let is_required = kind == Kind::RequiredParameterAdded;
    let witness = if is_required {
        Some(witness::call(old.surface, old.resource, old.operation))
    } else {
        witness::option(new, other)
    };
    let remedy = is_required.then(|| hint::make_optional(&other.pointer));
    let entry = entry
        .http(format!("{} is there", named(new, other)))
        .rust(rust)
        .wire(wire)
        .at(Some(&old.operation.pointer), Some(&other.pointer))
        .remedy(remedy)
        .witness_by(witness);
    with_item(entry, (old, new), (None, Some(other)))
}

fn both(
    differ: &mut Differ<'_>,
    old: Call<'_>,
    new: Call<'_>,
    one: &MemberItem,
    other: &MemberItem,
) {
    let expression = new.expression();
    let about = |kind| {
        about(kind, old, new, &other.wire).at(Some(&one.pointer), Some(&other.pointer))
    };
    let here = named(new, other);
    let pair = (Some(one), Some(other));
    if one.presence.is_required() != other.presence.is_required() {
        let (kind, http, rust, wire) = if other.presence.is_required() {
            let rust = format!(
                "`{expression}(…).{}(…)` is the argument `{}` of `{expression}`",
                one.setter, other.name
            );
            (Kind::ParameterBecameRequired, "is required", rust, WireClass::Incompatible)
        } else {
            let rust = format!(
                "the argument `{}` of `{expression}` is `{expression}(…).{}(…)`",
                one.name, other.setter
            );
            (Kind::ParameterBecameOptional, "is no longer required", rust, WireClass::Compatible)
        };
        let remedy =
            (kind == Kind::ParameterBecameRequired).then(|| hint::make_optional(&other.pointer));
        let entry = about(kind)
            .http(format!("{here} {http}"))
            .rust(rust)
            .wire(wire)
            .remedy(remedy)
            .witness_by(witness::call(old.surface, old.resource, old.operation));
        differ.push(with_item(entry, (old, new), pair));
    } else if one.setter != other.setter && !one.presence.is_required() {
        let entry = about(Kind::ParameterRenamed)
            .http(format!("{here} is the same"))
            .rust(format!("`{}` is `{}`", one.setter, other.setter))
            .witness_by(witness::option(old, one));
        differ.push(with_item(entry, (old, new), pair));
    }
    differ.note_call((&one.ty, &other.ty), (old, new));
    if let Relation::Different = differ.relation(&one.ty, &other.ty) {
        let (was, is) = differ.spelled(&one.ty, &other.ty);
        let wire = differ.wire_of_types(&one.ty, &other.ty, Travels::Out);
        let entry = about(Kind::ParameterTypeChanged)
            .http(format!("{here} is of another type"))
            .rust(format!("`{}` of `{expression}` takes `{is}` instead of `{was}`", other.setter))
            .wire(wire)
            .witness_by(witness::option(old, one));
        differ.push(with_item(entry, (old, new), pair));
    } else if one.style != other.style {
        differ.push(
            about(Kind::ParameterStyleChanged)
                .http(format!("{here} is in `{}`, and was in `{}`", other.style, one.style))
                .rust(format!("`{}` of `{expression}` is sent otherwise", other.setter))
                .wire(WireClass::Incompatible),
        );
    }
    if one.deprecated != other.deprecated {
        let (kind, is) = if other.deprecated {
            (Kind::ParameterDeprecated, "is deprecated")
        } else {
            (Kind::ParameterRestored, "is no longer deprecated")
        };
        differ.push(
            about(kind)
                .http(format!("{here} {is}"))
                .rust(format!("`{}` of `{expression}` {is}", other.setter)),
        );
    }
    let subject = Subject {
        http: here.clone(),
        rust: format!("`{}` of `{expression}`", other.setter),
        sent: true,
    };
    let entries = docs(one, other, &subject, &about);
    differ.entries.extend(entries);
}
