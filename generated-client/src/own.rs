//! Everything about this API that people write, beside its constructors. A crate of another API, as
//! `cargo xtask codegen --out` makes it, has none of this, and in other files none of the lines
//! from `<own>` to `</own>` or with `<own/>`.

mod states;
#[cfg(feature = "test-suite")]
pub mod test_suite;
#[cfg(any(feature = "results", feature = "scenarios"))]
pub mod verdict;
