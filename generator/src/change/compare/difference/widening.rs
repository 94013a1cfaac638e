//! The values of types: whether those of one are among those of another, as they are on the wire.

use super::differ::Differ;
use crate::change::compare::kind::WireClass;
use crate::change::surface::items::ShapeItem;
use crate::change::surface::reference::TypeRef;

/// The directions that a value travels in.
#[derive(Clone, Copy)]
pub(super) enum Travels {
    Out,
    In,
    Both,
}

impl Travels {
    pub(super) const fn of(sent: Sent, received: Received) -> Self {
        match (sent.0, received.0) {
            (true, true) => Self::Both,
            (true, false) => Self::Out,
            (false, _) => Self::In,
        }
    }
}

/// A request sends it.
#[derive(Clone, Copy)]
pub(super) struct Sent(pub bool);

/// A response has it.
#[derive(Clone, Copy)]
pub(super) struct Received(pub bool);

impl Differ<'_> {
    /// Returns the class of another type in a place, for a program that knows the old one.
    pub(super) fn wire_of_types(
        &self,
        old: &TypeRef,
        new: &TypeRef,
        travels: Travels,
    ) -> WireClass {
        let (old_side, new_side) = (Side(self, Which::Old), Side(self, Which::New));
        let sent_is_taken = || holds((new, new_side), (old, old_side));
        let received_is_read = || holds((old, old_side), (new, new_side));
        let is_compatible = match travels {
            Travels::Out => sent_is_taken(),
            Travels::In => received_is_read(),
            Travels::Both => sent_is_taken() && received_is_read(),
        };
        if is_compatible { WireClass::Compatible } else { WireClass::Incompatible }
    }
}

#[derive(Clone, Copy)]
struct Side<'d, 'a>(&'d Differ<'a>, Which);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Old,
    New,
}

impl Side<'_, '_> {
    fn is_enum(self, ty: &TypeRef) -> Option<Scalar> {
        let TypeRef::Named(index) = ty else { return None };
        let surface = if self.1 == Which::Old { self.0.old } else { self.0.new };
        match surface.types.get(*index)?.shape {
            ShapeItem::Enum(_) => Some(Scalar::Text),
            ShapeItem::IntegerEnum(_) => Some(Scalar::Integer),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scalar {
    Text,
    Integer,
}

/// Returns whether a reader of one type understands every value of another.
fn holds(wide: (&TypeRef, Side<'_, '_>), narrow: (&TypeRef, Side<'_, '_>)) -> bool {
    match (wide.0, narrow.0) {
        (TypeRef::List(one), TypeRef::List(other))
        | (TypeRef::Map(one), TypeRef::Map(other))
        | (TypeRef::Option(one), TypeRef::Option(other)) => holds((one, wide.1), (other, narrow.1)),
        (TypeRef::Option(one), _) => holds((one, wide.1), narrow),
        (TypeRef::Plain(one), TypeRef::Plain(other)) => holds_plain(one, other),
        (TypeRef::Plain(one), TypeRef::Named(_)) => match narrow.1.is_enum(narrow.0) {
            _ if one == "Json" => true,
            Some(Scalar::Text) => one == "String",
            Some(Scalar::Integer) => ["i32", "i64", "f64"].contains(&one.as_str()),
            None => one == "JsonObject",
        },
        // Enums are open: they hold any value of their kind. What a server takes is another matter,
        // and it has documented a list.
        (TypeRef::Named(_), TypeRef::Plain(other)) => {
            wide.1.1 == Which::Old
                && match wide.1.is_enum(wide.0) {
                    Some(Scalar::Text) => other == "String",
                    Some(Scalar::Integer) => ["i32", "i64"].contains(&other.as_str()),
                    None => false,
                }
        }
        (TypeRef::Plain(one), _) => one == "Json",
        _ => false,
    }
}

fn holds_plain(wide: &str, narrow: &str) -> bool {
    const FORMATS: [&str; 7] =
        ["DateTime<Utc>", "NaiveDate", "NaiveTime", "IsoDuration", "Uuid", "Ipv4Addr", "Ipv6Addr"];
    match (wide, narrow) {
        (one, other) if one == other => true,
        ("Json", other) => other != "()" && other != "Bytes",
        ("f64", other) => ["i32", "i64", "u32", "u64"].contains(&other),
        ("i64", other) => ["i32", "u32"].contains(&other),
        ("u64", other) => other == "u32",
        ("Id", other) => ["i32", "i64", "u32", "u64", "String", "Uuid"].contains(&other),
        ("String", other) => FORMATS.contains(&other),
        // Nobody misses a body that was never read.
        ("()", _) => true,
        _ => false,
    }
}
