//! Parameters: those of the path become arguments, all others the fields of one struct.

use openapiv3::{
    Parameter, ParameterData, ParameterSchemaOrContent, ReferenceOr, Schema, SchemaKind,
    Type as Kind,
};

use super::bodies::{Media, media};
use super::schemas::{Place, Typed};
use super::select::Selected;
use super::{Builder, constraints};
use crate::diagnostic::{Code, Diagnostic, Related};
use crate::model::{
    Access, Direction, Docs, Field, NameHint, PathParameter, PathStyle, QueryStyle, Shape, Spot,
    Struct, StructKind, Type, TypeDecl, TypeId,
};
use crate::pointer::Pointer;
use crate::words::{VERSION_MARK, is_plural};

/// The parameters of an operation.
pub(super) struct Parameters {
    pub in_path: Vec<PathParameter>,
    pub others: Option<TypeId>,
}

/// One parameter, and where it is declared.
struct Declared<'d> {
    parameter: &'d Parameter,
    pointer: Pointer,
}

impl<'d> Builder<'d> {
    pub(super) fn parameters(&mut self, selected: &Selected<'d>, words: &str) -> Parameters {
        let declared = self.declared(selected);
        let in_path = self.path_parameters(selected, &declared, words);
        let id = TypeId(self.types.len());
        let place = Place::words(words, selected.pointer.child("parameters"));
        let mut fields = Vec::new();
        // The place is taken before the fields are made, so that their types come behind it.
        let reserved = self.reserve(&place);
        debug_assert_eq!(id, reserved);
        // What stands in the path is an argument, wherever it is declared.
        let in_query = query_placeholders(selected.path);
        let is_field = |one: &&Declared<'_>| {
            !matches!(one.parameter, Parameter::Query { .. })
                || !in_query.contains(&one.parameter.parameter_data_ref().name.as_str())
        };
        for one in declared.iter().filter(is_field) {
            fields.extend(self.parameter(one, reserved));
        }
        if fields.is_empty() {
            if self.types.len() == reserved.0 + 1 {
                self.types.pop();
            } else {
                self.forget(reserved);
            }
            return Parameters { in_path, others: None };
        }
        fields.sort_by(|a, b| a.wire.cmp(&b.wire));
        let name = NameHint::Words(query_words(selected.method, words));
        self.define(
            reserved,
            TypeDecl {
                pointer: place.pointer,
                name,
                description: None,
                deprecated: false,
                direction: Direction::Request,
                shape: Shape::Struct(Struct {
                    kind: StructKind::Parameters,
                    fields,
                    rest: None,
                    by_tree: false,
                    paging: None,
                }),
            },
        );
        Parameters { in_path, others: Some(reserved) }
    }

    /// The parameters of the operation, and those of its path that it does not override (OpenAPI 3.1 section 4.8.9).
    fn declared(&mut self, selected: &Selected<'d>) -> Vec<Declared<'d>> {
        let item = selected.pointer.parent().unwrap_or_default();
        let own = (&selected.operation.parameters, selected.pointer.child("parameters"));
        let shared = (&selected.item.parameters, item.child("parameters"));
        let mut declared: Vec<Declared<'d>> = Vec::new();
        for (list, at) in [own, shared] {
            let level = declared.len();
            for (index, reference) in list.iter().enumerate() {
                let Some(parameter) = self.resolved_parameter(reference) else { continue };
                let pointer = at.child(index);
                let same = |known: &Declared<'_>| {
                    known.parameter.parameter_data_ref().name == parameter.parameter_data_ref().name
                        && std::mem::discriminant(known.parameter)
                            == std::mem::discriminant(parameter)
                };
                match declared.iter().position(same) {
                    Some(earlier) if earlier >= level => {
                        let name = &parameter.parameter_data_ref().name;
                        let message =
                            format!("the parameter `{name}` is declared twice in one place");
                        let mut one = Diagnostic::new(Code::Malformed, &pointer, message);
                        one.related = declared
                            .get(earlier)
                            .map(|first| Related::new(first.pointer.clone(), "the first"));
                        self.diagnostics.report(one);
                    }
                    Some(_) => {}
                    None => declared.push(Declared { parameter, pointer }),
                }
            }
        }
        declared
    }

    fn resolved_parameter(&self, reference: &'d ReferenceOr<Parameter>) -> Option<&'d Parameter> {
        match reference {
            ReferenceOr::Item(parameter) => Some(parameter),
            ReferenceOr::Reference { reference } => {
                let name = super::refs::component(reference, "parameters")?;
                self.resolve_parameter(self.document.components.as_ref()?.parameters.get(&name)?)
            }
        }
    }

    fn path_parameters(
        &mut self,
        selected: &Selected<'d>,
        declared: &[Declared<'d>],
        words: &str,
    ) -> Vec<PathParameter> {
        let placeholders = placeholders(on_the_wire(selected.path));
        let in_query = query_placeholders(selected.path);
        for one in declared {
            let data = one.parameter.parameter_data_ref();
            if matches!(one.parameter, Parameter::Path { .. })
                && !placeholders.contains(&data.name.as_str())
            {
                let message = format!("`{}` has no place in the path {}", data.name, selected.path);
                self.diagnostics.add(Code::PathParameterUnused, &one.pointer, message);
            }
        }
        let mut found: Vec<PathParameter> = Vec::new();
        for name in placeholders {
            let known = declared.iter().find_map(|one| match one.parameter {
                Parameter::Path { parameter_data, style } if parameter_data.name == name => {
                    Some((one, parameter_data, path_style(style, parameter_data.explode)))
                }
                Parameter::Query { parameter_data, .. }
                    if parameter_data.name == name && in_query.contains(&name) =>
                {
                    Some((one, parameter_data, PathStyle::Simple))
                }
                _ => None,
            });
            let Some((one, data, style)) = known else {
                let message =
                    format!("no parameter declares `{{{name}}}` of the path {}", selected.path);
                self.diagnostics.add(Code::PathParameterUndeclared, &selected.pointer, message);
                continue;
            };
            if found.iter().any(|known| known.wire == name) {
                continue;
            }
            let place = Place::words(&format!("{words}_{name}"), one.pointer.child("schema"));
            let typed = self.parameter_type(data, &place, Within::Path);
            let docs = self.without_values(self.parameter_docs(data), &typed.ty);
            found.push(PathParameter {
                wire: name.to_owned(),
                ty: typed.ty,
                style,
                deprecated: data.deprecated.unwrap_or(false),
                docs,
            });
        }
        found
    }

    fn parameter(&mut self, one: &Declared<'d>, owner: TypeId) -> Option<Field> {
        let data = one.parameter.parameter_data_ref();
        let place = Place::part(owner, &data.name, one.pointer.child("schema"));
        let spot = match one.parameter {
            Parameter::Path { .. } => return None,
            Parameter::Header { parameter_data, .. } => {
                // OpenAPI 3.1 section 4.8.12: these are not the document's to declare.
                if ["accept", "content-type", "authorization"]
                    .contains(&parameter_data.name.to_ascii_lowercase().as_str())
                {
                    let message =
                        format!("the header `{}` is the client's to set", parameter_data.name);
                    self.diagnostics.add(Code::KeywordIgnored, &one.pointer, message);
                    return None;
                }
                Spot::Header { explode: parameter_data.explode.unwrap_or(false) }
            }
            Parameter::Cookie { .. } => Spot::Cookie,
            Parameter::Query { style, allow_reserved, allow_empty_value, .. } => {
                if *allow_reserved || *allow_empty_value == Some(true) {
                    let message = "reserved characters are encoded, and empty values are sent only where they are given";
                    self.diagnostics.add(Code::KeywordIgnored, &one.pointer, message);
                }
                Spot::Query(query_style(style, data))
            }
        };
        let within = if matches!(spot, Spot::Query(_)) { Within::Query } else { Within::Header };
        let typed = self.parameter_type(data, &place, within);
        let spot = match spot {
            Spot::Query(QueryStyle::Form) if self.is_unstyled_object(data, &typed.ty) => {
                Spot::Query(QueryStyle::Json)
            }
            other => other,
        };
        let docs = self.without_values(self.parameter_docs(data), &typed.ty);
        Some(Field {
            wire: data.name.clone(),
            pointer: one.pointer.clone(),
            ty: typed.ty,
            required: data.required,
            nullable: false,
            access: Access::ReadWrite,
            described: true,
            boxed: false,
            deprecated: data.deprecated.unwrap_or(false),
            spot: Some(spot),
            media_type: None,
            docs,
        })
    }

    /// What is said of a parameter: by its schema, whether it stands here or elsewhere, unless by itself.
    fn parameter_docs(&self, data: &'d ParameterData) -> Docs {
        let mut docs = match schema(data) {
            Some(ReferenceOr::Item(schema)) => constraints::docs(schema),
            Some(schema) => self.resolved(schema).map(constraints::of_target).unwrap_or_default(),
            None => Docs::default(),
        };
        if data.description.as_deref().is_some_and(|text| !text.trim().is_empty()) {
            docs.text.clone_from(&data.description);
        }
        docs
    }

    /// A value that is written in a media type is JSON in the query, or plain; all else the caller writes.
    fn parameter_type(&mut self, data: &'d ParameterData, place: &Place, within: Within) -> Typed {
        let text = Typed { ty: Type::String, nullable: false };
        if let ParameterSchemaOrContent::Content(content) = &data.format {
            let name = content.keys().next().map(String::as_str).unwrap_or_default();
            let is_json = media(name) == Media::Json;
            let is_plain = schema(data).is_none_or(|schema| {
                self.resolve_schema(schema).is_some_and(|schema| {
                    matches!(&schema.schema_kind, SchemaKind::Type(kind) if !matches!(kind, Kind::Object(_) | Kind::Array(_)))
                })
            });
            if is_json && within != Within::Query || !is_json && !is_plain {
                let message = format!("the value is `{name}`, which the caller writes");
                self.diagnostics.add(Code::Widened, &place.pointer, message);
                return text;
            }
            if !is_json && schema(data).is_none() {
                return text;
            }
        }
        match schema(data) {
            Some(schema) => self.schema(schema, place),
            None => Typed { ty: Type::Json, nullable: false },
        }
    }

    /// An object for which no style is said is one JSON text: that is what servers that leave it unsaid read.
    fn is_unstyled_object(&self, data: &ParameterData, ty: &Type) -> bool {
        data.extensions.contains_key(crate::lower::UNSTYLED) && self.is_object(ty)
    }

    /// Whether a value may be an object: a choice is one where an arm is.
    fn is_object(&self, ty: &Type) -> bool {
        match ty {
            Type::JsonObject | Type::Map(_) => true,
            Type::Nullable(inner) => self.is_object(inner),
            Type::Named(id) => match self.types.get(id.0).map(|decl| &decl.shape) {
                Some(Shape::Struct(_)) => true,
                Some(Shape::Union(found)) => found.arms.iter().any(|arm| self.is_object(&arm.ty)),
                _ => false,
            },
            _ => false,
        }
    }
}

/// Where a parameter is written, as far as its media type matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Path,
    Query,
    Header,
}

