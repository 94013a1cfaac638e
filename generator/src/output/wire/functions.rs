//! The tests of an operation as functions.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::answer::{Answer, Answers, Body};
use super::body::{Bytes, Given, Sent};
use super::fit::Fit;
use super::media::{self, Form};
use super::request::Request;
use super::{Call, body, rust};
use crate::model::{Method, Operation, Output};
use crate::output::print;

/// An operation with all that its tests need.
pub(super) struct Tested<'c, 'a> {
    pub call: &'c Call<'a>,
    pub request: &'c Request,
    pub answers: &'c Answers,
    /// `client.v1().boats()`
    pub resource: TokenStream,
    /// The beginning of the names of its tests.
    pub name: String,
}

/// The parts of a test of a success.
struct Success {
    /// The answer as the variable that the test has it in.
    answer: Option<TokenStream>,
    expect: TokenStream,
    send: TokenStream,
    check: Option<TokenStream>,
}

impl Tested<'_, '_> {
    /// Returns the tests, each a function.
    pub(super) fn functions(&self) -> Vec<TokenStream> {
        let rest = [self.sends_examples(), self.reads_examples(), self.fails()];
        std::iter::once(self.once()).chain(rest.into_iter().flatten()).collect()
    }

    /// The call with all that it may be given, and its first success.
    fn once(&self) -> TokenStream {
        let Success { answer, expect, send, check } = self.success();
        let (body, client, request) = (self.body(), self.client(), self.checks());
        self.function(
            "",
            &quote! {
                #body
                #answer
                #client
                #expect
                #send
                let request = crate::sent(&mock);
                #request
                #check
            },
        )
    }

    fn function(&self, ending: &str, content: &TokenStream) -> TokenStream {
        // `self_` is `self_fails_as_documented`.
        let base: &str =
            if ending.is_empty() { &self.name } else { self.name.trim_end_matches('_') };
        let name = format_ident!("{base}{ending}");
        let docs = format!(" `{} {}`", self.call.source.method, self.call.source.path);
        let docs: String = docs.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        quote! {
            #[doc = #docs]
            #[tokio::test]
            async fn #name() { #content }
        }
    }

