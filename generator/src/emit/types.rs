//! The Rust spelling of types, in the four places where they stand: fields, arguments, setters, results.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::model::{Field, Presence, Shape, Type};

/// `Vec<Option<Scenario>>`.
pub(super) fn spelled(context: Context<'_>, ty: &Type) -> TokenStream {
    match ty {
        Type::Bool => quote!(bool),
        Type::I32 => quote!(i32),
        Type::I64 => quote!(i64),
        Type::F64 => quote!(f64),
        Type::String => quote!(String),
        Type::DateTime => quote!(DateTime<Utc>),
        Type::Date => quote!(NaiveDate),
        Type::Uuid => quote!(Uuid),
        Type::Json => quote!(Json),
        Type::JsonObject => quote!(JsonObject),
        Type::Part => quote!(Part),
        Type::List(inner) => {
            let inner = spelled(context, inner);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = spelled(context, inner);
            quote!(BTreeMap<String, #inner>)
        }
        Type::Nullable(inner) => {
            let inner = spelled(context, inner);
            quote!(Option<#inner>)
        }
        Type::Page(inner) => {
            let inner = spelled(context, inner);
            quote!(Page<#inner>)
        }
        Type::Named(id) => {
            let name = context.names.of_type(*id);
            quote!(#name)
        }
    }
}

/// `Option<Box<Scenario>>`: the type of a field as it is declared.
pub(super) fn of_field(context: Context<'_>, field: &Field) -> TokenStream {
    let inner = spelled(context, &field.ty);
    let inner = if field.boxed { quote!(Box<#inner>) } else { inner };
    match field.presence {
        Presence::Required => inner,
        Presence::Nullable | Presence::Optional => quote!(Option<#inner>),
        Presence::ThreeState => quote!(Field<#inner>),
    }
}

/// What a constructor or setter takes for a value, and how it becomes the field's value:
/// `impl Into<String>` and `name.into()`.
pub(super) fn argument(
    context: Context<'_>,
    field: &Field,
    name: &TokenStream,
) -> (TokenStream, TokenStream) {
    let plain = spelled(context, &field.ty);
    let boxed = |value: TokenStream| if field.boxed { quote!(Box::new(#value)) } else { value };
    match &field.ty {
        Type::String | Type::Json | Type::Part => {
            (quote!(impl Into<#plain>), boxed(quote!(#name.into())))
        }
        Type::List(inner) => match inner.as_ref() {
            Type::String | Type::Json | Type::Part => {
                let inner = spelled(context, inner);
                (
                    quote!(impl IntoIterator<Item = impl Into<#inner>>),
                    quote!(#name.into_iter().map(Into::into).collect()),
                )
            }
            inner => {
                let inner = spelled(context, inner);
                (quote!(impl IntoIterator<Item = #inner>), quote!(#name.into_iter().collect()))
            }
        },
        _ => (plain, boxed(quote!(#name))),
    }
}

/// Whether the type is an enum of texts, which a setter takes by value.
pub(super) fn is_enum(context: Context<'_>, ty: &Type) -> bool {
    let Type::Named(id) = ty else { return false };
    matches!(
        context.api.get(*id).map(|decl| &decl.shape),
        Some(Shape::Enum(_) | Shape::IntegerEnum(_))
    )
}

/// Whether an argument of the type is taken by value.
pub(super) fn is_copied(ty: &Type) -> bool {
    use Type::{Bool, Date, DateTime, F64, I32, I64, Uuid};
    matches!(ty, Bool | I32 | I64 | F64 | Date | DateTime | Uuid)
}

/// `id: i64`, `name: &str`, `kind: &Kind`: an argument that is only read.
pub(super) fn borrowed(context: Context<'_>, ty: &Type) -> TokenStream {
    match ty {
        small if is_copied(small) => spelled(context, small),
        Type::String => quote!(&str),
        Type::List(inner) => {
            let inner = spelled(context, inner);
            quote!(&[#inner])
        }
        Type::Nullable(inner) => {
            let inner = borrowed(context, inner);
            quote!(Option<#inner>)
        }
        other => {
            let inner = spelled(context, other);
            quote!(&#inner)
        }
    }
}
