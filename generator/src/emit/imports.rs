//! The `use` lines of a file: what its items name, by what they are. Read off the model, so that none is missing and none
//! is too many.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::Context;
use crate::model::{
    BodyContent, Operation, Output, Presence, Shape, Struct, StructKind, Type, TypeDecl, TypeId,
};

/// What a file names.
#[derive(Default)]
struct Uses {
    runtime: BTreeSet<&'static str>,
    map: bool,
    chrono: BTreeSet<&'static str>,
    uuid: bool,
    types: BTreeSet<TypeId>,
}

/// The `use` lines for a file with these resources and these types.
pub(super) fn of_file(context: Context<'_>, resources: &[usize], types: &[TypeId]) -> TokenStream {
    let mut uses = Uses::default();
    let mut versions: BTreeSet<Ident> = BTreeSet::new();
    for resource in resources.iter().filter_map(|index| context.api.resources.get(*index)) {
        uses.runtime.extend(["Call", "Client"]);
        versions.extend(resource.version.map(|version| context.names.version(version)));
        resource.operations.iter().for_each(|operation| uses.operation(operation));
        let others = |operation: &Operation| {
            !operation.accepted.is_empty() && !operation.accepted.contains(&context.api.auth)
        };
        if resource.operations.iter().any(others) {
            uses.runtime.insert("Auth");
        }
    }
    for decl in types.iter().filter_map(|id| context.api.get(*id)) {
        uses.decl(decl);
    }
    let local: BTreeSet<TypeId> = types.iter().copied().collect();
    let foreign = uses
        .types
        .iter()
        .filter(|id| !local.contains(id))
        .map(|id| context.names.of_type(*id).to_string());
    let foreign: BTreeSet<String> = foreign.collect();
    let foreign: Vec<Ident> = foreign.iter().map(|name| format_ident!("{name}")).collect();

    let std = uses.map.then(|| {
        quote!(
            use std::collections::BTreeMap;
        )
    });
    let chrono: Vec<Ident> = uses.chrono.iter().map(|name| format_ident!("{name}")).collect();
    let chrono = one_use(&quote!(chrono), &chrono);
    let uuid = uses.uuid.then(|| {
        quote!(
            use uuid::Uuid;
        )
    });
    let versions: Vec<Ident> = versions.into_iter().collect();
    let versions = one_use(&quote!(crate::generated::versions), &versions);
    let runtime: Vec<Ident> = sorted_as_rustfmt(&uses.runtime);
    let runtime = one_use(&quote!(crate::runtime), &runtime);
    let foreign = one_use(&quote!(crate::types), &foreign);
    quote!(#std #chrono #uuid #versions #runtime #foreign)
}

/// `use crate::runtime::{Call, Client};`, or without braces for one name.
fn one_use(path: &TokenStream, names: &[Ident]) -> Option<TokenStream> {
    match names {
        [] => None,
        [only] => Some(quote!(use #path::#only;)),
        several => Some(quote!(use #path::{#(#several),*};)),
    }
}

/// Types before macros, each in the order of the alphabet, as rustfmt sorts them.
fn sorted_as_rustfmt(names: &BTreeSet<&'static str>) -> Vec<Ident> {
    let (types, macros): (Vec<&str>, Vec<&str>) =
        names.iter().copied().partition(|name| name.starts_with(char::is_uppercase));
    types.into_iter().chain(macros).map(|name| format_ident!("{name}")).collect()
}

impl Uses {
    fn operation(&mut self, operation: &Operation) {
        for parameter in &operation.path_parameters {
            self.ty(&parameter.ty);
        }
        self.types.extend(operation.parameters);
        if let Some(job) = &operation.job {
            self.runtime.extend(["Job", "JobStates", "Json"]);
            self.ty(&job.output);
        }
        match operation.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Json(ty, _) | BodyContent::Form(ty)) => self.ty(ty),
            Some(BodyContent::Multipart(id)) => drop(self.types.insert(*id)),
            Some(BodyContent::Bytes { .. }) => drop(self.runtime.insert("Bytes")),
            Some(BodyContent::Text { .. }) | None => {}
        }
        match &operation.output {
            Output::Json(ty) | Output::Optional(ty) => self.ty(ty),
            Output::Bytes { .. } => drop(self.runtime.insert("Bytes")),
            Output::Empty | Output::Text { .. } => {}
        }
    }

    fn decl(&mut self, decl: &TypeDecl) {
        match &decl.shape {
            Shape::Struct(found) => self.structure(found),
            Shape::Enum(_) => drop(self.runtime.insert("open_enum")),
            Shape::IntegerEnum(_) => drop(self.runtime.insert("open_integer_enum")),
            Shape::Union(found) => {
                self.runtime.insert("open_union");
                found.arms.iter().for_each(|arm| self.ty(&arm.ty));
            }
        }
    }

    fn structure(&mut self, found: &Struct) {
        match found.kind {
            StructKind::Json => {
                self.runtime.extend(["Decode", "Encode", "Sink", "Source", "codec"])
            }
            StructKind::Multipart => self.runtime.extend(["Form", "Multipart"]),
            StructKind::Parameters => self.runtime.extend(["ParameterWriter", "Parameters"]),
        }
        for field in &found.fields {
            self.ty(&field.ty);
            if field.presence == Presence::ThreeState {
                self.runtime.insert("Field");
            }
        }
        if let Some(paging) = &found.paging {
            self.runtime.extend(["NextPage", "Paged"]);
            self.ty(&paging.item);
        }
        if let Some(rest) = &found.additional {
            self.map = true;
            self.ty(rest);
        }
    }

    fn ty(&mut self, ty: &Type) {
        match ty {
            Type::Json => drop(self.runtime.insert("Json")),
            Type::JsonObject => drop(self.runtime.insert("JsonObject")),
            Type::Part => drop(self.runtime.insert("Part")),
            Type::DateTime => self.chrono.extend(["DateTime", "Utc"]),
            Type::Date => drop(self.chrono.insert("NaiveDate")),
            Type::Uuid => self.uuid = true,
            Type::Map(inner) => {
                self.map = true;
                self.ty(inner);
            }
            Type::Page(inner) => {
                self.runtime.insert("Page");
                self.ty(inner);
            }
            Type::List(inner) | Type::Nullable(inner) => self.ty(inner),
            Type::Named(id) => drop(self.types.insert(*id)),
            Type::Bool | Type::I32 | Type::I64 | Type::F64 | Type::String => {}
        }
    }
}
