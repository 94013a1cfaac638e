//! Types with the knowledge whether null may stand in their place.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Type, TypeId};

/// A type, and whether null may stand in its place.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::shape) struct NullableType {
    pub ty: Type,
    pub nullable: bool,
}

impl NullableType {
    /// Creates a type in whose place null does not stand.
    pub(in crate::shape) fn plain(ty: Type) -> Self {
        Self { ty, nullable: false }
    }

    /// Returns the type of a member of a list or map, where no field holds that it is nullable.
    pub(in crate::shape) fn into_member(self) -> Type {
        if self.nullable && self.ty != Type::Json {
            Type::Nullable(Box::new(self.ty))
        } else {
            self.ty
        }
    }
}

/// A type around another.
#[derive(Clone, Copy)]
pub(super) enum Container {
    List,
    Map,
    Page,
}

impl Container {
    /// Returns the container of a member.
    pub(super) fn of(self, member: NullableType) -> Type {
        match (self, member.into_member()) {
            (Self::List, member) => Type::List(Box::new(member)),
            (Self::Page, member) => Type::Page(Box::new(member)),
            (Self::Map, Type::Json) => Type::JsonObject,
            (Self::Map, member) => Type::Map(Box::new(member)),
        }
    }
}

/// Returns the number of lists, maps and pages in one another that a type is.
pub(super) fn containers(ty: &Type) -> usize {
    match ty {
        Type::List(inner) | Type::Page(inner) | Type::Map(inner) => 1 + containers(inner),
        Type::Nullable(inner) => containers(inner),
        _ => 0,
    }
}

/// Returns a type with the types that its aliases turned out to be.
pub(in crate::shape) fn resolve(
    ty: &Type,
    aliases: &BTreeMap<TypeId, NullableType>,
) -> NullableType {
    let member = |inner: &Type| resolve(inner, aliases);
    match ty {
        Type::Named(id) => {
            let mut passed = BTreeSet::new();
            let mut typed = NullableType::plain(Type::Named(*id));
            while let Type::Named(id) = typed.ty
                && let Some(alias) = aliases.get(&id)
            {
                typed.nullable |= alias.nullable;
                if alias.ty == typed.ty {
                    return typed;
                }
                // Choices of nothing but each other.
                typed.ty = if passed.insert(id) { alias.ty.clone() } else { Type::Json };
            }
            if matches!(typed.ty, Type::Named(_)) {
                return typed;
            }
            let inner = member(&typed.ty);
            NullableType { nullable: typed.nullable || inner.nullable, ty: inner.ty }
        }
        Type::List(inner) => NullableType::plain(Container::List.of(member(inner))),
        Type::Page(inner) => NullableType::plain(Container::Page.of(member(inner))),
        Type::Map(inner) => NullableType::plain(Container::Map.of(member(inner))),
        Type::Nullable(inner) => {
            let typed = NullableType { nullable: true, ty: member(inner).ty };
            NullableType::plain(typed.into_member())
        }
        plain => NullableType::plain(plain.clone()),
    }
}
