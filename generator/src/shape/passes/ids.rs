//! Identifiers in paths: numbers or texts, where the document says both.
//!
//! Documents that are made of code often have an identifier as an integer in one operation and as a
//! text in the next, or as an integer in the schema and as a text in the path. Callers would have
//! to convert what one call returned for another that means the same. Such a place takes either.
//!
//! A place is what stands before the value in the path, versions apart: `/boats/{id}/` and
//! `/v2/boats/{boat_id}/sink/` have the same one. Values that are no identifiers by name, such as
//! `{username}`, are the same only under the same name.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Api, Method, Operation, Output, PathStyle, Shape, Type, TypeId, Version};
use crate::text::pointer::Pointer;

/// The forms of the identifiers at a place, each with the first thing that has it so.
#[derive(Default)]
struct Forms {
    number: Option<String>,
    text: Option<String>,
}

impl Forms {
    fn add(&mut self, ty: &Type, of: impl FnOnce() -> String) {
        let place = match ty {
            ty if ty.is_integer() => &mut self.number,
            Type::String => &mut self.text,
            _ => return,
        };
        place.get_or_insert_with(of);
    }
}

/// Makes every identifier a number or a text of which the document says both.
pub(in crate::shape) fn take_either(api: &mut Api, diagnostics: &mut Diagnostics) {
    let forms = forms(api);
    let mut reported: BTreeSet<&str> = BTreeSet::new();
    let operations = api.resources.iter_mut().flat_map(|resource| &mut resource.operations);
    for operation in operations {
        let path = operation.path.clone();
        for place in places(&path) {
            let parameters = operation.path_parameters.iter_mut();
            let parameter = parameters
                .filter(|parameter| parameter.style == PathStyle::Simple)
                .find(|parameter| parameter.wire == place.name);
            let known = forms.get_key_value(&place.key);
            let (Some(parameter), Some((key, forms))) = (parameter, known) else { continue };
            let (Some(number), Some(text)) = (&forms.number, &forms.text) else { continue };
            if !parameter.ty.is_integer() && parameter.ty != Type::String {
                continue;
            }
            parameter.ty = Type::Id;
            if reported.insert(key) {
                let at = Pointer::root().descend(["paths", path.as_str()]);
                let message = format!(
                    "`{{{}}}` is an integer for {number} and a text for {text}; calls take either",
                    place.name
                );
                diagnostics.add(Code::Widened, &at, message);
            }
        }
    }
}

/// Collects the forms of the identifiers at all places.
fn forms(api: &Api) -> BTreeMap<String, Forms> {
    let mut forms: BTreeMap<String, Forms> = BTreeMap::new();
    for operation in api.operations() {
        let call = || format!("`{} {}`", operation.method, operation.path);
        let places = places(&operation.path);
        for place in &places {
            let parameter = operation
                .path_parameters
                .iter()
                .find(|one| one.wire == place.name && one.style == PathStyle::Simple);
            if let Some(parameter) = parameter {
                forms.entry(place.key.clone()).or_default().add(&parameter.ty, call);
            }
        }
        // The item itself, at the end of the path.
        let item = places.last().filter(|place| place.is_last);
        if let Some((place, id)) = item.zip(item_type(operation)) {
            // The value that another method returns for `{client_id}` may be the client's.
            let is_its_own = is_identifier(place.name)
                && (["id", "pk"].contains(&place.name) || operation.method == Method::Get);
            let names = [place.name, if is_its_own { "id" } else { place.name }];
            let Shape::Struct(decl) = &api[id].shape else { continue };
            let field =
                names.iter().find_map(|name| decl.fields.iter().find(|field| field.wire == *name));
            if let Some(field) = field {
                let of = || format!("`{}` of what {} returns", field.wire, call());
                forms.entry(place.key.clone()).or_default().add(&field.ty, of);
            }
        }
    }
    forms
}

/// Returns the type of the one thing that an operation returns.
fn item_type(operation: &Operation) -> Option<TypeId> {
    match &operation.output {
        Output::Json(Type::Named(id)) | Output::Optional(Type::Named(id)) => Some(*id),
        _ => None,
    }
}

/// A place of a value in a path.
struct Place<'p> {
    /// The path before the value, without versions and names of identifiers, and the value.
    key: String,
    name: &'p str,
    is_last: bool,
}

/// Lists the places of the values that are whole segments.
fn places(path: &str) -> Vec<Place<'_>> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let segments: Vec<&str> =
        segments.filter(|segment| Version::from_segment(segment).is_none()).collect();
    let mut key = String::new();
    let mut places = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        match name.filter(|name| is_identifier(name)) {
            Some(_) => key.push_str("/{}"),
            None => key.extend(["/", segment]),
        }
        places.extend(name.map(|name| Place {
            key: key.clone(),
            name,
            is_last: index + 1 == segments.len(),
        }));
    }
    places
}

/// Returns whether a value is an identifier by its name.
fn is_identifier(name: &str) -> bool {
    ["id", "pk"].contains(&name)
        || ["_id", "_pk", "-id", "Id"].iter().any(|end| name.ends_with(end))
}
