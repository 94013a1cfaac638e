//! The form of docstrings, which documents are made of: indented as the code around them, and meant
//! to be read as they stand rather than as Markdown.

use super::escape::plain_text;

/// Returns a text as Markdown: plain line ends, no trailing blanks, no common indentation, no empty
/// lines around.
pub(super) fn tidy(text: &str) -> String {
    let text = plain_text(text);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    // A text that begins on the first line of a docstring is indented from the second on.
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(0);
    let common =
        lines.iter().skip(first + 1).filter(|line| !line.is_empty()).map(indent).min().unwrap_or(0);
    let own = lines.get(first).map(indent).unwrap_or(0);
    // More than three blanks before everything but the first line would be a code block; so would
    // the first line's.
    let cut = if own == 0 && common >= 4 { common } else { common.min(own) };
    let cut_line = |(index, line): (usize, &&str)| {
        let cut = if index == first { own } else { cut.min(indent(line)) };
        line.get(cut..).unwrap_or_default().to_owned()
    };
    let lines: Vec<String> = lines.iter().enumerate().map(cut_line).collect();
    parted(lines.join("\n").trim_matches('\n'))
}

/// Parts lines that Markdown would join against their meaning: a list that a docstring indents
/// below a line (`Returns:`) goes to the margin, a line below a quotation begins a paragraph.
fn parted(text: &str) -> String {
    let mut lines = Vec::new();
    let (mut moved, mut in_code) = (None, false);
    let (mut below_text, mut below_quote) = (false, false);
    for line in text.lines() {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        in_code ^= content.starts_with("```") || content.starts_with("~~~");
        let marker = content.split(' ').next().unwrap_or_default();
        let begins_item = ["-", "*", "+"].contains(&marker)
            || marker.ends_with(['.', ')']) && marker.starts_with(|c: char| c.is_ascii_digit());
        if moved.is_some_and(|by| indent < by && !content.is_empty()) {
            moved = None;
        } else if begins_item && moved.is_none() && !in_code && below_text && indent >= 4 {
            moved = Some(indent);
        }
        let is_quote = !in_code && content.starts_with('>');
        if below_quote && !is_quote {
            lines.push("");
        }
        below_quote = is_quote;
        // Below a blank line, or within a list, Markdown reads indentation as it is meant.
        below_text = indent == 0 && !begins_item && !content.is_empty();
        lines.push(line.get(moved.unwrap_or(0)..).unwrap_or_default());
    }
    lines.join("\n")
}
