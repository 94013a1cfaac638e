//! Structs: what they can be made of and sent as, and their fields.

use super::differ::{Differ, Matched, Relation};
use super::fields;
use crate::change::compare::code::signature;
use crate::change::compare::code::witness::{self, Witness};
use crate::change::compare::entry::Entry;
use crate::change::compare::kind::{Kind, WireClass};
use crate::change::compare::pairing::members;
use crate::change::surface::items::{ExtraItem, PagingItem, StructItem, TypeItem};
use crate::change::surface::reference::TypeRef;
use crate::change::surface::whole::Surface;

pub(super) fn compare(
    differ: &mut Differ<'_>,
    matched: Matched<'_>,
    old: &StructItem,
    new: &StructItem,
) {
    constructor(differ, matched, old, new);
    forms(differ, matched, old, new);
    conversion(differ, matched);
    paging(differ, matched, old.paging.as_ref(), new.paging.as_ref());
    let members = members::fields(old, new);
    for one in &members.gone {
        fields::gone(differ, matched, one);
    }
    for other in &members.added {
        fields::added(differ, matched, other);
    }
    for (one, other) in &members.both {
        fields::both(differ, matched, one, other);
    }
    extra(differ, matched, old.extra.as_ref(), new.extra.as_ref());
}

fn constructor(differ: &mut Differ<'_>, matched: Matched<'_>, old: &StructItem, new: &StructItem) {
    let path = format!("types::{}::new()", matched.new.name);
    let was = matched.old.direction.is_sent().then(|| signature::constructor(differ.old, old));
    let is = matched.new.direction.is_sent().then(|| signature::constructor(differ.new, new));
    let entry = match (&was, &is) {
        (None, Some(signature)) => matched
            .whole(Kind::ConstructorAdded)
            .http(format!("requests send a `{}` too", matched.new.name))
            .rust(format!("`{}::{signature}`, and setters", matched.new.name))
            .wire(WireClass::Compatible)
            .items(setters(differ.new, matched, new).map(|(path, is)| (path, None, Some(is))))
            .witness_by(witness::constructor(differ.new, matched.new)),
        (Some(signature), None) => matched
            .whole(Kind::ConstructorRemoved)
            .http(format!("requests no longer send a `{}`", matched.new.name))
            .rust(format!("`{}::{signature}` and the setters are gone", matched.old.name))
            .wire(WireClass::Compatible)
            .items(setters(differ.old, matched, old).map(|(path, was)| (path, Some(was), None)))
            .witness_by(witness::constructor(differ.old, matched.old)),
        (Some(_), Some(_)) if is_reordered(old, new) => matched
            .whole(Kind::ConstructorReordered)
            .http(format!("the required properties of `{}` are in another order", matched.new.name))
            .rust(format!(
                "the arguments of `{}::{}` are in another order",
                matched.new.name,
                is.as_deref().unwrap_or_default()
            ))
            .witness_by(reordered(differ, matched, old, new)),
        _ => return,
    };
    differ.push(entry.item(path, was, is));
}

/// Returns the setters of a request, with their declarations.
fn setters<'s>(
    surface: &'s Surface,
    matched: Matched<'s>,
    decl: &'s StructItem,
) -> impl Iterator<Item = (String, String)> + 's {
    let optional = decl.fields.iter().filter(|field| !field.presence.is_required());
    optional.map(move |field| {
        let path = format!("types::{}::{}()", matched.new.name, field.setter);
        (path, signature::setter(surface, field))
    })
}

/// Returns a use of the old constructor, unless the arguments that were exchanged are of one type.
fn reordered(
    differ: &Differ<'_>,
    matched: Matched<'_>,
    old: &StructItem,
    new: &StructItem,
) -> Option<Witness> {
    let was = signature::arguments(old).map(|field| signature::field(differ.old, field));
    let is = signature::arguments(new).map(|field| signature::field(differ.new, field));
    let is_told = !was.eq(is);
    is_told.then(|| witness::constructor(differ.old, matched.old)).flatten()
}

