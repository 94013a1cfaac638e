//! Text of documents made visible: what is not seen but changes how the text around it is read.

use std::borrow::Cow;

/// Returns whether a character is not seen but changes how those around it are read: a control
/// character, a line end, or one that turns the direction of reading (Unicode TR 9, "Trojan
/// Source").
pub(crate) fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{061C}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
        )
}

/// Returns the text on one line, with Rust's escapes in the place of what is not seen: `\n`,
/// `\u{202e}`.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_unseen(letter) {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}
