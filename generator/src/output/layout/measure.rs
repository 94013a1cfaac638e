//! The order of types in a file, and an estimate of its lines.

use crate::model::{Api, Direction, Shape, StructKind, TypeId};
use crate::names::Names;

use super::files::Contents;

/// Estimates the lines of a file.
pub(super) fn lines_of(api: &Api, contents: &Contents) -> usize {
    let resources = contents.resources.iter().filter_map(|index| api.resources.get(*index));
    let operations = resources.flat_map(|resource| &resource.operations).map(|operation| {
        let text = [&operation.summary, &operation.description].into_iter().flatten();
        14 + text.map(|text| text.lines().count()).sum::<usize>()
    });
    operations.sum::<usize>() + contents.types.iter().map(|id| estimate(api, *id)).sum::<usize>()
}

/// Sorts types: calls, requests, responses, unions, enums; by name within each.
pub(super) fn sort(api: &Api, names: &Names, types: &mut [TypeId]) {
    let rank = |id: &TypeId| match &api[*id].shape {
        Shape::Struct(decl) if decl.kind == StructKind::Parameters => 0,
        Shape::Struct(_) => 1 + api[*id].direction as u8,
        Shape::Union(_) => 4,
        Shape::Enum(_) | Shape::IntegerEnum(_) => 5,
    };
    types.sort_by_cached_key(|id| (rank(id), &names[*id].name));
}

/// Estimates the lines of a type: each field is declared and documented, read and written, and set
/// where it is sent.
pub(super) fn estimate(api: &Api, id: TypeId) -> usize {
    let decl = &api[id];
    let lines_of_text = |text: &Option<String>| {
        let lines = text.as_deref().unwrap_or_default().lines();
        1 + lines.map(|line| line.len() / 90).sum::<usize>()
    };
    match &decl.shape {
        Shape::Struct(structure) => {
            let setter = if decl.direction == Direction::Response { 0 } else { 6 };
            let fields = structure.fields.iter();
            30 + fields.map(|field| 4 + setter + lines_of_text(&field.docs.text)).sum::<usize>()
        }
        Shape::Enum(decl) => 5 + 2 * decl.values.len(),
        Shape::IntegerEnum(values) => 5 + 2 * values.len(),
        Shape::Union(decl) => 5 + 2 * decl.arms.len(),
    }
}
