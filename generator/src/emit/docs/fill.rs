//! Sets text in lines as people do: paragraphs and list items filled, everything else as it stands.

/// How long a line of a doc comment is at most, without indentation and `///`.
const WIDTH: usize = 92;

/// What a line of Markdown begins.
enum Line<'t> {
    Blank,
    /// Three or more backticks or tildes.
    Fence(&'t str),
    /// A marker such as `*` or `1.`, and what follows it.
    Item(&'t str, &'t str),
    /// A heading, a table's row, a quotation, a rule: kept as it is.
    Kept(&'t str),
    Prose(&'t str),
}

/// The text with its paragraphs filled. Words said by convention on a line of their own (`Example: …`) begin a paragraph;
/// a paragraph that ends in a word gets its full stop; lists are nested as deep as their indentation means.
pub(super) fn fill(text: &str) -> String {
    let mut filler = Filler::default();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        match kind(line) {
            Line::Blank => {
                filler.close();
                filler.blank();
            }
            Line::Fence(mark) => filler.fence(line, mark, indent, &mut lines),
            Line::Item(marker, rest) => filler.item(indent, marker, rest),
            Line::Kept(line) => filler.kept(line, indent),
            Line::Prose(line) => filler.prose(line, indent),
        }
    }
    filler.close();
    while filler.out.last().is_some_and(String::is_empty) {
        filler.out.pop();
    }
    filler.out.join("\n")
}

/// A list that is open: how far its markers are indented in the source, and where its text stands in the output.
struct Level {
    source: usize,
    content: usize,
}

/// A paragraph or list item that is being collected.
struct Block {
    /// What stands before its first line: blanks, and a marker for an item.
    prefix: String,
    is_item: bool,
    words: String,
}

#[derive(Default)]
struct Filler {
    out: Vec<String>,
    open: Option<Block>,
    levels: Vec<Level>,
}

impl Filler {
    fn blank(&mut self) {
        if self.out.last().is_some_and(|last| !last.is_empty()) {
            self.out.push(String::new());
        }
    }

    /// Where the text of a block stands that is indented so far: below the item it belongs to.
    fn enter(&mut self, indent: usize) -> usize {
        while self.levels.last().is_some_and(|level| level.source >= indent) {
            self.levels.pop();
        }
        self.levels.last().map_or(0, |level| level.content)
    }

    fn item(&mut self, indent: usize, marker: &str, rest: &str) {
        let after_prose = self.open.as_ref().is_some_and(|open| !open.is_item);
        self.close();
        if after_prose && self.levels.is_empty() {
            self.blank();
        }
        let at = self.enter(indent);
        self.levels.push(Level { source: indent, content: at + marker.len() + 1 });
        self.open = Some(Block {
            prefix: format!("{}{marker} ", " ".repeat(at)),
            is_item: true,
            words: rest.to_owned(),
        });
    }

    fn prose(&mut self, line: &str, indent: usize) {
        if begins_paragraph(line) && self.open.as_ref().is_some_and(|open| !open.is_item) {
            self.close();
            self.blank();
        }
        match &mut self.open {
            Some(open) => open.words.push_str(&format!(" {}", line.trim())),
            None => {
                let at = self.enter(indent);
                // What follows a quotation or the target of a link is not part of it.
                let last = self.out.last().map(|last| last.trim_start());
                if last.is_some_and(|last| last.starts_with('>') || is_link_target(last)) {
                    self.blank();
                }
                self.open = Some(Block {
                    prefix: " ".repeat(at),
                    is_item: false,
                    words: line.trim().to_owned(),
                });
            }
        }
    }

    fn kept(&mut self, line: &str, indent: usize) {
        // The line below a paragraph that makes it a heading.
        if is_underline(line)
            && let Some(heading) = self.open.take_if(|open| !open.is_item)
        {
            self.out.push(format!("{}{}", heading.prefix, heading.words));
            self.out.push(format!("{}{}", heading.prefix, line.trim()));
            return;
        }
        self.close();
        let at = self.enter(indent);
        // A heading stands alone, and a paragraph would swallow the target of a link.
        let after_target = self.out.last().is_some_and(|last| is_link_target(last));
        if line.trim_start().starts_with('#') || is_link_target(line) && !after_target {
            self.blank();
        }
        self.out.push(format!("{}{}", " ".repeat(at), line.trim_start()));
    }

    /// A block of code, to its end, moved as a whole to where the block it belongs to stands.
    fn fence<'t>(
        &mut self,
        first: &str,
        mark: &str,
        indent: usize,
        lines: &mut impl Iterator<Item = &'t str>,
    ) {
        self.close();
        let at = " ".repeat(self.enter(indent));
        if at.is_empty() {
            self.blank();
        }
        self.out.push(format!("{at}{}", first.trim_start()));
        for line in lines {
            let own = line.len() - line.trim_start_matches(' ').len();
            let text = line.get(own.min(indent)..).unwrap_or_default();
            self.out.push(if text.is_empty() { String::new() } else { format!("{at}{text}") });
            let closing = line.trim();
            if closing.len() >= mark.len()
                && mark.chars().next().is_some_and(|sign| closing.chars().all(|c| c == sign))
            {
                break;
            }
        }
    }

    /// Sets the collected block in lines.
    fn close(&mut self) {
        let Some(block) = self.open.take() else { return };
        let hanging = " ".repeat(block.prefix.chars().count());
        let text = if block.is_item { block.words } else { finished(&block.words) };
        let mut line = block.prefix;
        let mut empty = true;
        for word in atoms(&text) {
            let fits = line.chars().count() + 1 + word.chars().count() <= WIDTH;
            if !empty && !fits && !begins_block(&word) {
                self.out.push(std::mem::replace(&mut line, hanging.clone()));
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(&word);
            empty = false;
        }
        if !empty {
            self.out.push(line);
        }
    }
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
    let number = first.strip_suffix(['.', ')']).is_some_and(|digits| {
        !digits.is_empty() && digits.len() < 4 && digits.chars().all(|c| c.is_ascii_digit())
    });
    if (["*", "-", "+"].contains(&first) || number) && content.len() > first.len() + 1 {
        return Line::Item(first, content.get(first.len()..).unwrap_or_default().trim_start());
    }
    let rule = content.len() >= 3 && content.chars().all(|c| "-=_* ".contains(c));
    if content.starts_with(['#', '|', '>']) || rule || is_link_target(line) {
        return Line::Kept(line);
    }
    Line::Prose(line)
}

/// Whether the line says where links lead that name it: `[files]: https://…` (CommonMark section 4.7).
fn is_link_target(line: &str) -> bool {
    let label = line.trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]: "));
    label.is_some_and(|(label, target)| !label.is_empty() && !target.trim().contains(' '))
}

