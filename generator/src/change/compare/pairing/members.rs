//! Pairs of members: fields and parameters by their names on the wire, arms of unions by what they
//! stand for.

use std::collections::BTreeMap;

use crate::change::surface::items::{ArmItem, MemberItem, OperationItem, StructItem, UnionItem};
use crate::change::surface::whole::Surface;

/// The members of two things: in both, only in the old one, only in the new one.
pub(in crate::change::compare) struct Members<'a, T> {
    pub both: Vec<(&'a T, &'a T)>,
    pub gone: Vec<&'a T>,
    pub added: Vec<&'a T>,
}

/// A function that returns the key of a member.
type Key<'k, 'a, T, K> = &'k dyn Fn(&'a T) -> Option<K>;

/// The keys of the old and of the new members.
type Keys<'k, 'a, T, K> = (Key<'k, 'a, T, K>, Key<'k, 'a, T, K>);

/// Pairs members by keys: by the first that finds one, then by the second, and so on.
pub(in crate::change::compare) fn pair<'a, T, K: Ord>(
    old: &'a [T],
    new: &'a [T],
    keys: &[Keys<'_, 'a, T, K>],
) -> Members<'a, T> {
    let mut olds: Vec<Option<&T>> = old.iter().map(Some).collect();
    let mut news: Vec<Option<&T>> = new.iter().map(Some).collect();
    let mut both = Vec::new();
    for (of_old, of_new) in keys {
        let mut free: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for (index, one) in news.iter().enumerate().rev() {
            if let Some(key) = one.and_then(of_new) {
                free.entry(key).or_default().push(index);
            }
        }
        for slot in &mut olds {
            let found = slot
                .and_then(of_old)
                .and_then(|key| free.get_mut(&key)?.pop())
                .and_then(|index| news.get_mut(index)?.take());
            if let Some(other) = found {
                both.extend(slot.take().map(|one| (one, other)));
            }
        }
    }
    Members {
        both,
        gone: olds.into_iter().flatten().collect(),
        added: news.into_iter().flatten().collect(),
    }
}

fn wire(member: &MemberItem) -> Option<(&str, &str)> {
    Some((&member.wire, ""))
}

/// The name on the wire and the place: a header may be called as a query parameter is.
fn placed(member: &MemberItem) -> Option<(&str, &str)> {
    Some((&member.wire, member.style.split(',').next().unwrap_or_default()))
}

/// Pairs the parameters of an operation that are not in the path.
pub(in crate::change::compare) fn parameters<'a>(
    old: &'a OperationItem,
    new: &'a OperationItem,
) -> Members<'a, MemberItem> {
    pair(&old.parameters, &new.parameters, &[(&placed, &placed), (&wire, &wire)])
}

/// Pairs the fields of a struct.
pub(in crate::change::compare) fn fields<'a>(
    old: &'a StructItem,
    new: &'a StructItem,
) -> Members<'a, MemberItem> {
    pair(&old.fields, &new.fields, &[(&wire, &wire)])
}

/// Pairs the arms of a union: by their statuses or tags, by the names that the document gives them,
/// by their types, by their names in Rust.
pub(in crate::change::compare) fn arms<'a>(
    old_surface: &'a Surface,
    new_surface: &'a Surface,
    old: &'a UnionItem,
    new: &'a UnionItem,
) -> Members<'a, ArmItem> {
    let status = |arm: &'a ArmItem| Some(format!("{:?}", arm.statuses?));
    let tags = |arm: &'a ArmItem| (!arm.tags.is_empty()).then(|| arm.tags.join(" "));
    let hint = |arm: &'a ArmItem| arm.hint.clone();
    let of_old = |arm: &'a ArmItem| Some(old_surface.spell(&arm.ty));
    let of_new = |arm: &'a ArmItem| Some(new_surface.spell(&arm.ty));
    let place = |surface: &'a Surface, arm: &ArmItem| {
        surface.types.get(arm.ty.named()?).map(|ty| ty.pointer.clone())
    };
    let place_of_old = |arm: &'a ArmItem| place(old_surface, arm);
    let place_of_new = |arm: &'a ArmItem| place(new_surface, arm);
    let name = |arm: &'a ArmItem| Some(arm.name.clone());
    pair(
        &old.arms,
        &new.arms,
        &[
            (&status, &status),
            (&tags, &tags),
            (&hint, &hint),
            (&of_old, &of_new),
            (&place_of_old, &place_of_new),
            (&name, &name),
        ],
    )
}
