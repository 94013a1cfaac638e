//! The impl that writes a struct as a multipart form.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Presence, Type};
use crate::names::Form;
use crate::output::emit::attributes::expect_deprecated;
use crate::output::emit::context::Context;
use crate::output::emit::named::{NamedField, NamedStruct};
use crate::output::emit::types::{field_style, form, word};

/// `impl Multipart for UploadRequest { … }`
pub(super) fn multipart(context: Context<'_>, structure: &NamedStruct<'_>) -> TokenStream {
    let (name, expect) = (structure.name(), expect_deprecated(structure));
    let parts = structure.fields.iter().map(|field| part(context, field));
    let additional = structure.additional.map(|(name, ty)| {
        let method = word(match form(context, ty) {
            Form::Text => "text",
            Form::Json => "json",
            Form::File => "file",
        });
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
fn part(context: Context<'_>, named: &NamedField<'_>) -> TokenStream {
    let NamedField { field, name, .. } = named;
    let wire = Literal::string(&field.wire);
    let (item, is_list) = match &field.ty {
        Type::List(item) => (&**item, true),
        ty => (ty, false),
    };
    let form = form(context, item);
    if let Some(style) = field.style.filter(|_| form != Form::File) {
        let style = field_style(style);
        return quote!(form.styled(#wire, #style, &self.#name););
    }
    if named.presence() == Presence::ThreeState && form != Form::File {
        return quote!(form.clearable(#wire, &self.#name););
    }
    let media_type = field.media_type.as_deref().filter(|name| !name.starts_with("text/plain"));
    // A list of objects is a part for each, unless the form says that it is JSON as a whole
    // (OpenAPI 3.1 section 4.8.14.2).
    let (method, media_type) = match (form, media_type) {
        (Form::File, None) => ("file", None),
        (Form::File, media_type) => ("file_of", media_type),
        (Form::Text, None) => ("text", None),
        (Form::Text, media_type) => ("text_of", media_type),
        (Form::Json, None) if is_list => ("json_each", None),
        (Form::Json, _) => ("json", None),
    };
    let method = word(method);
    let media_type = media_type.map(|name| quote!(#name,));
    quote!(form.#method(#wire, #media_type &self.#name);)
}
