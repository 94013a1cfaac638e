//! Enums of texts and of integers.

use super::differ::{Differ, Matched};
use crate::change::compare::code::hint;
use crate::change::compare::code::witness;
use crate::change::compare::entry::Entry;
use crate::change::compare::kind::{Kind, WireClass};
use crate::change::compare::pairing::members::pair;
use crate::change::surface::items::VariantItem;

pub(super) fn compare(
    differ: &mut Differ<'_>,
    matched: Matched<'_>,
    old: &[VariantItem],
    new: &[VariantItem],
) {
    let wire = |value: &VariantItem| Some(value.wire.clone());
    let values = pair(old, new, &[(&wire, &wire)]);
    let path = |value: &VariantItem| format!("types::{}::{}", matched.new.name, value.name);
    let at = |entry: Entry| entry.at(Some(&matched.old.pointer), Some(&matched.new.pointer));
    for one in values.gone {
        let entry = Entry::new(Kind::VariantRemoved, matched.gone(&one.wire))
            .http(format!("the value `{}` of `{}` is gone", one.wire, matched.new.name))
            .rust(format!("`{}::{}` is gone", matched.old.name, one.name))
            .wire(matched.wire(WireClass::Incompatible, WireClass::Compatible))
            .item(path(one), Some(one.wire.clone()), None)
            .remedy(hint::restore_value(&matched.new.pointer, &one.wire))
            .witness_by(witness::variant(matched.old, &one.name));
        differ.push(at(entry));
    }
    for other in values.added {
        let entry = Entry::new(Kind::VariantAdded, matched.added(&other.wire))
            .http(format!("`{}` may be `{}`", matched.new.name, other.wire))
            .rust(format!("`{}::{}`", matched.new.name, other.name))
            .wire(WireClass::Compatible)
            .item(path(other), None, Some(other.wire.clone()))
            .witness_by(witness::variant(matched.new, &other.name));
        differ.push(at(entry));
    }
    for (one, other) in values.both {
        if one.name != other.name {
            let entry = matched
                .about(Kind::VariantRenamed, &one.wire)
                .http(format!("the value `{}` of `{}` is the same", one.wire, matched.new.name))
                .rust(format!("`{}::{}` is `{}`", matched.old.name, one.name, other.name))
                .item(path(one), Some(one.wire.clone()), None)
                .item(path(other), None, Some(other.wire.clone()))
                .witness_by(witness::variant(matched.old, &one.name));
            differ.push(at(entry));
        }
        if one.words != other.words {
            let entry = matched
                .about(Kind::DocsChanged, &one.wire)
                .http(format!("the text on `{}` of `{}` is another", one.wire, matched.new.name))
                .rust(format!("the documentation of `{}::{}`", matched.new.name, other.name));
            differ.push(at(entry));
        }
    }
}
