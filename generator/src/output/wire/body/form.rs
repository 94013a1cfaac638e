//! Multipart forms: their builders in Rust, and the parts that arrive.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Bytes, Given, Sent};
use crate::document::{Document, MediaType, SchemaRef};
use crate::model::{Direction, Field, Presence, Shape, Type, TypeId};
use crate::names::Member;
use crate::output::wire::sample::Sampler;
use crate::output::wire::{Wire, encode};

/// The content of each file.
const FILE: &str = "the content of a file";

/// Plans a form of a type of its own.
///
/// # Errors
///
/// The member that no test can set.
pub(super) fn plan(wire: &Wire<'_>, media: Option<&MediaType>, id: TypeId) -> Result<Sent, String> {
    let unknown = || "no value is known for its form".to_owned();
    let schema = media.and_then(|media| media.schema).ok_or_else(unknown)?;
    let Shape::Struct(decl) = &wire.api[id].shape else { return Err(unknown()) };
    let named = decl.fields.iter().zip(&wire.names[id].members);
    let named = named.filter(|(field, _)| !is_constant(wire, field));
    let (required, optional): (Vec<_>, Vec<_>) =
        named.partition(|(field, _)| field.presence.is_required());
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut arguments = Vec::new();
    for (field, _) in required {
        let (value, text) = member(wire, schema, field)
            .filter(|_| field.presence == Presence::Required)
            .ok_or_else(|| format!("no value is known for `{}` of its form", field.wire))?;
        arguments.push(value);
        parts.push((field.wire.clone(), text));
    }
    let mut settings = TokenStream::new();
    for (field, Member { setter, .. }) in optional {
        if field.presence != Presence::Optional {
            continue;
        }
        if let Some((value, text)) = member(wire, schema, field) {
            let setter = setter.ident();
            settings.extend(quote!(.#setter(#value)));
            parts.push((field.wire.clone(), text));
        }
    }
    let name = wire.names[id].name.ident();
    let given = Given::Rust(quote!(types::#name::new(#(#arguments),*) #settings));
    Ok(Sent::new(quote!(&body), given, "multipart/form-data", Bytes::Parts(parts)))
}

/// Returns whether the constructor fills a member in: it has only one value.
fn is_constant(wire: &Wire<'_>, field: &Field) -> bool {
    let Type::Named(id) = &field.ty else { return false };
    let count = match &wire.api[*id].shape {
        Shape::Enum(decl) => decl.values.len(),
        Shape::IntegerEnum(values) => values.len(),
        Shape::Struct(_) | Shape::Union(_) => return false,
    };
    field.presence == Presence::Required && count == 1
}

/// Returns a value for a member, and the content of its part.
fn member(wire: &Wire<'_>, form: SchemaRef, field: &Field) -> Option<(TokenStream, String)> {
    let file = quote!(crate::Part::bytes(#FILE).file_name("file.bin"));
    match &field.ty {
        Type::Part => return Some((file, FILE.to_owned())),
        Type::List(item) if **item == Type::Part => {
            return Some((quote!([#file]), FILE.to_owned()));
        }
        // Encodings of parts are as many as servers.
        _ if field.media_type.is_some() || field.style.is_some() => return None,
        _ => {}
    }
    let schema = property(wire.document, form, &field.wire)?;
    let (value, _) = Sampler::flat(wire, Direction::Request).value(schema, &field.wire)?;
    let is_single = !(value.is_null() || value.is_array() || value.is_object());
    let expression = wire.expressions().kept(&field.ty, &value).filter(|_| is_single)?;
    Some((expression, encode::plain(&value)))
}

/// Returns the schema of a member of the form.
fn property(document: &Document, form: SchemaRef, name: &str) -> Option<SchemaRef> {
    let schema = &document[form];
    match &schema.kind {
        crate::document::Kind::Object(object) => object.properties.get(name).copied(),
        _ => schema.all_of().iter().find_map(|part| property(document, *part, name)),
    }
}

/// Plans a form that the caller makes.
pub(super) fn any() -> Sent {
    let given = Given::Rust(quote! {{
        let mut form = crate::Form::new();
        form.text("name", &"text");
        form
    }});
    let parts = vec![("name".to_owned(), "text".to_owned())];
    Sent::new(quote!(&body), given, "multipart/form-data", Bytes::Parts(parts))
}

/// Returns the checks of the parts.
pub(in crate::output::wire) fn checks(parts: &[(String, String)]) -> TokenStream {
    let names = parts.iter().map(|(name, text)| quote!((#name, #text)));
    quote!(crate::assert_parts(&request, &[#(#names),*]);)
}
