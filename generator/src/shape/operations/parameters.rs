//! Parameters: those of the path become arguments, all others the fields of one struct.

use std::collections::{BTreeMap, BTreeSet};

use super::media::Media;
use super::query_string;
use crate::diagnostic::{Code, Diagnostic, Related};
use crate::document::{Location, Operation, Parameter, Placed, Style};
use crate::model::{
    Direction, Docs, Field, NameHint, ParameterLocation, PathParameter, PathStyle, QueryStyle,
    Shape, Struct, StructKind, Type, TypeDecl, TypeId, Words,
};
use crate::shape::schemas::Schemas;
use crate::shape::schemas::constraints;
use crate::shape::schemas::nullable::NullableType;
use crate::shape::schemas::site::SchemaSite;
use crate::text::pointer::Pointer;
use crate::text::token::is_token;

/// The parameters of an operation.
pub(super) struct Parameters {
    pub in_path: Vec<PathParameter>,
    pub others: Option<TypeId>,
}

/// The place of a parameter, as far as its media type matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    InQuery,
    Elsewhere,
}

/// Declares the parameters of an operation.
pub(super) fn declare(
    schemas: &mut Schemas<'_>,
    operation: &Operation,
    words: &Words,
) -> Parameters {
    report_repeated(schemas, operation);
    let in_path = path_parameters(schemas, operation, words);
    // A parameter that stands in the path is an argument, wherever it is declared.
    let in_query = query_placeholders(&operation.path);
    let is_field = |parameter: &&Placed<Parameter>| match parameter.location {
        Location::Path => false,
        Location::Query { .. } => !in_query.contains(&parameter.name.as_str()),
        Location::Header => !is_clients_own(&parameter.name) && is_token(&parameter.name),
        Location::Cookie => true,
        Location::WholeQuery => false,
    };
    report_clients_own(schemas, operation);
    let query = query_string::of(schemas, operation);
    let declared: Vec<&Placed<Parameter>> = operation.parameters.iter().filter(is_field).collect();
    if declared.is_empty() && query.is_none() {
        return Parameters { in_path, others: None };
    }
    // The struct comes before the types of its fields.
    let owner = add(schemas, operation, words);
    let mut fields: Vec<Field> =
        declared.into_iter().map(|one| field(schemas, operation, one, owner)).collect();
    if let Some(query) = query {
        let taken = fields.iter().filter(|field| field.is_in_query());
        let taken: BTreeSet<String> = taken.map(|field| field.wire.clone()).collect();
        fields.extend(query.fields(schemas, owner, &taken));
    }
    fields.sort_by(|one, other| one.wire.cmp(&other.wire));
    schemas.decl_mut(owner).shape = Shape::Struct(Struct::new(StructKind::Parameters, fields));
    Parameters { in_path, others: Some(owner) }
}

/// Adds the struct of an operation's parameters, without fields.
pub(super) fn add(schemas: &mut Schemas<'_>, operation: &Operation, words: &Words) -> TypeId {
    schemas.add(TypeDecl {
        pointer: operation.pointer.child("parameters"),
        name: NameHint::Words(words.part("call")),
        description: None,
        deprecated: false,
        direction: Direction::Request,
        shape: Shape::Struct(Struct::new(StructKind::Parameters, Vec::new())),
    })
}

fn report_repeated(schemas: &mut Schemas<'_>, operation: &Operation) {
    for repeated in &operation.repeated {
        let message = format!("the parameter `{}` is declared twice in one place", repeated.name);
        let mut diagnostic = Diagnostic::new(Code::Malformed, &repeated.pointer, message);
        diagnostic.related = Some(Related::new(repeated.first.clone(), "the first"));
        schemas.diagnostics.report(diagnostic);
    }
}

/// Returns whether a header is not the document's to declare (OpenAPI 3.1 section 4.8.12).
fn is_clients_own(header: &str) -> bool {
    ["accept", "content-type", "authorization"].contains(&header.to_ascii_lowercase().as_str())
}

fn report_clients_own(schemas: &mut Schemas<'_>, operation: &Operation) {
    let headers =
        operation.parameters.iter().filter(|parameter| parameter.location == Location::Header);
    for header in headers.filter(|header| is_clients_own(&header.name)) {
        let message = format!("the header `{}` is the client's to set", header.name);
        schemas.diagnostics.add(Code::KeywordIgnored, &header.pointer, message);
    }
    let headers = operation.parameters.iter();
    let headers = headers.filter(|parameter| parameter.location == Location::Header);
    for header in headers.filter(|header| !is_token(&header.name)) {
        let message = format!("no request can have a header `{}`; it is left out", header.name);
        schemas.diagnostics.add(Code::HeaderName, &header.pointer, message);
    }
}

