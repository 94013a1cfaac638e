//! Lines within braces or brackets that are indented less than YAML allows.
//!
//! YAML wants each line of a mapping in braces to be indented more than what holds it. Most parsers
//! do not insist, so that documents with pasted JSON exist whose closing brace stands too far left.

use saphyr_parser::{Parser, ScanError};

use crate::text::bounds::MENDED_LINES;

/// A text in which such lines are joined to the line before. It has the same length, so that each
/// place in it is the same place in the original.
pub(super) struct Joined {
    pub(super) text: String,
    /// The joined lines, from 1 on.
    pub(super) lines: Vec<usize>,
}

/// Joins the lines, if nothing else is wrong with the text.
pub(super) fn join(text: &str) -> Option<Joined> {
    let mut joined = Joined { text: text.to_owned(), lines: Vec::new() };
    for _ in 0..MENDED_LINES {
        let Some(error) = first_error(&joined.text) else { return Some(joined) };
        // Outside of braces and brackets these errors do not occur.
        let is_indent = ["invalid indentation", "invalid indentation in flow construct"]
            .contains(&error.info());
        let start = line_start(&joined.text, error.marker().index()).filter(|_| is_indent)?;
        let end = start.checked_sub(1)?;
        let begin = end - usize::from(joined.text.get(..end)?.ends_with('\r'));
        let above = joined.text.get(..begin)?.rsplit('\n').next()?;
        // A comment would take the line in.
        if above.contains('#') {
            return None;
        }
        joined.lines.push(text.get(..start)?.matches('\n').count() + 1);
        joined.text.replace_range(begin..start, &" ".repeat(start - begin));
    }
    None
}

fn first_error(text: &str) -> Option<ScanError> {
    Parser::new_from_str(text).find_map(Result::err)
}

/// Returns the byte at which the line of a character begins.
fn line_start(text: &str, character: usize) -> Option<usize> {
    let byte = text.char_indices().nth(character).map_or(text.len(), |(byte, _)| byte);
    text.get(..byte)?.rfind('\n').map(|line_end| line_end + 1)
}
