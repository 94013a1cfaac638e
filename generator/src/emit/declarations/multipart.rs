//! The impl that writes a struct as a multipart form.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::Context;
use crate::emit::attributes::expect_deprecated;
use crate::emit::named::{NamedField, NamedStruct};
use crate::emit::types::{form, word};
use crate::model::{Field, Type};
use crate::scalars::Form;

/// `impl Multipart for UploadRequest { … }`
pub(super) fn multipart(context: Context<'_>, structure: &NamedStruct<'_>) -> TokenStream {
    let (name, expect) = (structure.name(), expect_deprecated(structure));
    let parts = structure.fields.iter().map(|field| part(context, field));
    let additional = structure.additional.map(|(name, ty)| {
        let method = word(if form(context, ty) == Form::Text { "text" } else { "json" });
        quote!(self.#name.iter().for_each(|(name, value)| form.#method(name, value));)
    });
    quote! {
        #expect
        impl Multipart for #name {
            #[inline]
            fn parts(&self, form: &mut Form) { #(#parts)* #additional }
        }
    }
}

/// `form.file("avatar", &self.avatar);`
fn part(context: Context<'_>, NamedField { field, name, .. }: &NamedField<'_>) -> TokenStream {
    let wire = Literal::string(&field.wire);
    let media_type = field.media_type.as_deref().filter(|name| !name.starts_with("text/plain"));
    let method = match (part_form(context, field), media_type) {
        (Form::File, None) => "file",
        (Form::File, Some(_)) => "file_of",
        (Form::Text, None) => "text",
        (Form::Text, Some(_)) => "text_of",
        (Form::Json, _) => return quote!(form.json(#wire, &self.#name);),
    };
    let method = word(method);
    let media_type = media_type.map(|name| quote!(#name,));
    quote!(form.#method(#wire, #media_type &self.#name);)
}

/// Returns the form of a part: an array is one part per item, an object one of JSON (OpenAPI 3.1
/// section 4.8.14.2).
fn part_form(context: Context<'_>, field: &Field) -> Form {
    let ty = match &field.ty {
        Type::List(item) => item,
        ty => ty,
    };
    let is_json = field.media_type.as_deref().is_some_and(|name| name.contains("json"));
    match form(context, ty) {
        Form::Text if is_json => Form::Json,
        form => form,
    }
}
