//! The properties that hold for every input.

pub mod decode;
pub mod generate;
pub mod items;
pub mod overlay;
pub mod places;
pub mod printer;