fn is_underline(line: &str) -> bool {
    let line = line.trim();
    ["=", "-"].iter().any(|sign| !line.is_empty() && line.trim_start_matches(sign).is_empty())
}

fn begins_paragraph(line: &str) -> bool {
    const LABELS: [&str; 9] = [
        "Example:",
        "Examples:",
        "Note:",
        "NOTE:",
        "Default:",
        "Valid range:",
        "Warning:",
        "Important:",
        "Returns:",
    ];
    LABELS.iter().any(|label| line.trim_start().starts_with(label))
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
    let number = word
        .strip_suffix(['.', ')'])
        .is_some_and(|digits| digits.chars().all(|c| c.is_ascii_digit()));
    number
        || word.starts_with(['#', '>', '|', '=', '~'])
        || ["-", "+", "*", "--", "---"].contains(&word)
}

/// A full stop for a paragraph that ends in a word.
fn finished(words: &str) -> String {
    let ends_in_word =
        words.chars().last().is_some_and(|last| last.is_alphanumeric() || last == ')')
            && !words.trim_end_matches(')').ends_with(['.', '!', '?']);
    let labelled = begins_paragraph(words);
    if ends_in_word && !labelled && !words.contains("://") {
        format!("{words}.")
    } else {
        words.to_owned()
    }
}
