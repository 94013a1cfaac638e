//! One visitor of the types that declarations and operations name, for all code that collects or
//! replaces them.

use std::collections::BTreeSet;

use super::{Api, BodyContent, NameHint, Operation, Owner, Shape, Site, Type, TypeDecl, TypeId};

impl TypeDecl {
    /// Returns the types of its members, in their order.
    pub(crate) fn types(&self) -> Vec<&Type> {
        match &self.shape {
            Shape::Struct(decl) => {
                let fields = decl.fields.iter().map(|field| &field.ty);
                fields.chain(decl.additional.as_ref()).collect()
            }
            Shape::Union(decl) => decl.arms.iter().map(|arm| &arm.ty).collect(),
            Shape::Enum(_) | Shape::IntegerEnum(_) => Vec::new(),
        }
    }

    /// Returns the types of its members and of its page's items, to be replaced.
    pub(crate) fn types_mut(&mut self) -> Vec<&mut Type> {
        match &mut self.shape {
            Shape::Struct(decl) => {
                let fields = decl.fields.iter_mut().map(|field| &mut field.ty);
                let item = decl.paging.as_mut().map(|paging| &mut paging.item);
                fields.chain(decl.additional.as_mut()).chain(item).collect()
            }
            Shape::Union(decl) => decl.arms.iter_mut().map(|arm| &mut arm.ty).collect(),
            Shape::Enum(_) | Shape::IntegerEnum(_) => Vec::new(),
        }
    }

    /// Returns the declared types that its members contain.
    pub(crate) fn parts(&self) -> impl Iterator<Item = TypeId> + '_ {
        self.types().into_iter().filter_map(Type::named)
    }

    /// Returns the type that this one is a part or the request half of.
    pub(crate) fn owner(&self) -> Option<TypeId> {
        match &self.name {
            NameHint::Part(site) => site.owner.ty(),
            NameHint::RequestOf(id) => Some(*id),
            NameHint::Component(_) | NameHint::Words(_) | NameHint::Sites(_) => None,
        }
    }

    /// Returns the types that this one is named after.
    pub(crate) fn namesakes(&self) -> impl Iterator<Item = TypeId> + '_ {
        let sites = match &self.name {
            NameHint::Sites(sites) => Some(sites),
            _ => None,
        };
        let several = sites.into_iter().flatten().filter_map(|site| site.owner.ty());
        self.owner().into_iter().chain(several)
    }
}

impl Operation {
    /// Returns the declared types that a caller sends.
    pub(crate) fn sent(&self) -> Vec<TypeId> {
        let path = self.path_parameters.iter().filter_map(|parameter| parameter.ty.named());
        let body = self.body.as_ref().and_then(|body| match &body.content {
            BodyContent::Json(ty, _) | BodyContent::Form(ty, _) => ty.named(),
            BodyContent::Multipart(id) | BodyContent::JsonOrMultipart(id, _) => Some(*id),
            BodyContent::AnyMultipart | BodyContent::Text { .. } | BodyContent::Bytes { .. } => {
                None
            }
        });
        self.parameters.into_iter().chain(path).chain(body).collect()
    }

    /// Returns the declared types that a caller receives, by the call itself, by waiting for its
    /// job or in its stream.
    pub(crate) fn received(&self) -> Vec<TypeId> {
        let job = self.job.as_ref().map(|job| &job.output);
        let stream = self.stream.as_ref().map(|stream| &stream.data);
        let all = self.output.ty().into_iter().chain(job).chain(stream);
        all.filter_map(Type::named).collect()
    }

    /// Replaces every declared type that the operation names.
    pub(crate) fn replace_types(&mut self, replacement: &impl Fn(TypeId) -> TypeId) {
        self.parameters = self.parameters.map(replacement);
        for parameter in &mut self.path_parameters {
            parameter.ty = parameter.ty.renamed(replacement);
        }
        self.replace_body_types(replacement);
        if let Some(ty) = self.output.ty_mut() {
            *ty = ty.renamed(replacement);
        }
        if let Some(job) = &mut self.job {
            job.output = job.output.renamed(replacement);
        }
        if let Some(stream) = &mut self.stream {
            stream.data = stream.data.renamed(replacement);
        }
    }

    /// Replaces every declared type that the body names.
    pub(crate) fn replace_body_types(&mut self, replacement: &impl Fn(TypeId) -> TypeId) {
        match self.body.as_mut().map(|body| &mut body.content) {
            Some(BodyContent::Json(ty, _) | BodyContent::Form(ty, _)) => {
                *ty = ty.renamed(replacement);
            }
            Some(BodyContent::Multipart(id) | BodyContent::JsonOrMultipart(id, _)) => {
                *id = replacement(*id);
            }
            Some(
                BodyContent::AnyMultipart | BodyContent::Text { .. } | BodyContent::Bytes { .. },
            )
            | None => {}
        }
    }
}

impl Api {
    /// Replaces declared types by others that are the same: in members, in operations, and as the
    /// owners that parts are named after.
    pub(crate) fn replace_types(&mut self, replacement: &impl Fn(TypeId) -> TypeId) {
        let replaced = |site: Site| match site.owner.ty() {
            Some(id) => Site { owner: Owner::Type(replacement(id)), ..site },
            None => site,
        };
        for decl in &mut self.types {
            for ty in decl.types_mut() {
                *ty = ty.renamed(replacement);
            }
            decl.name = match std::mem::replace(&mut decl.name, NameHint::RequestOf(TypeId(0))) {
                NameHint::RequestOf(id) => NameHint::RequestOf(replacement(id)),
                NameHint::Part(site) => NameHint::Part(replaced(site)),
                NameHint::Sites(sites) => {
                    NameHint::Sites(sites.into_iter().map(replaced).collect())
                }
                name @ (NameHint::Component(_) | NameHint::Words(_)) => name,
            };
        }
        for operation in self.resources.iter_mut().flat_map(|one| &mut one.operations) {
            operation.replace_types(replacement);
        }
        if let Some(events) = &mut self.events {
            events.union = replacement(events.union);
        }
    }

    /// Returns every declared type that these contain, and these.
    pub(crate) fn reach(&self, roots: impl IntoIterator<Item = TypeId>) -> BTreeSet<TypeId> {
        let mut open: Vec<TypeId> = roots.into_iter().collect();
        let mut reached = BTreeSet::new();
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                open.extend(self[id].parts());
            }
        }
        reached
    }
}
