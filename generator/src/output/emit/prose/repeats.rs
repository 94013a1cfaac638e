//! Texts that repeat the name which they stand at: nothing is better than those.

use super::text::Text;
use crate::text::words::letters;

impl Text {
    /// Returns the text without a first paragraph that is one of the names in words, unless it
    /// leads up to what follows.
    pub(super) fn beyond(mut self, names: &[&str]) -> Self {
        let first = self.first_paragraph();
        if first.is_some_and(|first| names.iter().any(|name| repeats(first, name))) {
            self.blocks.remove(0);
        }
        self
    }
}

/// Returns whether a text has the letters and digits of a name and no others, but for an article:
/// "The agent name." of `agent_name`, and not "Name of the agent."
fn repeats(text: &str, name: &str) -> bool {
    const ARTICLES: [&str; 3] = ["a", "an", "the"];
    let is_article = |word: &str| ARTICLES.iter().any(|known| word.eq_ignore_ascii_case(known));
    let bare = text.split_once(' ').filter(|(first, _)| is_article(first));
    let is_it = |text: &str| letters(text).eq(letters(name));
    let is_named = letters(name).next().is_some() && !text.ends_with(':');
    is_named && (is_it(text) || bare.is_some_and(|(_, rest)| is_it(rest)))
}
