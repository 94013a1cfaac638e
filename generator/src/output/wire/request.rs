//! The request of a call: its arguments in Rust, and the text that the document says they become.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;
use url::Url;

use super::credentials::{self, Credentials};
use super::fit::{Fit, Judge};
use super::rust::Expressions;
use super::sample::Sampler;
use super::{Call, Wire, body, encode};
use crate::document::{Location, Parameter, Placed};
use crate::model::{Direction, Field, ParameterLocation, QueryStyle, Shape};

/// The address that all tests call.
const BASE: &str = "https://api.example";

/// A request, as it is made and as it should arrive.
pub(super) struct Request {
    pub credentials: Credentials,
    /// The arguments of the method, without the body.
    pub arguments: Vec<TokenStream>,
    /// The calls of the methods that set parameters.
    pub settings: TokenStream,
    pub body: Option<body::Sent>,
    /// The path and the query.
    pub target: String,
    pub headers: Vec<(String, String)>,
}

/// A request while its parameters are added.
struct Plan<'w, 'a> {
    wire: &'w Wire<'a>,
    call: &'w Call<'a>,
    expressions: Expressions<'a>,
    arguments: Vec<TokenStream>,
    settings: TokenStream,
    path: String,
    query: Vec<String>,
    headers: Vec<(String, String)>,
    cookies: Vec<String>,
}

/// Plans the request of a call.
///
/// # Errors
///
/// The reason why no test can make the call.
pub(super) fn plan(wire: &Wire<'_>, call: &Call<'_>) -> Result<Request, String> {
    let source = call.source;
    if source.parameters.iter().any(|one| one.location == Location::WholeQuery) {
        return Err("one parameter is the whole query".to_owned());
    }
    let credentials = credentials::of(wire.document, &source.security)
        .map_err(|scheme| format!("the client has no way to prove itself by `{scheme}`"))?;
    let path = source.path.split('#').next().unwrap_or_default().to_owned();
    let mut plan = Plan {
        wire,
        call,
        expressions: wire.expressions(),
        arguments: Vec::new(),
        settings: TokenStream::new(),
        path,
        query: Vec::new(),
        headers: Vec::new(),
        cookies: Vec::new(),
    };
    plan.in_path()?;
    plan.others()?;
    let body = body::plan(wire, call)?;
    plan.finish(credentials, body)
}

impl Plan<'_, '_> {
    fn in_path(&mut self) -> Result<(), String> {
        for parameter in &self.call.operation.path_parameters {
            let name = parameter.wire.as_str();
            let declared = self.call.source.parameters.iter().find(|one| {
                one.name == name && matches!(one.location, Location::Path | Location::Query { .. })
            });
            let value = match declared {
                Some(declared) => self.value(declared),
                None => Some(Value::String(name.to_owned())),
            };
            let value = value.filter(|value| !is_empty(value));
            let argument =
                value.as_ref().and_then(|value| self.expressions.argument(&parameter.ty, value));
            let (Some(value), Some(argument)) = (value, argument) else {
                return Err(format!("no value is known for `{name}` in the path"));
            };
            let is_reserved = self.call.source.reserved.iter().any(|reserved| reserved == name);
            let parameter = declared.map(|declared| &**declared);
            let text = encode::in_path(parameter, is_reserved, &value);
            self.path = self.path.replace(&format!("{{{name}}}"), &text);
            self.arguments.push(argument);
        }
        Ok(())
    }

