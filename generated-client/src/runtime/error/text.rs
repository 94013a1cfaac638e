//! Text of a server as it may be printed: short, on one line, without control characters and
//! without the secret.

use std::borrow::Cow;

use crate::runtime::aliases::Json;
use crate::runtime::auth::secrets::Secrets;

/// Returns a JSON pointer as people read it. The root gets a name, and control characters in keys
/// of the body are replaced.
pub(crate) fn shown(pointer: &str) -> Cow<'_, str> {
    match pointer {
        "" => "the body".into(),
        plain if !plain.contains(is_control) => plain.into(),
        other => other.replace(is_control, " ").into(),
    }
}

/// Returns the JSON text of a value, shortened to fit a line.
pub(crate) fn excerpt(value: &Json) -> String {
    match value {
        Json::Object(_) => format!("an object {}", shorten(&value.to_string())),
        Json::Array(_) => format!("an array {}", shorten(&value.to_string())),
        other => shorten(&other.to_string()),
    }
}

/// Returns the beginning of a body as text, without the secret if the server has repeated it.
pub(crate) fn body_excerpt(body: &[u8], secrets: &Secrets) -> String {
    /// More than is printed, so that white space and a secret that is cut at its end do not count.
    const READ: usize = 8 * 1024;
    let text = String::from_utf8_lossy(&body[..body.len().min(READ)]);
    let text = text.trim();
    let redacted = secrets.redact(text);
    // The rest of a secret at the end of a text that was cut is shorter than the secret.
    let end = redacted.len() - secrets.longest().min(redacted.len());
    let is_cut = body.len() > READ;
    let end = (0..=end).rev().find(|&end| redacted.is_char_boundary(end)).unwrap_or_default();
    shorten(if is_cut { &redacted[..end] } else { &redacted })
}

/// Returns at most 120 characters of a text on one line, so that text of a server can neither add
/// lines to a log nor control a terminal.
pub(crate) fn shorten(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(256));
    let mut chars = text.chars();
    for char in chars.by_ref().take(120) {
        if !is_control(char) {
            line.push(char);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    if chars.next().is_some() {
        line.push('…');
    }
    line
}

/// Returns whether a character is a line end, another control character, or one that changes the
/// direction of text.
fn is_control(char: char) -> bool {
    char.is_control() || matches!(char, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
