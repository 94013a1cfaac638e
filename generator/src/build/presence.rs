//! Presence: whether a field may be absent or null, now that the direction of its type is known.

use crate::model::{Api, Direction, Field, Presence, Shape, Type};

/// Decides the presence of every field.
pub(super) fn decide(api: &mut Api) {
    for decl in &mut api.types {
        let direction = decl.direction;
        if let Shape::Struct(structure) = &mut decl.shape {
            for field in &mut structure.fields {
                field.presence = presence(field, direction);
            }
        }
    }
}

/// Returns the presence of a field of a type that travels in a direction.
///
/// Any JSON value has its own null; but where it may be left out too, the two must be told apart in a request.
fn presence(field: &Field, direction: Direction) -> Presence {
    let optional_request = !field.required && direction != Direction::Response;
    let nullable = field.nullable && (field.ty != Type::Json || optional_request);
    match (field.required, nullable, direction) {
        (true, false, _) => Presence::Required,
        (true, true, _) => Presence::Nullable,
        (false, true, Direction::Request | Direction::Both) => Presence::ThreeState,
        (false, ..) => Presence::Optional,
    }
}
