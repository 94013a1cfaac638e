//! Structs: the declaration, the builder of those that are sent, and the impls of each kind.

use proc_macro2::TokenStream;
use quote::quote;

use super::{codec, constants, conversions, multipart, pages};
use crate::model::{Direction, Presence, StructKind, Type};
use crate::names::{Name, Scalar};
use crate::output::emit::attributes::{
    allow_nested, deprecated_field, expect_arguments, expect_deprecated,
};
use crate::output::emit::context::Context;
use crate::output::emit::named::{NamedField, NamedStruct};
use crate::output::emit::prose;
use crate::output::emit::types::{argument, of_field, of_value, spelled, word};

/// `pub struct Scenario { … }` with its constructor and setters, and the impls that read and write
/// it.
pub(super) fn structure(context: Context<'_>, structure: &NamedStruct<'_>) -> TokenStream {
    let declaration = declaration(context, structure);
    let builder =
        (structure.direction() != Direction::Response).then(|| builder(context, structure));
    let codec = match structure.decl.kind {
        StructKind::Multipart => multipart::multipart(context, structure),
        StructKind::JsonOrMultipart => {
            [codec::codec(structure), multipart::multipart(context, structure)]
                .into_iter()
                .collect()
        }
        StructKind::Json | StructKind::Parameters => codec::codec(structure),
    };
    let paging = structure.decl.paging.as_ref();
    let paged = paging.map(|paging| pages::paged(context, structure, paging));
    let conversion = conversions::of_struct(context, structure);
    // Moved, where `quote!` would copy them.
    let parts = [Some(declaration), builder, conversion, Some(codec), paged];
    parts.into_iter().flatten().collect()
}

