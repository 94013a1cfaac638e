//! Words: the case of names, and just enough English to name one of many. Everything that cuts a
//! text into words is here.

use std::borrow::Cow;

use heck::{ToKebabCase, ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use super::bounds::NAME;

pub(crate) mod echo;
mod verbs;
pub(crate) mod visible;

pub(crate) use verbs::{is_verb, third_person};

/// Returns the text in ASCII, `é` as `e`: letters that look alike, or are written in two ways,
/// would make names that people cannot tell apart or type.
pub(crate) fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(deunicode::deunicode(text)) }
}

/// Returns `call_logs` of `callLogs`, `call-logs` and `Call Logs`. Empty if there is no letter and
/// no digit in the text.
pub(crate) fn snake(text: &str) -> String {
    cut(if is_snake(text) { text.to_owned() } else { ascii(text).to_snake_case() })
}

/// Returns whether a text is in snake case already. Most texts are, and `heck` looks at the words
/// of each.
fn is_snake(text: &str) -> bool {
    let is_word =
        |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.split('_').all(|word| !word.is_empty() && is_word(word))
}

/// Returns `CallLogs` of `call_logs`.
pub(crate) fn pascal(text: &str) -> String {
    cut(ascii(text).to_pascal_case())
}

/// Returns `call-logs` of `call_logs`.
pub(crate) fn kebab(text: &str) -> String {
    cut(ascii(text).to_kebab_case())
}

/// Returns `CALL_LOGS` of `call_logs`.
pub(crate) fn shouty(text: &str) -> String {
    cut(ascii(text).to_shouty_snake_case())
}

/// Returns the beginning of a name, as much as a name may have.
pub(crate) fn cut(mut name: String) -> String {
    if let Some((end, _)) = name.char_indices().nth(NAME) {
        name.truncate(end);
    }
    name
}

/// Returns whether a name is as long as a name may be, so that more of it was cut.
pub(crate) fn is_cut(name: &str) -> bool {
    name.chars().count() >= NAME
}

/// Returns `["github", "rest"]` of `GitHub REST`: what signs and blanks part, and capitals do not.
pub(crate) fn plain_words(text: &str) -> Vec<String> {
    let text = ascii(text).to_ascii_lowercase();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Returns `Call logs` of `call_logs`, and `Agent ID` of `agent_id`. As it is for people to read,
/// it is not put in ASCII.
pub(crate) fn sentence(text: &str) -> String {
    let words = phrase(text);
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Returns the same within a sentence: `call logs`, `agent ID`.
pub(crate) fn phrase(text: &str) -> String {
    let words = if is_snake(text) { Cow::Borrowed(text) } else { text.to_snake_case().into() };
    words.split('_').map(spoken).collect::<Vec<_>>().join(" ")
}

/// Returns a word as people write it.
fn spoken(word: &str) -> &str {
    const SPOKEN: [(&str, &str); 17] = [
        ("ai", "AI"),
        ("api", "API"),
        ("csv", "CSV"),
        ("html", "HTML"),
        ("http", "HTTP"),
        ("https", "HTTPS"),
        ("id", "ID"),
        ("ids", "IDs"),
        ("json", "JSON"),
        ("pdf", "PDF"),
        ("sip", "SIP"),
        ("sms", "SMS"),
        ("uri", "URI"),
        ("url", "URL"),
        ("urls", "URLs"),
        ("uuid", "UUID"),
        ("xml", "XML"),
    ];
    SPOKEN.iter().find(|(known, _)| *known == word).map_or(word, |(_, spoken)| spoken)
}

/// Returns the letters and digits of a text, in small letters: what all spellings of a name share.
pub(crate) fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Returns the singular of the last word: English's three common plurals, and no more.
pub(crate) fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    for ending in ["sses", "shes", "ches", "xes", "uses", "zes"] {
        if word.ends_with(ending) {
            return word.strip_suffix("es").unwrap_or(word).to_owned();
        }
    }
    if ["ss", "us", "is", "news", "series"].iter().any(|ending| word.ends_with(ending)) {
        return word.to_owned();
    }
    word.strip_suffix('s').filter(|stem| stem.len() > 1).unwrap_or(word).to_owned()
}

/// Returns whether the last word is a plural, as far as [`singular`] knows them.
pub(crate) fn is_plural(words: &str) -> bool {
    singular(words) != words
}

/// Returns `a boat` of `boat`, `an API key` of `API key`: by how the first letter sounds, more
/// often than not.
pub(crate) fn with_article(noun: &str) -> String {
    let first = noun.chars().next().map(|first| first.to_ascii_lowercase());
    let vowel = first.is_some_and(|first| "aeio".contains(first));
    // `an upload`, `an undo`, and yet `a user`, `a unit`.
    let short_u = noun.starts_with("up") || noun.starts_with("un") && !noun.starts_with("uni");
    // Letters that are spelled out: `an SMS`, and yet `a URL`.
    let spelled = ["SMS", "HTML", "HTTP", "XML"].iter().any(|word| noun.starts_with(word));
    format!("{} {noun}", if vowel || short_u || spelled { "an" } else { "a" })
}
