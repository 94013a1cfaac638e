//! The text that goes out: [`layout`] decides files and order, [`package`] the manifest's lines,
//! [`emit`] writes the tokens of each file and [`print`] formats them; [`wire`] has the tests of a
//! crate of its own. Nothing here decides a shape or a name.

pub(crate) mod emit;
pub(crate) mod layout;
pub(crate) mod package;
pub(crate) mod print;
pub(crate) mod wire;