fn path_parameters(
    schemas: &mut Schemas<'_>,
    operation: &Operation,
    words: &Words,
) -> Vec<PathParameter> {
    let path = operation.path.as_str();
    let placeholders = placeholders(on_the_wire(path));
    let in_query = query_placeholders(path);
    let known: BTreeSet<&str> = placeholders.iter().copied().collect();
    let mut declared: BTreeMap<&str, &Placed<Parameter>> = BTreeMap::new();
    let mut unused: Vec<&Placed<Parameter>> = Vec::new();
    for parameter in &operation.parameters {
        let name = parameter.name.as_str();
        match parameter.location {
            Location::Path if !known.contains(name) => {
                let message = format!("`{name}` has no place in the path {path}");
                schemas.diagnostics.add(Code::PathParameterUnused, &parameter.pointer, message);
                unused.push(parameter);
            }
            Location::Query { .. } if !in_query.contains(&name) => {}
            Location::Path | Location::Query { .. } => {
                declared.entry(name).or_insert(parameter);
            }
            Location::Header | Location::Cookie | Location::WholeQuery => {}
        }
    }
    let mut found: Vec<PathParameter> = Vec::new();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for name in placeholders {
        if !taken.insert(name) {
            continue;
        }
        let is_reserved = operation.reserved.iter().any(|reserved| reserved == name);
        let Some(parameter) = declared.get(name) else {
            schemas.diagnostics.report(undeclared(name, path, &operation.pointer, &unused));
            found.push(PathParameter {
                wire: name.to_owned(),
                ty: Type::String,
                style: if is_reserved { PathStyle::Reserved } else { PathStyle::Simple },
                deprecated: false,
                docs: Docs::default(),
            });
            continue;
        };
        let site = SchemaSite::words(words.part(name), schema_at(parameter));
        let typed = parameter_type(schemas, parameter, &site, Written::Elsewhere);
        let docs = schemas.without_values(docs(schemas, parameter), &typed.ty);
        found.push(PathParameter {
            wire: name.to_owned(),
            ty: typed.ty,
            style: if is_reserved { PathStyle::Reserved } else { path_style(parameter) },
            deprecated: parameter.deprecated,
            docs,
        });
    }
    found
}

fn field(
    schemas: &mut Schemas<'_>,
    operation: &Operation,
    parameter: &Placed<Parameter>,
    owner: TypeId,
) -> Field {
    let site = SchemaSite::part(owner, &parameter.name, schema_at(parameter));
    if parameter.location == (Location::Query { special: true }) {
        let message =
            "reserved characters are encoded, and empty values are sent only where they are given";
        schemas.diagnostics.add(Code::KeywordIgnored, &parameter.pointer, message);
    }
    let written = match parameter.location {
        Location::Query { .. } => Written::InQuery,
        Location::Path | Location::Header | Location::Cookie | Location::WholeQuery => {
            Written::Elsewhere
        }
    };
    let typed = parameter_type(schemas, parameter, &site, written);
    let location = match parameter.location {
        Location::Header => ParameterLocation::Header { explode: parameter.explode == Some(true) },
        Location::Cookie => ParameterLocation::Cookie,
        Location::Path | Location::Query { .. } | Location::WholeQuery => {
            let style = query_style(parameter);
            if style != QueryStyle::Json && schemas.is_json_parameter(operation, &parameter.name) {
                ParameterLocation::Query(QueryStyle::Json)
            } else {
                report_nested(schemas, parameter, &typed.ty, style);
                ParameterLocation::Query(style)
            }
        }
    };
    let docs = schemas.without_values(docs(schemas, parameter), &typed.ty);
    Field {
        required: parameter.required,
        deprecated: parameter.deprecated,
        location: Some(location),
        docs,
        ..Field::new(&parameter.name, parameter.pointer.clone(), typed.ty)
    }
}

/// Reports that a style has no form for what is nested in a value: it goes as JSON text.
fn report_nested(
    schemas: &mut Schemas<'_>,
    parameter: &Placed<Parameter>,
    ty: &Type,
    style: QueryStyle,
) {
    let is_nested = match style {
        QueryStyle::Json | QueryStyle::Deep => false,
        QueryStyle::Form => schemas.has_nested_object(ty),
        QueryStyle::Joined | QueryStyle::Spaced | QueryStyle::Piped => schemas.has_nested(ty),
    };
    if is_nested {
        let message = format!(
            "what is nested in `{}` is sent as JSON text: its style has no form for that",
            parameter.name
        );
        let help = "give the style `deepObject` with an action in overlay.yaml, or list the parameter in `json` under `[parameters]` in codegen.toml";
        let one = Diagnostic::new(Code::NestedParameter, &parameter.pointer, message);
        schemas.diagnostics.report(one.help(help));
    }
}

