//! Parameters of calls: in the path, where their names do not count, and elsewhere.

use super::about::{about, with_signature};
use crate::change::compare::code::call::Call;
use crate::change::compare::code::hint;
use crate::change::compare::code::signature;
use crate::change::compare::code::witness;
use crate::change::compare::difference::differ::{Differ, Relation};
use crate::change::compare::difference::members::{Subject, docs};
use crate::change::compare::difference::widening::Travels;
use crate::change::compare::entry::Entry;
use crate::change::compare::kind::{Kind, WireClass};
use crate::change::compare::pairing::members;
use crate::change::surface::items::MemberItem;
use crate::change::surface::reference::TypeRef;

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
            let user = if kind == Kind::PathTypeWidened { new } else { old };
            let entry = about(kind, old, new, &part)
                .http(format!(
                    "`{}` in the path of `{}` is of another type",
                    other.wire,
                    new.wire()
                ))
                .rust(format!("`{}` takes `{is}` instead of `{was}`", new.expression()))
                .wire(wire)
                .witness_by(witness::call(user.surface, user.resource, user.operation));
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

/// A parameter on both sides.
#[derive(Clone, Copy)]
struct Pair<'p> {
    calls: (Call<'p>, Call<'p>),
    one: &'p MemberItem,
    other: &'p MemberItem,
}

impl Pair<'_> {
    fn about(self, kind: Kind) -> Entry {
        about(kind, self.calls.0, self.calls.1, &self.other.wire)
            .at(Some(&self.one.pointer), Some(&self.other.pointer))
    }

    fn with_item(self, entry: Entry) -> Entry {
        with_item(entry, self.calls, (Some(self.one), Some(self.other)))
    }

    fn http(self) -> String {
        named(self.calls.1, self.other)
    }

    /// `client.boats().list`
    fn expression(self) -> String {
        self.calls.1.expression()
    }
}

fn both(
    differ: &mut Differ<'_>,
    old: Call<'_>,
    new: Call<'_>,
    one: &MemberItem,
    other: &MemberItem,
) {
    let pair = Pair { calls: (old, new), one, other };
    if one.presence.is_required() != other.presence.is_required() {
        differ.push(requirement(pair));
    } else if one.setter != other.setter && !one.presence.is_required() {
        let entry = pair
            .about(Kind::ParameterRenamed)
            .http(format!("{} is the same", pair.http()))
            .rust(format!("`{}` is `{}`", one.setter, other.setter))
            .witness_by(witness::option(old, one));
        differ.push(pair.with_item(entry));
    }
    form(differ, pair);
    if one.deprecated != other.deprecated {
        let (kind, is) = if other.deprecated {
            (Kind::ParameterDeprecated, "is deprecated")
        } else {
            (Kind::ParameterRestored, "is no longer deprecated")
        };
        let entry = pair.about(kind).http(format!("{} {is}", pair.http())).rust(format!(
            "`{}` of `{}` {is}",
            other.setter,
            pair.expression()
        ));
        let set = [one, other].into_iter().all(|member| !member.presence.is_required());
        let path = signature::option_path(new.surface, new.operation, &other.setter);
        let marked = |call: Call<'_>, member: &MemberItem| {
            Some(signature::marked(signature::option(call.surface, member), member.deprecated))
        };
        let item = path.filter(|_| set).map(|path| (path, marked(old, one), marked(new, other)));
        differ.push(entry.items(item));
    }
    let rust = format!("`{}` of `{}`", other.setter, pair.expression());
    let subject = Subject { http: pair.http(), rust, sent: true };
    let entries = docs(one, other, &subject, &|kind| pair.about(kind));
    differ.entries.extend(entries);
}

/// An argument that became an option, or the other way round.
fn requirement(pair: Pair<'_>) -> Entry {
    let Pair { calls: (old, _), one, other } = pair;
    let expression = pair.expression();
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
    let is_needed = kind == Kind::ParameterBecameRequired;
    let entry = pair
        .about(kind)
        .http(format!("{} {http}", pair.http()))
        .rust(rust)
        .wire(wire)
        .remedy(is_needed.then(|| hint::make_optional(&other.pointer)))
        .witness_by(witness::call(old.surface, old.resource, old.operation));
    pair.with_item(entry)
}

/// Compares the type and the style.
fn form(differ: &mut Differ<'_>, pair: Pair<'_>) {
    let Pair { calls, one, other } = pair;
    let expression = pair.expression();
    let set = witness::option(calls.0, one);
    for item in pair.with_item(pair.about(Kind::ParameterTypeChanged)).items {
        differ.note(&one.ty, &other.ty, (item, set.clone()));
    }
    if let Relation::Different = differ.relation(&one.ty, &other.ty) {
        let (was, is) = differ.spelled(&one.ty, &other.ty);
        let entry = pair
            .about(Kind::ParameterTypeChanged)
            .http(format!("{} is of another type", pair.http()))
            .rust(format!("`{}` of `{expression}` takes `{is}` instead of `{was}`", other.setter))
            .wire(differ.wire_of_types(&one.ty, &other.ty, Travels::Out))
            .witness_by(witness::option(calls.0, one));
        differ.push(pair.with_item(entry));
    } else if one.style != other.style {
        differ.push(
            pair.about(Kind::ParameterStyleChanged)
                .http(format!(
                    "{} is in `{}`, and was in `{}`",
                    pair.http(),
                    other.style,
                    one.style
                ))
                .rust(format!("`{}` of `{expression}` is sent otherwise", other.setter))
                .wire(WireClass::Incompatible),
        );
    }
}
