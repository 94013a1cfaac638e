//! Operations: each is one expression.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::attributes::deprecated_operation;
use super::types::{borrowed, spelled, word};
use super::{Context, facts, prose};
use crate::model::{Auth, Operation, Output, PathParameter, PathStyle, Resource};
use crate::names::{MethodNames, Name};

mod body;
mod jobs;

/// An operation with its names.
pub(super) struct NamedOperation<'a> {
    pub operation: &'a Operation,
    pub name: &'a Name,
    /// The method that waits for its job.
    pub waiting: Option<&'a Name>,
    pub path: Vec<(&'a PathParameter, &'a Name)>,
}

impl<'a> NamedOperation<'a> {
    fn new(operation: &'a Operation, names: &'a MethodNames) -> Self {
        Self {
            operation,
            name: &names.name,
            waiting: names.waiting.as_ref(),
            path: operation.path_parameters.iter().zip(&names.arguments).collect(),
        }
    }
}

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
    let security = security(context, &operation.accepted);
    let accept = operation.accept.as_deref().map(accept);
    let (output, call) = output(context, &operation.output);
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

/// `.security(&[Auth::Bearer])`, where the client's usual credential is not taken.
fn security(context: Context<'_>, accepted: &[Auth]) -> Option<TokenStream> {
    let usual = accepted.contains(&context.api.auth) || accepted.is_empty();
    let accepted = accepted.iter().map(facts::auth);
    (!usual).then(|| quote!(.security(&[#(#accepted),*])))
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
    }
}

/// `Scenario` and `.call()`
fn output(context: Context<'_>, output: &Output) -> (TokenStream, TokenStream) {
    match output {
        Output::Empty => (quote!(()), quote!(.call())),
        Output::Json(ty) => (spelled(context, ty), quote!(.call())),
        Output::Optional(ty) => {
            let ty = spelled(context, ty);
            (quote!(Option<#ty>), quote!(.call()))
        }
        Output::Text { media_type } => {
            let accept = accept(media_type);
            (quote!(String), quote!(#accept.text_call()))
        }
        Output::Bytes { media_type } if media_type == "*/*" => (quote!(Bytes), quote!(.call())),
        Output::Bytes { media_type } => {
            let accept = accept(media_type);
            (quote!(Bytes), quote!(#accept.call()))
        }
    }
}
