//! Stand-ins: what refers to a type that is still being built refers to a stand-in, for nobody knows yet what becomes of it
//! (a struct, a list, something nullable). When all is built, each stand-in gives way to what it stood for.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::Schema;

use super::Builder;
use super::schemas::{Place, Typed};
use crate::diagnostic::Code;
use crate::model::{BodyContent, Operation, Output, Resource, Shape, Type, TypeId};

/// What became of a schema.
pub(super) enum Progress {
    /// It is being built; something within it may have referred to it already.
    Begun(Option<TypeId>),
    Done(Typed),
}

impl Builder<'_> {
    /// Something to refer to in the place of a type that is being built.
    pub(super) fn stand_in(&mut self, place: &Place) -> TypeId {
        let id = self.reserve(place);
        self.forget(id);
        id
    }

    /// Builds what is made of schemas without a name, unless that is being done already.
    pub(super) fn once(
        &mut self,
        key: Vec<*const Schema>,
        place: &Place,
        nullable: bool,
        build: impl FnOnce(&mut Self) -> Typed,
    ) -> Typed {
        match self.nameless.get(&key) {
            Some(Progress::Done(typed)) => return typed.clone(),
            Some(Progress::Begun(known)) => {
                let id = known.unwrap_or_else(|| self.stand_in(place));
                self.nameless.insert(key, Progress::Begun(Some(id)));
                return Typed { ty: Type::Named(id), nullable };
            }
            None => {}
        }
        self.nameless.insert(key.clone(), Progress::Begun(None));
        let typed = build(self);
        let before = self.nameless.remove(&key);
        self.stood_for(before, &typed);
        typed
    }

    /// Says what a stand-in stands for, if anybody asked for one.
    pub(super) fn stood_for(&mut self, before: Option<Progress>, typed: &Typed) {
        if let Some(Progress::Begun(Some(id))) = before {
            self.stand_ins.insert(id, typed.clone());
        }
    }

    /// Puts everywhere what the stand-ins stand for.
    pub(super) fn settle(&mut self, resources: &mut [Resource]) {
        let mut standing = std::mem::take(&mut self.stand_ins);
        let endless: Vec<TypeId> =
            standing.keys().copied().filter(|id| is_endless(*id, &standing)).collect();
        for id in endless {
            if let Some(decl) = self.types.get(id.0) {
                let message = "a list or map of nothing but itself; read as any value";
                self.diagnostics.add(Code::Widened, &decl.pointer, message);
            }
            standing.insert(id, Typed { ty: Type::Json, nullable: false });
        }
        for decl in &mut self.types {
            match &mut decl.shape {
                Shape::Struct(found) => {
                    for field in &mut found.fields {
                        let settled = settled(&field.ty, &standing);
                        field.nullable |= settled.nullable;
                        field.ty = settled.ty;
                    }
                    found.additional =
                        found.additional.as_ref().map(|rest| settled(rest, &standing).member());
                }
                Shape::Union(found) => {
                    for arm in &mut found.arms {
                        arm.ty = settled(&arm.ty, &standing).ty;
                    }
                }
                Shape::Enum(_) | Shape::IntegerEnum(_) => {}
            }
        }
        for operation in resources.iter_mut().flat_map(|resource| &mut resource.operations) {
            settle_operation(operation, &standing);
        }
    }
}

fn settle_operation(operation: &mut Operation, standing: &BTreeMap<TypeId, Typed>) {
    let settle = |ty: &mut Type| *ty = settled(ty, standing).member();
    operation.path_parameters.iter_mut().for_each(|parameter| settle(&mut parameter.ty));
    match operation.body.as_mut().map(|body| &mut body.content) {
        Some(BodyContent::Json(ty, _) | BodyContent::Form(ty)) => settle(ty),
        Some(BodyContent::Multipart(_) | BodyContent::Text { .. } | BodyContent::Bytes { .. })
        | None => {}
    }
    match &mut operation.output {
        Output::Json(ty) | Output::Optional(ty) => settle(ty),
        Output::Empty | Output::Text { .. } | Output::Bytes { .. } => {}
    }
}

/// The type without stand-ins.
fn settled(ty: &Type, standing: &BTreeMap<TypeId, Typed>) -> Typed {
    let member = |inner: &Type| settled(inner, standing).member();
    let plain = |ty: Type| Typed { ty, nullable: false };
    match ty {
        Type::Named(id) => match standing.get(id) {
            Some(known) => {
                let inner = settled(&known.ty, standing);
                Typed { ty: inner.ty, nullable: known.nullable || inner.nullable }
            }
            None => plain(ty.clone()),
        },
        Type::List(inner) => plain(Type::List(Box::new(member(inner)))),
        Type::Page(inner) => plain(Type::Page(Box::new(member(inner)))),
        Type::Map(inner) => match member(inner) {
            Type::Json => plain(Type::JsonObject),
            value => plain(Type::Map(Box::new(value))),
        },
        Type::Nullable(inner) => {
            plain(Typed { ty: settled(inner, standing).ty, nullable: true }.member())
        }
        other => plain(other.clone()),
    }
}

/// Whether a stand-in stands for nothing but lists and maps of itself.
fn is_endless(id: TypeId, standing: &BTreeMap<TypeId, Typed>) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = Some(id);
    while let Some(known) = next.and_then(|id| standing.get(&id)) {
        next = known.ty.named();
        if next == Some(id) {
            return true;
        }
        // A circle that this one only leads into is reported where it is.
        if !next.is_some_and(|id| seen.insert(id)) {
            return false;
        }
    }
    false
}
