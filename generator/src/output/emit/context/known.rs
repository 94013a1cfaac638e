//! The texts of the document that were read. More than half of them stand in several places.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::output::emit::prose::text::Text;

/// The texts so far, by what the document has.
#[derive(Debug, Default)]
pub(in crate::output::emit) struct Known(Mutex<BTreeMap<String, Text>>);

impl Known {
    /// Returns Markdown of the document, made safe for rustdoc.
    pub(in crate::output::emit) fn text(&self, source: &str) -> Text {
        if let Some(text) = self.texts().get(source) {
            return text.clone();
        }
        let text = Text::from_markdown(source);
        self.texts().insert(source.to_owned(), text.clone());
        text
    }

    fn texts(&self) -> MutexGuard<'_, BTreeMap<String, Text>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
