//! A text as blocks of Markdown, and the lines it becomes in a doc comment.

use textwrap::core::Word;
use textwrap::wrap_algorithms::wrap_first_fit;

/// The longest line of a doc comment, without indentation and `///`.
const WIDTH: usize = 92;

/// A text as blocks, before it is set in lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    pub(super) blocks: Vec<Block>,
}

#[derive(Clone, Debug)]
pub(super) enum Block {
    /// Inline Markdown on one line.
    Paragraph(String),
    /// Lines that stay as they are: a heading, a table, a rule, the targets of links.
    Kept(String),
    Code {
        language: String,
        text: String,
    },
    Quote(Vec<Block>),
    List(Vec<Item>),
    /// A blank line between blocks of an item, where they stand apart in the source.
    Blank,
}

/// An item of a list.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// `*`, `-`, `1.`
    pub marker: String,
    /// True if a blank line stands before it in the source.
    pub apart: bool,
    pub blocks: Vec<Block>,
}

impl Text {
    /// Creates a text of one paragraph of our own.
    pub(crate) fn paragraph(text: impl Into<String>) -> Self {
        Self { blocks: vec![Block::Paragraph(text.into())] }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Adds a paragraph of our own.
    pub(crate) fn push(&mut self, paragraph: impl Into<String>) {
        self.blocks.push(Block::Paragraph(paragraph.into()));
    }

    /// Adds a block of code.
    pub(super) fn push_code(&mut self, language: &str, text: String) {
        self.blocks.push(Block::Code { language: language.to_owned(), text });
    }

    /// Adds the blocks of another text.
    pub(crate) fn append(&mut self, other: Self) {
        self.blocks.extend(other.blocks);
    }

    /// Puts a label in front, unless the text begins with its word.
    pub(crate) fn led_by(mut self, label: &str) -> Self {
        let word = label.trim_end_matches(':');
        match self.blocks.first_mut() {
            Some(Block::Paragraph(first)) if first.starts_with(word) => {}
            Some(Block::Paragraph(first)) => first.insert_str(0, &format!("{label} ")),
            _ => self.blocks.insert(0, Block::Paragraph(label.to_owned())),
        }
        self
    }

    /// Adds a list of one-line items.
    pub(crate) fn push_list(&mut self, items: Vec<String>) {
        let item = |text| Item {
            marker: "*".to_owned(),
            apart: false,
            blocks: vec![Block::Paragraph(text)],
        };
        if !items.is_empty() {
            self.blocks.push(Block::List(items.into_iter().map(item).collect()));
        }
    }

    /// Adds sentences: to a text of one paragraph that ends in a full stop in the same line, else
    /// as a paragraph of their own.
    pub(crate) fn push_sentences(&mut self, sentences: &[String]) {
        if sentences.is_empty() {
            return;
        }
        let sentences = sentences.join(" ");
        match self.blocks.as_mut_slice() {
            [Block::Paragraph(only)] if only.ends_with('.') => {
                only.push(' ');
                only.push_str(&sentences);
            }
            _ => self.push(sentences),
        }
    }

    /// Returns the text of its only paragraph.
    pub(crate) fn as_paragraph(&self) -> Option<&str> {
        match self.blocks.as_slice() {
            [Block::Paragraph(only)] => Some(only),
            _ => None,
        }
    }

    /// Returns its first paragraph, if it begins with one.
    pub(crate) fn first_paragraph(&self) -> Option<&str> {
        match self.blocks.first() {
            Some(Block::Paragraph(first)) => Some(first),
            _ => None,
        }
    }

    /// Returns all of it on one line, for places that have no more room.
    pub(crate) fn one_line(&self) -> String {
        match self.as_paragraph() {
            Some(only) => only.to_owned(),
            None => self.to_string().split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }
}

/// The lines of the text, without `///`.
impl std::fmt::Display for Text {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut lines = Lines::default();
        lines.apart(&self.blocks, &Prefix::default());
        formatter.write_str(&lines.out.join("\n"))
    }
}

/// The beginnings of the lines of a block: of the first, and of those after it.
#[derive(Clone, Default)]
struct Prefix {
    first: String,
    rest: String,
}

impl Prefix {
    /// The prefix of the block, or the line, at an index.
    fn at(&self, index: usize) -> Self {
        let first = if index == 0 { &self.first } else { &self.rest };
        Self { first: first.clone(), rest: self.rest.clone() }
    }
}

#[derive(Default)]
struct Lines {
    out: Vec<String>,
}

impl Lines {
    /// Writes blocks with a blank line between any two.
    fn apart(&mut self, blocks: &[Block], prefix: &Prefix) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.block(&Block::Blank, prefix);
            }
            self.block(block, &prefix.at(index));
        }
    }

    fn block(&mut self, block: &Block, prefix: &Prefix) {
        match block {
            Block::Paragraph(text) => self.paragraph(text, prefix),
            Block::Kept(text) => self.kept(text, prefix),
            Block::Code { language, text } => {
                let fence = "`".repeat(3.max(longest_fence(text) + 1));
                let gap = if text.is_empty() { "" } else { "\n" };
                self.kept(&format!("{fence}{language}\n{text}{gap}{fence}"), prefix);
            }
            Block::Quote(blocks) => {
                let prefix = Prefix {
                    first: format!("{}> ", prefix.first),
                    rest: format!("{}> ", prefix.rest),
                };
                self.apart(blocks, &prefix);
            }
            Block::List(items) => self.list(items, prefix),
            Block::Blank => self.out.push(prefix.rest.trim_end().to_owned()),
        }
    }

    fn list(&mut self, items: &[Item], prefix: &Prefix) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 && item.apart {
                self.block(&Block::Blank, prefix);
            }
            let hanging = " ".repeat(item.marker.len() + 1);
            let prefix = Prefix {
                first: format!("{}{} ", prefix.at(index).first, item.marker),
                rest: format!("{}{hanging}", prefix.rest),
            };
            for (index, block) in item.blocks.iter().enumerate() {
                self.block(block, &prefix.at(index));
            }
        }
    }

    fn kept(&mut self, text: &str, prefix: &Prefix) {
        for (index, line) in text.lines().enumerate() {
            let before = prefix.at(index).first;
            self.out.push(format!("{before}{line}").trim_end().to_owned());
        }
    }

    fn paragraph(&mut self, text: &str, prefix: &Prefix) {
        let width = WIDTH.saturating_sub(prefix.rest.chars().count());
        // No sign is wider than it has bytes.
        if text.len() <= width && !text.contains("  ") && !text.ends_with(' ') {
            return self.out.push(format!("{}{text}", prefix.first));
        }
        let words = words(text);
        for (index, line) in wrap_first_fit(&words, &[width as f64]).into_iter().enumerate() {
            let mut out = prefix.at(index).first;
            for (index, word) in line.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { " " });
                out.push_str(word);
            }
            self.out.push(out);
        }
    }
}

/// The pieces between which a line may end: not within a code span, and not before what would
/// begin a list, a heading or a quotation.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let (mut start, mut at, mut ticks) = (0, 0, 0);
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end();
        if at > start && ticks == 0 && !bare.is_empty() && !begins_block(bare) {
            words.extend(text.get(start..at).map(Word::from));
            start = at;
        }
        for run in bare.split(|c| c != '`').map(str::len).filter(|run| *run > 0) {
            // As many as opened the span close it.
            ticks = if ticks == 0 {
                run
            } else if ticks == run {
                0
            } else {
                ticks
            };
        }
        at += word.len();
    }
    words.extend(text.get(start..).filter(|last| !last.is_empty()).map(Word::from));
    words
}

/// Returns whether a line that begins with the word would be a list, a heading or a quotation.
fn begins_block(word: &str) -> bool {
    let number = word
        .strip_suffix(['.', ')'])
        .is_some_and(|digits| digits.chars().all(|c| c.is_ascii_digit()));
    number
        || word.starts_with(['#', '>', '|', '=', '~'])
        || ["-", "+", "*", "--", "---"].contains(&word)
}

/// The most backticks that stand in a row in a block of code.
fn longest_fence(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or(0)
}