    fn others(&mut self) -> Result<(), String> {
        let Some(id) = self.call.operation.parameters else { return Ok(()) };
        let Shape::Struct(decl) = &self.wire.api[id].shape else { return Ok(()) };
        for field in decl.fields.iter().filter(|field| field.required) {
            let value = self.given(field);
            let argument =
                value.as_ref().and_then(|value| self.expressions.argument(&field.ty, value));
            let (Some(value), Some(argument)) = (value, argument) else {
                return Err(format!("no value is known for `{}`", field.wire));
            };
            self.arguments.push(argument);
            self.add(field, &value)?;
        }
        // They have names only where there is something to set.
        let named = decl.fields.iter().zip(&self.wire.names[id].members);
        for (field, names) in named.filter(|(field, _)| !field.required) {
            let value = self.given(field).filter(|value| !value.is_null());
            let setting =
                value.as_ref().and_then(|value| self.expressions.setting(&field.ty, value));
            if let (Some(value), Some(setting)) = (value, setting)
                && self.add(field, &value).is_ok()
            {
                let setter = names.setter.ident();
                self.settings.extend(quote!(.#setter(#setting)));
            }
        }
        Ok(())
    }

    /// Returns the parameter of the document that a field is.
    fn declared(&self, field: &Field) -> Option<&Placed<Parameter>> {
        self.call.source.parameters.iter().find(|one| {
            let is_here = match one.location {
                Location::Query { .. } => field.is_in_query(),
                Location::Header => {
                    matches!(field.location, Some(ParameterLocation::Header { .. }))
                }
                Location::Cookie => field.location == Some(ParameterLocation::Cookie),
                Location::Path | Location::WholeQuery => false,
            };
            one.name == field.wire && is_here
        })
    }

    fn given(&self, field: &Field) -> Option<Value> {
        let declared = self.declared(field)?;
        let value = self.value(declared)?;
        let is_sent = match declared.location {
            // Nobody agrees on the form of what is nested in a parameter.
            _ if is_nested(&value) && !self.is_json(field) => false,
            // Nor on that of a list without items.
            _ if has_no_parts(&value) && !self.is_json(field) => false,
            Location::Header => {
                let text = encode::in_head(declared, &value);
                !text.is_empty() && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
            }
            _ => true,
        };
        is_sent.then_some(value)
    }

    /// Returns whether a parameter is JSON, by the document or by the configuration.
    fn is_json(&self, field: &Field) -> bool {
        field.location == Some(ParameterLocation::Query(QueryStyle::Json))
    }

    /// Returns a value of a parameter: the document's own, or one that is made.
    fn value(&self, parameter: &Parameter) -> Option<Value> {
        let document = self.wire.document;
        let schema = parameter.schema?;
        let judge = Judge::new(self.wire, Direction::Request);
        let fits = |value: &&Value| {
            !is_nested(value) && !is_empty(value) && judge.judge(schema, value) == Ok(Fit::Exact)
        };
        let shown = parameter.examples.iter().map(|(_, value)| value);
        let shown = shown.chain(&document[schema].example).find(fits).cloned();
        let made = || Sampler::flat(self.wire, Direction::Request).value(schema, &parameter.name);
        shown.or_else(|| made().map(|(value, _)| value))
    }

    fn add(&mut self, field: &Field, value: &Value) -> Result<(), String> {
        let declared = self.declared(field).map(|declared| declared.part.clone());
        let Some(declared) = declared else {
            return Err(format!("nothing declares `{}`", field.wire));
        };
        match declared.location {
            Location::Header => {
                let name = declared.name.to_ascii_lowercase();
                self.headers.push((name, encode::in_head(&declared, value)));
            }
            Location::Cookie => {
                let name = encode::percent(&declared.name);
                self.cookies.push(format!("{name}={}", encode::in_head(&declared, value)));
            }
            Location::Path | Location::Query { .. } | Location::WholeQuery => {
                self.query.extend(encode::in_query(&declared, self.is_json(field), value));
            }
        }
        Ok(())
    }

    fn finish(
        mut self,
        credentials: Credentials,
        body: Option<body::Sent>,
    ) -> Result<Request, String> {
        for (name, value) in &credentials.headers {
            match name.as_str() {
                "cookie" => self.cookies.push(value.clone()),
                name => self.headers.push((name.to_ascii_lowercase(), value.clone())),
            }
        }
        if !self.cookies.is_empty() {
            self.headers.push(("cookie".to_owned(), self.cookies.join("; ")));
        }
        let query: Vec<String> = self.query.into_iter().chain(credentials.query.clone()).collect();
        let sign = if self.path.contains('?') { "&" } else { "?" };
        let query =
            if query.is_empty() { String::new() } else { format!("{sign}{}", query.join("&")) };
        // What a path has beside its values is encoded as in any other address.
        let url = Url::parse(&format!("{BASE}{}{query}", self.path))
            .map_err(|error| format!("the path is no part of an address: {error}"))?;
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let target = format!("{}{query}", url.path());
        let (arguments, settings, headers) = (self.arguments, self.settings, self.headers);
        Ok(Request { credentials, arguments, settings, body, target, headers })
    }
}

/// Returns whether a value has parts that have parts.
fn is_nested(value: &Value) -> bool {
    let has_parts = |value: &Value| value.is_array() || value.is_object();
    match value {
        Value::Array(items) => items.iter().any(has_parts),
        Value::Object(members) => members.values().any(has_parts),
        _ => false,
    }
}

/// Returns whether a value leaves nothing to be sent.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty() || text.starts_with('.'),
        _ => has_no_parts(value),
    }
}

/// Returns whether a value is a list without items, or an object without members.
fn has_no_parts(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
