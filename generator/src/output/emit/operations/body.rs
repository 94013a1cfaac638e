//! The body of a call: the argument that it is given as, and the methods that send it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Body, BodyContent, Type};
use crate::output::emit::context::Context;
use crate::output::emit::prose;
use crate::output::emit::types::{borrowed, field_style, is_copied, is_union, spelled, word};

/// The Rust that sends one kind of body.
struct BodyCall {
    argument_type: TokenStream,
    /// The method of the request.
    method: &'static str,
    /// The further argument of the method.
    extra: Option<TokenStream>,
    taken: Taken,
    content_type: Option<Literal>,
}

/// The way in which the argument is taken, while the method wants a reference.
enum Taken {
    ByReference,
    ByValue,
    /// As whatever becomes the type: `impl Into<Pet>`.
    Into(TokenStream),
}

/// `body: &ScenarioRequest` and `.json(body)`
pub(super) fn body(context: Context<'_>, body: &Body) -> (TokenStream, TokenStream) {
    let call = BodyCall::new(context, &body.content);
    let (ty, send) = (&call.argument_type, call.send());
    (quote!(body: #ty), send)
}

/// `pub fn body(mut self, body: &ScenarioRequest) -> Self { … }`, of a body that may be left out.
pub(in crate::output::emit) fn setter(context: Context<'_>, body: &Body) -> TokenStream {
    let docs = context.docs(prose::optional_body(context, body));
    let call = BodyCall::new(context, &body.content);
    let (ty, send) = (&call.argument_type, call.send());
    quote! {
        #docs
        #[inline]
        pub fn body(mut self, body: #ty) -> Self {
            self.call = self.call.with_body(|request| request #send);
            self
        }
    }
}

impl BodyCall {
    fn new(context: Context<'_>, content: &BodyContent) -> Self {
        match content {
            BodyContent::Json(ty, name) => Self {
                content_type: name.as_deref().map(Literal::string),
                ..Self::of_type(context, ty, "json")
            },
            BodyContent::Form(ty, styles) if styles.is_empty() => {
                Self::of_type(context, ty, "form")
            }
            BodyContent::Form(ty, styles) => {
                let styles = styles.iter().map(|(name, style)| {
                    let style = field_style(*style);
                    quote!((#name, #style))
                });
                let extra = Some(quote!(&[#(#styles),*]));
                Self { extra, ..Self::of_type(context, ty, "form_styled") }
            }
            BodyContent::Multipart(id) => Self::of_type(context, &Type::Named(*id), "multipart"),
            BodyContent::JsonOrMultipart(id, name) => {
                let name = name.as_deref().unwrap_or("application/json");
                let extra = Some(quote!(#name));
                let call = Self::of_type(context, &Type::Named(*id), "json_or_multipart");
                Self { extra, ..call }
            }
            BodyContent::AnyMultipart => Self {
                argument_type: quote!(&Form),
                method: "multipart",
                extra: None,
                taken: Taken::ByReference,
                content_type: None,
            },
            BodyContent::Text { media_type } => Self {
                argument_type: quote!(impl Into<String>),
                method: "text",
                extra: None,
                taken: Taken::ByReference,
                content_type: (!media_type.starts_with("text/plain"))
                    .then(|| Literal::string(media_type)),
            },
            BodyContent::Bytes { media_type } => Self {
                argument_type: quote!(impl Into<Bytes>),
                method: "bytes",
                extra: Some(quote!(#media_type)),
                taken: Taken::ByReference,
                content_type: None,
            },
        }
    }

    fn of_type(context: Context<'_>, ty: &Type, method: &'static str) -> Self {
        let (argument_type, taken) = if is_union(context, ty) {
            let ty = spelled(context, ty);
            (quote!(impl Into<#ty>), Taken::Into(ty))
        } else if is_copied(ty) || matches!(ty, Type::Nullable(_)) {
            (borrowed(context, ty), Taken::ByValue)
        } else {
            (borrowed(context, ty), Taken::ByReference)
        };
        Self { argument_type, method, extra: None, taken, content_type: None }
    }

    /// `.json(body)`, `.json(&body)`, `.json::<Pet>(&body.into())`
    fn send(&self) -> TokenStream {
        let method = word(self.method);
        let (of, value) = match &self.taken {
            Taken::ByReference => (None, quote!(body)),
            Taken::ByValue => (None, quote!(&body)),
            Taken::Into(ty) => (Some(quote!(::<#ty>)), quote!(&body.into())),
        };
        let extra = self.extra.as_ref().map(|extra| quote!(, #extra));
        let content_type = self.content_type.as_ref().map(|name| quote!(.content_type(#name)));
        quote!(.#method #of(#value #extra) #content_type)
    }
}
