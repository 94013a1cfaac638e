//! Pieces of text that mean the same in every stage: [`mod@pointer`] names a place in a document,
//! [`locate`] finds its line, [`labels`] reads the list of an enum's values, and [`words`] parts
//! and joins the words of identifiers. [`graph`] finds the circles in what leads to what, and
//! [`token`] knows what may be the name of a header or method, and [`media_type`] the formats of
//! streams. [`bounds`] has the most that a document may ask for.

pub mod bounds;
pub(crate) mod graph;
pub(crate) mod labels;
pub(crate) mod locate;
pub(crate) mod media_type;
pub mod pointer;
pub(crate) mod token;
pub(crate) mod words;