/// Returns whether the arguments that both constructors have are in another order.
fn is_reordered(old: &StructItem, new: &StructItem) -> bool {
    let of = |decl: &StructItem, other: &StructItem| -> Vec<String> {
        let known = |wire: &str| signature::arguments(other).any(|field| field.wire == wire);
        let common = signature::arguments(decl).filter(|field| known(&field.wire));
        common.map(|field| field.wire.clone()).collect()
    };
    of(old, new) != of(new, old)
}

fn forms(differ: &mut Differ<'_>, matched: Matched<'_>, old: &StructItem, new: &StructItem) {
    let name = &matched.new.name;
    let changes = [
        (
            old.form.has_json(),
            new.form.has_json(),
            (Kind::JsonAdded, Kind::JsonRemoved),
            "JSON",
            "`Serialize` and `Deserialize`",
            "serde::Serialize + serde::de::DeserializeOwned",
            &["Serialize", "Deserialize", "Slot", "Encode", "Decode"][..],
        ),
        (
            old.form.has_multipart(),
            new.form.has_multipart(),
            (Kind::FormAdded, Kind::FormRemoved),
            "a form",
            "`Multipart`",
            "Multipart",
            &["Multipart"],
        ),
    ];
    for (was, is, (added, removed), form, traits, bound, implemented) in changes {
        if was != is {
            let (kind, http, rust) = if is {
                (added, "may be sent as", "implements")
            } else {
                (removed, "is no longer sent as", "no longer implements")
            };
            differ.push(
                matched
                    .whole(kind)
                    .http(format!("`{name}` {http} {form}"))
                    .rust(format!("`types::{name}` {rust} {traits}"))
                    .witness_by(witness::implements(
                        if is { matched.new } else { matched.old },
                        bound,
                    ))
                    .items(implemented.iter().map(|name| {
                        let declared = Some(format!("impl {name}"));
                        let (old, new) = if is { (None, declared) } else { (declared, None) };
                        (format!("types::{}: {name}", matched.new.name), old, new)
                    })),
            );
        }
    }
}

/// Compares what a request can be made from, for unions as well as structs.
pub(super) fn conversion(differ: &mut Differ<'_>, matched: Matched<'_>) {
    let (was, is) = (matched.old.source.is_some(), matched.new.source.is_some());
    if was == is {
        return;
    }
    let (surface, source) =
        if is { (differ.new, matched.new.source) } else { (differ.old, matched.old.source) };
    let source = source.and_then(|index| surface.types.get(index));
    let source = source.map(|ty| ty.name.clone()).unwrap_or_default();
    let name = &matched.new.name;
    let (kind, http, can) = if is {
        (Kind::ConversionAdded, "has all that a request needs", "is there")
    } else {
        (Kind::ConversionRemoved, "no longer has all that a request needs", "is gone")
    };
    let declared = format!("impl From<{source}>");
    let (old, new) = if is { (None, Some(declared)) } else { (Some(declared), None) };
    differ.push(
        matched
            .whole(kind)
            .http(format!("`{source}` {http}"))
            .rust(format!("`{name}::from({source})` {can}"))
            .item(format!("types::{name}: From<{source}>"), old, new)
            .witness_by(witness::from(if is { matched.new } else { matched.old }, &source)),
    );
}

