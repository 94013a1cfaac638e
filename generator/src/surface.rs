//! Surfaces: the public Rust API of a run and the calls behind it, as plain data that can be kept,
//! read back and compared. Two generators are compared by what each has written.
//!
//! Decides what of an API its users can see. Does not decide what a difference means.

use serde::{Deserialize, Serialize};

use crate::model::Api;
use crate::names::Names;
use crate::output::emit::Model;
use crate::output::layout::Layout;
use crate::output::package::{Facts, Package};

mod build;
pub(crate) mod items;
mod limits;
mod operations;
pub(crate) mod reference;
mod types;

use items::{ApiFacts, ResourceItem, TypeItem};

/// The version of the format that surfaces are written in.
const FORMAT: u32 = 1;

/// The public API of a generated crate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Surface {
    format: u32,
    pub(crate) facts: ApiFacts,
    pub(crate) resources: Vec<ResourceItem>,
    /// Indexed by the numbers in references.
    pub(crate) types: Vec<TypeItem>,
}

/// The parts of a run that a surface is made of.
pub(crate) struct Planned<'a> {
    pub api: &'a Api,
    pub names: &'a Names,
    pub layout: &'a Layout,
    pub package: &'a Package,
    pub facts: &'a Facts,
}

impl Surface {
    /// Describes a run.
    pub(crate) fn of(planned: &Planned<'_>) -> Self {
        let Planned { api, names, layout, facts, .. } = planned;
        let model = Model::new(api, names, layout, facts).without_links();
        Self {
            format: FORMAT,
            facts: build::facts(planned),
            resources: build::resources(&model),
            types: types::all(&model),
        }
    }

    /// Writes the surface as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what [`Surface::to_json`] has written.
    ///
    /// # Errors
    ///
    /// If the text is no surface, or one of another format.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let surface: Self =
            serde_json::from_str(text).map_err(|error| format!("this is no surface: {error}"))?;
        if surface.format == FORMAT {
            Ok(surface)
        } else {
            Err(format!("this surface has format {}, not {FORMAT}", surface.format))
        }
    }
}
