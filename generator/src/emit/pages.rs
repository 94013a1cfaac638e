//! Pages that `codegen.toml` describes: where the next one is, and what this one holds.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Context;
use super::types::spelled;
use crate::model::{NextPage, Paging, Presence, Shape, Type, TypeDecl, TypeId};
use crate::pointer::Pointer;

/// `impl Paged for BoatList { type Item = Boat; const NEXT: NextPage = …; fn into_items(self) -> Vec<Boat> { … } }`
pub(super) fn paged(context: Context<'_>, id: TypeId, paging: &Paging) -> TokenStream {
    let name = context.names.of_type(id);
    let item = spelled(context, &paging.item);
    let next = next_page(paging);
    let tokens: Vec<String> = Pointer::parse(&paging.items).tokens().collect();
    let items = match items(context, Type::Named(id), &tokens, quote!(self)) {
        Found::There(items) => items,
        Found::Perhaps(items) => quote!(#items.unwrap_or_default()),
    };
    quote! {
        impl Paged for #name {
            type Item = #item;

            const NEXT: NextPage = #next;

            #[inline]
            fn into_items(self) -> Vec<#item> { #items }
        }
    }
}

/// `NextPage::Cursor { at: "/next", parameter: "cursor", more: None }`
fn next_page(paging: &Paging) -> TokenStream {
    let items = Literal::string(&paging.items);
    let more = optional(paging.more.as_ref());
    match &paging.next {
        NextPage::Link { at } => quote!(NextPage::Link { at: #at, more: #more }),
        NextPage::Cursor { at, parameter } => {
            quote!(NextPage::Cursor { at: #at, parameter: #parameter, more: #more })
        }
        NextPage::LastItem { field, parameter } => quote! {
            NextPage::LastItem { items: #items, field: #field, parameter: #parameter, more: #more }
        },
        NextPage::Offset { parameter, total } => {
            let total = optional(total.as_ref());
            quote! {
                NextPage::Offset { items: #items, parameter: #parameter, total: #total, more: #more }
            }
        }
        NextPage::Number { parameter, first, pages } => {
            let (first, pages) = (Literal::u64_unsuffixed(*first), optional(pages.as_ref()));
            quote! {
                NextPage::Number {
                    items: #items, parameter: #parameter, first: #first, pages: #pages, more: #more
                }
            }
        }
    }
}

fn optional(place: Option<&String>) -> TokenStream {
    place.map_or_else(|| quote!(None), |place| quote!(Some(#place)))
}

/// An expression for what a pointer leads to, which may not be there.
enum Found {
    There(TokenStream),
    Perhaps(TokenStream),
}

/// `self.data`, `self.page.and_then(|page| page.items)`
fn items(context: Context<'_>, ty: Type, tokens: &[String], value: TokenStream) -> Found {
    let Some((token, rest)) = tokens.split_first() else { return Found::There(value) };
    let Some((id, decl)) = ty.named().and_then(|id| Some((id, context.api.get(id)?))) else {
        return Found::There(value);
    };
    let Some((presence, member, ty)) = member(context, id, decl, token) else {
        return Found::There(value);
    };
    let access = quote!(#value.#member);
    let access = match presence {
        Presence::Required => return items(context, ty, rest, access),
        Presence::Nullable | Presence::Optional => access,
        Presence::ThreeState => quote!(#access.into_option()),
    };
    if rest.is_empty() {
        return Found::Perhaps(access);
    }
    match items(context, ty, rest, quote!(#member)) {
        Found::There(inner) => Found::Perhaps(quote!(#access.map(|#member| #inner))),
        Found::Perhaps(inner) => Found::Perhaps(quote!(#access.and_then(|#member| #inner))),
    }
}

fn member(
    context: Context<'_>,
    id: TypeId,
    decl: &TypeDecl,
    wire: &str,
) -> Option<(Presence, proc_macro2::Ident, Type)> {
    let Shape::Struct(found) = &decl.shape else { return None };
    let mut members = found.fields.iter().zip(context.names.members(id));
    let (field, member) = members.find(|(field, _)| field.wire == wire)?;
    Some((field.presence, member.name.clone(), field.ty.clone()))
}
