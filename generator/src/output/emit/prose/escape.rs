//! Text of the document that stands in doc comments: what must be escaped in it, and what may not
//! stay at all.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::words::visible::{is_unseen, visible};

/// Returns the text with its line ends as `\n`, without control characters and without those that
/// turn the direction of reading (Unicode TR 9, "Trojan Source").
pub(super) fn plain_text(text: &str) -> Cow<'_, str> {
    // Nearly all texts are plain. To count is faster than to look for the first.
    let is_plain = |byte: &u8| *byte == b'\n' || (b' '..=b'~').contains(byte);
    if text.bytes().filter(is_plain).count() == text.len() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\r' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push_str("    "),
            '\n' => out.push('\n'),
            letter if is_unseen(letter) => {}
            letter => out.push(letter),
        }
    }
    Cow::Owned(out)
}

/// Returns a code span around a text of the document, which cannot leave it: line ends and all else
/// that is not seen are shown as Rust's escapes, and the span is opened by more backticks than the
/// text has in a row (CommonMark 6.1).
pub(super) fn code(text: &str) -> String {
    if text.is_empty() {
        // Nothing between two backticks would be two backticks.
        return "`\"\"`".to_owned();
    }
    let shown = visible(text);
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let loses_blanks = shown.starts_with(' ') && shown.ends_with(' ') && !shown.trim().is_empty();
    let pad = if shown.starts_with('`') || shown.ends_with('`') || loses_blanks { " " } else { "" };
    format!("{fence}{pad}{shown}{pad}{fence}")
}

/// Returns the language of a block of code, or `text` where rustdoc would take it for Rust (The
/// rustdoc book, "Documentation tests").
pub(super) fn language(info: &str) -> String {
    const RUST: [&str; 8] = [
        "rust",
        "ignore",
        "should_panic",
        "no_run",
        "compile_fail",
        "test_harness",
        "standalone",
        "custom",
    ];
    let first: String = info
        .trim()
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "+-_#".contains(*c))
        .collect();
    let first = first.to_ascii_lowercase();
    let is_rust = RUST.contains(&first.as_str())
        || first.starts_with("edition")
        || first.starts_with("ignore-");
    if first.is_empty() || is_rust { "text".to_owned() } else { first }
}

/// Escapes a piece of text: brackets that would be links to items, stray angle brackets, backticks
/// that would open a code span with those of a later text, and addresses that stand bare.
pub(super) fn in_text(source: &str, at: Range<usize>, in_link: bool) -> String {
    let piece = source.get(at.clone()).unwrap_or_default();
    if !piece.bytes().any(|byte| matches!(byte, b'<' | b'`' | b'[' | b']' | b':')) {
        return piece.to_owned();
    }
    let mut out = String::with_capacity(piece.len());
    let mut rest = piece;
    while let Some(letter) = rest.chars().next() {
        let is_address = rest.starts_with("http://") || rest.starts_with("https://");
        let length = if is_address && !in_link {
            let address = whole_address(rest);
            // An address with nothing behind the scheme is an example of one, not a link.
            let (open, close) = if address.ends_with("://") { ("`", "`") } else { ("<", ">") };
            out.extend([open, address, close]);
            address.len()
        } else {
            let must = matches!(letter, '<' | '`') || !in_link && matches!(letter, '[' | ']');
            let done = piece.len() - rest.len();
            if must && !is_escaped(source.get(..at.start + done).unwrap_or_default()) {
                out.push('\\');
            }
            out.push(letter);
            letter.len_utf8()
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// Returns whether a backslash stands before a sign. Two backslashes are one that is shown, and
/// escape nothing.
fn is_escaped(before: &str) -> bool {
    (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
}

/// Returns whether a link leads to a page, a mailbox or a part of this page. Any other target is
/// the path of an item to rustdoc, or something that nobody should click on.
pub(super) fn leads_out(target: &str) -> bool {
    ["http://", "https://", "mailto:", "#"].iter().any(|start| target.starts_with(start))
}

/// Returns the address that a text begins with, without the punctuation that ends its sentence; a
/// bracket belongs to it if it opened it.
fn whole_address(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || "<>\"`[]{}|\\^".contains(c);
    let mut address = text.get(..text.find(ends).unwrap_or(text.len())).unwrap_or_default();
    loop {
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let unopened =
            shorter.ends_with(')') && shorter.matches(')').count() > shorter.matches('(').count();
        let shorter = if unopened { shorter.strip_suffix(')').unwrap_or(shorter) } else { shorter };
        if shorter == address {
            return address;
        }
        address = shorter;
    }
}
