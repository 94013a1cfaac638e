//! Methods that start a job and wait for its end.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Signature, accept, output, security, start as request};
use crate::model::{Counts, Job, Output};
use crate::names::Name;
use crate::output::emit::attributes::deprecated_operation;
use crate::output::emit::context::Context;
use crate::output::emit::named::NamedOperation;
use crate::output::emit::prose;
use crate::output::emit::types::{spelled, word};

/// `pub fn generate_and_wait(&self, …) -> Job<Progress> { self.generate(…).job(…) }`
pub(super) fn waiting(
    context: Context<'_>,
    named: &NamedOperation<'_>,
    job: &Job,
    name: &Name,
    signature: &Signature,
) -> TokenStream {
    let Signature { expect, declared, passed, .. } = signature;
    let docs = context.docs(prose::waiting(named.name, job));
    let deprecated = deprecated_operation(named.operation);
    let calls = deprecated
        .as_ref()
        .map(|_| quote!(#[expect(deprecated, reason = "it makes that call, and waits")]));
    let (method, output) = (named.name, spelled(context, &job.output));
    let start = quote!(self.#method(#passed));
    let body = match named.call {
        Some(_) => quote!(#start.and_wait()),
        None => polling(job, &start, &quote!(self.client.clone())),
    };
    quote! {
        #docs
        #deprecated
        #calls
        #expect
        pub fn #name(&self, #declared) -> Job<#output> { #body }
    }
}

/// `pub fn and_wait(self) -> Job<Progress> { … }`, of a call that starts a job.
pub(in crate::output::emit) fn of_call(context: Context<'_>, job: &Job) -> TokenStream {
    let docs = context.docs(prose::and_wait(job));
    let output = spelled(context, &job.output);
    let body = polling(job, &quote!(self.call), &quote!(start.client()));
    quote! {
        #docs
        pub fn and_wait(self) -> Job<#output> { #body }
    }
}

/// `start.job(states, poll)`, with what it needs.
fn polling(job: &Job, start: &TokenStream, client: &TokenStream) -> TokenStream {
    let request = request(&quote!(client), job.method, &job.path);
    let parameter = Literal::string(&job.parameter);
    let fill = word(if job.in_path { "path" } else { "query" });
    let (id, status) = (Literal::string(&job.id), Literal::string(&job.status));
    let accept = job.accept.as_deref().map(accept);
    let security = security(&job.accepted);
    let read = output::call(&Output::Json(job.output.clone()), job.reading);
    let (done, failed) = (&job.done, &job.failed);
    let counted = job
        .counts
        .as_ref()
        .map(|Counts { total, finished }| quote!(.counted(#total, &[#(#finished),*])));
    // The call comes first: the variables after it may be called as an argument is.
    quote! {
        let start = #start;
        let states = JobStates {
            id: #id, status: #status, done: &[#(#done),*], failed: &[#(#failed),*]
        };
        let client = #client;
        let poll = move |id: &Json|
            #request.#fill(#parameter, id) #security #accept #read;
        start.job(states, poll) #counted
    }
}
