//! Operations: each is one expression.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::attributes::{allow_new, deprecated_operation, expect_arguments, renamed};
use super::context::Context;
use super::declarations::calls;
use super::named::NamedOperation;
use super::types::{borrowed, word};
use super::{facts, prose};
use crate::model::{Auth, Method, Operation, PathParameter, PathStyle, Resource, Type};
use crate::names::{MethodNames, Name};

pub(super) mod body;
pub(super) mod jobs;
pub(super) mod output;
pub(super) mod streams;

/// `pub fn get(&self, id: i64) -> Call<Scenario> { self.client.get("…").path("id", id).call() }`
pub(super) fn operation<'a>(
    context: Context<'a>,
    resource: &Resource,
    operation: &'a Operation,
    names: &'a MethodNames,
) -> TokenStream {
    let named = NamedOperation::new(context, operation, names);
    let docs = context.docs(prose::operation(context, resource, &named));
    let deprecated = deprecated_operation(operation);
    let signature = Signature::new(context, &named);
    let Signature { expect, declared, .. } = &signature;
    // The calls of the parameters and of the body are generic code, which becomes machine code
    // where it is first used: without the attribute here, for every operation, instead of in the
    // application, for those that it calls.
    let inline =
        (operation.body.is_some() || !named.required.is_empty()).then(|| quote!(#[inline]));
    let method = named.name;
    let allow = allow_new(&names.name);
    let request = request(context, &named, signature.body.as_ref());
    let stream = operation.stream.as_ref().zip(named.streaming);
    let stream =
        stream.map(|(stream, name)| streams::streaming(context, &named, stream, name, &signature));
    let (output, call) = match named.call {
        Some(call) => (quote!(#call), quote!(#request.into())),
        None => {
            let output = output::spelled(context, &operation.output);
            (quote!(Call<#output>), request)
        }
    };
    let waiting = operation.job.as_ref().zip(named.waiting);
    let waiting = waiting.map(|(job, name)| jobs::waiting(context, &named, job, name, &signature));
    let passed = &signature.passed;
    let former = names.former.iter().map(|old| {
        let docs = context.docs(format!("The former name of `{method}`."));
        let deprecated = renamed(method);
        quote! {
            #docs
            #deprecated
            #expect
            #inline
            pub fn #old(&self, #declared) -> #output { self.#method(#passed) }
        }
    });
    let former: TokenStream = former.collect();
    quote! {
        #docs
        #deprecated
        #expect
        #allow
        #inline
        pub fn #method(&self, #declared) -> #output { #call }
        #former
        #stream
        #waiting
    }
}

/// `self.client.get("…").path("id", id).call()`
fn request(
    context: Context<'_>,
    named: &NamedOperation<'_>,
    body: Option<&TokenStream>,
) -> TokenStream {
    let operation = named.operation;
    let accept = operation.accept.as_deref().map(accept);
    let call = output::call(&operation.output, operation.reading);
    request_for(context, named, body, &quote!(#accept), &call)
}

/// The same, for another response than the usual one.
fn request_for(
    context: Context<'_>,
    named: &NamedOperation<'_>,
    body: Option<&TokenStream>,
    accept: &TokenStream,
    call: &TokenStream,
) -> TokenStream {
    let operation = named.operation;
    let start = start(&quote!(self.client), operation.method, &operation.path);
    let fills = named.path.iter().map(|(parameter, name)| {
        let (method, wire) = (word(path_method(parameter)), Literal::string(&parameter.wire));
        quote!(.#method(#wire, #name))
    });
    let required = calls::required(named);
    let security = security(&operation.accepted);
    let defaults = defaults(context, operation);
    quote!(#start #(#fills)* #required #body #security #accept #defaults #call)
}

/// `self.client.get("…")`, or `self.client.request_as("QUERY", "…")` for a method that the client
/// has no function for.
pub(super) fn start(client: &TokenStream, method: Method, path: &str) -> TokenStream {
    let path = Literal::string(path);
    match method.key().filter(|_| method != Method::Query) {
        Some(verb) => {
            let verb = word(verb);
            quote!(#client.#verb(#path))
        }
        None => {
            let method = Literal::string(method.as_str());
            quote!(#client.request_as(#method, #path))
        }
    }
}

/// `.defaults(&["project_id"])`, where the operation has optional parameters for which the client
/// may have values.
fn defaults(context: Context<'_>, operation: &Operation) -> Option<TokenStream> {
    let key = format!("{} {}", operation.method, operation.path);
    let optional: Vec<&str> = context.api.optional_in_query(operation).collect();
    let taken = context.facts.defaults.iter().filter(|default| {
        optional.contains(&default.parameter.as_str()) && !default.except.contains(&key)
    });
    let taken: Vec<&str> = taken.map(|default| default.parameter.as_str()).collect();
    (!taken.is_empty()).then(|| quote!(.defaults(&[#(#taken),*])))
}

/// The arguments of a method.
pub(super) struct Signature {
    /// The attributes for arguments that clippy would remark on.
    expect: TokenStream,
    /// `id: i64, body: &ScenarioRequest`
    declared: TokenStream,
    /// `id, body`
    passed: TokenStream,
    /// `.json(body)`
    body: Option<TokenStream>,
}

impl Signature {
    fn new(context: Context<'_>, named: &NamedOperation<'_>) -> Self {
        let argument = |name: &Name, ty: &Type| {
            let ty = match ty {
                Type::Id => quote!(impl Into<Id>),
                ty => borrowed(context, ty),
            };
            (quote!(#name: #ty), quote!(#name))
        };
        let in_path = named.path.iter().map(|(parameter, name)| argument(name, &parameter.ty));
        let required = named.required.iter().map(|(field, name)| argument(name, &field.ty));
        let body = named.operation.body.as_ref().filter(|body| !body.optional);
        let (body_argument, body) = body.map(|body| body::body(context, body)).unzip();
        let body_argument = body_argument.map(|argument| (argument, quote!(body)));
        let (declared, passed): (Vec<_>, Vec<_>) =
            in_path.chain(required).chain(body_argument).unzip();
        let names = named.path.iter().map(|(_, name)| *name);
        let names = names.chain(named.required.iter().map(|(_, name)| *name));
        // `self` counts.
        let expect = expect_arguments(names, declared.len(), 6);
        Self { expect, declared: quote!(#(#declared),*), passed: quote!(#(#passed),*), body }
    }
}

/// `.security(&[Auth::Bearer])`, where the operation does not take every credential of a client.
pub(super) fn security(accepted: &[Auth]) -> Option<TokenStream> {
    let is_any = accepted.is_empty();
    let accepted = accepted.iter().map(facts::auth);
    (!is_any).then(|| quote!(.security(&[#(#accepted),*])))
}

/// `.accept("application/json")`
pub(super) fn accept(media_type: &str) -> TokenStream {
    let media_type = Literal::string(media_type);
    quote!(.accept(#media_type))
}

/// Returns the method of the runtime that fills in a value of the path.
fn path_method(parameter: &PathParameter) -> &'static str {
    match parameter.style {
        PathStyle::Simple if parameter.ty == Type::Id => "path_id",
        PathStyle::Simple => "path",
        PathStyle::SimpleExploded => "path_exploded",
        PathStyle::Label => "path_label",
        PathStyle::LabelExploded => "path_label_exploded",
        PathStyle::Matrix => "path_matrix",
        PathStyle::MatrixExploded => "path_matrix_exploded",
        PathStyle::Reserved => "path_reserved",
    }
}
