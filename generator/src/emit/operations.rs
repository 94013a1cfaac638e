//! Operations: each is one expression.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::attributes::deprecated_operation;
use super::context::Context;
use super::named::NamedOperation;
use super::types::{borrowed, spelled, word};
use super::{facts, prose};
use crate::model::{Auth, Operation, Output, PathParameter, PathStyle, Reading, Resource};
use crate::names::MethodNames;

mod body;
mod jobs;

/// `pub fn get(&self, id: i64) -> Call<Scenario> { self.client.get("…").path("id", id).call() }`
pub(super) fn operation<'a>(
    context: Context<'_>,
    resource: &Resource,
    operation: &'a Operation,
    names: &'a MethodNames,
) -> TokenStream {
    let named = NamedOperation::new(operation, names);
    let docs = context.docs(prose::operation(resource, &named));
    let deprecated = deprecated_operation(operation);
    let signature = Signature::new(context, &named);
    let Signature { many, declared, .. } = &signature;
    // The calls of the parameters and of the body are generic code, which becomes machine code
    // where it is first used: without the attribute here, for every operation, instead of in the
    // application, for those that it calls.
    let inline =
        (operation.body.is_some() || operation.parameters.is_some()).then(|| quote!(#[inline]));
    let (method, verb) = (named.name, word(operation.method.key()));
    let path = Literal::string(&operation.path);
    let fills = named.path.iter().map(|(parameter, name)| {
        let (method, wire) = (word(path_method(parameter)), Literal::string(&parameter.wire));
        quote!(.#method(#wire, #name))
    });
    let query = operation.parameters.map(|_| quote!(.parameters(query)));
    let body = &signature.body;
    let security = security(&operation.accepted);
    let accept = operation.accept.as_deref().map(accept);
    let output = output(context, &operation.output);
    let call = call(&operation.output, operation.reading);
    let waiting = operation.job.as_ref().zip(named.waiting);
    let waiting = waiting.map(|(job, name)| jobs::waiting(context, &named, job, name, &signature));
    quote! {
        #docs
        #deprecated
        #many
        #inline
        pub fn #method(&self, #declared) -> Call<#output> {
            self.client.#verb(#path) #(#fills)* #query #body #security #accept #call
        }
        #waiting
    }
}

/// The arguments of a method.
struct Signature {
    /// The attribute for more arguments than clippy's limit.
    many: Option<TokenStream>,
    /// `id: i64, body: &ScenarioRequest`
    declared: TokenStream,
    /// `id, body`
    passed: TokenStream,
    /// `.json(body)`
    body: Option<TokenStream>,
}

impl Signature {
    fn new(context: Context<'_>, named: &NamedOperation<'_>) -> Self {
        let operation = named.operation;
        let in_path = named.path.iter().map(|(parameter, name)| {
            let ty = borrowed(context, &parameter.ty);
            (quote!(#name: #ty), quote!(#name))
        });
        let query = operation.parameters.map(|id| {
            let ty = &context.names[id].name;
            (quote!(query: &#ty), quote!(query))
        });
        let (argument, body) =
            operation.body.as_ref().map(|body| body::body(context, body)).unzip();
        let argument = argument.map(|argument| (argument, quote!(body)));
        let (declared, passed): (Vec<_>, Vec<_>) = in_path.chain(query).chain(argument).unzip();
        // `self` counts.
        let many = (declared.len() > 6).then(
            || quote!(#[expect(clippy::too_many_arguments, reason = "the path has them all")]),
        );
        Self { many, declared: quote!(#(#declared),*), passed: quote!(#(#passed),*), body }
    }
}

/// `.security(&[Auth::Bearer])`, where the operation does not take every credential of a client.
fn security(accepted: &[Auth]) -> Option<TokenStream> {
    let is_any = accepted.is_empty();
    let accepted = accepted.iter().map(facts::auth);
    (!is_any).then(|| quote!(.security(&[#(#accepted),*])))
}

/// `.accept("application/json")`
fn accept(media_type: &str) -> TokenStream {
    let media_type = Literal::string(media_type);
    quote!(.accept(#media_type))
}

/// Returns the method of the runtime that fills in a value of the path.
fn path_method(parameter: &PathParameter) -> &'static str {
    match parameter.style {
        PathStyle::Simple => "path",
        PathStyle::SimpleExploded => "path_exploded",
        PathStyle::Label => "path_label",
        PathStyle::LabelExploded => "path_label_exploded",
        PathStyle::Matrix => "path_matrix",
        PathStyle::MatrixExploded => "path_matrix_exploded",
        PathStyle::Reserved => "path_reserved",
    }
}

/// `Scenario`
fn output(context: Context<'_>, output: &Output) -> TokenStream {
    match output {
        Output::Empty => quote!(()),
        Output::Json(ty) => spelled(context, ty),
        Output::Optional(ty) => {
            let ty = spelled(context, ty);
            quote!(Option<#ty>)
        }
        Output::Text => quote!(String),
        Output::Bytes => quote!(Bytes),
    }
}

/// `.call()`
fn call(output: &Output, reading: Reading) -> TokenStream {
    match (output, reading) {
        (Output::Text, _) => quote!(.text_call()),
        (_, Reading::AsDocumented) => quote!(.call()),
        (_, Reading::ByContentType) => quote!(.open_call()),
    }
}
