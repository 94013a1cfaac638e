//! Files: where they lie ([`paths`]), the lines of manifests that are ours ([`manifest`]), and
//! making the disk like what is in memory ([`sync`]).

pub mod git;
#[cfg(test)]
pub(crate) mod killed;
pub mod manifest;
pub mod paths;
pub(crate) mod pins;
pub(crate) mod places;
pub mod sync;
pub mod turn;
