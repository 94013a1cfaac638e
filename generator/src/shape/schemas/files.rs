//! Files: the schemas whose values go into a multipart form as they are.

use std::collections::BTreeSet;

use super::Schemas;
use super::all_of::{Collected, parts};
use super::site::SchemaSite;
use crate::document::{Document, Kind, Object, SchemaRef};
use crate::model::{StructKind, Type, TypeId};

impl Schemas<'_> {
    /// Declares the struct of a multipart form. Returns `None` if the schema is no object.
    pub(in crate::shape) fn form(
        &mut self,
        schema: SchemaRef,
        site: &SchemaSite,
        kind: StructKind,
    ) -> Option<TypeId> {
        let document = self.document;
        let collected = match &document[schema].kind {
            Kind::Object(object) => {
                let mut collected = Collected::default();
                collected.add(document, object, &site.pointer);
                collected
            }
            Kind::AllOf(all) => self.collect(parts(all, &site.pointer))?,
            _ => return None,
        };
        for (property, _) in collected.properties.values().flatten() {
            if file(document, *property).is_some() {
                for part in references(document, *property) {
                    self.reach(part.component);
                }
            }
        }
        let id = self.structure(collected, schema.id, site, kind);
        self.run();
        let types: Vec<Type> = self[id].types().into_iter().map(|ty| self.resolve(ty).ty).collect();
        for (ty, resolved) in self.decl_mut(id).types_mut().into_iter().zip(types) {
            *ty = resolved;
        }
        Some(id)
    }
}

/// Returns the type of a file, or of a list of files; `None` for all else.
///
/// A list is both, if one or several are allowed.
pub(in crate::shape) fn file(document: &Document, schema: SchemaRef) -> Option<Type> {
    let mut is_list = false;
    let mut seen = BTreeSet::new();
    let mut open = vec![schema];
    while let Some(next) = open.pop() {
        if !seen.insert(next.id) {
            continue;
        }
        let schema = &document[next];
        match &schema.kind {
            Kind::Text(_) if schema.is_binary() => {}
            Kind::Array(array) if document[array.items?].is_binary() => is_list = true,
            Kind::AllOf(parts) if parts.len() == 1 => open.extend(parts),
            Kind::Choice(_, arms) => {
                let before = open.len();
                open.extend(arms.iter().filter(|arm| !document[**arm].only_null));
                if open.len() == before {
                    return None;
                }
            }
            _ => return None,
        }
    }
    Some(if is_list { Type::List(Box::new(Type::Part)) } else { Type::Part })
}

/// Returns the references from a file property to what it is, which make no types.
fn references(document: &Document, schema: SchemaRef) -> Vec<SchemaRef> {
    let mut found = Vec::new();
    let mut open = vec![schema];
    while let Some(next) = open.pop() {
        if next.is_reference() {
            found.push(next);
        } else {
            open.extend(document[next].children());
        }
    }
    found
}

/// Returns whether a form of this schema has files.
pub(in crate::shape) fn has_files(document: &Document, schema: SchemaRef) -> bool {
    any_object(document, schema, |object| {
        object.properties.values().any(|property| file(document, *property).is_some())
    })
}

/// Returns whether a form of this schema always has a file.
pub(in crate::shape) fn requires_files(document: &Document, schema: SchemaRef) -> bool {
    any_object(document, schema, |object| {
        object.required.iter().any(|name| {
            let property = object.properties.get(name);
            property.is_some_and(|property| file(document, *property).is_some())
        })
    })
}

/// Returns whether a condition holds for an object or for a part of it.
fn any_object(document: &Document, schema: SchemaRef, condition: impl Fn(&Object) -> bool) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![schema];
    while let Some(next) = open.pop() {
        match &document[next].kind {
            Kind::Object(object) if condition(object) => return true,
            Kind::AllOf(parts) if seen.insert(next.id) => open.extend(parts),
            _ => {}
        }
    }
    false
}
