//! The texts of the document: the docstrings and the HTML that they are made of, the Markdown that
//! both become, and the names of operations in it.

mod docstring;
mod html;
pub(super) mod links;
mod markdown;
