//! The body of a call: the argument that it is given as, and the methods that send it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::context::Context;
use crate::emit::types::{borrowed, field_style, is_copied, word};
use crate::model::{Body, BodyContent, Type};

/// The Rust that sends one kind of body.
struct BodyCall {
    argument_type: TokenStream,
    /// The type of the argument where it is an `Option`, if that is another: `Option` of an `impl`
    /// type cannot be written.
    optional_type: Option<TokenStream>,
    /// The method of the request.
    method: &'static str,
    /// The further argument of the method.
    extra: Option<TokenStream>,
    /// True if the argument is taken by value, while the method wants a reference.
    by_value: bool,
    content_type: Option<Literal>,
}

/// `body: &ScenarioRequest` and `.json(body)`
pub(super) fn body(context: Context<'_>, body: &Body) -> (TokenStream, TokenStream) {
    let call = BodyCall::new(context, &body.content);
    let method = word(call.method);
    let value = if call.by_value { quote!(&body) } else { quote!(body) };
    let extra = call.extra.map(|extra| quote!(, #extra));
    let content_type = call.content_type.map(|name| quote!(.content_type(#name)));
    let send = quote!(.#method(#value #extra) #content_type);
    if body.optional {
        let ty = call.optional_type.unwrap_or(call.argument_type);
        (quote!(body: Option<#ty>), quote!(.optional(body, |request, body| request #send)))
    } else {
        let ty = call.argument_type;
        (quote!(body: #ty), send)
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
                optional_type: None,
                method: "multipart",
                extra: None,
                by_value: false,
                content_type: None,
            },
            BodyContent::Text { media_type } => Self {
                argument_type: quote!(impl Into<String>),
                optional_type: Some(quote!(String)),
                method: "text",
                extra: None,
                by_value: false,
                content_type: (!media_type.starts_with("text/plain"))
                    .then(|| Literal::string(media_type)),
            },
            BodyContent::Bytes { media_type } => Self {
                argument_type: quote!(impl Into<Bytes>),
                optional_type: Some(quote!(Bytes)),
                method: "bytes",
                extra: Some(quote!(#media_type)),
                by_value: false,
                content_type: None,
            },
        }
    }

    fn of_type(context: Context<'_>, ty: &Type, method: &'static str) -> Self {
        Self {
            argument_type: borrowed(context, ty),
            optional_type: None,
            method,
            extra: None,
            by_value: is_copied(ty) || matches!(ty, Type::Nullable(_)),
            content_type: None,
        }
    }
}
