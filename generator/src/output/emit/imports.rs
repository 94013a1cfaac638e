//! The `use` lines of a file: everything that its items name. Read off the model, so that none is
//! missing and none is superfluous.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::declarations::unions::told_by_type;
use super::types::word;
use crate::model::{
    BodyContent, Held, Operation, Output, Presence, Shape, Struct, StructKind, Type, TypeId,
};
use crate::names::{Name, Scalar};

/// The names that a file imports.
#[derive(Default)]
struct Uses {
    /// Of libraries and of the runtime, by where they are.
    words: BTreeMap<&'static str, BTreeSet<&'static str>>,
    types: BTreeSet<TypeId>,
}

const RUNTIME: &str = "crate::runtime";

/// The origin of a name, in the order of the groups in which files import.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Std,
    Library,
    Crate,
}

impl Origin {
    fn of(path: &str) -> Self {
        match path.split("::").next() {
            Some("std") => Self::Std,
            Some("crate") => Self::Crate,
            _ => Self::Library,
        }
    }
}

/// The `use` lines for a file with these resources and these types, and with items that use further
/// names of the runtime.
pub(super) fn of_file(
    context: Context<'_>,
    resources: &[usize],
    types: &[TypeId],
    further: &[&'static str],
) -> TokenStream {
    let mut uses = Uses::default();
    if !further.is_empty() {
        uses.runtime(further);
    }
    let mut versions: BTreeSet<&Name> = BTreeSet::new();
    for index in resources {
        let (resource, _) = context.resource(*index);
        uses.runtime(&["Client"]);
        versions.extend(resource.version.map(|version| &context.names.version(version).handle));
        for operation in &resource.operations {
            uses.operation(context, operation);
            if !operation.accepted.is_empty() {
                uses.runtime(&["Auth"]);
            }
        }
    }
    for id in types {
        match (&context.api[*id].shape, context.operation_of(*id)) {
            (Shape::Struct(decl), Some((operation, _))) if context.api.is_parameters(*id) => {
                uses.call(operation, decl);
            }
            (shape, _) => uses.shape(shape),
        }
        if let Shape::Union(decl) = &context.api[*id].shape
            && !told_by_type(context, *id, decl).is_empty()
        {
            uses.runtime(&["from_arms"]);
        }
    }
    uses.types.extend(types.iter().filter_map(|id| context.model.conversions.source(*id)));
    let local: BTreeSet<TypeId> = types.iter().copied().collect();
    let foreign = uses.types.iter().filter(|id| !local.contains(id));
    let foreign: BTreeSet<&Name> = foreign.map(|id| &context.names[*id].name).collect();

    let (std, libraries) = (uses.lines(Origin::Std), uses.lines(Origin::Library));
    let runtime = uses.lines(Origin::Crate);
    let versions_module = &context.names.modules.versions;
    let versions = line(&quote!(crate::generated::#versions_module), &as_tokens(versions));
    let foreign = line(&quote!(crate::types), &as_tokens(foreign));
    quote!(#std #libraries #versions #runtime #foreign)
}

fn as_tokens(names: BTreeSet<&Name>) -> Vec<TokenStream> {
    names.into_iter().map(|name| quote!(#name)).collect()
}

/// `use crate::runtime::{Call, Client};`, or without braces for one name.
fn line(path: &TokenStream, names: &[TokenStream]) -> Option<TokenStream> {
    match names {
        [] => None,
        [only] => Some(quote!(use #path::#only;)),
        several => Some(quote!(use #path::{#(#several),*};)),
    }
}

impl Uses {
    fn add(&mut self, path: &'static str, names: &[&'static str]) {
        self.words.entry(path).or_default().extend(names);
    }

    fn runtime(&mut self, names: &[&'static str]) {
        self.add(RUNTIME, names);
    }

    /// The lines for the paths of an origin.
    fn lines(&self, origin: Origin) -> TokenStream {
        let paths = self.words.keys().filter(|path| Origin::of(path) == origin);
        paths.filter_map(|path| self.line(path)).collect()
    }

    /// The line for a path. Types come before macros, each in alphabetical order, as rustfmt sorts
    /// them.
    fn line(&self, path: &str) -> Option<TokenStream> {
        let names = self.words.get(path)?.iter().copied();
        let (types, macros): (Vec<&str>, Vec<&str>) =
            names.partition(|name| name.starts_with(char::is_uppercase));
        let names: Vec<TokenStream> =
            types.into_iter().chain(macros).map(word).map(|name| quote!(#name)).collect();
        let segments = path.split("::").map(|segment| match segment {
            "crate" => quote!(crate),
            segment => {
                let segment = word(segment);
                quote!(#segment)
            }
        });
        line(&quote!(#(#segments)::*), &names)
    }

    /// Adds the names in the method of an operation.
    fn operation(&mut self, context: Context<'_>, operation: &Operation) {
        for parameter in &operation.path_parameters {
            self.ty(&parameter.ty);
        }
        for parameter in context.api.required_parameters(operation) {
            self.ty(&parameter.ty);
        }
        if let Some(body) = operation.body.as_ref().filter(|body| !body.optional) {
            self.body(&body.content);
        }
        if let Some(job) = &operation.job {
            self.runtime(&["Job"]);
            self.ty(&job.output);
        }
        if let Some(stream) = &operation.stream {
            self.runtime(&["Call"]);
            self.ty(&stream.data);
        }
        match context.api.own_call(operation) {
            Some(call) => self.types.extend([call]),
            None => {
                self.runtime(&["Call"]);
                self.polling(operation);
                self.output(&operation.output);
            }
        }
    }

    /// Adds the names in the call of an operation.
    fn call(&mut self, operation: &Operation, decl: &Struct) {
        self.runtime(&["operation_call"]);
        self.output(&operation.output);
        decl.fields.iter().filter(|field| !field.required).for_each(|field| self.ty(&field.ty));
        if let Some(body) = operation.body.as_ref().filter(|body| body.optional) {
            self.body(&body.content);
        }
        if let Some(job) = &operation.job {
            self.runtime(&["Job"]);
            self.ty(&job.output);
            self.polling(operation);
        }
        if let Some(stream) = &operation.stream {
            self.runtime(&["Call"]);
            self.ty(&stream.data);
        }
    }

    fn polling(&mut self, operation: &Operation) {
        let Some(job) = &operation.job else { return };
        self.runtime(&["JobStates", "Json"]);
        if !job.accepted.is_empty() {
            self.runtime(&["Auth"]);
        }
    }

    fn body(&mut self, content: &BodyContent) {
        match content {
            BodyContent::Json(ty, _) => self.ty(ty),
            BodyContent::Form(ty, styles) => {
                self.ty(ty);
                if !styles.is_empty() {
                    self.runtime(&["FieldStyle"]);
                }
            }
            BodyContent::Multipart(id) | BodyContent::JsonOrMultipart(id, _) => {
                self.types.extend([*id]);
            }
            BodyContent::AnyMultipart => self.runtime(&["Form"]),
            BodyContent::Bytes { .. } => self.runtime(&["Bytes"]),
            BodyContent::Text { .. } => {}
        }
    }

    fn output(&mut self, output: &Output) {
        match output {
            Output::Json(ty) | Output::Optional(ty) => self.ty(ty),
            Output::Bytes => self.runtime(&["Bytes"]),
            Output::Events(stream) => self.ty(&stream.data),
            Output::Empty | Output::Text => {}
        }
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Struct(decl) => self.structure(decl),
            Shape::Enum(_) => self.runtime(&["open_enum"]),
            Shape::IntegerEnum(_) => self.runtime(&["open_integer_enum"]),
            Shape::Union(decl) => {
                self.runtime(&[if decl.statuses.is_empty() {
                    "open_union"
                } else {
                    "open_response"
                }]);
                for arm in &decl.arms {
                    self.ty(&arm.ty);
                    self.held(arm.held);
                }
            }
        }
    }

    fn structure(&mut self, decl: &Struct) {
        self.runtime(match decl.kind {
            StructKind::Multipart => &["Form", "Multipart"],
            StructKind::JsonOrMultipart => {
                &["Decode", "Encode", "Form", "Multipart", "Sink", "Source", "codec"]
            }
            StructKind::Json | StructKind::Parameters => {
                &["Decode", "Encode", "Sink", "Source", "codec"]
            }
        });
        for field in &decl.fields {
            self.ty(&field.ty);
            self.held(field.held);
            if decl.kind.is_form() && field.style.is_some() {
                self.runtime(&["FieldStyle"]);
            }
            if field.presence == Presence::ThreeState {
                self.runtime(&["Field"]);
            }
        }
        if let Some(paging) = &decl.paging {
            self.runtime(&["NextPage", "Paged"]);
            self.ty(&paging.item);
        }
        if let Some(value) = &decl.additional {
            self.map();
            self.ty(value);
        }
    }

    fn held(&mut self, held: Held) {
        if held == Held::Indirect {
            self.runtime(&["Indirect"]);
        }
    }

    fn map(&mut self) {
        self.add("std::collections", &["BTreeMap"]);
    }

    fn ty(&mut self, ty: &Type) {
        if let Some(scalar) = Scalar::of(ty) {
            if let Some(path) = scalar.path {
                self.words.entry(path).or_default().extend(scalar.idents());
            }
            return;
        }
        match ty {
            Type::Map(value) => {
                self.map();
                self.ty(value);
            }
            Type::Page(item) => {
                self.runtime(&["Page"]);
                self.ty(item);
            }
            Type::List(inner) | Type::Nullable(inner) => self.ty(inner),
            Type::Named(id) => self.types.extend([*id]),
            _ => {}
        }
    }
}
