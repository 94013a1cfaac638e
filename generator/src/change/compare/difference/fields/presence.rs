//! Fields that may be missing, or null, or no longer.

use super::{Field, with_methods};
use crate::change::compare::code::hint;
use crate::change::compare::code::signature;
use crate::change::compare::code::witness;
use crate::change::compare::difference::differ::Differ;
use crate::change::compare::entry::Entry;
use crate::change::compare::kind::{Kind, WireClass};
use crate::change::surface::items::PresenceItem;

/// Compares whether a field is always there, and whether it may be null: one entry at most.
pub(super) fn compare(differ: &mut Differ<'_>, field: &Field<'_>) {
    let (one, other) = (field.old.presence, field.new.presence);
    let is_kept = one.is_required() == other.is_required();
    let entry = if is_kept {
        // Of a field that comes and goes besides, the types tell that.
        if is_nullable(one) == is_nullable(other) {
            return;
        }
        field.with_item(nullability(differ, field), differ)
    } else if one.is_option() && other.is_option() {
        // Where no value is `None` in either way, only a constructor can tell.
        if field.matched.is_made() {
            let entry = argument(differ, field);
            with_methods(entry, differ, field.matched, (Some(field.old), Some(field.new)))
        } else {
            absence(differ, field)
        }
    } else {
        field.with_item(requirement(differ, field), differ)
    };
    differ.push(entry);
}

const fn is_nullable(presence: PresenceItem) -> bool {
    matches!(presence, PresenceItem::Nullable | PresenceItem::ThreeState)
}

/// `` `Boat::draught` is `f64`, and was `Option<f64>` ``
fn declared(differ: &Differ<'_>, field: &Field<'_>) -> String {
    let was = signature::field(differ.old, field.old);
    let is = signature::field(differ.new, field.new);
    format!("`{}` is `{is}`, and was `{was}`", field.rust)
}

/// A field that is always there now, or no longer.
fn required(field: &Field<'_>) -> Entry {
    let (pointer, wire) = (&field.new.pointer, &field.new.wire);
    let (kind, http, remedy) = if field.new.presence.is_required() {
        (Kind::FieldBecameRequired, "is always there", hint::without_requirement(pointer, wire))
    } else {
        (Kind::FieldBecameOptional, "may be missing", hint::with_requirement(pointer, wire))
    };
    field.about(kind).http(format!("{} {http}", field.http)).remedy(remedy)
}

/// The class for programs that send a field which is required now, or no longer.
fn sent(field: &Field<'_>) -> WireClass {
    let is_required = field.new.presence.is_required();
    if is_required { WireClass::Incompatible } else { WireClass::Compatible }
}

fn requirement(differ: &Differ<'_>, field: &Field<'_>) -> Entry {
    let is_required = field.new.presence.is_required();
    let received = if is_required { WireClass::Compatible } else { WireClass::Incompatible };
    required(field)
        .rust(declared(differ, field))
        .wire(field.matched.wire(sent(field), received))
        .witness_by(witness::field_of_type(differ.old, field.matched.old, field.old))
}

/// A field that is an `Option` as before, which the constructor asks for now, or no longer.
fn argument(differ: &Differ<'_>, field: &Field<'_>) -> Entry {
    let takes = if field.new.presence.is_required() { "takes" } else { "no longer takes" };
    required(field)
        .rust(format!("`{}::new` {takes} `{}`", field.matched.new.name, field.new.name))
        .wire(field.matched.wire(sent(field), WireClass::Compatible))
        .witness_by(witness::constructor(differ.old, field.matched.old))
}

/// A field that is an `Option` as before, which no constructor asks for.
fn absence(differ: &Differ<'_>, field: &Field<'_>) -> Entry {
    let is = if field.new.presence.is_required() {
        "is null where it has no value, and was missing"
    } else {
        "may be missing, and was null"
    };
    field
        .about(Kind::FieldAbsenceChanged)
        .http(format!("{} {is}", field.http))
        .rust(format!(
            "`{}` is `{}` as before",
            field.rust,
            signature::field(differ.new, field.new)
        ))
        .wire(field.matched.wire(sent(field), WireClass::Compatible))
}

fn nullability(differ: &Differ<'_>, field: &Field<'_>) -> Entry {
    let (kind, http, sent, received) = if is_nullable(field.new.presence) {
        let http = "may be null";
        (Kind::FieldBecameNullable, http, WireClass::Compatible, WireClass::Incompatible)
    } else {
        let http = "may no longer be null";
        (Kind::FieldBecameNonNull, http, WireClass::Incompatible, WireClass::Compatible)
    };
    field
        .about(kind)
        .http(format!("{} {http}", field.http))
        .rust(declared(differ, field))
        .wire(field.matched.wire(sent, received))
        .witness_by(witness::field_of_type(differ.old, field.matched.old, field.old))
}
