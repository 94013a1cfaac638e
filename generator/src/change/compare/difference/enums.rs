//! Enums of texts and of integers.

use super::differ::{Differ, Twin};
use crate::change::compare::code::hint;
use crate::change::compare::code::witness;
use crate::change::compare::entry::Entry;
use crate::change::compare::kind::{Kind, WireClass};
use crate::change::compare::pairing::members::pair;
use crate::change::surface::items::VariantItem;

pub(super) fn compare(
    differ: &mut Differ<'_>,
    twin: Twin<'_>,
    old: &[VariantItem],
    new: &[VariantItem],
) {
    let wire = |value: &VariantItem| Some(value.wire.clone());
    let values = pair(old, new, &[(&wire, &wire)]);
    let path = |value: &VariantItem| format!("types::{}::{}", twin.new.name, value.name);
    let at = |entry: Entry| entry.at(Some(&twin.old.pointer), Some(&twin.new.pointer));
    for one in values.gone {
        let entry = Entry::new(Kind::VariantRemoved, twin.gone(&one.wire))
            .http(format!("the value `{}` of `{}` is gone", one.wire, twin.new.name))
            .rust(format!("`{}::{}` is gone", twin.old.name, one.name))
            .wire(twin.wire(WireClass::Incompatible, WireClass::Compatible))
            .item(path(one), Some(one.wire.clone()), None)
            .remedy(hint::restore_value(&twin.new.pointer, &one.wire))
            .witness_by(witness::variant(twin.old, &one.name));
        differ.push(at(entry));
    }
    for other in values.added {
        let entry = Entry::new(Kind::VariantAdded, twin.added(&other.wire))
            .http(format!("`{}` may be `{}`", twin.new.name, other.wire))
            .rust(format!("`{}::{}`", twin.new.name, other.name))
            .wire(WireClass::Compatible)
            .item(path(other), None, Some(other.wire.clone()))
            .witness_by(witness::variant(twin.new, &other.name));
        differ.push(at(entry));
    }
    for (one, other) in values.both {
        if one.name != other.name {
            let entry = twin
                .about(Kind::VariantRenamed, &one.wire)
                .http(format!("the value `{}` of `{}` is the same", one.wire, twin.new.name))
                .rust(format!("`{}::{}` is `{}`", twin.old.name, one.name, other.name))
                .item(path(one), Some(one.wire.clone()), None)
                .item(path(other), None, Some(other.wire.clone()))
                .witness_by(witness::variant(twin.old, &one.name));
            differ.push(at(entry));
        }
        if one.words != other.words {
            let entry = twin
                .about(Kind::DocsChanged, &one.wire)
                .http(format!("the text on `{}` of `{}` is another", one.wire, twin.new.name))
                .rust(format!("the documentation of `{}::{}`", twin.new.name, other.name));
            differ.push(at(entry));
        }
    }
}
