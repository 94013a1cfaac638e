//! Fields of structs.

use super::differ::{Differ, Matched, Relation};
use super::members::{Subject, docs};
use super::widening::{Received, Sent, Travels};
use crate::change::compare::code::hint;
use crate::change::compare::code::signature;
use crate::change::compare::code::witness;
use crate::change::compare::entry::Entry;
use crate::change::compare::kind::{Kind, WireClass};
use crate::change::surface::items::{MemberItem, ShapeItem, TypeItem};

mod presence;

pub(super) fn gone(differ: &mut Differ<'_>, matched: Matched<'_>, one: &MemberItem) {
    let name = &matched.old.name;
    let is_asked = matched.is_made() && is_argument(one);
    let (kind, rust) = if is_asked {
        let rust = format!("`{name}::new` no longer takes `{}`, and the field is gone", one.name);
        (Kind::RequiredFieldRemoved, rust)
    } else {
        (Kind::FieldRemoved, format!("the field `{name}::{}` is gone", one.name))
    };
    // A value that is sent has no effect any more; one that was always there is missing.
    let received =
        if one.presence.is_required() { WireClass::Incompatible } else { WireClass::Compatible };
    let entry = Entry::new(kind, matched.gone(&one.wire))
        .http(format!("the property `{}` of `{name}` is gone", one.wire))
        .rust(rust)
        .wire(matched.wire(WireClass::Incompatible, received))
        .at(Some(&one.pointer), Some(&matched.new.pointer))
        .item(path(matched, one), Some(signature::field(differ.old, one)), None)
        .remedy(hint::restore_property(&matched.new.pointer, &one.wire))
        .witness_by(witness::field(matched.old, one));
    let entry = with_methods(entry, differ, matched, (Some(one), None));
    differ.push(entry);
}

pub(super) fn added(differ: &mut Differ<'_>, matched: Matched<'_>, other: &MemberItem) {
    let name = &matched.new.name;
    let is_asked = matched.is_made() && is_argument(other);
    let (kind, rust) = if is_asked {
        let rust = format!("`{name}::new` takes `{}` too, a new field", other.name);
        (Kind::RequiredFieldAdded, rust)
    } else {
        (Kind::FieldAdded, format!("the field `{name}::{}`", other.name))
    };
    let sent =
        if other.presence.is_required() { WireClass::Incompatible } else { WireClass::Compatible };
    let witness = if is_asked {
        witness::constructor(differ.old, matched.old)
    } else {
        Some(witness::field(matched.new, other))
    };
    let remedy = is_asked.then(|| hint::without_requirement(&other.pointer, &other.wire));
    let entry = Entry::new(kind, matched.added(&other.wire))
        .http(format!("`{name}` has a property `{}`", other.wire))
        .rust(rust)
        .wire(matched.wire(sent, WireClass::Compatible))
        .at(Some(&matched.old.pointer), Some(&other.pointer))
        .item(path(matched, other), None, Some(signature::field(differ.new, other)))
        .remedy(remedy.flatten())
        .witness_by(witness);
    let entry = with_methods(entry, differ, matched, (None, Some(other)));
    differ.push(entry);
}