    /// `let (client, mock) = crate::client(&[("key", "secret")]);`
    fn client(&self) -> TokenStream {
        let given = self.request.credentials.given.iter();
        let given = given.map(|(scheme, secret)| quote!((#scheme, #secret)));
        quote!(let (client, mock) = crate::client(&[#(#given),*]);)
    }

    /// `let body = r#"{…}"#;`
    fn body(&self) -> Option<TokenStream> {
        let text = match &self.request.body.as_ref()?.given {
            Given::Json(value) => rust::json(value),
            Given::Text(text) => quote!(#text),
            Given::Rust(value) => value.clone(),
        };
        Some(quote!(let body = #text;))
    }

    /// `client.boats().get(7).limit(5)`
    fn expression(&self, with_settings: bool) -> TokenStream {
        let Request { arguments, settings, body, .. } = self.request;
        let method = self.call.names.name.ident();
        let settings = with_settings.then_some(settings);
        let (set, given): (Vec<&Sent>, Vec<&Sent>) = body.iter().partition(|body| body.is_optional);
        let given = given.iter().map(|body| &body.argument);
        let set = set.iter().map(|body| &body.argument);
        let arguments = arguments.iter().chain(given);
        let resource = &self.resource;
        quote!(#resource.#method(#(#arguments),*) #settings #(.body(#set))*)
    }

    /// Returns the call if it only reads, and needs nothing but literals: `client.boats().list()`.
    pub(super) fn plain(&self) -> Option<String> {
        let Operation { method, output, deprecated, .. } = self.call.operation;
        let is_read = *method == Method::Get && matches!(output, Output::Json(_) | Output::Text);
        if !is_read || *deprecated || self.request.body.is_some() {
            return None;
        }
        let call = self.expression(false);
        let text = print::only_line(quote!(fn f() { #call }));
        text.filter(|text| !text.contains("crate::") && !text.contains("types::"))
    }

    /// `mock.expect("GET", "/boats/{id}/")`
    fn expect(&self, content_type: Option<&str>) -> TokenStream {
        let method = self.call.source.method.as_str();
        let path = self.call.source.path.split('#').next().unwrap_or_default();
        let header = content_type.map(|name| quote!(.header("content-type", #name)));
        quote!(mock.expect(#method, #path) #header)
    }

    fn success(&self) -> Success {
        let call = self.expression(true);
        let Some(Answer { status, content_type, body }) = &self.answers.success else {
            // The value of the call is nothing that a test can make; the request is.
            let expect = self.expect(None);
            return Success {
                answer: None,
                expect: quote!(#expect.respond(200, "");),
                send: quote!(#call.raw().await.expect("an answer");),
                check: None,
            };
        };
        let text = body.text();
        let (expect, status) = (self.expect(content_type.as_deref()), literal(*status));
        let check = match (body, &self.call.operation.output) {
            (Body::Json(_, Fit::Exact), _) => {
                Some(quote!(crate::assert_answer(&response, answer);))
            }
            (Body::Json(_, Fit::Loose), _) => Some(quote!(crate::assert_read(&response);)),
            (Body::Text(_), _) => Some(quote!(assert_eq!(response.value, answer);)),
            (Body::Empty, Output::Optional(_)) => Some(quote!(assert!(response.value.is_none());)),
            (Body::Empty, _) => None,
        };
        let send = match &check {
            Some(_) => quote!(let response = #call.with_response().await.expect("an answer");),
            None => quote!(#call.await.expect("an answer");),
        };
        let has_body = !matches!(body, Body::Empty);
        let (answer, text) = match has_body {
            true => (Some(quote!(let answer = #text;)), quote!(answer)),
            false => (None, text),
        };
        Success { answer, expect: quote!(#expect.respond(#status, #text);), send, check }
    }

    /// Compares the request with what the document says of it.
    fn checks(&self) -> TokenStream {
        let target = &self.request.target;
        let headers = self.request.headers.iter();
        let headers =
            headers.map(|(name, value)| quote!(crate::assert_header(&request, #name, #value);));
        let body = self.request.body.as_ref().map(check_of_body);
        let accept = self.accept();
        let accept = accept.map(|media| quote!(crate::assert_accepts(&request, #media);));
        quote! {
            crate::assert_target(&request, #target);
            #(#headers)*
            #accept
            #body
        }
    }

    /// Returns the media type that the call has to ask for.
    fn accept(&self) -> Option<&str> {
        let answer = self.answers.success.as_ref()?;
        let name = answer.content_type.as_deref().and_then(media::exact)?;
        let is_told = !matches!(self.call.operation.output, Output::Bytes);
        (is_told && Form::of(name) == Form::Json).then(|| match media::is_usual_json(name) {
            true => "application/json",
            false => name,
        })
    }

    /// The call with each further body that the document shows.
    fn sends_examples(&self) -> Option<TokenStream> {
        let body = self.request.body.as_ref().filter(|body| !body.examples.is_empty())?;
        let (client, expect, call) = (self.client(), self.expect(None), self.expression(false));
        let list = body.examples.iter().map(rust::json);
        Some(self.function(
            "_sends_the_examples",
            &quote! {
                for body in [#(#list),*] {
                    #client
                    #expect.respond(200, "");
                    #call.raw().await.expect("an answer");
                    crate::assert_json(&crate::sent(&mock), body);
                }
            },
        ))
    }

    /// The call with each answer that the document shows.
    fn reads_examples(&self) -> Option<TokenStream> {
        let examples = &self.answers.examples;
        self.answers.success.as_ref()?;
        let is_exact = |one: &Answer| matches!(one.body, Body::Json(_, Fit::Exact));
        let check = match examples.iter().all(is_exact) {
            true => quote!(crate::assert_answer(&response, answer);),
            false => quote!(crate::assert_read(&response);),
        };
        let turn = |call: &TokenStream| {
            quote! {
                let response = #call.with_response().await.expect("an answer");
                #check
            }
        };
        self.answered("_reads_the_examples", examples, turn)
    }

    /// The call with each error that the document declares.
    fn fails(&self) -> Option<TokenStream> {
        let turn = |call: &TokenStream| {
            quote! {
                let error = #call.await.expect_err("an error");
                crate::assert_error(&error, status, answer);
            }
        };
        self.answered("_fails_as_documented", &self.answers.errors, turn)
    }

    /// A loop over answers.
    fn answered(
        &self,
        ending: &str,
        answers: &[Answer],
        turn: impl Fn(&TokenStream) -> TokenStream,
    ) -> Option<TokenStream> {
        let media = answers.first()?.content_type.as_deref().unwrap_or("application/json");
        let list = answers.iter().map(|Answer { status, body, .. }| {
            let (status, text) = (literal(*status), body.text());
            quote!((#status, #text))
        });
        let (body, client, expect) = (self.body(), self.client(), self.expect(Some(media)));
        let turn = turn(&self.expression(false));
        Some(self.function(
            ending,
            &quote! {
                #body
                for (status, answer) in [#(#list),*] {
                    #client
                    #expect.respond(status, answer);
                    #turn
                }
            },
        ))
    }
}

fn literal(status: u16) -> Literal {
    Literal::u16_unsuffixed(status)
}

fn check_of_body(body: &Sent) -> TokenStream {
    let content_type = body.content_type.strip_suffix("; charset=utf-8");
    let content_type = content_type.unwrap_or(&body.content_type);
    let bytes = match &body.bytes {
        Bytes::Json => quote!(crate::assert_json(&request, body);),
        Bytes::Given => quote!(assert_eq!(request.body, body);),
        Bytes::Text(text) => quote!(assert_eq!(request.body, #text);),
        Bytes::Parts(parts) => return body::form::checks(parts),
        Bytes::Unknown => TokenStream::new(),
    };
    quote! {
        crate::assert_content_type(&request, #content_type);
        #bytes
    }
}

impl Body {
    /// Returns the text as a literal.
    fn text(&self) -> TokenStream {
        match self {
            Self::Empty => quote!(""),
            Self::Json(value, _) => rust::json(value),
            Self::Text(text) => quote!(#text),
        }
    }
}
