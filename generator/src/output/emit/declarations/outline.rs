//! The decisions of emitters that show in the public items of the output, for whoever compares two
//! outputs without emitting them.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::{constants, unions};
use crate::model::{Field, Type, TypeId, Union};
use crate::names::Member;
use crate::output::emit::context::{Context, Model};
use crate::output::emit::named::NamedField;
use crate::output::emit::prose;

/// Returns a text of the document as a doc comment has it, beside these names; empty if nothing of
/// it gets there.
pub(crate) fn shown(model: &Model<'_>, text: Option<&str>, names: &[&str]) -> String {
    let texts = RefCell::default();
    prose::shown(Context { model, texts: &texts, here: None }, text, names)
}

/// Returns the type of a response that a request can be made from.
pub(crate) fn source(model: &Model<'_>, request: TypeId) -> Option<TypeId> {
    model.conversions.source(request)
}

/// Returns the types that a union can be made from.
pub(crate) fn told_by_type<'a>(
    model: &Model<'a>,
    union: TypeId,
    decl: &'a Union,
) -> BTreeSet<&'a Type> {
    let texts = RefCell::default();
    unions::told_by_type(Context { model, texts: &texts, here: None }, union, decl)
}

/// Returns whether a constructor fills the field in.
pub(crate) fn is_constant(model: &Model<'_>, field: &Field, names: &Member) -> bool {
    let texts = RefCell::default();
    let named = NamedField { field, name: &names.name, setter: &names.setter };
    constants::constant(Context { model, texts: &texts, here: None }, &named).is_some()
}
