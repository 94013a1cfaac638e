//! The depth of values: what is nested in the value of a parameter, or in a field of a form.

use std::collections::BTreeSet;

use super::Schemas;
use crate::model::{Shape, Type};

/// A thing that a value may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nested {
    List,
    Object,
}

impl Schemas<'_> {
    /// Returns whether a member of the value, or of an item of it, may be an object.
    pub(in crate::shape) fn has_nested_object(&self, ty: &Type) -> bool {
        self.parts(ty).iter().any(|part| {
            self.is_object(part) || self.parts(part).iter().any(|part| self.is_object(part))
        })
    }

    /// Returns whether a member of the value may be an object or a list.
    pub(in crate::shape) fn has_nested(&self, ty: &Type) -> bool {
        let is_nested =
            |part: &Type| self.may_be(part, Nested::Object) || self.may_be(part, Nested::List);
        self.parts(ty).iter().any(is_nested)
    }

    /// Returns whether a value may be an object.
    pub(in crate::shape) fn is_object(&self, ty: &Type) -> bool {
        self.may_be(ty, Nested::Object)
    }

    /// Returns whether a value is one of these things: a choice may be one where an arm is.
    fn may_be(&self, ty: &Type, nested: Nested) -> bool {
        let is_it = |ty: &Type| match ty {
            Type::JsonObject | Type::Map(_) => nested == Nested::Object,
            Type::List(_) => nested == Nested::List,
            Type::Named(id) => {
                nested == Nested::Object && matches!(self[*id].shape, Shape::Struct(_))
            }
            _ => false,
        };
        self.alternatives(ty).iter().any(is_it)
    }

    /// Returns the types that a value may have: the arms of a choice, without null.
    fn alternatives(&self, ty: &Type) -> Vec<Type> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        let mut open = vec![ty.clone()];
        while let Some(next) = open.pop() {
            match self.resolve(&next).ty {
                Type::Nullable(inner) => open.push(*inner),
                Type::Named(id) => match &self[id].shape {
                    Shape::Union(union) if seen.insert(id) => {
                        open.extend(union.arms.iter().map(|arm| arm.ty.clone()));
                    }
                    Shape::Union(_) => {}
                    _ => found.push(Type::Named(id)),
                },
                other => found.push(other),
            }
        }
        found
    }

    /// Returns the types of the members and items of a value.
    fn parts(&self, ty: &Type) -> Vec<Type> {
        let mut parts = Vec::new();
        for alternative in self.alternatives(ty) {
            match alternative {
                Type::List(inner) | Type::Map(inner) => parts.push(*inner),
                Type::Named(id) => {
                    if let Shape::Struct(decl) = &self[id].shape {
                        parts.extend(decl.fields.iter().map(|field| field.ty.clone()));
                        parts.extend(decl.additional.clone());
                    }
                }
                _ => {}
            }
        }
        parts
    }
}