fn paging(
    differ: &mut Differ<'_>,
    matched: Matched<'_>,
    old: Option<&PagingItem>,
    new: Option<&PagingItem>,
) {
    let name = &matched.new.name;
    let item = format!("types::{name}: Paged");
    let entry = match (old, new) {
        (None, None) => return,
        (None, Some(_)) => matched
            .whole(Kind::PagingAdded)
            .http(format!("`{name}` is a page of a list"))
            .rust(format!("calls that return `{name}` have `pages()` and `items()`"))
            .item(item, None, Some("impl Paged".to_owned()))
            .items(
                page_methods(differ.new, matched.new)
                    .map(|path| (path, None, Some(METHOD.to_owned()))),
            )
            .witness_by(witness::implements(matched.new, "Paged")),
        (Some(_), None) => matched
            .whole(Kind::PagingRemoved)
            .http(format!("`{name}` is no longer a page of a list"))
            .rust(format!("calls that return `{name}` no longer have `pages()` and `items()`"))
            .item(item, Some("impl Paged".to_owned()), None)
            .items(
                page_methods(differ.old, matched.old)
                    .map(|path| (path, Some(METHOD.to_owned()), None)),
            )
            .witness_by(witness::implements(matched.old, "Paged")),
        (Some(one), Some(other)) => match differ.relation(&one.item, &other.item) {
            Relation::Different => {
                let (was, is) = differ.spelled(&one.item, &other.item);
                matched
                    .whole(Kind::PagingItemChanged)
                    .http(format!("the items of `{name}` are of another type"))
                    .rust(format!("`items()` yields `{is}` instead of `{was}`"))
                    .wire(WireClass::Incompatible)
                    .witness_by(witness::implements(matched.old, &format!("Paged<Item = {was}>")))
                    .item(item, Some(was), Some(is))
            }
            _ if one.way != other.way => matched
                .whole(Kind::PagingWayChanged)
                .http(format!("the next page of `{name}` is found otherwise"))
                .rust("`pages()` and `items()` send other parameters")
                .wire(WireClass::Incompatible),
            _ => return,
        },
    };
    differ.push(entry);
}

/// The declaration of a method that all calls of a page have.
const METHOD: &str = "of a page";

/// Returns the methods of calls that return a page; those of `Call` are there for each page.
fn page_methods<'s>(surface: &'s Surface, page: &'s TypeItem) -> impl Iterator<Item = String> + 's {
    let operations = surface.resources.iter().flat_map(|resource| &resource.operations);
    let is_page = |output: &TypeRef| surface.spell(output) == page.name;
    let calls = operations.filter(move |operation| is_page(&operation.output));
    let calls = calls.filter_map(|operation| surface.types.get(operation.call?));
    let methods = |call: &TypeItem| {
        ["items", "pages", "resume"].map(|method| format!("types::{}::{method}()", call.name))
    };
    calls.flat_map(methods)
}

fn extra(
    differ: &mut Differ<'_>,
    matched: Matched<'_>,
    old: Option<&ExtraItem>,
    new: Option<&ExtraItem>,
) {
    let part = "(other properties)";
    let path = |name: &str| format!("types::{}::{name}", matched.new.name);
    let declared = |ty: String| Some(format!("BTreeMap<String, {ty}>"));
    let entry: Entry = match (old, new) {
        (None, None) => return,
        (None, Some(extra)) => matched
            .about(Kind::ExtraAdded, part)
            .http(format!("`{}` may have other properties", matched.new.name))
            .rust(format!("the field `{}::{}`", matched.new.name, extra.name))
            .wire(WireClass::Compatible)
            .item(path(&extra.name), None, declared(differ.new.spell(&extra.ty)))
            .witness_by(witness::extra(differ.new, matched.new, extra)),
        (Some(extra), None) => matched
            .about(Kind::ExtraRemoved, part)
            .http(format!("`{}` has no other properties", matched.new.name))
            .rust(format!("the field `{}::{}` is gone", matched.old.name, extra.name))
            .wire(WireClass::Compatible)
            .item(path(&extra.name), declared(differ.old.spell(&extra.ty)), None)
            .witness_by(witness::extra(differ.old, matched.old, extra)),
        (Some(one), Some(other)) => {
            let is_same = one.name == other.name
                && !matches!(differ.relation(&one.ty, &other.ty), Relation::Different);
            if is_same {
                return;
            }
            let (was, is) = differ.spelled(&one.ty, &other.ty);
            matched
                .about(Kind::ExtraChanged, part)
                .http(format!("the other properties of `{}` are of another type", matched.new.name))
                .rust(format!(
                    "`{}::{}` holds `{is}`; `{}` held `{was}`",
                    matched.new.name, other.name, one.name
                ))
                .wire(WireClass::Incompatible)
                .item(path(&other.name), declared(was), declared(is))
                .witness_by(witness::extra(differ.old, matched.old, one))
        }
    };
    differ.push(entry.at(Some(&matched.old.pointer), Some(&matched.new.pointer)));
}
