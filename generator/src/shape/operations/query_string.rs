//! Parameters that are the whole query (`in: querystring`): the properties of a form become
//! parameters of their own.

use std::collections::BTreeSet;

use super::forms;
use super::media::Media;
use crate::diagnostic::{Code, Diagnostic, Related};
use crate::document::{Additional, Location, MediaType, Operation, Parameter, Placed};
use crate::model::{Access, Field, ParameterLocation, QueryStyle, Type, TypeId};
use crate::shape::schemas::Schemas;
use crate::text::pointer::Pointer;

/// A parameter whose value is a form.
pub(super) struct QueryForm<'d> {
    parameter: &'d Placed<Parameter>,
    media: &'d MediaType,
}

/// Returns the form that is the query of an operation. Queries of other forms are reported: nothing
/// writes them.
pub(super) fn of<'d>(schemas: &mut Schemas<'_>, operation: &'d Operation) -> Option<QueryForm<'d>> {
    let all = operation.parameters.iter();
    let mut all = all.filter(|parameter| parameter.location == Location::WholeQuery);
    let parameter = all.next()?;
    for other in all {
        let message =
            format!("the query is `{}` already; it can be one value only", parameter.name);
        let mut one = Diagnostic::new(Code::Malformed, &other.pointer, message);
        one.related = Some(Related::new(parameter.pointer.clone(), "the first"));
        schemas.diagnostics.report(one);
    }
    let media = parameter.media.as_ref()?;
    if Media::of(&media.name) == Media::Form && media.schema.is_some() {
        return Some(QueryForm { parameter, media });
    }
    let message = format!(
        "a query of type `{}` is not written; the call is sent without `{}`",
        media.name, parameter.name
    );
    schemas.diagnostics.add(Code::Unsupported, &parameter.pointer, message);
    None
}

impl QueryForm<'_> {
    /// Returns the fields that the form has in the struct of the operation's parameters. Those in
    /// `taken` are parameters of their own.
    pub(super) fn fields(
        &self,
        schemas: &mut Schemas<'_>,
        owner: TypeId,
        taken: &BTreeSet<String>,
    ) -> Vec<Field> {
        let Self { parameter, media } = self;
        let Some(schema) = media.schema else { return Vec::new() };
        let at = parameter.pointer.descend(["content", &media.name, "schema"]);
        let Some(form) = schemas.fields_for(owner, schema, &at) else {
            let message = "the form of the query is no object; the call is sent without it";
            schemas.diagnostics.add(Code::Unsupported, &at, message);
            return Vec::new();
        };
        report_others(schemas, form.additional);
        let styles = forms::styles(schemas, schema, media, &at);
        let sent = form.fields.into_iter().filter(|field| field.access != Access::ReadOnly);
        let mut found = Vec::new();
        for field in sent {
            if taken.contains(&field.wire) {
                let message = format!("`{}` is a parameter of its own, which is sent", field.wire);
                schemas.diagnostics.add(Code::KeywordIgnored, &field.pointer, message);
                continue;
            }
            let given =
                styles.iter().find(|(name, _)| *name == field.wire).map(|(_, style)| *style);
            let style = given.unwrap_or_else(|| usual(schemas, &field.ty));
            found.push(Field {
                required: field.required && parameter.required,
                nullable: false,
                deprecated: field.deprecated || parameter.deprecated,
                location: Some(ParameterLocation::Query(style)),
                ..field
            });
        }
        found
    }
}

/// Returns the style of a field that the form gives none: an object is JSON, a list repeats the
/// name (OpenAPI 3.2 section 4.15.1).
fn usual(schemas: &Schemas<'_>, ty: &Type) -> QueryStyle {
    if schemas.is_object(ty) { QueryStyle::Json } else { QueryStyle::Form }
}

fn report_others(schemas: &mut Schemas<'_>, additional: Option<(Additional, Pointer)>) {
    if let Some((Additional::Open | Additional::Of(_), at)) = additional {
        let message = "properties that the form does not name can be sent with `extra_query`";
        schemas.diagnostics.add(Code::Widened, &at, message);
    }
}
