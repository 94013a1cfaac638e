//! Attributes that several emitters write.

use std::fmt::Display;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::named::NamedStruct;
use crate::model::{Field, Held, Operation, Presence, Type};
use crate::names::Name;

/// `#[cfg(feature = "scenarios")]`, or `any` of several.
pub(super) fn cfg<'f>(
    features: impl IntoIterator<Item = &'f (impl AsRef<str> + ?Sized + 'f)>,
) -> TokenStream {
    let features: Vec<Literal> =
        features.into_iter().map(|feature| Literal::string(feature.as_ref())).collect();
    match features.as_slice() {
        [only] => quote!(#[cfg(feature = #only)]),
        several => quote!(#[cfg(any(#(feature = #several),*))]),
    }
}

/// `#[deprecated(note = "…")]` of a former name.
pub(super) fn renamed(to: impl Display) -> TokenStream {
    let note = Literal::string(&format!("renamed to `{to}`"));
    quote!(#[deprecated(note = #note)])
}

/// `#[deprecated = "…"]` of a field.
pub(super) fn deprecated_field(field: &Field) -> Option<TokenStream> {
    field.deprecated.then(|| quote!(#[deprecated = "the API marks this field as deprecated"]))
}

/// `#[deprecated = "…"]` of a method.
pub(super) fn deprecated_operation(operation: &Operation) -> Option<TokenStream> {
    let is_deprecated = operation.deprecated;
    is_deprecated.then(|| quote!(#[deprecated = "the API marks this operation as deprecated"]))
}

/// `#[expect(deprecated)]` for the impls that must name deprecated fields all the same.
pub(super) fn expect_deprecated(structure: &NamedStruct<'_>) -> Option<TokenStream> {
    let any = structure.fields.iter().any(|field| field.field.deprecated);
    any.then(|| quote!(#[expect(deprecated, reason = "deprecated fields are still carried")]))
}

/// `#[expect(clippy::too_many_arguments)]` and `#[expect(clippy::disallowed_names)]`: the
/// attributes of a function with these arguments, `self` not counted, of which clippy allows so
/// many.
pub(super) fn expect_arguments<'n>(
    names: impl IntoIterator<Item = &'n Name>,
    count: usize,
    most: usize,
) -> TokenStream {
    // Clippy takes them for names that were to be replaced.
    let is_placeholder = |name: &Name| ["foo", "baz", "quux"].contains(&name.as_str());
    let placeholders = names.into_iter().any(is_placeholder).then(
        || quote!(#[expect(clippy::disallowed_names, reason = "the API calls a parameter so")]),
    );
    let many = (count > most).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "the API requires them all")]),
    );
    quote!(#placeholders #many)
}

/// `#[allow(clippy::new_ret_no_self)]` of a method that is called as what makes a value is.
pub(super) fn allow_new(method: &Name) -> Option<TokenStream> {
    let is_new = method.as_str() == "new";
    is_new.then(|| quote!(#[allow(clippy::new_ret_no_self, reason = "the API calls it so")]))
}

/// `#[allow(clippy::type_complexity)]` of a struct and its setters, where the types of fields are
/// nested deeper than clippy likes.
pub(super) fn allow_nested(structure: &NamedStruct<'_>) -> Option<TokenStream> {
    // Clippy's own measure, and its limit.
    let is_complex = |field: &Field| {
        let nest = 1
            + usize::from(field.presence != Presence::Required)
            + usize::from(field.held != Held::Plain);
        complexity(&field.ty, nest) > 200
    };
    structure
        .fields
        .iter()
        .any(|named| is_complex(named.field))
        .then(|| quote!(#[allow(clippy::type_complexity, reason = "the API nests its values so")]))
}

/// Returns the measure that clippy has for a type which stands in so many others.
fn complexity(ty: &Type, nest: usize) -> usize {
    let own = 10 * nest;
    match ty {
        Type::List(inner) | Type::Nullable(inner) | Type::Page(inner) => {
            own + complexity(inner, nest + 1)
        }
        Type::Map(value) => own + 10 * (nest + 1) + complexity(value, nest + 1),
        _ => own,
    }
}
