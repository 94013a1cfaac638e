//! Unions, written as the item inside the runtime's macro.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::conversions;
use crate::emit::context::Context;
use crate::emit::named::Named;
use crate::emit::prose;
use crate::emit::types::spelled;
use crate::model::{Tag, Union};

/// `open_union! { #[tag = "type"] pub enum Pet { Cat(Cat) = "cat", … } }`
pub(super) fn union<'a>(context: Context<'_>, named: &Named<'a>, decl: &'a Union) -> TokenStream {
    let (name, docs) = (named.name(), prose::declaration(context, named));
    let tag = decl.tag.as_ref().map(tag);
    let arms = named.members(&decl.arms).map(|(arm, name)| {
        let ty = spelled(context, &arm.ty);
        let docs = context.docs(prose::arm(decl, arm, &ty));
        let ty = if arm.boxed { quote!(Box<#ty>) } else { ty };
        let tags = arm.tags.iter().map(|tag| Literal::string(tag));
        let tags = (decl.tag.is_some() && !arm.tags.is_empty()).then(|| quote!(= #(#tags)|*));
        quote!(#docs #name(#ty) #tags,)
    });
    let conversion = conversions::of_union(context, named);
    quote!(open_union! { #tag #docs pub enum #name { #(#arms)* } } #conversion)
}

/// `#[tag = "type"]`, or `#[tag("type", up = 1)]`
fn tag(tag: &Tag) -> TokenStream {
    let name = Literal::string(&tag.name);
    match tag.up {
        0 => quote!(#[tag = #name]),
        up => {
            let up = Literal::usize_unsuffixed(up);
            quote!(#[tag(#name, up = #up)])
        }
    }
}
