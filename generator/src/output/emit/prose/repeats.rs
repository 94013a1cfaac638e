//! Texts that repeat the name which they stand at: nothing is better than those.

use super::text::Text;

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
    const ARTICLES: [&str; 3] = ["a ", "an ", "the "];
    let text = text.to_lowercase();
    let name = letters(&name.to_lowercase());
    let mut bare = ARTICLES.iter().filter_map(|article| text.strip_prefix(article));
    let is_it = |text: &str| letters(text) == name;
    !text.ends_with(':') && !name.is_empty() && (is_it(&text) || bare.any(is_it))
}

fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}
