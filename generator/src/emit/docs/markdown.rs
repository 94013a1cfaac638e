//! Markdown from elsewhere, made safe for rustdoc by the smallest edits: nothing of it may become a doctest, a link that
//! leads nowhere, an HTML tag, or a warning. What is code is not touched.

use std::ops::Range;

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
};

/// A replacement of a piece of the text.
struct Edit {
    at: Range<usize>,
    by: String,
}

/// The text, safe. Lines are kept as they are; [`super::fill`] sets them anew.
pub(super) fn safe(text: &str) -> String {
    let text = tidy(text);
    let mut edits = edits(&text);
    edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        // One that begins inside another was about the same piece.
        if edit.at.start < done {
            continue;
        }
        out.push_str(text.get(done..edit.at.start).unwrap_or_default());
        out.push_str(&edit.by);
        done = edit.at.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Text without control characters and without those that turn the direction of reading (Unicode TR 9, "Trojan Source").
pub(crate) fn plain_text(text: &str) -> String {
    let harmful = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{2028}' | '\u{2029}')
    };
    text.replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n")
        .replace('\t', "    ")
        .chars()
        .filter(|c| !harmful(*c))
        .collect()
}

/// Plain line ends, no trailing blanks, no common indentation, no empty lines around.
fn tidy(text: &str) -> String {
    let text = plain_text(text);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    // A text that begins on the first line of a docstring is indented from the second on.
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(0);
    let common =
        lines.iter().skip(first + 1).filter(|line| !line.is_empty()).map(indent).min().unwrap_or(0);
    let own = lines.get(first).map(indent).unwrap_or(0);
    // More than three blanks before everything but the first line would be a code block; so would the first line's.
    let cut = if own == 0 && common >= 4 { common } else { common.min(own) };
    let cut_line = |(index, line): (usize, &&str)| {
        let cut = if index == first { own } else { cut.min(indent(line)) };
        line.get(cut..).unwrap_or_default().to_owned()
    };
    lines
        .iter()
        .enumerate()
        .map(cut_line)
        .collect::<Vec<_>>()
        .join("\n")
        .trim_matches('\n')
        .to_owned()
}

fn edits(text: &str) -> Vec<Edit> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut edits = Vec::new();
    let mut in_code = false;
    let mut links: usize = 0;
    // Merged, because an address may hold what could begin an emphasis.
    let events = TextMergeWithOffset::new(Parser::new_ext(text, options).into_offset_iter());
    for (event, at) in events {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                edits.extend(code_block(text, kind, at));
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                links += 1;
                if !is_safe(link_type, &dest_url) {
                    edits.push(Edit { at: at.start..at.start + 1, by: "\\[".to_owned() });
                }
            }
            Event::End(TagEnd::Link) => links = links.saturating_sub(1),
            // Tags are shown, not obeyed; an address within one is an address all the same.
            Event::Html(_) | Event::InlineHtml(_) => edits.extend(in_text(text, at, false)),
            Event::Text(_) if !in_code => edits.extend(in_text(text, at, links > 0)),
            _ => {}
        }
    }
    edits
}

/// A link that rustdoc would not try to read as the path of an item.
fn is_safe(link_type: LinkType, target: &str) -> bool {
    matches!(link_type, LinkType::Autolink | LinkType::Email)
        || target.contains("://")
        || target.starts_with("mailto:")
}

/// A block of code is Rust to rustdoc unless it says another language.
fn code_block(text: &str, kind: CodeBlockKind<'_>, at: Range<usize>) -> Vec<Edit> {
    let block = text.get(at.clone()).unwrap_or_default();
    match kind {
        CodeBlockKind::Indented => {
            let lines: Vec<&str> = block
                .lines()
                .map(|line| line.strip_prefix("    ").unwrap_or_else(|| line.trim_start()))
                .collect();
            let end = if block.ends_with('\n') { "\n" } else { "" };
            vec![Edit {
                by: format!("```text\n{}\n```{end}", lines.join("\n").trim_end()),
                at: begin_of_line(text, at),
            }]
        }
        CodeBlockKind::Fenced(info) => {
            let mut edits = Vec::new();
            let mark = block.chars().next().unwrap_or('`');
            let fence: String = block.chars().take_while(|c| *c == mark).collect();
            let language = language(&info);
            let head = block.lines().next().unwrap_or_default();
            if language != head.get(fence.len()..).unwrap_or_default() {
                edits
                    .push(Edit { at: at.start + fence.len()..at.start + head.len(), by: language });
            }
            let closed = block.lines().count() > 1
                && block.lines().last().is_some_and(|last| last.trim().starts_with(&fence));
            if !closed {
                let gap = if block.ends_with('\n') { "" } else { "\n" };
                edits.push(Edit { at: at.end..at.end, by: format!("{gap}{fence}") });
            }
            edits
        }
    }
}

/// The indentation of a code block's first line is not in its range.
fn begin_of_line(text: &str, at: Range<usize>) -> Range<usize> {
    let before = text.get(..at.start).unwrap_or_default();
    let blanks = before.len() - before.trim_end_matches(' ').len();
    at.start - blanks..at.end
}

/// The language of a block, or `text` where rustdoc would take it for Rust (The rustdoc book, "Documentation tests").
fn language(info: &CowStr<'_>) -> String {
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
    if first.is_empty()
        || RUST.contains(&first.as_str())
        || first.starts_with("edition")
        || first.starts_with("ignore-")
    {
        "text".to_owned()
    } else {
        first
    }
}

/// Brackets that would be links to items, stray angle brackets, and addresses that stand bare.
fn in_text(text: &str, at: Range<usize>, in_link: bool) -> Vec<Edit> {
    let mut edits = each(text, at.clone(), '<', "\\<");
    if in_link {
        return edits;
    }
    edits.extend(each(text, at.clone(), '[', "\\["));
    edits.extend(each(text, at.clone(), ']', "\\]"));
    let piece = text.get(at.clone()).unwrap_or_default();
    let mut from = 0;
    while let Some(found) =
        ["http://", "https://"].iter().filter_map(|scheme| piece.get(from..)?.find(scheme)).min()
    {
        let start = from + found;
        let rest = piece.get(start..).unwrap_or_default();
        let length = rest
            .find(|c: char| c.is_whitespace() || "<>\"`[]{}|\\^".contains(c))
            .unwrap_or(rest.len());
        let address = whole_address(rest.get(..length).unwrap_or_default());
        // An address with nothing behind the scheme is an example of one, not a link.
        let empty = address.ends_with("://");
        let end = start + address.len().max(1);
        let by = if empty { format!("`{address}`") } else { format!("<{address}>") };
        edits.push(Edit { at: at.start + start..at.start + end, by });
        from = end;
    }
    edits
}

/// An address without the punctuation that ends its sentence; a bracket belongs to it if it opened it.
fn whole_address(text: &str) -> &str {
    let mut address = text;
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

/// Each `sign` of a piece that no backslash stands before.
fn each(text: &str, at: Range<usize>, sign: char, by: &str) -> Vec<Edit> {
    let piece = text.get(at.clone()).unwrap_or_default();
    let found = piece.match_indices(sign).map(|(index, _)| at.start + index);
    // Two backslashes are one that is shown, and escape nothing.
    let bare = found.filter(|start| {
        let before = text.get(..*start).unwrap_or_default();
        (before.len() - before.trim_end_matches('\\').len()) % 2 == 0
    });
    bare.map(|start| Edit { at: start..start + sign.len_utf8(), by: by.to_owned() }).collect()
}
