//! Operations: each is one expression.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{Context, docs, types};
use crate::model::{Auth, BodyContent, Job, Operation, Output, PathParameter, PathStyle, Type};
use crate::names::ResourceNames;

/// `pub fn get(&self, id: i64) -> Call<Scenario> { self.client.get("/scenarios/{id}/").path("id", id).call() }`
pub(super) fn operation(
    context: Context<'_>,
    names: &ResourceNames,
    resource: &str,
    at: usize,
    operation: &Operation,
) -> TokenStream {
    let Some(method) = names.methods.get(at) else { return TokenStream::new() };
    let arguments = names.arguments.get(at).map(Vec::as_slice).unwrap_or_default();
    let docs = docs::of_operation(resource, operation, arguments);
    let deprecated = deprecated(operation);
    let in_path: Vec<_> = operation.path_parameters.iter().zip(arguments).collect();
    let path_arguments = in_path.iter().map(|(parameter, name)| {
        let ty = types::borrowed(context, &parameter.ty);
        quote!(#name: #ty)
    });
    let query = operation.parameters.map(|id| context.names.of_type(id));
    let query_argument = query.as_ref().map(|ty| quote!(query: &#ty));
    let (body_argument, body) = body(context, operation);
    let arguments: Vec<TokenStream> =
        path_arguments.chain(query_argument).chain(body_argument).collect();
    // `self` counts.
    let many = (arguments.len() > 6)
        .then(|| quote!(#[expect(clippy::too_many_arguments, reason = "the path has them all")]));

    let verb = format_ident!("{}", operation.method.key());
    let path = Literal::string(&operation.path);
    let fills = in_path.iter().map(|(parameter, name)| {
        let (method, wire) = (fill(parameter), Literal::string(&parameter.wire));
        quote!(.#method(#wire, #name))
    });
    let (output, call) = output(context, &operation.output);
    let accept =
        operation.accept.as_deref().map(Literal::string).map(|name| quote!(.accept(#name)));
    let security = security(context, &operation.accepted);
    // What a call writes is generic code, which becomes machine code where it is first used; without the attribute that is
    // here, for every operation there is, instead of in the application, for those that it calls.
    let inline = (operation.body.is_some() || query.is_some()).then(|| quote!(#[inline]));
    let declared = quote!(#(#arguments),*);
    let waiting = operation.job.as_ref().map(|job| {
        let query = query.is_some().then(|| quote!(query));
        let body = operation.body.is_some().then(|| quote!(body));
        let given = in_path.iter().map(|(_, name)| quote!(#name)).chain(query).chain(body);
        waiting(context, operation, job, many.as_ref(), method, &declared, &quote!(#(#given),*))
    });
    let query = query.map(|_| quote!(.parameters(query)));
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

fn deprecated(operation: &Operation) -> Option<TokenStream> {
    let is_deprecated = operation.deprecated;
    is_deprecated.then(|| quote!(#[deprecated = "the API marks this operation as deprecated"]))
}

/// `pub fn generate_and_wait(&self, …) -> Job<Progress> { self.generate(…).job(JobStates { … }, move |id| …) }`
fn waiting(
    context: Context<'_>,
    operation: &Operation,
    job: &Job,
    many: Option<&TokenStream>,
    method: &Ident,
    declared: &TokenStream,
    given: &TokenStream,
) -> TokenStream {
    let name = format_ident!("{method}_and_wait");
    let deprecated = deprecated(operation);
    let calls = deprecated
        .as_ref()
        .map(|_| quote!(#[expect(deprecated, reason = "it makes that call, and waits")]));
    let docs = docs::filled(&format!(
        "Calls [`{method}`](Self::{method}) and waits for what it starts, asking `{} {}` how it is doing.",
        job.method, job.path
    ));
    let output = types::spelled(context, &job.output);
    let verb = format_ident!("{}", job.method.key());
    let (path, parameter) = (Literal::string(&job.path), Literal::string(&job.parameter));
    let fill = if job.in_path { format_ident!("path") } else { format_ident!("query") };
    let (id, status) = (Literal::string(&job.id), Literal::string(&job.status));
    let accept = job.accept.as_deref().map(|name| quote!(.accept(#name)));
    let security = security(context, &job.accepted);
    let (done, failed) = (&job.done, &job.failed);
    // The call comes first: what follows may be called what an argument is.
    quote! {
        #docs
        #deprecated
        #calls
        #many
        pub fn #name(&self, #declared) -> Job<#output> {
            let start = self.#method(#given);
            let states = JobStates { id: #id, status: #status, done: &[#(#done),*], failed: &[#(#failed),*] };
            let client = self.client.clone();
            let poll = move |id: &Json| client.#verb(#path).#fill(#parameter, id) #security #accept .call();
            start.job(states, poll)
        }
    }
}

/// `.security(&[Auth::Bearer])`, where the client's usual credential is not taken.
fn security(context: Context<'_>, accepted: &[Auth]) -> Option<TokenStream> {
    let usual = accepted.contains(&context.api.auth) || accepted.is_empty();
    let accepted = accepted.iter().map(super::files::auth);
    (!usual).then(|| quote!(.security(&[#(#accepted),*])))
}

fn fill(parameter: &PathParameter) -> proc_macro2::Ident {
    match parameter.style {
        PathStyle::Simple => format_ident!("path"),
        PathStyle::SimpleExploded => format_ident!("path_exploded"),
        PathStyle::Label => format_ident!("path_label"),
        PathStyle::LabelExploded => format_ident!("path_label_exploded"),
        PathStyle::Matrix => format_ident!("path_matrix"),
        PathStyle::MatrixExploded => format_ident!("path_matrix_exploded"),
    }
}

/// `body: &ScenarioRequest` and `.json(body)`
fn body(context: Context<'_>, operation: &Operation) -> (Option<TokenStream>, TokenStream) {
    let Some(body) = &operation.body else { return (None, TokenStream::new()) };
    let borrowed = |ty: &Type| types::borrowed(context, ty);
    let (ty, plain, call) = match &body.content {
        BodyContent::Json(ty, _) => (borrowed(ty), format_ident!("json"), quote!()),
        BodyContent::Form(ty) => (borrowed(ty), format_ident!("form"), quote!()),
        BodyContent::Multipart(id) => {
            (borrowed(&Type::Named(*id)), format_ident!("multipart"), quote!())
        }
        BodyContent::Text { .. } => (quote!(impl Into<String>), format_ident!("text"), quote!()),
        BodyContent::Bytes { media_type } => {
            let media_type = Literal::string(media_type);
            (quote!(impl Into<Bytes>), format_ident!("bytes"), quote!(, #media_type))
        }
    };
    // Small values are taken by value, and what writes them wants a reference.
    let by_value = match &body.content {
        BodyContent::Json(ty, _) | BodyContent::Form(ty) => {
            types::is_copied(ty) || matches!(ty, Type::Nullable(_))
        }
        BodyContent::Multipart(_) | BodyContent::Text { .. } | BodyContent::Bytes { .. } => false,
    };
    let given = if by_value { quote!(&body) } else { quote!(body) };
    let named = match &body.content {
        BodyContent::Json(_, Some(name)) => {
            let name = Literal::string(name);
            quote!(.content_type(#name))
        }
        BodyContent::Text { media_type } if !media_type.starts_with("text/plain") => {
            let media_type = Literal::string(media_type);
            quote!(.content_type(#media_type))
        }
        _ => TokenStream::new(),
    };
    if body.optional {
        // `Option` of an `impl` type cannot be written as an argument; those take the type itself.
        let ty = match &body.content {
            BodyContent::Text { .. } => quote!(String),
            BodyContent::Bytes { .. } => quote!(Bytes),
            _ => ty,
        };
        let call = quote!(.optional(body, |request, body| request.#plain(#given #call) #named));
        return (Some(quote!(body: Option<#ty>)), call);
    }
    (Some(quote!(body: #ty)), quote!(.#plain(#given #call) #named))
}

/// `Scenario` and `.call()`
fn output(context: Context<'_>, output: &Output) -> (TokenStream, TokenStream) {
    let accept = |media_type: &str| {
        let media_type = Literal::string(media_type);
        quote!(.accept(#media_type))
    };
    match output {
        Output::Empty => (quote!(()), quote!(.call())),
        Output::Json(ty) => (types::spelled(context, ty), quote!(.call())),
        Output::Optional(ty) => {
            let ty = types::spelled(context, ty);
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
