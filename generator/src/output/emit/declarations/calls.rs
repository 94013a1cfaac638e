//! The calls of operations that have optional parameters: the type, and a method for each one.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Field, Output, ParameterLocation, QueryStyle, Shape, Type};
use crate::output::emit::attributes::deprecated_field;
use crate::output::emit::context::Context;
use crate::output::emit::named::{NamedField, NamedOperation, NamedStruct};
use crate::output::emit::operations::{body, jobs, output, streams};
use crate::output::emit::prose;
use crate::output::emit::types::{self, is_reference};

/// `operation_call! { #[paged] pub struct ListScenariosCall(Call<Page<Scenario>>); }`, and the
/// methods that set its parameters.
pub(super) fn call(context: Context<'_>, structure: &NamedStruct<'_>) -> TokenStream {
    let Some(operation) = context.operation_of(structure.named.id) else {
        unreachable!("{} is the call of no operation", structure.name())
    };
    let named = NamedOperation::new(context, operation.0, operation.1);
    let name = structure.name();
    let docs = prose::declaration(context, &structure.named);
    let output = output::spelled(context, &named.operation.output);
    let flag = flag(context, &named.operation.output);
    let optional = structure.fields.iter().filter(|named| !named.field.required);
    let setters = optional.map(|field| setter(context, structure, field));
    let optional_body = named.operation.body.as_ref().filter(|body| body.optional);
    let body = optional_body.map(|body| body::setter(context, body));
    let job = named.operation.job.as_ref().map(|job| jobs::of_call(context, job));
    let stream = named.operation.stream.as_ref();
    let stream = stream.map(|stream| streams::of_call(context, stream));
    quote! {
        operation_call! {
            #flag
            #docs
            pub struct #name(Call<#output>);
        }

        impl #name { #(#setters)* #body #stream #job }
    }
}

/// `#[paged]`: the further methods that the response allows.
fn flag(context: Context<'_>, output: &Output) -> Option<TokenStream> {
    let is_page = |ty: &Type| match ty {
        Type::Page(_) => true,
        Type::Named(id) => {
            matches!(&context.api[*id].shape, Shape::Struct(decl) if decl.paging.is_some())
        }
        _ => false,
    };
    match output {
        Output::Json(ty) if is_page(ty) => Some(quote!(#[paged])),
        Output::Bytes => Some(quote!(#[streamed])),
        Output::Events(_) => Some(quote!(#[events])),
        _ => None,
    }
}

/// `pub fn page(mut self, value: i64) -> Self { self.call.parameters().query(…); self }`
fn setter(
    context: Context<'_>,
    structure: &NamedStruct<'_>,
    named: &NamedField<'_>,
) -> TokenStream {
    let NamedField { field, setter, .. } = *named;
    let docs = context.docs(prose::field(context, structure, named));
    let deprecated = deprecated_field(field);
    let (ty, value) = argument(context, field);
    let write = write(field, &value);
    quote! {
        #docs
        #deprecated
        #[inline]
        pub fn #setter(mut self, value: #ty) -> Self {
            self.call.parameters() #write;
            self
        }
    }
}

/// The type that the method of a parameter takes, and a reference to the value that is sent.
fn argument(context: Context<'_>, field: &Field) -> (TokenStream, TokenStream) {
    match &field.ty {
        Type::String => (quote!(&str), quote!(value)),
        Type::List(item) if **item == Type::String => (
            quote!(impl IntoIterator<Item = impl Into<String>>),
            quote!(&value.into_iter().map(Into::into).collect::<Vec<String>>()),
        ),
        Type::List(item) => {
            let item = types::spelled(context, item);
            (
                quote!(impl IntoIterator<Item = #item>),
                quote!(&value.into_iter().collect::<Vec<#item>>()),
            )
        }
        ty if types::is_union(context, ty) => {
            let ty = types::spelled(context, ty);
            (quote!(impl Into<#ty>), quote!(&Into::<#ty>::into(value)))
        }
        ty if types::is_copied(ty) => (types::spelled(context, ty), quote!(&value)),
        ty if types::is_choice(context, ty) => (types::spelled(context, ty), quote!(&value)),
        ty => (types::borrowed(context, ty), quote!(value)),
    }
}

/// `.query("page", &value)`: the call that writes a parameter to its place.
fn write(field: &Field, value: &TokenStream) -> Option<TokenStream> {
    let wire = Literal::string(&field.wire);
    let method = types::word(method(field.location?));
    Some(quote!(.#method(#wire, #value)))
}

/// `.parameters(|writer| writer.query("day", &day))`: the required parameters of a call.
pub(in crate::output::emit) fn required(named: &NamedOperation<'_>) -> Option<TokenStream> {
    let writes: Vec<TokenStream> = named
        .required
        .iter()
        .filter_map(|(field, name)| {
            let value = if is_reference(&field.ty) { quote!(#name) } else { quote!(&#name) };
            write(field, &value)
        })
        .collect();
    match writes.as_slice() {
        [] => None,
        [only] => Some(quote!(.parameters(|writer| writer #only))),
        several => Some(quote!(.parameters(|writer| { #(writer #several;)* }))),
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
