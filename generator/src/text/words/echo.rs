//! Texts that say no more than the name of what they describe.

use super::{plain_words, snake};

/// Words that add nothing to a name.
const EMPTY: [&str; 19] = [
    "a", "an", "and", "any", "are", "by", "for", "id", "in", "is", "its", "name", "of", "on", "s",
    "the", "this", "to", "value",
];

/// Returns whether a text has no word that the name has not, articles and the like apart: "The
/// agent's name." for `agent_name`. Endings of plurals do not count.
pub(crate) fn only_repeats(name: &str, text: &str) -> bool {
    let own: Vec<String> = snake(name).split('_').map(stem).collect();
    let mut words = plain_words(text).into_iter();
    words.all(|word| EMPTY.contains(&word.as_str()) || own.contains(&stem(&word)))
}

fn stem(word: &str) -> String {
    let stem = word.strip_suffix("es").or_else(|| word.strip_suffix('s'));
    stem.filter(|stem| stem.len() > 2).unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::only_repeats;

    #[test]
    fn a_text_of_the_names_own_words_says_nothing() {
        for (name, text) in [
            ("agent_name", "The agent's name."),
            ("agent_name", "Name of the agent"),
            ("tags", "Tags."),
            ("project_id", "The id of the project."),
            ("createdAt", "created at"),
        ] {
            assert!(only_repeats(name, text), "{name}: {text}");
        }
        for (name, text) in [
            ("agent_name", "The name that lists show."),
            ("tags", "Tags, each up to 50 characters."),
            ("page", "The page to return, counted from 1."),
        ] {
            assert!(!only_repeats(name, text), "{name}: {text}");
        }
    }
}
