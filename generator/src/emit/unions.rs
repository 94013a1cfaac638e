//! Unions, written as the item inside the runtime's macro.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, docs, types};
use crate::model::{Arm, TypeDecl, TypeId, Union};

/// `open_union! { #[tag = "type"] pub enum Pet { Cat(Cat) = "cat", … } }`
pub(super) fn union(
    context: Context<'_>,
    id: TypeId,
    decl: &TypeDecl,
    found: &Union,
) -> TokenStream {
    let name = context.names.of_type(id);
    let docs = docs::of_type(context, id, decl);
    let tag = found.tag.as_ref().map(|tag| {
        let name = Literal::string(&tag.name);
        match tag.up {
            0 => quote!(#[tag = #name]),
            up => {
                let up = Literal::usize_unsuffixed(up);
                quote!(#[tag(#name, up = #up)])
            }
        }
    });
    let arms = found.arms.iter().zip(context.names.members(id)).map(|(arm, member)| {
        let docs = docs::lines(&docs_of(context, found, arm));
        let (name, ty) = (&member.name, types::spelled(context, &arm.ty));
        let ty = if arm.boxed { quote!(Box<#ty>) } else { ty };
        let tags = arm.tags.iter().map(|tag| Literal::string(tag));
        let tags = (found.tag.is_some() && !arm.tags.is_empty()).then(|| quote!(= #(#tags)|*));
        quote!(#docs #name(#ty) #tags,)
    });
    quote!(open_union! { #tag #docs pub enum #name { #(#arms)* } })
}

/// "Where `kind` is `ferry`."
fn docs_of(context: Context<'_>, union: &Union, arm: &Arm) -> String {
    let ty = types::spelled(context, &arm.ty).to_string().replace(' ', "");
    let tags: Vec<String> = arm.tags.iter().map(|tag| docs::code(tag)).collect();
    let said = arm.text.as_ref().map(|text| format!("{text}\n\n")).unwrap_or_default();
    match &union.tag {
        Some(tag) if !tags.is_empty() => {
            let outside = match tag.up {
                0 => "",
                1 => " beside it",
                _ => " around it",
            };
            format!("{said}Where `{}`{outside} is {}.", tag.name, tags.join(" or "))
        }
        _ => arm.text.clone().unwrap_or_else(|| format!("`{ty}`.")),
    }
}
