//! Identity: the rules by which a thing of one document is the same as one of another.
//!
//! - A call is known by its method and path. The names of the values in a path do not count, unless
//!   there is another call that differs in nothing else.
//! - A type is known by the document's name for it, and else by its uses: what holds it, and as
//!   which part. Neither operation ids nor tags count for anything.
//! - Two types have the same structure if their members are called alike on the wire and hold the
//!   same kinds of values; texts, limits and the need to be there do not count, and the types of
//!   members count only as what they are used in.
//!
//! All of it is about single documents; who compares two of them decides what follows.

use std::collections::{BTreeMap, BTreeSet};

use super::{Api, BodyContent, IntegerValue, NameHint, Shape, StructKind, Type, TypeDecl, TypeId};

/// The holder of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Holder {
    Type(TypeId),
    /// The number of an operation, in the order of [`Api::operations`].
    Call(usize),
    /// The webhooks, which hold the union of their events.
    Webhooks,
}

/// A use of a type: the holder, and the part of it that has the type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Use {
    pub holder: Holder,
    pub part: String,
}

/// Returns the path without the names of the values in it: `/boats/{}/`.
pub(crate) fn path_shape(path: &str) -> String {
    let mut shape = String::with_capacity(path.len());
    let mut is_name = false;
    for c in path.chars() {
        is_name = is_name && c != '}';
        if !is_name {
            shape.push(c);
        }
        is_name = is_name || c == '{';
    }
    shape
}

/// Finds for each call, `METHOD /path`, the number of the same one among others.
pub(crate) fn same_calls<T: AsRef<str>, U: AsRef<str>>(
    calls: &[T],
    others: &[U],
) -> Vec<Option<usize>> {
    let exact: BTreeMap<&str, usize> =
        others.iter().enumerate().map(|(index, other)| (other.as_ref(), index)).collect();
    let known: BTreeSet<&str> = calls.iter().map(AsRef::as_ref).collect();
    // Only what has no equal can be the same as something that is called in another way.
    let mut open: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (other, index) in exact.iter().filter(|(other, _)| !known.contains(*other)) {
        open.entry(path_shape(other)).or_default().push(*index);
    }
    let mut new: BTreeMap<String, usize> = BTreeMap::new();
    for call in calls.iter().filter(|call| !exact.contains_key(call.as_ref())) {
        *new.entry(path_shape(call.as_ref())).or_default() += 1;
    }
    let same = |call: &T| {
        if let Some(index) = exact.get(call.as_ref()) {
            return Some(*index);
        }
        let shape = path_shape(call.as_ref());
        match open.get(&shape).map(Vec::as_slice) {
            Some([one]) if new.get(&shape) == Some(&1) => Some(*one),
            _ => None,
        }
    };
    calls.iter().map(same).collect()
}

/// Returns the document's name for a type, and the half of that which it is.
pub(crate) fn document_name(api: &Api, id: TypeId) -> Option<(&str, Option<&'static str>)> {
    let component = |id: TypeId| match &api[id].name {
        NameHint::Component(name) => Some(name.as_str()),
        _ => None,
    };
    match api[id].name {
        NameHint::RequestOf(base) => Some((component(base)?, Some("request"))),
        _ => Some((component(id)?, None)),
    }
}

/// Returns the uses of each written type, by [`TypeId`].
pub(crate) fn uses(api: &Api) -> Vec<BTreeSet<Use>> {
    let mut uses: Vec<BTreeSet<Use>> = vec![BTreeSet::new(); api.types.len()];
    let mut add = |id: TypeId, holder: Holder, part: &str| {
        if let Some(uses) = uses.get_mut(id.0) {
            uses.insert(Use { holder, part: part.to_owned() });
        }
    };
    for (index, operation) in api.operations().enumerate() {
        let holder = Holder::Call(index);
        if let Some(id) = operation.parameters {
            add(id, holder, "parameters");
        }
        for parameter in &operation.path_parameters {
            if let Some(id) = parameter.ty.named() {
                add(id, holder, &format!("path.{}", parameter.wire));
            }
        }
        let body = operation.body.as_ref().and_then(|body| match &body.content {
            BodyContent::Json(ty, _) | BodyContent::Form(ty, _) => ty.named(),
            BodyContent::Multipart(id) | BodyContent::JsonOrMultipart(id, _) => Some(*id),
            BodyContent::AnyMultipart | BodyContent::Text { .. } | BodyContent::Bytes { .. } => {
                None
            }
        });
        if let Some(id) = body {
            add(id, holder, "body");
        }
        if let Some(id) = operation.output.ty().and_then(Type::named) {
            add(id, holder, "answer");
        }
        if let Some(id) = operation.stream.as_ref().and_then(|stream| stream.data.named()) {
            add(id, holder, "events");
        }
    }
    if let Some(union) = api.event_union() {
        add(union, Holder::Webhooks, "event");
    }
    for id in &api.written {
        let base = match api[*id].name {
            NameHint::RequestOf(base) => Some(&api[base]),
            _ => None,
        };
        for (part, ty) in parts(&api[*id]) {
            // The half of a type says nothing new of what both halves hold.
            let is_known = |ty: TypeId| {
                base.is_some_and(|base| {
                    parts(base).iter().any(|(other, of)| *other == part && of.named() == Some(ty))
                })
            };
            if let Some(ty) = ty.named().filter(|ty| !is_known(*ty)) {
                add(ty, Holder::Type(*id), &part);
            }
        }
    }
    uses
}

