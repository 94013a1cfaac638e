//! The Rust spelling of types, in the four places where they stand: fields, arguments, setters,
//! results.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::context::Context;
use crate::model::{Field, Held, Presence, QueryStyle, Shape, Type};
use crate::names::{Form, Passing, Scalar};

/// `Vec<Option<Scenario>>`
pub(super) fn spelled(context: Context<'_>, ty: &Type) -> TokenStream {
    let inner = |inner: &Type| spelled(context, inner);
    if let Some(scalar) = Scalar::of(ty) {
        let [name, parameter] = [Some(scalar.name), scalar.parameter].map(|name| name.map(word));
        let parameter = parameter.map(|parameter| quote!(<#parameter>));
        return quote!(#name #parameter);
    }
    match ty {
        Type::List(item) => wrapped("Vec", inner(item)),
        Type::Map(value) => {
            let value = inner(value);
            quote!(BTreeMap<String, #value>)
        }
        Type::Nullable(value) => wrapped("Option", inner(value)),
        Type::Page(item) => wrapped("Page", inner(item)),
        Type::Named(id) => {
            let name = &context.names[*id].name;
            quote!(#name)
        }
        Type::Empty => quote!(()),
        scalar => unreachable!("{scalar:?} is no scalar"),
    }
}

/// `Vec<Scenario>`
fn wrapped(name: &str, inner: TokenStream) -> TokenStream {
    let name = word(name);
    quote!(#name<#inner>)
}

/// A word of Rust, of a library or of the runtime's contract, as a token.
pub(super) fn word(word: &str) -> Ident {
    format_ident!("{word}")
}

/// `Box<Scenario>`: the type of a field's value.
pub(super) fn of_value(context: Context<'_>, field: &Field) -> TokenStream {
    let ty = spelled(context, &field.ty);
    held(field.held, ty)
}

/// `Box<Scenario>`, `Indirect<Scenario>`
pub(super) fn held(held: Held, ty: TokenStream) -> TokenStream {
    match held {
        Held::Plain => ty,
        Held::Boxed => wrapped("Box", ty),
        Held::Indirect => wrapped("Indirect", ty),
    }
}

/// `Box::new(scenario)`, `Indirect::new(scenario)`
pub(super) fn hold(held: Held, value: TokenStream) -> TokenStream {
    match held {
        Held::Plain => value,
        Held::Boxed => quote!(Box::new(#value)),
        Held::Indirect => quote!(Indirect::new(#value)),
    }
}

/// `Option<Box<Scenario>>`: the type of a field as it is declared.
pub(super) fn of_field(context: Context<'_>, field: &Field) -> TokenStream {
    let value = of_value(context, field);
    match field.presence {
        Presence::Required => value,
        Presence::Nullable | Presence::Optional => wrapped("Option", value),
        Presence::ThreeState => wrapped("Field", value),
    }
}

/// `impl Into<String>` and `name.into()`: the type that a constructor or setter takes for a value,
/// and the expression that makes it the field's.
pub(super) fn argument(
    context: Context<'_>,
    field: &Field,
    name: &TokenStream,
) -> (TokenStream, TokenStream) {
    let plain = spelled(context, &field.ty);
    let (ty, value) = match &field.ty {
        ty if is_converted(context, ty) => (quote!(impl Into<#plain>), quote!(#name.into())),
        Type::List(item) => {
            let plain = spelled(context, item);
            if is_converted(context, item) {
                (
                    quote!(impl IntoIterator<Item = impl Into<#plain>>),
                    quote!(#name.into_iter().map(Into::into).collect()),
                )
            } else {
                (quote!(impl IntoIterator<Item = #plain>), quote!(#name.into_iter().collect()))
            }
        }
        _ => (plain, quote!(#name)),
    };
    (ty, hold(field.held, value))
}

/// `id: i64`, `name: &str`, `kind: &Kind`: the type of an argument that is only read.
pub(super) fn borrowed(context: Context<'_>, ty: &Type) -> TokenStream {
    match ty {
        ty if is_copied(ty) => spelled(context, ty),
        Type::String => quote!(&str),
        Type::List(item) => {
            let item = spelled(context, item);
            quote!(&[#item])
        }
        Type::Nullable(value) => wrapped("Option", borrowed(context, value)),
        other => {
            let other = spelled(context, other);
            quote!(&#other)
        }
    }
}

/// Returns whether an argument of the type is taken by value.
pub(super) fn is_copied(ty: &Type) -> bool {
    Scalar::of(ty).is_some_and(|scalar| scalar.passing == Passing::Copy)
}

/// Returns whether an argument that is only read is a reference.
pub(super) fn is_reference(ty: &Type) -> bool {
    !is_copied(ty) && !matches!(ty, Type::Nullable(_))
}

/// Returns whether the values of a type are variants, which read best as they are: `Status::Done`.
pub(super) fn is_choice(context: Context<'_>, ty: &Type) -> bool {
    let Type::Named(id) = ty else { return false };
    is_enum(context, ty) || matches!(context.api[*id].shape, Shape::Union(_))
}

fn is_enum(context: Context<'_>, ty: &Type) -> bool {
    let Type::Named(id) = ty else { return false };
    matches!(context.api[*id].shape, Shape::Enum(_) | Shape::IntegerEnum(_))
}

/// Returns whether a type is a union, which is taken as whatever becomes one: each of its arms.
pub(super) fn is_union(context: Context<'_>, ty: &Type) -> bool {
    let Type::Named(id) = ty else { return false };
    matches!(context.api[*id].shape, Shape::Union(_))
}

/// Returns whether a setter takes everything that becomes the type.
fn is_converted(context: Context<'_>, ty: &Type) -> bool {
    if is_union(context, ty) {
        return true;
    }
    Scalar::of(ty).is_some_and(|scalar| matches!(scalar.passing, Passing::Str | Passing::Into))
}

/// Returns the form of a value in a multipart form.
pub(super) fn form(context: Context<'_>, ty: &Type) -> Form {
    match Scalar::of(ty) {
        Some(scalar) => scalar.form,
        None if is_enum(context, ty) => Form::Text,
        None => Form::Json,
    }
}

/// `FieldStyle::Deep`
pub(super) fn field_style(style: QueryStyle) -> TokenStream {
    let style = word(match style {
        QueryStyle::Form => "Exploded",
        QueryStyle::Joined => "Joined",
        QueryStyle::Spaced => "Spaced",
        QueryStyle::Piped => "Piped",
        QueryStyle::Deep => "Deep",
        QueryStyle::Json => "Json",
    });
    quote!(FieldStyle::#style)
}
