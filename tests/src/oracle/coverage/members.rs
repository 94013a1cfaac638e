//! The types of the members of emitted structs.

use super::super::emitted::{Step, Struct};
use super::super::program::text_of;

/// Returns the type of the field that has a name on the wire: both ways, unless it is a form, which
/// is only written.
pub(super) fn member_type(one: &Struct, wire: &str) -> Option<String> {
    let is_it = |step: &&Step| step.literal.as_deref() == Some(wire);
    let field = match one.writes.iter().find(is_it) {
        Some(_) if one.codec => &one.reads.iter().find(|(name, _)| name == wire)?.1,
        // A file of a form that may be JSON too is written as a part alone.
        write => write.or_else(|| one.parts.iter().find(is_it))?.name.as_ref()?,
    };
    field_type(one, field)
}

/// Returns the type of a field.
pub(super) fn field_type(one: &Struct, field: &str) -> Option<String> {
    one.fields.iter().find(|(name, _)| name == field).map(|(_, kind)| text_of(kind))
}

/// Returns the type of the members without a field of their own. A form, which is only written, has
/// a function that adds one by its name.
pub(super) fn rest_type(one: &Struct) -> Option<String> {
    let is_field = |name: &&String| one.fields.iter().any(|(field, _)| field == *name);
    let mut adding = one.functions.iter().filter(|(_, arguments)| arguments.len() == 2);
    let added = || adding.find(|(name, _)| is_field(name)).map(|(name, _)| name);
    field_type(one, one.rest.as_ref().or_else(added)?)
}

/// Returns the type that containers hold: `Scenario` of `Option<Vec<Scenario>>`.
pub(super) fn innermost(kind: &str) -> String {
    let kind = kind.trim_start_matches('&').trim_matches(['[', ']']);
    let containers = [
        "Indirect<",
        "Option<",
        "Vec<",
        "Box<",
        "Field<",
        "BTreeMap<String,",
        "implIntoIterator<Item=",
        "implInto<",
    ];
    let inner = containers.iter().find_map(|name| kind.strip_prefix(name)?.strip_suffix('>'));
    inner.map_or_else(|| kind.to_owned(), innermost)
}
