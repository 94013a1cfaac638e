//! The names of the stages of a run, for those who measure it. The library has no clock: it calls
//! an observer, and the observer has one.

use std::fmt;

pub(crate) mod workers;

/// A stage of [`generate`](crate::generate).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Reading the configuration and the document.
    Source,
    /// Applying the overlay.
    Overlay,
    /// Lowering OpenAPI 3.1 and 3.2 to 3.0.
    Lower,
    /// Giving schemas ids and following references.
    Document,
    /// Finding shapes, operations and resources.
    Shape,
    /// Naming everything.
    Names,
    /// Arranging files.
    Layout,
    /// Emitting and formatting, file by file.
    Emit,
    /// Sorting the diagnostics and writing the ledger.
    Ledger,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Source => "source",
            Self::Overlay => "overlay",
            Self::Lower => "lower",
            Self::Document => "document",
            Self::Shape => "shape",
            Self::Names => "names",
            Self::Layout => "layout",
            Self::Emit => "emit",
            Self::Ledger => "ledger",
        })
    }
}

/// Is called with each stage when it begins. A stage ends where the next begins, and the last one
/// with the run. A stage that works in turns with another is begun several times.
pub type Observer<'a> = &'a mut dyn FnMut(Stage);