/// Adds the constructor, if it asks for the field on one side only or for another type, and the
/// setter, if it is not the same on both.
fn with_methods(
    entry: Entry,
    differ: &Differ<'_>,
    matched: Matched<'_>,
    (old, new): (Option<&MemberItem>, Option<&MemberItem>),
) -> Entry {
    let Matched { old: one, new: other } = matched;
    let passed = |surface, member: Option<&MemberItem>| {
        member.filter(|member| is_argument(member)).map(|member| signature::field(surface, member))
    };
    let is_other = passed(differ.old, old) != passed(differ.new, new);
    let mut entry = entry;
    if let (true, ShapeItem::Struct(was), ShapeItem::Struct(is)) =
        (matched.is_made() && is_other, &one.shape, &other.shape)
    {
        let was = signature::constructor(differ.old, was);
        let is = signature::constructor(differ.new, is);
        entry = entry.item(format!("types::{}::new()", other.name), Some(was), Some(is));
    }
    let setter = |ty: &TypeItem, member: Option<&MemberItem>| {
        let member = member.filter(|member| !member.presence.is_required())?;
        ty.direction.is_sent().then(|| member.setter.clone())
    };
    let declared = |surface, member: Option<&MemberItem>| {
        member.map(|member| signature::setter(surface, member))
    };
    match (setter(one, old), setter(other, new)) {
        (Some(name), None) => {
            entry.item(format!("types::{}::{name}()", other.name), declared(differ.old, old), None)
        }
        (None, Some(name)) => {
            entry.item(format!("types::{}::{name}()", other.name), None, declared(differ.new, new))
        }
        (Some(one), Some(name)) if one == name => {
            let (was, is) = (declared(differ.old, old), declared(differ.new, new));
            if was == is {
                return entry;
            }
            entry.item(format!("types::{}::{name}()", other.name), was, is)
        }
        _ => entry,
    }
}

/// Returns whether a constructor asks for a field.
fn is_argument(field: &MemberItem) -> bool {
    field.presence.is_required() && !field.constant
}

fn path(matched: Matched<'_>, field: &MemberItem) -> String {
    format!("types::{}::{}", matched.new.name, field.name)
}

/// A field on both sides.
struct Field<'f> {
    matched: Matched<'f>,
    old: &'f MemberItem,
    new: &'f MemberItem,
    /// `the property `name` of `Boat``
    http: String,
    /// `Boat::name`
    rust: String,
}

impl Field<'_> {
    fn about(&self, kind: Kind) -> Entry {
        self.matched
            .about(kind, &self.new.wire)
            .at(Some(&self.old.pointer), Some(&self.new.pointer))
    }

    fn with_item(&self, entry: Entry, differ: &Differ<'_>) -> Entry {
        let was = Some(signature::field(differ.old, self.old));
        let is = Some(signature::field(differ.new, self.new));
        let entry = entry.item(path(self.matched, self.new), was, is);
        with_methods(entry, differ, self.matched, (Some(self.old), Some(self.new)))
    }
}

pub(super) fn both(
    differ: &mut Differ<'_>,
    matched: Matched<'_>,
    old: &MemberItem,
    new: &MemberItem,
) {
    let http = format!("the property `{}` of `{}`", new.wire, matched.new.name);
    let field =
        Field { matched, old, new, http, rust: format!("{}::{}", matched.new.name, new.name) };
    presence::compare(differ, &field);
    ty(differ, &field);
    names(differ, &field);
    constant(differ, &field);
    if old.style != new.style {
        differ.push(
            field
                .about(Kind::FieldStyleChanged)
                .http(format!(
                    "{} is sent as `{}`, and was as `{}`",
                    field.http, new.style, old.style
                ))
                .rust(format!("`{}` is sent otherwise", field.rust))
                .wire(WireClass::Incompatible),
        );
    }
    if old.deprecated != new.deprecated {
        let (kind, is) = if new.deprecated {
            (Kind::FieldDeprecated, "is deprecated")
        } else {
            (Kind::FieldRestored, "is no longer deprecated")
        };
        let (was, is_now) = (signature::field(differ.old, old), signature::field(differ.new, new));
        differ.push(
            field
                .about(kind)
                .http(format!("{} {is}", field.http))
                .rust(format!("`{}` {is}", field.rust))
                .item(
                    path(matched, new),
                    Some(signature::marked(was, old.deprecated)),
                    Some(signature::marked(is_now, new.deprecated)),
                ),
        );
    }
    let subject = Subject {
        http: field.http.clone(),
        rust: format!("`{}`", field.rust),
        sent: matched.is_sent(),
    };
    let entries = docs(old, new, &subject, &|kind| field.about(kind));
    differ.entries.extend(entries);
}

