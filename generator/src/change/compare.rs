//! Comparison of two runs as the Rust API that they become: on the model and the names, never on
//! text.
//!
//! [`compare`](fn@crate::compare) takes two inputs, [`Comparison::of`] two of
//! [`Surface`](crate::Surface), which may be those of two generators. What belongs together is
//! found by method and path, and from there by the places that types stand in: a type that is
//! called otherwise is the same type, and a change of it is one [`Entry`], however many places it
//! has.
//!
//! Each entry has a [`Kind`] of a closed list, a class for code that uses the crate, and one for
//! programs that are built already. Direction counts: what may be missing from a response breaks
//! its readers; a value more in an enum breaks nobody, because enums are open. The entries are
//! measured against what is emitted: structs, enums and unions are `#[non_exhaustive]`, requests
//! are made by `new` with what is required, optional parameters are set on the call.
//!
//! The file of a type, the order of declarations, operation ids, tags, and prose that does not get
//! into the output are no changes.

mod causes;
mod code;
mod comparison;
mod difference;
mod entry;
mod kind;
mod pairing;
mod places;
mod verdict;

pub mod approvals;
pub mod render;

pub use causes::Refused;
pub(crate) use code::signature;
pub use code::witness::{PRELUDE, Witness};
pub use comparison::Comparison;
pub use entry::{Cause, Entry, ItemChange, Place, Thing};
pub use kind::{Kind, SourceClass, WireClass};
pub(crate) use places::locate;
pub use verdict::{Bump, Verdict};
