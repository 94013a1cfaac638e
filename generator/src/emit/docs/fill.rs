//! Sets text in lines as people do: paragraphs and list items filled, everything else as it stands.

/// How long a line of a doc comment is at most, without indentation and `///`.
const WIDTH: usize = 92;

/// What a line of Markdown begins.
enum Line<'t> {
    Blank,
    /// Three or more backticks or tildes.
    Fence(&'t str),
    /// A marker such as `* ` or `1. `, with its indentation, and what follows it.
    Item(&'t str, &'t str),
    /// A heading, a table's row, a quotation, a rule: kept as it is.
    Kept(&'t str),
    Prose(&'t str),
}

/// The text with its paragraphs filled. Words said by convention on a line of their own (`Example: …`) begin a paragraph;
/// a paragraph that ends in a word gets its full stop.
pub(super) fn fill(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    // The paragraph or list item that is being collected: its first prefix, and its words.
    let mut open: Option<(String, String)> = None;
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        if let Some(mark) = fence {
            out.push(line.to_owned());
            if line.trim_start().starts_with(mark) && line.trim().chars().all(|c| mark.starts_with(c)) {
                fence = None;
            }
            continue;
        }
        match kind(line) {
            Line::Blank => {
                close(&mut open, &mut out);
                blank(&mut out);
            }
            Line::Fence(mark) => {
                close(&mut open, &mut out);
                if !line.starts_with(' ') {
                    blank(&mut out);
                }
                out.push(line.to_owned());
                fence = Some(mark);
            }
            Line::Item(marker, rest) => {
                if open.as_ref().is_some_and(|(prefix, _)| prefix.is_empty()) {
                    close(&mut open, &mut out);
                    blank(&mut out);
                } else {
                    close(&mut open, &mut out);
                }
                open = Some((marker.to_owned(), rest.to_owned()));
            }
            Line::Kept(line) => {
                close(&mut open, &mut out);
                out.push(line.to_owned());
            }
            Line::Prose(line) => {
                if begins_paragraph(line) && open.as_ref().is_some_and(|(prefix, _)| prefix.is_empty()) {
                    close(&mut open, &mut out);
                    blank(&mut out);
                }
                match &mut open {
                    Some((_, words)) => words.push_str(&format!(" {}", line.trim())),
                    None => {
                        // Prose that follows an indented block of a list keeps its place below the item.
                        let indent = line.len() - line.trim_start().len();
                        let indent = if in_list(&out) { " ".repeat(indent) } else { String::new() };
                        open = Some((indent, line.trim().to_owned()));
                    }
                }
            }
        }
    }
    close(&mut open, &mut out);
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out.join("\n")
}

fn kind(line: &str) -> Line<'_> {
    let content = line.trim_start();
    if content.is_empty() {
        return Line::Blank;
    }
    for mark in ["```", "~~~"] {
        if content.starts_with(mark) {
            let length = content.chars().take_while(|c| mark.starts_with(*c)).count();
            return Line::Fence(content.get(..length).unwrap_or(mark));
        }
    }
    let first = content.split(' ').next().unwrap_or_default();
    let number = first.strip_suffix(['.', ')']).is_some_and(|digits| !digits.is_empty() && digits.len() < 4 && digits.chars().all(|c| c.is_ascii_digit()));
    if (["*", "-", "+"].contains(&first) || number) && content.len() > first.len() + 1 {
        let rest = content.get(first.len()..).unwrap_or_default();
        let text = rest.trim_start();
        return Line::Item(line.get(..line.len() - rest.len()).unwrap_or_default(), text);
    }
    let rule = content.len() >= 3 && content.chars().all(|c| "-=_* ".contains(c));
    if content.starts_with(['#', '|', '>']) || rule {
        return Line::Kept(line);
    }
    Line::Prose(line)
}

fn begins_paragraph(line: &str) -> bool {
    const LABELS: [&str; 9] =
        ["Example:", "Examples:", "Note:", "NOTE:", "Default:", "Valid range:", "Warning:", "Important:", "Returns:"];
    LABELS.iter().any(|label| line.trim_start().starts_with(label))
}

fn in_list(out: &[String]) -> bool {
    out.iter().rev().find(|line| !line.is_empty()).is_some_and(|line| line.starts_with(' ') || matches!(kind(line), Line::Item(..)))
}

fn blank(out: &mut Vec<String>) {
    if out.last().is_some_and(|last| !last.is_empty()) {
        out.push(String::new());
    }
}

fn close(open: &mut Option<(String, String)>, out: &mut Vec<String>) {
    let Some((prefix, words)) = open.take() else { return };
    let is_item = !prefix.trim().is_empty();
    let marker = if is_item { format!("{} ", prefix.trim_end()) } else { prefix.clone() };
    let hanging = " ".repeat(marker.chars().count());
    let text = if is_item { words } else { finished(&words) };
    let mut line = marker.clone();
    let mut empty = true;
    for word in atoms(&text) {
        let fits = line.chars().count() + 1 + word.chars().count() <= WIDTH;
        if !empty && !fits && !begins_block(&word) {
            out.push(std::mem::replace(&mut line, hanging.clone()));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(&word);
        empty = false;
    }
    if !empty {
        out.push(line);
    }
}

/// The words of a text. A code span is one word, so that no line ends within it.
fn atoms(text: &str) -> Vec<String> {
    let mut atoms: Vec<String> = Vec::new();
    let mut ticks = 0;
    for word in text.split(' ') {
        if ticks % 2 == 1
            && let Some(last) = atoms.last_mut()
        {
            last.push(' ');
            last.push_str(word);
        } else if !word.is_empty() {
            atoms.push(word.to_owned());
        }
        ticks += word.matches('`').count();
    }
    atoms
}

/// Whether a line that begins with the word would be a list, a heading or a quotation.
fn begins_block(word: &str) -> bool {
    let number = word.strip_suffix(['.', ')']).is_some_and(|digits| digits.chars().all(|c| c.is_ascii_digit()));
    number || word.starts_with(['#', '>', '|', '=', '~']) || ["-", "+", "*", "--", "---"].contains(&word)
}

/// A full stop for a paragraph that ends in a word.
fn finished(words: &str) -> String {
    let ends_in_word = words.chars().last().is_some_and(|last| last.is_alphanumeric() || last == ')');
    let labelled = begins_paragraph(words);
    if ends_in_word && !labelled && !words.contains("://") { format!("{words}.") } else { words.to_owned() }
}