fn ty(differ: &mut Differ<'_>, field: &Field<'_>) {
    let Field { matched, old, new, .. } = *field;
    let typed = witness::field_of_type(differ.old, matched.old, old);
    for item in field.with_item(field.about(Kind::FieldTypeChanged), differ).items {
        differ.note(&old.ty, &new.ty, (item, Some(typed.clone())));
    }
    if let Relation::Different = differ.relation(&old.ty, &new.ty) {
        let (was, is) = differ.spelled(&old.ty, &new.ty);
        let travels = Travels::of(Sent(matched.is_sent()), Received(matched.is_received()));
        let wire = differ.wire_of_types(&old.ty, &new.ty, travels);
        let entry = field
            .about(Kind::FieldTypeChanged)
            .http(format!("{} is of another type", field.http))
            .rust(format!("`{}` is `{is}`, and was `{was}`", field.rust))
            .wire(wire)
            .witness_by(witness::field_of_type(differ.old, matched.old, old));
        let entry = field.with_item(entry, differ);
        differ.push(entry);
    } else if old.held != new.held {
        let shown = |held: &Option<String>| held.clone().unwrap_or_else(|| "itself".to_owned());
        let entry = field
            .about(Kind::FieldHeldChanged)
            .http(format!("{} is part of a circle, or no longer", field.http))
            .rust(format!(
                "`{}` holds its value in {}, and did in {}",
                field.rust,
                shown(&new.held),
                shown(&old.held)
            ))
            .witness_by(witness::field_of_type(differ.old, matched.old, old));
        let entry = field.with_item(entry, differ);
        differ.push(entry);
    }
}

fn names(differ: &mut Differ<'_>, field: &Field<'_>) {
    let Field { matched, old, new, .. } = *field;
    if old.name != new.name {
        let (was, is) = (signature::field(differ.old, old), signature::field(differ.new, new));
        let entry = field
            .about(Kind::FieldRenamed)
            .http(format!("{} is the same", field.http))
            .rust(format!("`{}::{}` is `{}`", matched.old.name, old.name, field.rust))
            .item(path(matched, old), Some(was), None)
            .item(path(matched, new), None, Some(is))
            .witness_by(witness::field(matched.old, old));
        differ.push(entry);
        return;
    }
    let has_setter = |member: &MemberItem| !member.presence.is_required();
    if matched.is_made() && has_setter(old) && has_setter(new) && old.setter != new.setter {
        let entry = field
            .about(Kind::SetterRenamed)
            .http(format!("{} is the same", field.http))
            .rust(format!("the setter `{}` is `{}`", old.setter, new.setter))
            .item(
                format!("types::{}::{}()", matched.new.name, old.setter),
                Some(signature::option(differ.old, old)),
                None,
            )
            .item(
                format!("types::{}::{}()", matched.new.name, new.setter),
                None,
                Some(signature::option(differ.new, new)),
            )
            .witness_by(witness::setter(differ.old, matched.old, old));
        differ.push(entry);
    }
}

/// Compares whether the constructor fills the field in, where it is always there.
fn constant(differ: &mut Differ<'_>, field: &Field<'_>) {
    let Field { matched, old, new, .. } = *field;
    let are_required = old.presence.is_required() && new.presence.is_required();
    if !matched.is_made() || !are_required || old.constant == new.constant {
        return;
    }
    let (kind, http, takes) = if new.constant {
        (Kind::VariableBecameConstant, "has one value", "no longer takes")
    } else {
        (Kind::ConstantBecameVariable, "has several values", "takes")
    };
    let entry = field
        .about(kind)
        .http(format!("{} {http}", field.http))
        .rust(format!("`{}::new` {takes} `{}`", matched.new.name, new.name))
        .witness_by(witness::constructor(differ.old, matched.old));
    let entry = with_methods(entry, differ, matched, (Some(old), Some(new)));
    differ.push(entry);
}
