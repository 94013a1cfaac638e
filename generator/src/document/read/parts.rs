//! Parts of operations: parameters, bodies, responses and their contents.

use std::collections::BTreeMap;
use std::sync::Arc;

use openapiv3::{Header, ParameterData, ParameterSchemaOrContent, RequestBody};

use super::Reader;
use crate::document::{Body, Encoding, Location, MediaType, Parameter, Response, SchemaRef, Style};
use crate::text::pointer::Pointer;

impl Reader {
    pub(super) fn parameter(&mut self, parameter: openapiv3::Parameter, at: &Pointer) -> Parameter {
        let (location, style, data) = match parameter {
            openapiv3::Parameter::Path { parameter_data, style } => {
                let style = match style {
                    openapiv3::PathStyle::Simple => Style::Simple,
                    openapiv3::PathStyle::Label => Style::Label,
                    openapiv3::PathStyle::Matrix => Style::Matrix,
                };
                (Location::Path, style, parameter_data)
            }
            openapiv3::Parameter::Query {
                parameter_data,
                allow_reserved,
                style,
                allow_empty_value,
            } => {
                let special = allow_reserved || allow_empty_value == Some(true);
                (Location::Query { special }, of_query(&style), parameter_data)
            }
            openapiv3::Parameter::Header { parameter_data, .. } => {
                (Location::Header, Style::Simple, parameter_data)
            }
            openapiv3::Parameter::Cookie { parameter_data, .. } => {
                (Location::Cookie, Style::Form, parameter_data)
            }
        };
        let ParameterData { name, description, required, deprecated, format, explode, .. } = data;
        let (schema, media) = self.format(format, at);
        let note = self.notes.get(at);
        let is_query = note.is_some_and(|note| note.is_query);
        let examples = note.map(|note| note.examples.clone()).unwrap_or_default();
        let location = if is_query { Location::WholeQuery } else { location };
        Parameter {
            name,
            location,
            style,
            explode,
            required,
            deprecated: deprecated.unwrap_or(false),
            description,
            schema,
            media,
            examples,
        }
    }

    /// Returns the schema of a parameter or header, and the form that it is written in.
    fn format(
        &mut self,
        format: ParameterSchemaOrContent,
        at: &Pointer,
    ) -> (Option<SchemaRef>, Option<MediaType>) {
        match format {
            ParameterSchemaOrContent::Schema(schema) => {
                (Some(self.used(schema, &at.child("schema"))), None)
            }
            ParameterSchemaOrContent::Content(content) => {
                let first = self.content(content, &at.child("content")).into_iter().next();
                let media = first.unwrap_or_default();
                (media.schema, Some(media))
            }
        }
    }

    pub(super) fn header(&mut self, header: Header, at: &Pointer) -> Option<SchemaRef> {
        self.format(header.format, at).0
    }

    pub(super) fn body(&mut self, body: RequestBody, at: &Pointer) -> Body {
        Body {
            description: body.description,
            required: body.required,
            content: self.content(body.content, &at.child("content")),
        }
    }

    pub(super) fn response(
        &mut self,
        response: openapiv3::Response,
        at: &Pointer,
        named: &BTreeMap<String, Arc<Option<SchemaRef>>>,
    ) -> Response {
        let below = at.child("headers");
        let headers = response.headers.into_iter().filter_map(|(name, header)| {
            let at = below.child(&name);
            let header = self.placed(header, at, "headers", named, Self::header)?;
            Some((name, *header))
        });
        Response {
            headers: headers.collect(),
            description: response.description,
            content: self.content(response.content, &at.child("content")),
        }
    }

    fn content(&mut self, content: openapiv3::Content, at: &Pointer) -> Vec<MediaType> {
        let media_type = |(name, media): (String, openapiv3::MediaType)| {
            let at = at.child(&name);
            let note = self.notes.get(&at);
            let stream = note.and_then(|note| note.stream.clone());
            let examples = note.map(|note| note.examples.clone()).unwrap_or_default();
            let described = stream.iter().filter_map(|stream| stream.event.as_ref());
            let names = described.flat_map(|event| &event.components);
            let around = names.filter_map(|name| self.components.get(name).copied()).collect();
            let at = at.child("schema");
            let encoding = media.encoding.into_iter().map(|(property, encoding)| {
                let encoding = Encoding {
                    content_type: encoding.content_type,
                    style: encoding.style.as_ref().map(of_query),
                    explode: encoding.explode,
                    headers: encoding.headers.keys().cloned().collect(),
                };
                (property, encoding)
            });
            MediaType {
                schema: media.schema.map(|schema| self.used(schema, &at)),
                encoding: encoding.collect(),
                stream,
                around,
                name,
                examples,
            }
        };
        content.into_iter().map(media_type).collect()
    }
}

fn of_query(style: &openapiv3::QueryStyle) -> Style {
    match style {
        openapiv3::QueryStyle::Form => Style::Form,
        openapiv3::QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        openapiv3::QueryStyle::PipeDelimited => Style::PipeDelimited,
        openapiv3::QueryStyle::DeepObject => Style::DeepObject,
    }
}