/// Returns the docs of a parameter: its own text, else that of its schema.
fn docs(schemas: &Schemas<'_>, parameter: &Parameter) -> Docs {
    let document = schemas.document;
    let mut docs = match parameter.schema {
        Some(schema) if schema.is_reference() => {
            constraints::of_target(document, &document[schema])
        }
        Some(schema) => constraints::docs(document, &document[schema]),
        None => Docs::default(),
    };
    if parameter.description.as_deref().is_some_and(|text| !text.trim().is_empty()) {
        docs.text.clone_from(&parameter.description);
    }
    docs
}

/// Returns the place of a parameter's schema.
fn schema_at(parameter: &Placed<Parameter>) -> Pointer {
    let at = &parameter.pointer;
    match &parameter.media {
        Some(media) => at.descend(["content", &media.name, "schema"]),
        None => at.child("schema"),
    }
}

/// Returns the type of a parameter. A value with a media type is JSON in the query, or plain; any
/// other the caller writes.
fn parameter_type(
    schemas: &mut Schemas<'_>,
    parameter: &Parameter,
    site: &SchemaSite,
    written: Written,
) -> NullableType {
    let text = NullableType::plain(Type::String);
    if let Some(name) = parameter.media.as_ref().map(|media| &media.name) {
        let is_json = Media::of(name) == Media::Json;
        let is_plain = parameter.schema.is_none_or(|schema| schemas.document[schema].is_scalar());
        if is_json && written != Written::InQuery || !is_json && !is_plain {
            let message = format!("the value is `{name}`, which the caller writes");
            schemas.diagnostics.add(Code::Widened, &site.pointer, message);
            parameter.schema.into_iter().for_each(|schema| schemas.leave_unread(schema));
            return text;
        }
        if !is_json && parameter.schema.is_none() {
            return text;
        }
    }
    match parameter.schema {
        Some(schema) => schemas.type_of(schema, site),
        None => NullableType::plain(Type::Json),
    }
}

fn query_style(parameter: &Parameter) -> QueryStyle {
    if let Some(name) = parameter.media.as_ref().map(|media| &media.name) {
        let is_json = Media::of(name) == Media::Json;
        return if is_json { QueryStyle::Json } else { QueryStyle::Form };
    }
    match (parameter.style, parameter.explode) {
        (Style::DeepObject, _) => QueryStyle::Deep,
        (Style::Form, Some(false)) => QueryStyle::Joined,
        (Style::SpaceDelimited, Some(false) | None) => QueryStyle::Spaced,
        (Style::PipeDelimited, Some(false) | None) => QueryStyle::Piped,
        _ => QueryStyle::Form,
    }
}

fn path_style(parameter: &Parameter) -> PathStyle {
    match (parameter.style, parameter.explode.unwrap_or(false)) {
        (Style::Label, false) => PathStyle::Label,
        (Style::Label, true) => PathStyle::LabelExploded,
        (Style::Matrix, false) => PathStyle::Matrix,
        (Style::Matrix, true) => PathStyle::MatrixExploded,
        (Style::Simple, true) => PathStyle::SimpleExploded,
        _ => PathStyle::Simple,
    }
}

/// Returns the part of a path template that is sent: a fragment never is (RFC 9110 section 7.1).
pub(super) fn on_the_wire(path: &str) -> &str {
    path.split_once('#').map_or(path, |(sent, _)| sent)
}

/// Returns the names in braces behind the `?` of a path that has its query written into it.
fn query_placeholders(path: &str) -> Vec<&str> {
    on_the_wire(path).split_once('?').map_or_else(Vec::new, |(_, query)| placeholders(query))
}

/// Returns the names in braces, in the order of the path.
fn placeholders(path: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = path;
    while let Some((_, tail)) = rest.split_once('{') {
        let Some((name, tail)) = tail.split_once('}') else { break };
        found.push(name);
        rest = tail;
    }
    found
}

/// Returns the remark on a placeholder without a parameter, with the parameter as it could be, or
/// the unused one that may be meant.
fn undeclared(name: &str, path: &str, at: &Pointer, unused: &[&Placed<Parameter>]) -> Diagnostic {
    let message = format!("no parameter declares `{{{name}}}` of the path {path}; it is a text");
    let mut one = Diagnostic::new(Code::PathParameterUndeclared, at, message);
    let words = |name: &str| name.replace(['_', '-', '.'], "").to_lowercase();
    if let Some(other) = unused.iter().find(|other| words(&other.name) == words(name)) {
        one.related = Some(Related::new(other.pointer.clone(), "spelt otherwise"));
        return one.help(format!(
            "give the parameter `{}` the name that it has in the path, `{name}`",
            other.name
        ));
    }
    one.help("declare it in the document, or with an action in overlay.yaml").mend([
        format!("- target: {}", at.json_path()),
        "  update:".to_owned(),
        "    parameters:".to_owned(),
        format!(
            "      - {{ name: {name:?}, in: path, required: true, schema: {{ type: string }} }}"
        ),
    ])
}

#[cfg(test)]
mod tests;
