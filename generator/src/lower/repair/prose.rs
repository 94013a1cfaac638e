//! Texts for people that are longer, or nested deeper, than anybody reads.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostics};
use crate::text::bounds::{PROSE, PROSE_DEPTH};
use crate::text::pointer::trail::Trail;

/// The members whose texts are Markdown, or stand in docs.
const PROSES: [&str; 3] = ["description", "summary", "title"];

/// Cuts the texts of a node where a bound is reached.
pub(super) fn cut(map: &mut Map<String, Value>, at: &Trail<'_>, diagnostics: &mut Diagnostics) {
    for key in PROSES {
        let Some(Value::String(text)) = map.get_mut(key) else { continue };
        let (end, reason) = if let Some(end) = deep_line(text) {
            (end, format!("more than {PROSE_DEPTH} quotations and lists stand in one another"))
        } else if text.len() > PROSE {
            (PROSE, format!("it has {} bytes, and a text has at most {PROSE}", text.len()))
        } else {
            continue;
        };
        let end = (0..=end.min(PROSE)).rev().find(|end| text.is_char_boundary(*end));
        text.truncate(end.unwrap_or_default());
        let message = format!("`{key}` is cut: {reason}");
        diagnostics.add(Code::Shortened, &at.key(key).pointer(), message);
    }
}

/// Returns the byte at which the first line begins that opens too many quotations and lists. Each
/// has a sign at the beginning of the line.
fn deep_line(text: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.len() > PROSE_DEPTH && depth(line) > PROSE_DEPTH {
            return Some(start);
        }
        start += line.len();
    }
    None
}

/// Counts the quotations and lists that a line opens.
fn depth(line: &str) -> usize {
    let (mut depth, mut rest) = (0, line.trim_start());
    loop {
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let behind = rest.strip_prefix('>').or_else(|| {
            let item = rest.strip_prefix(['-', '*', '+']);
            let item = item.or_else(|| number.strip_prefix(['.', ')']));
            item.filter(|item| item.starts_with([' ', '\t']))
        });
        let Some(behind) = behind else { return depth };
        depth += 1;
        rest = behind.trim_start();
    }
}
