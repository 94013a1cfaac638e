//! Pages that `codegen.toml` describes.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::input::config::{Config, NextConfig, PageConfig};
use crate::model::{
    Api, NextPage, Operation, Output, Paging, ParameterLocation, Shape, Type, TypeId,
};
use crate::text::pointer::Pointer;

/// Marks the types that are pages. The first entry that fits an operation's answer and parameters
/// decides.
pub(in crate::shape) fn mark(api: &mut Api, config: &Config, diagnostics: &mut Diagnostics) {
    for (index, declared) in config.pages.iter().enumerate() {
        let at = Pointer::root().child("pages").child(index);
        let found: Vec<(TypeId, Type)> =
            api.operations().filter_map(|operation| page(api, declared, operation)).collect();
        if found.is_empty() {
            let message = format!("no operation answers with such a page: {}", wanted(declared));
            let diagnostic = Diagnostic::new(Code::ConfigUnused, &at, message);
            diagnostics.report(diagnostic.in_origin(Origin::Config));
        }
        for (id, item) in found {
            if let Shape::Struct(page) = &mut api[id].shape
                && page.paging.is_none()
            {
                page.paging = Some(paging(declared, item));
            }
        }
    }
}

/// Returns the paging that an entry describes.
fn paging(declared: &PageConfig, item: Type) -> Paging {
    let next = match declared.next.clone() {
        NextConfig::Link { at } => NextPage::Link { at },
        NextConfig::Cursor { at, parameter } => NextPage::Cursor { at, parameter },
        NextConfig::LastItem { field, parameter } => NextPage::LastItem { field, parameter },
        NextConfig::Offset { parameter, total } => NextPage::Offset { parameter, total },
        NextConfig::Number { parameter, first, pages } => {
            NextPage::Number { parameter, first, pages }
        }
    };
    Paging { item, items: declared.items.clone(), more: declared.more.clone(), next }
}

/// Returns the members of such a page, in words.
fn wanted(declared: &PageConfig) -> String {
    let places = declared.places().map(|place| format!("`{place}`")).collect::<Vec<_>>().join(", ");
    match declared.next.parameter() {
        Some(parameter) => format!("with {places}, and a query parameter `{parameter}`"),
        None => format!("with {places}"),
    }
}

/// Returns the page that an operation answers with, and the type of its items.
fn page(api: &Api, declared: &PageConfig, operation: &Operation) -> Option<(TypeId, Type)> {
    let Output::Json(Type::Named(id)) = &operation.output else { return None };
    let parameter = declared.next.parameter();
    if !parameter.is_none_or(|name| takes(api, operation, name)) {
        return None;
    }
    let Type::List(item) = type_at(api, *id, &declared.items)? else { return None };
    let has_field = match &declared.next {
        NextConfig::LastItem { field, .. } => {
            item.named().is_none_or(|item| type_at(api, item, field).is_some())
        }
        _ => true,
    };
    (has_field && declared.places().all(|place| type_at(api, *id, place).is_some()))
        .then_some((*id, *item))
}

fn takes(api: &Api, operation: &Operation, parameter: &str) -> bool {
    let parameters = operation.parameters.map(|id| &api[id].shape);
    let Some(Shape::Struct(decl)) = parameters else { return false };
    decl.fields.iter().any(|field| {
        field.wire == parameter && matches!(field.location, Some(ParameterLocation::Query(_)))
    })
}

/// Returns the type at the end of a JSON pointer; any value's members are any values.
fn type_at(api: &Api, id: TypeId, place: &str) -> Option<Type> {
    let mut ty = Type::Named(id);
    for token in Pointer::parse(place).tokens() {
        ty = match &ty {
            Type::Named(id) => match &api[*id].shape {
                Shape::Struct(decl) => {
                    decl.fields.iter().find(|field| field.wire == token)?.ty.clone()
                }
                _ => return None,
            },
            Type::Json | Type::JsonObject => Type::Json,
            _ => return None,
        };
    }
    Some(ty)
}
