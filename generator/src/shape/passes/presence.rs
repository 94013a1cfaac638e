//! Presence: which fields may be absent or null, now that the directions of types are known.

use crate::model::{Api, Direction, Field, Presence, Shape, Type};

/// Decides the presence of every field.
pub(in crate::shape) fn decide(api: &mut Api) {
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
/// Any JSON value has its own null; but in a request that may leave it out too, the two must be told
/// apart.
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
