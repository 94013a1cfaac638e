//! How a struct is read and written: JSON, multipart forms, parameters.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::Context;
use super::structs::expect_deprecated;
use super::types::is_enum;
use crate::model::{Field, ParameterLocation, Presence, QueryStyle, Struct, Type, TypeId};

/// `impl Decode for Scenario { … } impl Encode for Scenario { … } codec!(Scenario);`
pub(super) fn codec(context: Context<'_>, id: TypeId, found: &Struct) -> TokenStream {
    let name = context.names.of_type(id);
    let required = found
        .fields
        .iter()
        .filter(|field| field.presence.is_required())
        .map(|field| Literal::string(&field.wire));
    let required: Vec<Literal> = required.collect();
    let required = (!required.is_empty())
        .then(|| quote!(const REQUIRED: &'static [&'static str] = &[#(#required),*];));
    let reads = members(context, id, found).map(|(field, member)| {
        let wire = Literal::string(&field.wire);
        quote!(#wire => source.read(&mut self.#member),)
    });
    let reads: Vec<TokenStream> = reads.collect();
    let rest = found.additional.as_ref().map(|_| context.names.rest(id));
    let otherwise = rest.as_ref().map_or_else(
        || quote!(source.skip()),
        |rest| quote!(source.collect(name, &mut self.#rest)),
    );
    let read = if reads.is_empty() {
        otherwise
    } else {
        quote!(match name { #(#reads)* _ => #otherwise, })
    };
    let wire_name = if reads.is_empty() && rest.is_none() {
        format_ident!("_name")
    } else {
        format_ident!("name")
    };
    let puts: Vec<TokenStream> = members(context, id, found)
        .map(|(field, member)| put(field, member))
        .chain(rest.map(|rest| quote!(sink.put_all(&self.#rest))))
        .collect();
    let (sink, write) = match puts.split_last() {
        Some((last, others)) => (format_ident!("sink"), quote!(#(#others?;)* #last)),
        None => (format_ident!("_sink"), quote!(Ok(()))),
    };
    let expect = expect_deprecated(found);
    let by = found.needs_buffering.then(|| quote!(by tree));
    quote! {
        #expect
        impl Decode for #name {
            #required

            fn field<S: Source>(&mut self, #wire_name: &str, source: &mut S) -> Result<(), S::Error> { #read }
        }
        #expect
        impl Encode for #name {
            fn fields<S: Sink>(&self, #sink: &mut S) -> Result<(), S::Error> { #write }
        }
        codec!(#name #by);
    }
}

/// `sink.put("id", &self.id)`
fn put(field: &Field, member: &Ident) -> TokenStream {
    let wire = Literal::string(&field.wire);
    match field.presence {
        Presence::Nullable => quote!(sink.put_nullable(#wire, &self.#member)),
        _ => quote!(sink.put(#wire, &self.#member)),
    }
}

/// `impl Multipart for UploadRequest { … }`
pub(super) fn multipart(context: Context<'_>, id: TypeId, found: &Struct) -> TokenStream {
    let name = context.names.of_type(id);
    let expect = expect_deprecated(found);
    let parts = members(context, id, found).map(|(field, member)| {
        let wire = Literal::string(&field.wire);
        let said = field.media_type.as_deref().filter(|said| !said.starts_with("text/plain"));
        let is_json = said.is_some_and(|said| said.contains("json"));
        let method = match &field.ty {
            Type::Part => "file",
            Type::List(inner) if **inner == Type::Part => "file",
            ty if is_scalar(context, ty) && !is_json => "text",
            // An array is one part per item, and an object one of JSON (OpenAPI 3.1 section 4.8.14.2).
            Type::List(inner) if is_scalar(context, inner) && !is_json => "text",
            _ => "json",
        };
        match said.filter(|_| method != "json") {
            Some(said) => {
                let method = format_ident!("{method}_of");
                quote!(form.#method(#wire, #said, &self.#member);)
            }
            None => {
                let method = format_ident!("{method}");
                quote!(form.#method(#wire, &self.#member);)
            }
        }
    });
    let rest = found.additional.as_ref().map(|ty| {
        let rest = context.names.rest(id);
        let method = format_ident!("{}", if is_scalar(context, ty) { "text" } else { "json" });
        quote!(self.#rest.iter().for_each(|(name, value)| form.#method(name, value));)
    });
    quote! {
        #expect
        impl Multipart for #name {
            #[inline]
            fn parts(&self, form: &mut Form) { #(#parts)* #rest }
        }
    }
}

fn is_scalar(context: Context<'_>, ty: &Type) -> bool {
    matches!(
        ty,
        Type::Bool
            | Type::I32
            | Type::I64
            | Type::F64
            | Type::String
            | Type::DateTime
            | Type::Date
            | Type::Uuid
    ) || is_enum(context, ty)
}

/// `impl Parameters for ListScenarios { … }`
pub(super) fn parameters(context: Context<'_>, id: TypeId, found: &Struct) -> TokenStream {
    let name = context.names.of_type(id);
    let expect = expect_deprecated(found);
    let writes = members(context, id, found).filter_map(|(field, member)| {
        let wire = Literal::string(&field.wire);
        let method = match field.location? {
            ParameterLocation::Query(QueryStyle::Form) => format_ident!("query"),
            ParameterLocation::Query(QueryStyle::Joined) => format_ident!("query_joined"),
            ParameterLocation::Query(QueryStyle::Spaced) => format_ident!("query_spaced"),
            ParameterLocation::Query(QueryStyle::Piped) => format_ident!("query_piped"),
            ParameterLocation::Query(QueryStyle::Deep) => format_ident!("query_deep"),
            ParameterLocation::Query(QueryStyle::Json) => format_ident!("query_json"),
            ParameterLocation::Header { explode: false } => format_ident!("header"),
            ParameterLocation::Header { explode: true } => format_ident!("header_exploded"),
            ParameterLocation::Cookie => format_ident!("cookie"),
        };
        Some(quote!(out.#method(#wire, &self.#member);))
    });
    quote! {
        #expect
        impl Parameters for #name {
            #[inline]
            fn write(&self, out: &mut ParameterWriter) { #(#writes)* }
        }
    }
}

fn members<'a>(
    context: Context<'a>,
    id: TypeId,
    found: &'a Struct,
) -> impl Iterator<Item = (&'a Field, &'a Ident)> {
    found.fields.iter().zip(context.names.members(id)).map(|(field, member)| (field, &member.name))
}
