//! Structs: the declaration, the builder of what is sent, and the codec.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::types::{argument, of_field, spelled};
use super::{Context, docs, pages, writers};
use crate::model::{Direction, Field, Presence, Struct, StructKind, TypeDecl, TypeId};
use crate::names::Member;

/// `pub struct Scenario { … }` with its constructor and setters, and how it is read and written.
pub(super) fn structure(
    context: Context<'_>,
    id: TypeId,
    decl: &TypeDecl,
    found: &Struct,
) -> TokenStream {
    let declaration = declaration(context, id, decl, found);
    let builder = builder(context, id, decl, found);
    let writer = match found.kind {
        StructKind::Json => writers::codec(context, id, found),
        StructKind::Multipart => writers::multipart(context, id, found),
        StructKind::Parameters => writers::parameters(context, id, found),
    };
    let paged = found.paging.as_ref().map(|paging| pages::paged(context, id, paging));
    quote!(#declaration #builder #writer #paged)
}

fn declaration(context: Context<'_>, id: TypeId, decl: &TypeDecl, found: &Struct) -> TokenStream {
    let name = context.names.of_type(id);
    let docs = docs::of_type(context, id, decl);
    let fields = found.fields.iter().zip(context.names.members(id)).map(|(field, member)| {
        let docs = docs::of_field(context, id, field, &member.name, decl.direction);
        let deprecated = deprecated_field(field);
        let (name, ty) = (&member.name, of_field(context, field));
        quote!(#docs #deprecated pub #name: #ty,)
    });
    let rest = found.additional.as_ref().map(|ty| {
        let (name, ty) = (context.names.rest(id), spelled(context, ty));
        let docs = docs::lines("Every property that has no field of its own.");
        quote!(#docs pub #name: BTreeMap<String, #ty>,)
    });
    // On the type, so that each setter, which gives it back, need not say it; a type that is an answer too may be ignored.
    let must_use = (decl.direction == Direction::Request).then(|| quote!(#[must_use]));
    quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        #must_use
        pub struct #name { #(#fields)* #rest }
    }
}

fn deprecated_field(field: &Field) -> Option<TokenStream> {
    field.deprecated.then(|| quote!(#[deprecated = "the API marks this field as deprecated"]))
}

/// An `#[expect(deprecated)]` for the impls that must name deprecated fields all the same.
pub(super) fn expect_deprecated(found: &Struct) -> Option<TokenStream> {
    let any = found.fields.iter().any(|field| field.deprecated);
    any.then(|| quote!(#[expect(deprecated, reason = "deprecated fields are still carried")]))
}

/// `impl ScenarioRequest { pub fn new(…) … pub fn name(…) … }`, for what callers make.
fn builder(context: Context<'_>, id: TypeId, decl: &TypeDecl, found: &Struct) -> TokenStream {
    if decl.direction == Direction::Response {
        return TokenStream::new();
    }
    let name = context.names.of_type(id);
    let members: Vec<(&Field, &Member)> =
        found.fields.iter().zip(context.names.members(id)).collect();
    let is_argument = |field: &Field| field.presence.is_required();
    let required: Vec<(&Field, &Member)> =
        members.iter().copied().filter(|(field, _)| is_argument(field)).collect();
    let new =
        constructor(context, &required, members.len() + usize::from(found.additional.is_some()));
    let setters = members
        .iter()
        .filter(|(field, _)| !is_argument(field))
        .map(|(field, member)| setter(context, field, member, decl.direction));
    let rest = found
        .additional
        .as_ref()
        .map(|ty| rest_setter(&context.names.rest(id), spelled(context, ty)));
    let expect = expect_deprecated(found);
    quote! {
        #expect
        impl #name {
            #new
            #(#setters)*
            #rest
        }
    }
}

/// `pub fn new(personality: i64) -> Self { Self { personality, ..Self::default() } }`
fn constructor(
    context: Context<'_>,
    required: &[(&Field, &Member)],
    members: usize,
) -> TokenStream {
    if required.is_empty() {
        let docs = docs::lines(if members == 0 {
            "There is nothing to set."
        } else {
            "Nothing set yet; every field is optional."
        });
        return quote!(#docs pub fn new() -> Self { Self::default() });
    }
    let (mut arguments, mut values) = (Vec::new(), Vec::new());
    for (field, member) in required {
        let name = &member.name;
        let (ty, value) = argument(context, field, &quote!(#name));
        if field.presence == Presence::Nullable {
            // A required value that may be null is given as it is: `None` is null.
            let ty = of_field(context, field);
            arguments.push(quote!(#name: #ty));
            values.push(quote!(#name));
        } else {
            arguments.push(quote!(#name: #ty));
            values.push(if *name == value.to_string() {
                quote!(#name)
            } else {
                quote!(#name: #value)
            });
        }
    }
    // More arguments than clippy's default for `too_many_arguments`.
    let many = (required.len() > 7).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "the API requires them all")]),
    );
    let others = (members > required.len()).then(|| quote!(..Self::default()));
    let docs = docs::lines(match others {
        Some(_) => "What the API requires; everything else is set by the methods below.",
        None => "What the API requires, which is all there is.",
    });
    quote!(#docs #many pub fn new(#(#arguments),*) -> Self { Self { #(#values,)* #others } })
}

/// `pub fn name(mut self, value: impl Into<String>) -> Self { self.name = Some(value.into()); self }`
fn setter(
    context: Context<'_>,
    field: &Field,
    member: &Member,
    direction: Direction,
) -> TokenStream {
    let (name, method) = (&member.name, &member.setter);
    let docs = docs::of_setter(name);
    let deprecated = deprecated_field(field);
    let (ty, value) = match field.presence {
        Presence::ThreeState => {
            let inner = spelled(context, &field.ty);
            let inner = if field.boxed { quote!(Box<#inner>) } else { inner };
            (quote!(impl Into<Field<#inner>>), quote!(value.into()))
        }
        _ => {
            let (ty, value) = argument(context, field, &quote!(value));
            (ty, quote!(Some(#value)))
        }
    };
    let must_use = (direction == Direction::Both).then(|| quote!(#[must_use]));
    quote! {
        #docs
        #deprecated
        #must_use
        pub fn #method(mut self, value: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// `pub fn extra(mut self, name: impl Into<String>, value: impl Into<Json>) -> Self { … }`
fn rest_setter(rest: &Ident, ty: TokenStream) -> TokenStream {
    let docs = docs::lines("Adds a property that has no field of its own.");
    quote! {
        #docs
        pub fn #rest(mut self, name: impl Into<String>, value: impl Into<#ty>) -> Self {
            self.#rest.insert(name.into(), value.into());
            self
        }
    }
}
