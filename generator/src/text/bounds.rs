//! The bounds of the generator: the most that a document may ask of it. Whoever writes a document
//! can make it as large or as deep as they like; time, memory and the stack are finite.
//!
//! Each bound that is hit is reported at its place, with what to do: the input is refused
//! (`too-large`), or a part of it is kept and cut (`shortened`). The few others say so.
//!
//! | bound | of | at it |
//! |---|---|---|
//! | [`TEXT`] | bytes of a text | refused |
//! | [`VALUES`] | values in a text | refused |
//! | [`DEPTH`] | levels of a text | refused |
//! | [`ALIASED_VALUES`], [`ALIASED_BYTES`] | what aliases add to a text | refused |
//! | [`MENDED_LINES`] | lines that YAML forbids and that are read | refused, as `syntax` |
//! | [`FILES`] | other files of a document | refused |
//! | [`MOUNTED_FILES`] | files that follow each other in one place | refused |
//! | [`ACTIONS`] | actions of an overlay | refused |
//! | [`OVERLAY_VALUES`] | values that an overlay adds | refused |
//! | [`CONFIG_FAULTS`] | faults of `codegen.toml` in one run | the others come next time |
//! | [`TYPES`] | types of a client | refused |
//! | [`NAME`] | letters of a name of Rust | shortened |
//! | [`METHOD`] | letters of a method of HTTP | refused, as `malformed` |
//! | [`PACKAGE`] | letters of the name of a crate | shortened: nothing is found by it |
//! | [`PROSE`] | bytes of a text for people | shortened |
//! | [`PROSE_DEPTH`] | quotations and lists in one another | shortened |
//! | [`LISTS`] | lists and maps in one another in a type | `widened` |
//! | [`HELD`], [`HELD_IN_CIRCLE`] | types in one another | `held-indirectly` |
//! | [`SUGGESTIONS`] | references to nothing that are looked into | a plain help |

/// The most bytes of a text.
pub const TEXT: usize = 64 << 20;

/// The most values in a text: objects, lists and scalars. An object of one member takes some 600
/// bytes.
pub const VALUES: usize = 1_500_000;

/// The most levels of a text, its root counted. All that walks through a tree works by recursion,
/// so that none is deeper. Chains of references have no bound: they are followed by loops.
pub const DEPTH: usize = 128;

/// The most values that the aliases of a YAML text may add; as many as the text has bytes, if
/// those are more.
pub const ALIASED_VALUES: usize = 100_000;

/// The most bytes of keys and texts that the aliases of a YAML text may add; eight times those of
/// the text, if that is more.
pub const ALIASED_BYTES: usize = 16 << 20;

/// The most lines within braces that stand too far left and are read all the same: each costs a
/// pass over the text.
pub const MENDED_LINES: usize = 200;

/// The most other files of a document.
pub const FILES: usize = 10_000;

/// The most files that follow each other in one place, as in `paths: { $ref: … }`.
pub const MOUNTED_FILES: usize = 16;

/// The most actions of an overlay.
pub const ACTIONS: usize = 20_000;

/// The most values that the actions of an overlay may add: `$..*` and `copy` can double a document
/// with each.
pub const OVERLAY_VALUES: usize = 500_000;

/// The most faults of `codegen.toml` that one run shows: more than anybody reads in one go.
pub const CONFIG_FAULTS: usize = 100;

/// The most types of a client: sixteen times those of a document with a thousand operations. Twice
/// as many, each in the one before, take more than a gigabyte.
pub const TYPES: usize = 10_000;

/// The most letters of a name that the document gives to something of Rust. Files are called by
/// such names, and no file system takes more than 255 bytes.
pub const NAME: usize = 160;

/// The most letters of a method of HTTP.
pub const METHOD: usize = 32;

/// The most letters of the name of a crate, as crates.io has it.
pub const PACKAGE: usize = 64;

/// The most bytes of a description, a summary or a title.
pub const PROSE: usize = 1 << 16;

/// The most quotations and lists in one another in a description.
pub const PROSE_DEPTH: usize = 32;

/// The most lists, maps and pages in one another that are a type. The compiler looks at each
/// several times over, and its own limit is soon reached.
pub const LISTS: usize = 8;

/// The most types in one another that are held directly. A compiler follows 128 steps, and several
/// of those are one of ours.
pub const HELD: usize = 80;

/// The same for types that lead back to themselves.
pub const HELD_IN_CIRCLE: usize = 60;

/// The most references to nothing that the place which is meant is looked for.
pub const SUGGESTIONS: usize = 20;
