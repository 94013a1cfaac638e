//! The form of docstrings, which documents are made of: indented as the code around them, and meant
//! to be read as they stand rather than as Markdown.

use crate::output::emit::prose::escape::plain_text;

/// Returns a text as Markdown: plain line ends, no trailing blanks, no common indentation, no empty
/// lines around.
pub(super) fn tidy(text: &str) -> String {
    let text = plain_text(text);
    if !text.contains('\n') {
        return text.trim_end().trim_start_matches(' ').to_owned();
    }
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    // A text that begins on the first line of a docstring is indented from the second on.
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(0);
    let common = lines
        .iter()
        .skip(first + 1)
        .filter(|line| !line.is_empty())
        .map(|line| indent(line))
        .min()
        .unwrap_or(0);
    let own = lines.get(first).map_or(0, |line| indent(line));
    // More than three blanks before everything but the first line would be a code block; so would
    // the first line's.
    let cut = if own == 0 && common >= 4 { common } else { common.min(own) };
    let cut_line = |(index, line): (usize, &&str)| {
        let cut = if index == first { own } else { cut.min(indent(line)) };
        line.get(cut..).unwrap_or_default().to_owned()
    };
    let lines: Vec<String> = lines.iter().enumerate().map(cut_line).collect();
    parted(&fenced(lines.join("\n").trim_matches('\n')))
}

/// Puts a value that stands over several lines, from a bracket to the one that closes it, in
/// fences: Markdown would join its lines.
fn fenced(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<String> = Vec::new();
    let mut in_code = false;
    let mut value = 0..0;
    for (index, line) in lines.iter().enumerate() {
        let fence = format!("{}```", line.get(..indent(line)).unwrap_or_default());
        in_code ^= begins_code(line);
        if !in_code && index >= value.end && may_begin_value(&lines, index) {
            let rest = lines.get(index..).unwrap_or_default();
            value = index..index + length_of_value(rest).unwrap_or(0);
            if !value.is_empty() {
                out.extend([String::new(), fence.clone()]);
            }
        }
        out.push((*line).to_owned());
        if index + 1 == value.end && !value.is_empty() {
            out.push(fence);
        }
    }
    out.join("\n")
}

/// Returns whether a value may begin at the line: below the margin it would be code already, unless
/// it belongs to an item of a list.
fn may_begin_value(lines: &[&str], index: usize) -> bool {
    let at = lines.get(index).map_or(0, |line| indent(line));
    let above = index.checked_sub(1).and_then(|above| lines.get(above));
    at < 4 || above.is_some_and(|above| begins_item(above.trim_start_matches(' ')))
}

/// Returns the number of lines of the value that the lines begin with, if it has several.
fn length_of_value(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?;
    let (before, open) = first.split_at_checked(indent(first))?;
    let close = match open {
        "{" => "}",
        "[" => "]",
        _ => return None,
    };
    let is_end = |line: &&str| line.strip_prefix(before) == Some(close);
    let end = lines.iter().position(is_end)?;
    let inner = lines.get(..end)?;
    let is_inner = |line: &&str| line.is_empty() || indent(line) >= before.len();
    inner.iter().all(|line| is_inner(line) && !begins_code(line)).then_some(end + 1)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn begins_code(line: &str) -> bool {
    let content = line.trim_start_matches(' ');
    content.starts_with("```") || content.starts_with("~~~")
}

/// Returns whether a line begins an item of a list.
fn begins_item(content: &str) -> bool {
    let marker = content.split(' ').next().unwrap_or_default();
    ["-", "*", "+"].contains(&marker)
        || marker.ends_with(['.', ')']) && marker.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns whether a line is in bold type as a whole, as a title is.
fn is_title(line: &str) -> bool {
    line.starts_with("**") && line.ends_with("**") && line.matches("**").count() == 2
}

/// Parts lines that Markdown would join against their meaning: a list that a docstring indents
/// below a line (`Returns:`) goes to the margin, a line below a quotation or a title begins a
/// paragraph.
fn parted(text: &str) -> String {
    let mut lines = Vec::new();
    let (mut moved, mut in_code) = (None, false);
    let (mut below_text, mut below_quote, mut below_title) = (false, false, false);
    let mut begins_paragraph = true;
    for line in text.lines() {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        in_code ^= begins_code(line);
        let begins_item = begins_item(content);
        if moved.is_some_and(|by| indent < by && !content.is_empty()) {
            moved = None;
        } else if begins_item && moved.is_none() && !in_code && below_text && indent >= 4 {
            moved = Some(indent);
        }
        let is_quote = !in_code && content.starts_with('>');
        if below_quote && !is_quote || below_title && !content.is_empty() {
            lines.push("");
        }
        below_quote = is_quote;
        below_title = begins_paragraph && !in_code && is_title(line);
        begins_paragraph = content.is_empty();
        // Below a blank line, or within a list, Markdown reads indentation as it is meant.
        below_text = indent == 0 && !begins_item && !content.is_empty();
        lines.push(line.get(moved.unwrap_or(0)..).unwrap_or_default());
    }
    lines.join("\n")
}
