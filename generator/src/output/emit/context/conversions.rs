//! The types of requests that can be made from the type of the response: those for whose required
//! members it has values.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Api, Field, NameHint, Presence, Shape, StructKind, Type, TypeId};

/// The request halves that can be made from their responses, each with the type of the response.
#[derive(Debug, Default)]
pub(crate) struct Conversions(BTreeMap<TypeId, TypeId>);

/// The conversion of a value of a response to one of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::output::emit) enum Conversion {
    /// The types are the same.
    Same,
    /// By `Into`.
    Into,
    Items(Box<Conversion>),
    Values(Box<Conversion>),
    Option(Box<Conversion>),
}

impl Conversions {
    pub(crate) fn of(api: &Api) -> Self {
        let written: BTreeSet<TypeId> = api.written.iter().copied().collect();
        let half = |id: &TypeId| match api[*id].name {
            NameHint::RequestOf(base) if written.contains(&base) => Some((*id, base)),
            _ => None,
        };
        let mut found = Self(api.written.iter().filter_map(half).collect());
        // One that needs another which cannot be made cannot be made either.
        loop {
            let is_made = |(half, base): &(&TypeId, &TypeId)| found.makes(api, **half, **base);
            let kept: BTreeMap<TypeId, TypeId> =
                found.0.iter().filter(is_made).map(|(half, base)| (*half, *base)).collect();
            if kept.len() == found.0.len() {
                return found;
            }
            found = Self(kept);
        }
    }

    /// Returns the type of the response that a request half can be made from.
    pub(in crate::output::emit) fn source(&self, half: TypeId) -> Option<TypeId> {
        self.0.get(&half).copied()
    }

    fn makes(&self, api: &Api, half: TypeId, base: TypeId) -> bool {
        match (&api[half].shape, &api[base].shape) {
            (Shape::Struct(half), Shape::Struct(base)) => {
                let is_given = |field: &Field| {
                    let from = base.fields.iter().find(|from| from.wire == field.wire);
                    from.is_some_and(|from| {
                        (from.presence == Presence::Required
                            || field.presence != Presence::Required)
                            && self.of_types(&from.ty, &field.ty).is_some()
                    })
                };
                let mut required = half.fields.iter().filter(|field| field.presence.is_required());
                half.kind == StructKind::Json && required.all(is_given)
            }
            (Shape::Union(half), Shape::Union(base)) => {
                let mut arms = half.arms.iter().zip(&base.arms);
                half.arms.len() == base.arms.len()
                    && arms.all(|(to, from)| self.of_types(&from.ty, &to.ty).is_some())
            }
            _ => false,
        }
    }

    /// Returns the conversion between two types, if there is one.
    pub(in crate::output::emit) fn of_types(&self, from: &Type, to: &Type) -> Option<Conversion> {
        let inner = |from, to| self.of_types(from, to).map(Box::new);
        match (from, to) {
            (from, to) if from == to => Some(Conversion::Same),
            (Type::Named(from), Type::Named(to)) => {
                (self.source(*to) == Some(*from)).then_some(Conversion::Into)
            }
            (Type::List(from), Type::List(to)) => inner(from, to).map(Conversion::Items),
            (Type::Map(from), Type::Map(to)) => inner(from, to).map(Conversion::Values),
            (Type::Nullable(from), Type::Nullable(to)) => inner(from, to).map(Conversion::Option),
            _ => None,
        }
    }
}
