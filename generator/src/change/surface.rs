//! Surfaces: the public Rust API of a run and the calls behind it, as plain data that can be kept,
//! read back and compared. Two generators are compared by what each has written.
//!
//! Decides what of an API its users can see. Does not decide what a difference means.

use crate::output::emit::Model;
use crate::stage::workers::both;

pub(crate) mod build;
pub(crate) mod items;
mod limits;
mod operations;
pub(crate) mod reference;
mod types;
pub(crate) mod whole;

use build::Planned;
use whole::Surface;

/// Describes a run.
pub(crate) fn describe(planned: &Planned<'_>) -> Surface {
    let Planned { api, names, layout, facts, .. } = planned;
    let model = Model::without_links(api, names, layout, facts);
    let (types, resources) = both(|| types::all(&model), || build::resources(&model));
    Surface::new(build::facts(planned), resources, types, build::events(&model))
}
