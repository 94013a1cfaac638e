//! Declared types as items.

use std::collections::{BTreeMap, BTreeSet};

use super::items::{
    ArmItem, DirectionItem, ExtraItem, FormItem, MemberItem, PagingItem, PresenceItem, ShapeItem,
    StructItem, TypeItem, UnionItem, VariantItem,
};
use super::limits;
use super::reference::TypeRef;
use crate::model::{
    Direction, Docs, Field, Held, ParameterLocation, Presence, QueryStyle, Shape, Struct,
    StructKind, TypeDecl, TypeId, Union,
};
use crate::names::Member;
use crate::output::emit::Model;
use crate::output::emit::outline;
use crate::output::layout::Layout;

/// Describes all types.
pub(super) fn all(model: &Model<'_>) -> Vec<TypeItem> {
    let written: BTreeSet<TypeId> = model.api.written.iter().copied().collect();
    let features = features(model.layout);
    let one = |id: TypeId| {
        let features = features.get(&id).cloned().unwrap_or_default();
        declared(model, id, written.contains(&id), features)
    };
    model.api.ids().map(one).collect()
}

/// Returns the features of which each type needs one.
fn features(layout: &Layout) -> BTreeMap<TypeId, BTreeSet<String>> {
    let mut features: BTreeMap<TypeId, BTreeSet<String>> = BTreeMap::new();
    for (module, file) in &layout.resources {
        for (_, contents) in file.all(module) {
            for id in &contents.types {
                features.entry(*id).or_default().insert(file.feature.clone());
            }
        }
    }
    for file in layout.shared.values() {
        for id in &file.contents.types {
            features.entry(*id).or_default().extend(file.features.iter().cloned());
        }
    }
    features
}

fn declared(model: &Model<'_>, id: TypeId, written: bool, features: BTreeSet<String>) -> TypeItem {
    let (decl, names) = (&model.api[id], &model.names[id]);
    let words = decl.description.as_deref().filter(|_| written);
    TypeItem {
        name: names.name.to_string(),
        former: names.former.iter().map(ToString::to_string).collect(),
        pointer: decl.pointer.to_string(),
        written,
        deprecated: decl.deprecated,
        words: outline::shown(model, words, &[names.name.as_str()]),
        direction: match decl.direction {
            Direction::Request => DirectionItem::Request,
            Direction::Response => DirectionItem::Response,
            Direction::Both => DirectionItem::Both,
        },
        features,
        source: outline::source(model, id).map(|source| source.0),
        shape: shape(model, id, decl),
    }
}

fn shape(model: &Model<'_>, id: TypeId, decl: &TypeDecl) -> ShapeItem {
    let members = model.names[id].members.as_slice();
    let variant = |wire: String, text: Option<&str>, names: &Member| VariantItem {
        words: outline::shown(model, text, &[&wire]),
        wire,
        name: names.name.to_string(),
    };
    match &decl.shape {
        Shape::Struct(decl) => ShapeItem::Struct(structure(model, id, decl)),
        Shape::Enum(decl) => {
            let values = decl.values.iter().zip(members);
            let one = |(value, names): (&crate::model::EnumValue, &Member)| {
                variant(value.wire.clone(), value.text.as_deref(), names)
            };
            ShapeItem::Enum(values.map(one).collect())
        }
        Shape::IntegerEnum(values) => {
            let values = values.iter().zip(members);
            let one = |(value, names): (&crate::model::IntegerValue, &Member)| {
                variant(value.wire.to_string(), value.text.as_deref(), names)
            };
            ShapeItem::IntegerEnum(values.map(one).collect())
        }
        Shape::Union(decl) if decl.statuses.is_empty() => {
            ShapeItem::Union(union(model, id, decl, members))
        }
        Shape::Union(decl) => ShapeItem::ByStatus(union(model, id, decl, members)),
    }
}

