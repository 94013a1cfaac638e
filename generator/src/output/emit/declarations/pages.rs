//! Pages that `codegen.toml` describes: the way to the next one, and the items of this one.

use std::borrow::Cow;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{NextPage, Paging, Presence, Shape, Type};
use crate::output::emit::context::Context;
use crate::output::emit::named::{Named, NamedField, NamedStruct};
use crate::output::emit::types::spelled;
use crate::text::pointer::Pointer;

/// `impl Paged for BoatList { type Item = Boat; const NEXT: NextPage = …; fn into_items(self) … }`
pub(super) fn paged(
    context: Context<'_>,
    structure: &NamedStruct<'_>,
    paging: &Paging,
) -> TokenStream {
    let name = structure.name();
    let item = spelled(context, &paging.item);
    let next = next_page(paging);
    let tokens: Vec<String> = Pointer::parse(&paging.items).tokens().map(Cow::into_owned).collect();
    let items = match items(context, &Type::Named(structure.named.id), &tokens, quote!(self)) {
        Value::Present(items) => items,
        Value::Optional(items) => quote!(#items.unwrap_or_default()),
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
                NextPage::Offset {
                    items: #items, parameter: #parameter, total: #total, more: #more
                }
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

/// An expression for the value that a pointer leads to.
enum Value {
    Present(TokenStream),
    Optional(TokenStream),
}

/// `self.data`, `self.page.and_then(|page| page.items)`
fn items(context: Context<'_>, ty: &Type, tokens: &[String], value: TokenStream) -> Value {
    let Some((token, rest)) = tokens.split_first() else { return Value::Present(value) };
    let Some(NamedField { field, name, .. }) = field(context, ty, token) else {
        return Value::Present(value);
    };
    let access = quote!(#value.#name);
    let access = match field.presence {
        Presence::Required => return items(context, &field.ty, rest, access),
        Presence::Nullable | Presence::Optional => access,
        Presence::ThreeState => quote!(#access.into_option()),
    };
    if rest.is_empty() {
        return Value::Optional(access);
    }
    match items(context, &field.ty, rest, quote!(#name)) {
        Value::Present(inner) => Value::Optional(quote!(#access.map(|#name| #inner))),
        Value::Optional(inner) => Value::Optional(quote!(#access.and_then(|#name| #inner))),
    }
}

/// Returns the field of a struct that has a name on the wire.
fn field<'a>(context: Context<'a>, ty: &Type, wire: &str) -> Option<NamedField<'a>> {
    let named = Named::new(context, ty.named()?);
    let Shape::Struct(decl) = &named.decl.shape else { return None };
    named.structure(decl).fields.into_iter().find(|field| field.field.wire == wire)
}
