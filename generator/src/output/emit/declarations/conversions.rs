//! Requests made from responses, so that a value can be read, changed and sent back.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Held, Presence, Shape};
use crate::output::emit::attributes::expect_deprecated;
use crate::output::emit::context::Context;
use crate::output::emit::context::conversions::Conversion;
use crate::output::emit::named::{Named, NamedField, NamedStruct};
use crate::output::emit::types::hold;

/// `impl From<Scenario> for ScenarioRequest { fn from(value: Scenario) -> Self { … } }`
pub(super) fn of_struct(context: Context<'_>, structure: &NamedStruct<'_>) -> Option<TokenStream> {
    let source = Named::new(context, context.model.conversions.source(structure.named.id)?);
    let Shape::Struct(decl) = &source.decl.shape else { return None };
    let source = source.structure(decl);
    let mut values = Vec::new();
    for to in &structure.fields {
        let from = source.fields.iter().find(|from| from.field.wire == to.field.wire);
        values.extend(from.and_then(|from| member(context, from, to)));
    }
    let additional = structure.additional.zip(source.additional).and_then(|(to, from)| {
        let conversion = context.model.conversions.of_types(from.1, to.1)?;
        let (name, from) = (to.0, from.0);
        let value = converted(&Conversion::Values(Box::new(conversion)), quote!(value.#from));
        Some(quote!(#name: #value))
    });
    let all = structure.fields.len() + usize::from(structure.additional.is_some());
    values.extend(additional);
    let others = (values.len() < all).then(|| quote!(..Self::default()));
    let (name, from, expect) = (structure.name(), source.name(), expect_deprecated(structure));
    let body = if values.is_empty() {
        quote!(fn from(_: #from) -> Self { Self::default() })
    } else {
        quote!(fn from(value: #from) -> Self { Self { #(#values,)* #others } })
    };
    Some(quote!(#expect impl From<#from> for #name { #body }))
}

/// `impl From<Pet> for PetRequest { fn from(value: Pet) -> Self { match value { … } } }`
pub(super) fn of_union(context: Context<'_>, named: &Named<'_>) -> Option<TokenStream> {
    let source = Named::new(context, context.model.conversions.source(named.id)?);
    let (Shape::Union(to), Shape::Union(from)) = (&named.decl.shape, &source.decl.shape) else {
        return None;
    };
    let arms: Option<Vec<TokenStream>> = source
        .members(&from.arms)
        .zip(named.members(&to.arms))
        .map(|((from, from_name), (to, to_name))| {
            let conversion = context.model.conversions.of_types(&from.ty, &to.ty)?;
            let value = moved(from.held, to.held, &conversion, quote!(value));
            let source = source.name();
            Some(quote!(#source::#from_name(value) => Self::#to_name(#value),))
        })
        .collect();
    let (name, from, arms) = (named.name(), source.name(), arms?);
    Some(quote! {
        impl From<#from> for #name {
            fn from(value: #from) -> Self {
                match value {
                    #(#arms)*
                    #from::Unknown(value) => Self::Unknown(value),
                }
            }
        }
    })
}

/// `name: value.name`, unless the field of the request cannot be made.
fn member(context: Context<'_>, from: &NamedField<'_>, to: &NamedField<'_>) -> Option<TokenStream> {
    let conversion = context.model.conversions.of_types(&from.field.ty, &to.field.ty)?;
    let of = |value: TokenStream| moved(from.field.held, to.field.held, &conversion, value);
    let is_same = conversion == Conversion::Same && from.field.held == to.field.held;
    let (name, from_name) = (to.name, from.name);
    let value = quote!(value.#from_name);
    let is_plain = from.field.held == Held::Plain && to.field.held == Held::Plain;
    let map = |value: TokenStream| match &conversion {
        _ if is_same => value,
        Conversion::Into if is_plain => quote!(#value.map(Into::into)),
        _ => {
            let inner = of(quote!(value));
            quote!(#value.map(|value| #inner))
        }
    };
    let value = match (from.presence(), to.presence()) {
        (Presence::Required, Presence::Required) => of(value),
        (_, Presence::Required) => return None,
        (Presence::Required, Presence::Nullable | Presence::Optional) => {
            let value = of(value);
            quote!(Some(#value))
        }
        (_, Presence::Nullable | Presence::Optional) => map(value),
        (Presence::Required, Presence::ThreeState) => {
            let value = of(value);
            quote!(Field::Value(#value))
        }
        // A response that always has the field means null by it.
        (Presence::Nullable, Presence::ThreeState) => {
            let value = map(value);
            quote!(#value.into())
        }
        (Presence::Optional | Presence::ThreeState, Presence::ThreeState) => {
            let value = map(value);
            quote!(Field::or_absent(#value))
        }
    };
    Some(quote!(#name: #value))
}

fn moved(from: Held, to: Held, conversion: &Conversion, value: TokenStream) -> TokenStream {
    if from == to && *conversion == Conversion::Same {
        return value;
    }
    let inner = match from {
        Held::Plain => value,
        Held::Boxed => quote!((*#value)),
        Held::Indirect => quote!(#value.into_inner()),
    };
    hold(to, converted(conversion, inner))
}

fn converted(conversion: &Conversion, value: TokenStream) -> TokenStream {
    let each = |inner: &Conversion| match inner {
        Conversion::Into => quote!(Into::into),
        inner => {
            let inner = converted(inner, quote!(value));
            quote!(|value| #inner)
        }
    };
    match conversion {
        Conversion::Same => value,
        Conversion::Into => quote!(#value.into()),
        Conversion::Items(inner) | Conversion::Values(inner) | Conversion::Option(inner)
            if **inner == Conversion::Same =>
        {
            value
        }
        Conversion::Items(inner) => {
            let each = each(inner);
            quote!(#value.into_iter().map(#each).collect())
        }
        Conversion::Values(inner) => {
            let inner = converted(inner, quote!(value));
            quote!(#value.into_iter().map(|(name, value)| (name, #inner)).collect())
        }
        Conversion::Option(inner) => {
            let each = each(inner);
            quote!(#value.map(#each))
        }
    }
}