fn structure(model: &Model<'_>, id: TypeId, decl: &Struct) -> StructItem {
    let names = &model.names[id];
    let fields = decl.fields.iter().zip(&names.members);
    let extra = names.additional.as_ref().zip(decl.additional.as_ref());
    StructItem {
        form: match decl.kind {
            StructKind::Json => FormItem::Json,
            StructKind::Multipart => FormItem::Multipart,
            StructKind::JsonOrMultipart => FormItem::JsonOrMultipart,
            StructKind::Parameters => FormItem::Parameters,
        },
        fields: fields.map(|(field, names)| member(model, field, names)).collect(),
        extra: extra.map(|(name, ty)| ExtraItem { name: name.to_string(), ty: TypeRef::of(ty) }),
        paging: decl.paging.as_ref().map(|paging| PagingItem {
            item: TypeRef::of(&paging.item),
            way: format!("{} {:?} {:?}", paging.items, paging.more, paging.next),
        }),
    }
}

/// Describes a field or parameter.
pub(super) fn member(model: &Model<'_>, field: &Field, names: &Member) -> MemberItem {
    let Docs { text, constraints, default, .. } = &field.docs;
    MemberItem {
        wire: field.wire.clone(),
        pointer: field.pointer.to_string(),
        name: names.name.to_string(),
        setter: names.setter.to_string(),
        ty: TypeRef::of(&field.ty),
        presence: match field.presence {
            Presence::Required => PresenceItem::Required,
            Presence::Nullable => PresenceItem::Nullable,
            Presence::Optional => PresenceItem::Optional,
            Presence::ThreeState => PresenceItem::ThreeState,
        },
        held: held(field.held),
        constant: outline::is_constant(model, field, names),
        deprecated: field.deprecated,
        words: outline::shown(model, text.as_deref(), &[&field.wire, names.name.as_str()]),
        default: default.as_ref().filter(|value| !value.is_null()).map(ToString::to_string),
        limits: limits::of(constraints),
        style: style(field),
    }
}

fn held(held: Held) -> Option<String> {
    match held {
        Held::Plain => None,
        Held::Boxed => Some("Box".to_owned()),
        Held::Indirect => Some("Indirect".to_owned()),
    }
}

/// Returns the place and the style of a parameter, or the style of a part of a form.
fn style(field: &Field) -> String {
    let of_query = |style: QueryStyle| match style {
        QueryStyle::Form => "form",
        QueryStyle::Joined => "joined by commas",
        QueryStyle::Spaced => "joined by spaces",
        QueryStyle::Piped => "joined by bars",
        QueryStyle::Deep => "deep object",
        QueryStyle::Json => "JSON",
    };
    let place = field.location.map(|location| match location {
        ParameterLocation::Query(style) => format!("query, {}", of_query(style)),
        ParameterLocation::Header { explode: false } => "header".to_owned(),
        ParameterLocation::Header { explode: true } => "header, exploded".to_owned(),
        ParameterLocation::Cookie => "cookie".to_owned(),
    });
    let style = field.style.map(|style| of_query(style).to_owned());
    let parts = [place, style, field.media_type.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn union(model: &Model<'_>, id: TypeId, decl: &Union, members: &[Member]) -> UnionItem {
    let told = outline::told_by_type(model, id, decl);
    let arms = decl.arms.iter().zip(members).enumerate();
    let arms = arms.map(|(index, (arm, names))| ArmItem {
        name: names.name.to_string(),
        hint: arm.hint.as_ref().map(ToString::to_string),
        ty: TypeRef::of(&arm.ty),
        held: held(arm.held),
        tags: arm.tags.iter().map(ToString::to_string).collect(),
        is_default: arm.is_default,
        statuses: decl.statuses.get(index).copied(),
        words: outline::shown(model, arm.text.as_deref(), &[]),
        from: told.contains(&arm.ty),
    });
    let up = |up: usize| if up == 0 { String::new() } else { format!(", {up} up") };
    UnionItem {
        tag: decl.tag.as_ref().map(|tag| format!("{}{}", tag.name, up(tag.up))),
        arms: arms.collect(),
    }
}
