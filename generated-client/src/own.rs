//! Everything about this API that people write, beside its constructors. A crate of another API, as
//! `cargo xtask codegen --out` makes it, has none of this, and in other files none of the lines
//! from `<own>` to `</own>` or with `<own/>`.

#[cfg(any(feature = "calls", feature = "results", feature = "runs", feature = "scenarios"))]
mod lengths;
#[cfg(feature = "metrics")]
mod previews;
#[cfg(any(feature = "results", feature = "scenarios"))]
mod report;
mod states;
pub mod tasks;
#[cfg(feature = "test-suite")]
pub mod test_suite;
#[cfg(feature = "calls")]
pub mod transcript;
#[cfg(any(feature = "results", feature = "scenarios"))]
pub mod verdict;
