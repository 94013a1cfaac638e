//! Unions, written as the item inside the runtime's macro.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::conversions;
use crate::model::{Tag, TagValue, Type, TypeId, Union};
use crate::names::Name;
use crate::output::emit::context::Context;
use crate::output::emit::named::Named;
use crate::output::emit::prose;
use crate::output::emit::types::{held, spelled};

/// `open_union! { #[tag = "type"] pub enum Pet { Cat(Cat) = "cat", … } }`
pub(super) fn union<'a>(context: Context<'_>, named: &Named<'a>, decl: &'a Union) -> TokenStream {
    if !decl.statuses.is_empty() {
        return by_status(context, named, decl);
    }
    let (name, docs) = (named.name(), prose::declaration(context, named));
    let default = named.members(&decl.arms).find(|(arm, _)| arm.is_default);
    let tag = decl.tag.as_ref().map(|one| tag(one, default.map(|(_, name)| name)));
    let arms = named.members(&decl.arms).map(|(arm, name)| {
        let ty = spelled(context, &arm.ty);
        let docs = context.docs(prose::arm(context, named.id, decl, arm));
        let ty = held(arm.held, ty);
        let tags = arm.tags.iter().map(value);
        let tags = (decl.tag.is_some() && !arm.tags.is_empty()).then(|| quote!(= #(#tags)|*));
        quote!(#docs #name(#ty) #tags,)
    });
    let conversion = conversions::of_union(context, named);
    let from_arms = from_arms(context, named, decl);
    quote!(open_union! { #tag #docs pub enum #name { #(#arms)* } } #from_arms #conversion)
}

/// `from_arms! { enum Pet { Cat(Cat), Dog(Box<Dog>) } }`
fn from_arms<'a>(context: Context<'_>, named: &Named<'a>, decl: &'a Union) -> Option<TokenStream> {
    let types = told_by_type(context, named.id, decl);
    let arms = named.members(&decl.arms).filter(|(arm, _)| types.contains(&arm.ty));
    let arms = arms.map(|(arm, name)| {
        let ty = spelled(context, &arm.ty);
        let ty = held(arm.held, ty);
        quote!(#name(#ty))
    });
    let name = named.name();
    (!types.is_empty()).then(|| quote!(from_arms! { enum #name { #(#arms),* } }))
}

/// Returns the types of arms which alone say that a value is meant for the arm. Any JSON may be
/// meant for each of them; from itself and from its response a union is made otherwise.
pub(in crate::output::emit) fn told_by_type<'a>(
    context: Context<'_>,
    union: TypeId,
    decl: &'a Union,
) -> BTreeSet<&'a Type> {
    if !decl.statuses.is_empty() {
        return BTreeSet::new();
    }
    let mut arms: BTreeMap<&Type, usize> = BTreeMap::new();
    for arm in &decl.arms {
        *arms.entry(&arm.ty).or_default() += 1;
    }
    let source = context.model.conversions.source(union).map(Type::Named);
    let is_told =
        |ty: &Type| *ty != Type::Json && *ty != Type::Named(union) && Some(ty) != source.as_ref();
    arms.into_iter().filter(|(ty, count)| *count == 1 && is_told(ty)).map(|(ty, _)| ty).collect()
}

/// `open_response! { pub enum FindBoatResponse { Ok(Boat) = 200, Accepted = 202, … } }`
fn by_status<'a>(context: Context<'_>, named: &Named<'a>, decl: &'a Union) -> TokenStream {
    let (name, docs) = (named.name(), prose::declaration(context, named));
    let arms = named.members(&decl.arms).zip(&decl.statuses).map(|((arm, name), statuses)| {
        let ty = spelled(context, &arm.ty);
        let docs = context.docs(prose::arm(context, named.id, decl, arm));
        let ty = match &arm.ty {
            Type::Empty => None,
            _ => {
                let ty = held(arm.held, ty);
                Some(quote!((#ty)))
            }
        };
        let (first, last) = statuses;
        let (low, high) = (Literal::u16_unsuffixed(*first), Literal::u16_unsuffixed(*last));
        let status = if first == last { quote!(#low) } else { quote!(#low..=#high) };
        quote!(#docs #name #ty = #status,)
    });
    quote!(open_response! { #docs pub enum #name { #(#arms)* } })
}

/// `"cat"`, `1`, `true`
fn value(tag: &TagValue) -> TokenStream {
    match tag {
        TagValue::Flag(flag) => quote!(#flag),
        TagValue::Integer(number) => {
            let literal = Literal::i64_unsuffixed(*number);
            quote!(#literal)
        }
        TagValue::Text(text) => quote!(#text),
    }
}

/// `#[tag = "type"]` or `#[tag("type", up = 1, default = Other)]`, less what need not be said
fn tag(tag: &Tag, default: Option<&Name>) -> TokenStream {
    let name = Literal::string(&tag.name);
    let up = Literal::usize_unsuffixed(tag.up);
    match (tag.up, default) {
        (0, None) => quote!(#[tag = #name]),
        (_, None) => quote!(#[tag(#name, up = #up)]),
        (0, Some(default)) => quote!(#[tag(#name, default = #default)]),
        (_, Some(default)) => quote!(#[tag(#name, up = #up, default = #default)]),
    }
}
