//! Texts of documents, and the lines that they become.

use super::escape::code;
use super::operation::only_identifies;
use super::text::Text;

fn lines(source: &str) -> String {
    Text::from_markdown(source).to_string()
}

#[test]
fn paragraphs_are_filled_and_end_in_a_full_stop() {
    assert_eq!(lines("Two\nlines"), "Two lines.");
    assert_eq!(lines("Is it? (perhaps)"), "Is it? (perhaps).");
    assert_eq!(lines("One.\n\n\n\nTwo (or more.)"), "One.\n\nTwo (or more.)");
    assert_eq!(lines("Size:\nExample: `5`"), "Size:\n\nExample: `5`");
    let long = "word ".repeat(40);
    assert!(lines(&long).lines().all(|line| line.chars().count() <= 92), "{}", lines(&long));
}

#[test]
fn no_line_ends_in_a_code_span_or_begins_a_block() {
    let filler = "x".repeat(85);
    assert_eq!(lines(&format!("{filler} `a b c`")), format!("{filler}\n`a b c`"));
    assert_eq!(lines(&format!("{filler} to 10. # 3")), format!("{filler}\nto 10. # 3."));
    let dash = lines(&format!("{} — b", "x".repeat(87)));
    assert_eq!(dash.lines().count(), 1, "a dash is one column wide: {dash}");
}

#[test]
fn lists_keep_their_form() {
    assert_eq!(lines("Kinds:\n* one\n  more\n* two\n    - three"), {
        "Kinds:\n\n* one more\n* two\n  - three"
    });
    assert_eq!(lines("1. one\n\n2. two\n\n   still two"), "1. one\n\n2. two\n\n   still two");
    // A docstring's list, which Markdown would join with the line above.
    assert_eq!(lines("Returns:\n    - a\n    - b\nEnd"), "Returns:\n\n- a\n- b End");
}

#[test]
fn code_is_never_rust() {
    assert_eq!(lines("```\nlet a;\n```"), "```text\nlet a;\n```");
    assert_eq!(lines("~~~ Rust\na\n\n b\n~~~"), "```text\na\n\n b\n```");
    assert_eq!(lines("```json\n{"), "```json\n{\n```");
    assert_eq!(lines("````\n```\n````"), "````text\n```\n````");
    assert_eq!(lines("So:\n\n    a\n      b\n\nEnd"), "So:\n\n```text\na\n  b\n```\n\nEnd.");
}

#[test]
fn nothing_becomes_a_link_to_an_item_or_a_tag() {
    assert_eq!(lines("a[0] <b>c</b>"), "a\\[0\\] **c**");
    assert_eq!(lines("<x>c</x>"), "\\<x>c\\</x>");
    assert_eq!(lines("[rules](/rules)"), "\\[rules](/rules).");
    assert_eq!(lines("[rules](https://a.example)"), "[rules](https://a.example)");
    assert_eq!(lines("See https://a.example/b_(c)."), "See <https://a.example/b_(c)>.");
    assert_eq!(lines("Begins with https://"), "Begins with `https://`");
    assert_eq!(lines("C:\\\\[a]"), "C:\\\\\\[a\\]");
    assert_eq!(lines("`Vec<u8>` and `a[0]`"), "`Vec<u8>` and `a[0]`");
}

#[test]
fn targets_of_links_come_last() {
    assert_eq!(lines("[a]: https://a.example\nSee [a] now"), {
        "See [a] now.\n\n[a]: https://a.example"
    });
}

#[test]
fn quotations_end_with_their_lines() {
    assert_eq!(lines("> Reef\n> early.\nWe did"), "> Reef early.\n\nWe did.");
}

#[test]
fn harmful_characters_are_dropped() {
    assert_eq!(lines("a\u{202E}b\u{7}c\u{FEFF}\r\nd"), "abc d.");
}

#[test]
fn sentences_join_a_single_paragraph() {
    let mut one = Text::from_markdown("The name");
    one.push_sentences(&["Length: at most 5.".to_owned()]);
    assert_eq!(one.to_string(), "The name. Length: at most 5.");
    let mut list = Text::from_markdown("* one");
    list.push_sentences(&["Read-only.".to_owned()]);
    assert_eq!(list.to_string(), "* one\n\nRead-only.");
}

#[test]
fn code_spans_take_any_backtick() {
    assert_eq!(code("a"), "`a`");
    assert_eq!(code("`a` ``"), "``` `a` `` ```");
}

#[test]
fn a_text_that_only_identifies_is_recognised() {
    assert!(only_identifies("A unique integer value identifying this boat."));
    assert!(only_identifies("UUID string identifying the boat"));
    assert!(!only_identifies("The boat's number"));
    assert!(!only_identifies("A value identifying the boat. It is painted on the stern."));
    assert!(!only_identifies("A call sign identifying the boat"));
}