/// Returns the members of a type that have types of their own, each with a word for it.
fn parts(decl: &TypeDecl) -> Vec<(String, &Type)> {
    match &decl.shape {
        Shape::Struct(decl) => {
            let fields = decl.fields.iter().filter(|field| field.ty.named().is_some());
            let fields = fields.map(|field| (field.wire.clone(), &field.ty));
            fields.chain(decl.additional.as_ref().map(|ty| ("*".to_owned(), ty))).collect()
        }
        Shape::Union(union) => {
            // Arms may have one title: each later one is told apart by its number.
            let mut taken = BTreeSet::new();
            let arms = union.arms.iter().enumerate().map(|(index, arm)| {
                let tag = arm.tags.first().map(ToString::to_string);
                let hint = || arm.hint.as_ref().map(ToString::to_string);
                let number = (index + 1).to_string();
                let mut word = tag.or_else(hint).unwrap_or_else(|| number.clone());
                while !taken.insert(word.clone()) {
                    word = format!("{word}|{number}");
                }
                (format!("|{word}"), &arm.ty)
            });
            arms.collect()
        }
        Shape::Enum(_) | Shape::IntegerEnum(_) => Vec::new(),
    }
}

/// Returns the digest of a type's structure.
pub(crate) fn structure(decl: &TypeDecl) -> String {
    let mut words: Vec<String> = match &decl.shape {
        Shape::Struct(decl) => {
            let fields = decl.fields.iter();
            let fields = fields.map(|field| format!("{}:{}", field.wire, spelled(&field.ty)));
            let rest = decl.additional.as_ref().map(|ty| format!("*:{}", spelled(ty)));
            fields.chain(rest).collect()
        }
        Shape::Enum(decl) => decl.values.iter().map(|value| value.wire.clone()).collect(),
        Shape::IntegerEnum(values) => {
            let word = |value: &IntegerValue| {
                format!("{}:{}", value.wire, value.title.as_deref().unwrap_or_default())
            };
            values.iter().map(word).collect()
        }
        Shape::Union(union) => {
            let arms = union.arms.iter();
            arms.map(|arm| format!("{:?}:{}", arm.tags, spelled(&arm.ty))).collect()
        }
    };
    words.sort();
    words.push(kind(&decl.shape).to_owned());
    digest(&words)
}

const fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(decl) => match decl.kind {
            StructKind::Parameters => "parameters",
            StructKind::Json | StructKind::Multipart | StructKind::JsonOrMultipart => "struct",
        },
        Shape::Enum(_) => "enum",
        Shape::IntegerEnum(_) => "integers",
        Shape::Union(_) => "union",
    }
}

/// Returns a type in which declared ones have no name.
fn spelled(ty: &Type) -> String {
    format!("{:?}", ty.renamed(|_| TypeId(0)))
}

/// Returns a digest of some words, which is the same on every machine (FNV-1a).
pub(crate) fn digest<T: AsRef<str>>(words: &[T]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for word in words {
        for byte in word.as_ref().bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{:08x}", (hash ^ (hash >> 32)) & 0xffff_ffff)
}

#[cfg(test)]
mod tests {
    use super::{path_shape, same_calls};

    #[test]
    fn the_names_of_values_in_a_path_do_not_count() {
        assert_eq!(path_shape("GET /boats/{id}/legs/{leg}"), "GET /boats/{}/legs/{}");
        let same = same_calls(&["GET /a/{pk}", "GET /b"], &["GET /b", "GET /a/{id}"]);
        assert_eq!(same, [Some(1), Some(0)]);
    }

    #[test]
    fn they_count_where_nothing_else_differs() {
        let same = same_calls(&["GET /a/{pk}", "GET /a/{id}"], &["GET /a/{id}"]);
        assert_eq!(same, [None, Some(0)]);
        let same = same_calls(&["GET /a/{x}", "GET /a/{y}"], &["GET /a/{id}"]);
        assert_eq!(same, [None, None]);
    }
}
