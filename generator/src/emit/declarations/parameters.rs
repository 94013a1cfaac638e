//! The impl that writes a struct as parameters of a request.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::attributes::expect_deprecated;
use crate::emit::named::{NamedField, NamedStruct};
use crate::emit::types::word;
use crate::model::{ParameterLocation, QueryStyle};

/// `impl Parameters for ListScenarios { … }`
pub(super) fn parameters(structure: &NamedStruct<'_>) -> TokenStream {
    let (name, expect) = (structure.name(), expect_deprecated(structure));
    let writes = structure.fields.iter().filter_map(|NamedField { field, name, .. }| {
        let wire = Literal::string(&field.wire);
        let method = word(method(field.location?));
        Some(quote!(out.#method(#wire, &self.#name);))
    });
    quote! {
        #expect
        impl Parameters for #name {
            #[inline]
            fn write(&self, out: &mut ParameterWriter) { #(#writes)* }
        }
    }
}

/// Returns the method of the runtime that writes a parameter to its place.
fn method(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Query(QueryStyle::Form) => "query",
        ParameterLocation::Query(QueryStyle::Joined) => "query_joined",
        ParameterLocation::Query(QueryStyle::Spaced) => "query_spaced",
        ParameterLocation::Query(QueryStyle::Piped) => "query_piped",
        ParameterLocation::Query(QueryStyle::Deep) => "query_deep",
        ParameterLocation::Query(QueryStyle::Json) => "query_json",
        ParameterLocation::Header { explode: false } => "header",
        ParameterLocation::Header { explode: true } => "header_exploded",
        ParameterLocation::Cookie => "cookie",
    }
}