fn schema(data: &ParameterData) -> Option<&ReferenceOr<Schema>> {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => Some(schema),
        ParameterSchemaOrContent::Content(content) => content.values().next()?.schema.as_ref(),
    }
}

fn query_style(style: &openapiv3::QueryStyle, data: &ParameterData) -> QueryStyle {
    if let ParameterSchemaOrContent::Content(content) = &data.format {
        let is_json = content.keys().next().is_some_and(|name| media(name) == Media::Json);
        return if is_json { QueryStyle::Json } else { QueryStyle::Form };
    }
    match (style, data.explode) {
        (openapiv3::QueryStyle::DeepObject, _) => QueryStyle::Deep,
        (openapiv3::QueryStyle::Form, Some(false)) => QueryStyle::Joined,
        (openapiv3::QueryStyle::SpaceDelimited, Some(false) | None) => QueryStyle::Spaced,
        (openapiv3::QueryStyle::PipeDelimited, Some(false) | None) => QueryStyle::Piped,
        _ => QueryStyle::Form,
    }
}

fn path_style(style: &openapiv3::PathStyle, explode: Option<bool>) -> PathStyle {
    match (style, explode.unwrap_or(false)) {
        (openapiv3::PathStyle::Simple, false) => PathStyle::Simple,
        (openapiv3::PathStyle::Simple, true) => PathStyle::SimpleExploded,
        (openapiv3::PathStyle::Label, false) => PathStyle::Label,
        (openapiv3::PathStyle::Label, true) => PathStyle::LabelExploded,
        (openapiv3::PathStyle::Matrix, false) => PathStyle::Matrix,
        (openapiv3::PathStyle::Matrix, true) => PathStyle::MatrixExploded,
    }
}

/// What of a path template is sent: a fragment never is (RFC 9110 section 7.1).
pub(super) fn on_the_wire(path: &str) -> &str {
    path.split_once('#').map_or(path, |(sent, _)| sent)
}

/// The names in braces behind the `?` of a path that has its query written into it.
fn query_placeholders(path: &str) -> Vec<&str> {
    on_the_wire(path).split_once('?').map_or_else(Vec::new, |(_, query)| placeholders(query))
}

/// The names in braces, in the order of the path.
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

/// The words that name what a call takes: `list_scenarios` and `list_scenario_folders` say by themselves that they are that.
fn query_words(method: &str, words: &str) -> String {
    let plain = words.split(VERSION_MARK).next().unwrap_or_default();
    if plain.starts_with("list_") {
        words.to_owned()
    } else if method == "GET" && is_plural(plain) && !plain.starts_with("get_") {
        format!("list_{words}")
    } else {
        format!("{words}_query")
    }
}
