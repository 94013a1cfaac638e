//! Pages of lists, and the way from one to the next.

use super::Type;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Paging {
    /// The type of the list's items.
    pub item: Type,
    /// A JSON pointer to the items.
    pub items: String,
    /// A JSON pointer to the flag that there are more pages.
    pub more: Option<String>,
    pub next: NextPage,
}

/// The way to the next page. Places are JSON pointers into the page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum NextPage {
    /// A link at a place of the page.
    Link { at: String },
    /// A text at a place of the page, which a query parameter takes.
    Cursor { at: String, parameter: String },
    /// A member of the last item, which a query parameter takes.
    LastItem { field: String, parameter: String },
    /// The number of items so far.
    Offset { parameter: String, total: Option<String> },
    /// The number of the page.
    Number { parameter: String, first: u64, pages: Option<String> },
}