fn declaration(context: Context<'_>, structure: &NamedStruct<'_>) -> TokenStream {
    let name = structure.name();
    let docs = prose::declaration(context, &structure.named);
    let fields = structure.fields.iter().map(|named| {
        let docs = context.docs(prose::field(context, structure, named));
        let deprecated = deprecated_field(named.field);
        let (name, ty) = (named.name, of_field(context, named.field));
        quote!(#docs #deprecated pub #name: #ty,)
    });
    let additional = structure.additional.map(|(name, ty)| {
        let ty = spelled(context, ty);
        let docs = context.docs("Every property that has no field of its own.");
        quote!(#docs pub #name: BTreeMap<String, #ty>,)
    });
    // On the type, so that no setter, which returns it, needs it; the result of a call may be
    // ignored.
    let must_use = (structure.direction() == Direction::Request).then(|| quote!(#[must_use]));
    let nested = allow_nested(structure);
    let default = default(structure);
    let derived = default.is_none().then(|| quote!(Default,));
    quote! {
        #docs
        #nested
        #[derive(Clone, Debug, #derived PartialEq)]
        #[non_exhaustive]
        #must_use
        pub struct #name { #(#fields)* #additional }
        #default
    }
}

/// `impl Default for Host { fn default() -> Self { … } }`, where the type of a field has none.
fn default(structure: &NamedStruct<'_>) -> Option<TokenStream> {
    let constant = |named: &NamedField<'_>| {
        let scalar = Scalar::of(&named.field.ty)?;
        let constant = scalar.default.filter(|_| named.presence() == Presence::Required)?;
        let (ty, constant) = (word(scalar.name), word(constant));
        Some(quote!(#ty::#constant))
    };
    structure.fields.iter().find_map(constant)?;
    let fields = structure.fields.iter().map(|named| {
        let name = named.name;
        let value = constant(named).unwrap_or_else(|| quote!(Default::default()));
        quote!(#name: #value)
    });
    let additional = structure.additional.map(|(name, _)| quote!(#name: BTreeMap::new()));
    let (name, values) = (structure.name(), fields.chain(additional));
    let expect = expect_deprecated(structure);
    Some(quote! {
        #expect
        impl Default for #name {
            fn default() -> Self { Self { #(#values),* } }
        }
    })
}

/// `impl ScenarioRequest { pub fn new(…) … pub fn name(…) … }`, of a type that callers make.
fn builder(context: Context<'_>, structure: &NamedStruct<'_>) -> TokenStream {
    let (name, expect) = (structure.name(), expect_deprecated(structure));
    let (required, optional) = structure.required_and_optional();
    let others = optional.len() + usize::from(structure.additional.is_some());
    let constants: Vec<(&Name, TokenStream)> = required
        .iter()
        .filter_map(|field| Some((field.name, constants::constant(context, field)?)))
        .collect();
    let required: Vec<NamedField<'_>> = required
        .into_iter()
        .filter(|field| constants.iter().all(|(name, _)| *name != field.name))
        .collect();
    let fixed: Vec<&str> = constants.iter().map(|(name, _)| name.as_str()).collect();
    let docs = context.docs(prose::constructor(structure, &fixed, required.len(), others));
    let new = constructor(context, docs, &required, &constants, others);
    // `must_use` stands on the type if nothing but setters returns it.
    let must_use = (structure.direction() == Direction::Both).then(|| quote!(#[must_use]));
    let setters = optional.iter().map(|field| setter(context, field, must_use.as_ref()));
    let additional = structure.additional.map(|(name, ty)| additional_setter(context, name, ty));
    let nested = allow_nested(structure);
    quote! {
        #expect
        #nested
        impl #name {
            #new
            #(#setters)*
            #additional
        }
    }
}

/// `pub fn new(personality: i64) -> Self { Self { personality, ..Self::default() } }`
fn constructor(
    context: Context<'_>,
    docs: TokenStream,
    required: &[NamedField<'_>],
    constants: &[(&Name, TokenStream)],
    others: usize,
) -> TokenStream {
    if required.is_empty() && constants.is_empty() {
        return quote!(#docs pub fn new() -> Self { Self::default() });
    }
    let (mut arguments, mut values) = (Vec::new(), Vec::new());
    for named in required {
        let name = named.name;
        if named.presence() == Presence::Nullable {
            // A required value that may be null is given as it is: `None` is null.
            let ty = of_field(context, named.field);
            arguments.push(quote!(#name: #ty));
            values.push(quote!(#name));
            continue;
        }
        let (ty, value) = argument(context, named.field, &quote!(#name));
        arguments.push(quote!(#name: #ty));
        let is_same = value.to_string() == name.as_str();
        values.push(if is_same { value } else { quote!(#name: #value) });
    }
    values.extend(constants.iter().map(|(name, value)| quote!(#name: #value)));
    let names = required.iter().map(|named| named.name);
    let expect = expect_arguments(names, required.len(), 7);
    let others = (others > 0).then(|| quote!(..Self::default()));
    quote!(#docs #expect pub fn new(#(#arguments),*) -> Self { Self { #(#values,)* #others } })
}

/// `pub fn name(mut self, value: impl Into<String>) -> Self { self.name = …; self }`
fn setter(
    context: Context<'_>,
    named: &NamedField<'_>,
    must_use: Option<&TokenStream>,
) -> TokenStream {
    let (name, method) = (named.name, named.setter);
    let docs = context.docs(prose::setter(name));
    let deprecated = deprecated_field(named.field);
    let (ty, value) = match named.presence() {
        Presence::ThreeState => {
            let value = of_value(context, named.field);
            (quote!(impl Into<Field<#value>>), quote!(value.into()))
        }
        _ => {
            let (ty, value) = argument(context, named.field, &quote!(value));
            (ty, quote!(Some(#value)))
        }
    };
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
fn additional_setter(context: Context<'_>, name: &Name, ty: &Type) -> TokenStream {
    let docs = context.docs("Adds a property that has no field of its own.");
    let ty = spelled(context, ty);
    quote! {
        #docs
        pub fn #name(mut self, name: impl Into<String>, value: impl Into<#ty>) -> Self {
            self.#name.insert(name.into(), value.into());
            self
        }
    }
}
