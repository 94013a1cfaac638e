//! Markdown of the document, read once into blocks and made safe for rustdoc on the way: nothing
//! of it may become a doctest, a link that leads nowhere, an HTML tag, or a warning. Inline
//! Markdown is copied as it is, but for those edits.

use std::ops::Range;

use pulldown_cmark::{
    CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
};

use super::{docstring, html};
use crate::output::emit::prose::escape::{in_text, language, leads_out};
use crate::output::emit::prose::text::{Block, Item, Text};

/// Words that by convention begin a paragraph wherever a line begins with them.
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

impl Text {
    /// Reads Markdown of the document, made safe for rustdoc.
    pub(crate) fn from_markdown(source: &str) -> Self {
        Self { blocks: blocks(source) }
    }
}

/// Reads a text into blocks.
fn blocks(source: &str) -> Vec<Block> {
    let source = html::translated(&docstring::tidy(source));
    if is_plain(&source) {
        return paragraph(&source).into_iter().collect();
    }
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let parser = Parser::new_ext(&source, options);
    let mut targets: Vec<Range<usize>> = parser
        .reference_definitions()
        .iter()
        .filter(|(label, target)| leads_out(&target.dest) && !label.starts_with('^'))
        .map(|(_, target)| target.span.clone())
        .collect();
    let mut reader = Reader::new(&source);
    // Merged, because an address may hold what could begin an emphasis.
    for (event, at) in TextMergeWithOffset::new(parser.into_offset_iter()) {
        reader.event(event, at);
    }
    let mut blocks = reader.finish();
    targets.sort_by_key(|span| span.start);
    let targets: Vec<&str> =
        targets.into_iter().filter_map(|span| source.get(span)).map(str::trim).collect();
    if !targets.is_empty() {
        blocks.push(Block::Kept(targets.join("\n")));
    }
    blocks
}

/// Returns whether a text is one line without any sign that Markdown, or its escaping, knows.
fn is_plain(source: &str) -> bool {
    let begins_plainly = source.starts_with(|c: char| c.is_alphabetic());
    begins_plainly
        && !source.contains(['\n', '<', '>', '[', ']', '`', '*', '_', '~', '\\', '&', ':', '|'])
}

/// Returns whether a text ends in a blank line, perhaps with the indentation of the next.
fn follows_blank(before: &str) -> bool {
    before.trim_end_matches([' ', '>']).ends_with("\n\n")
}

/// A block that is open, and holds others.
enum Open {
    Quote(Vec<Block>),
    List(Vec<Item>),
    Item(Item),
}

/// The block that collected inline Markdown becomes.
#[derive(Clone, Copy, PartialEq)]
enum Inline {
    Paragraph,
    Heading(usize),
    Table,
}

struct Reader<'s> {
    source: &'s str,
    blocks: Vec<Block>,
    open: Vec<Open>,
    inline: Option<Inline>,
    text: String,
    /// The end of the source that is copied.
    done: usize,
    /// The end of the inline Markdown so far.
    end: usize,
    /// True if the next piece begins a line.
    after_break: bool,
    links: usize,
    /// The language and the content of a block of code.
    code: Option<(String, String)>,
}

impl<'s> Reader<'s> {
    fn new(source: &'s str) -> Self {
        Self {
            source,
            blocks: Vec::new(),
            open: Vec::new(),
            inline: None,
            text: String::new(),
            done: 0,
            end: 0,
            after_break: false,
            links: 0,
            code: None,
        }
    }

    fn event(&mut self, event: Event<'_>, at: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag, at),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.edited(at, self.links > 0),
            },
            // Tags are shown, not obeyed; an address within one is an address all the same.
            Event::Html(_) | Event::InlineHtml(_) => self.edited(at, false),
            Event::SoftBreak | Event::HardBreak => self.line_break(at),
            Event::Rule => {
                self.open_block(at.start);
                let rule = self.source.get(at).unwrap_or_default().trim().to_owned();
                self.add(Block::Kept(rule));
            }
            _ => self.enter(&at),
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: Range<usize>) {
        match tag {
            Tag::Link { link_type, dest_url, .. } => {
                self.enter(&at);
                self.links += 1;
                if link_type != LinkType::Email && !leads_out(&dest_url) {
                    self.copy(at.start);
                    self.text.push('\\');
                }
            }
            Tag::Image { dest_url, .. } => self.image(&dest_url, at),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => self.enter(&at),
            Tag::TableHead | Tag::TableRow | Tag::TableCell => {}
            Tag::Heading { level, .. } => self.begin(Inline::Heading(level as usize), at.start),
            Tag::Table(_) => self.begin(Inline::Table, at.start),
            Tag::CodeBlock(kind) => {
                self.open_block(at.start);
                let language = match kind {
                    CodeBlockKind::Indented => "text".to_owned(),
                    CodeBlockKind::Fenced(info) => language(&info),
                };
                self.code = Some((language, String::new()));
            }
            Tag::BlockQuote(_) => {
                self.open_block(at.start);
                self.open.push(Open::Quote(Vec::new()));
            }
            Tag::List(_) => {
                self.open_block(at.start);
                self.open.push(Open::List(Vec::new()));
            }
            Tag::Item => {
                let (before, item) = self.source.split_at_checked(at.start).unwrap_or_default();
                let marker = item.split_whitespace().next().unwrap_or("*").to_owned();
                let apart = follows_blank(before);
                self.open.push(Open::Item(Item { marker, apart, blocks: Vec::new() }));
            }
            _ => self.open_block(at.start),
        }
    }

    fn end(&mut self, tag: TagEnd, at: Range<usize>) {
        match tag {
            TagEnd::Link => {
                self.links = self.links.saturating_sub(1);
                self.enter(&at);
            }
            TagEnd::Image => {
                self.links = self.links.saturating_sub(1);
                if self.links > 0 {
                    self.done = at.end;
                }
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.enter(&at),
            TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => {}
            TagEnd::Table => {
                self.end = at.end;
                self.close();
            }
            TagEnd::CodeBlock => {
                if let Some((language, text)) = self.code.take() {
                    self.add(Block::Code { language, text: text.trim_end().to_owned() });
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.close();
                match self.open.pop() {
                    Some(Open::Quote(blocks)) => self.add(Block::Quote(blocks)),
                    Some(Open::List(items)) => self.add(Block::List(items)),
                    Some(Open::Item(item)) => self.add_item(item),
                    None => {}
                }
            }
            _ => self.close(),
        }
    }

    /// Begins a block, apart from those before it in its item if the source has it so.
    fn open_block(&mut self, at: usize) {
        self.close();
        if let Some(Open::Item(item)) = self.open.last_mut()
            && !item.blocks.is_empty()
            && follows_blank(self.source.get(..at).unwrap_or_default())
        {
            item.blocks.push(Block::Blank);
        }
    }

    /// Begins inline Markdown that becomes something else than a paragraph.
    fn begin(&mut self, inline: Inline, at: usize) {
        self.open_block(at);
        self.inline = Some(inline);
        self.after_break = inline != Inline::Table;
        (self.done, self.end) = (at, at);
    }

    /// Notes that a piece of inline Markdown goes so far; the first begins a paragraph.
    fn enter(&mut self, at: &Range<usize>) {
        if self.inline.is_none() {
            self.inline = Some(Inline::Paragraph);
            self.after_break = true;
            self.end = at.start;
        }
        if std::mem::take(&mut self.after_break) {
            self.done = at.start;
        }
        self.end = self.end.max(at.end);
    }

    /// Makes a link of an image, for nothing is to be loaded because a page is read. Within a link
    /// only its text stays.
    fn image(&mut self, target: &str, at: Range<usize>) {
        self.enter(&at);
        self.copy(at.start);
        self.done = at.start + if self.links > 0 { "![".len() } else { "!".len() };
        if self.links == 0 && !leads_out(target) {
            self.text.push('\\');
        }
        self.links += 1;
    }

    /// Copies the source as it is.
    fn copy(&mut self, to: usize) {
        self.text.push_str(self.source.get(self.done..to).unwrap_or_default());
        self.done = self.done.max(to);
    }

    /// Copies a piece of text, made safe.
    fn edited(&mut self, at: Range<usize>, in_link: bool) {
        self.enter(&at);
        self.copy(at.start);
        // The bracket of an unsafe link is escaped already.
        let piece = in_text(self.source, at.start.max(self.done)..at.end, in_link);
        self.text.push_str(&piece);
        self.done = self.done.max(at.end);
    }

    fn line_break(&mut self, at: Range<usize>) {
        self.copy(at.start);
        let rest = self.source.get(at.end..).unwrap_or_default().trim_start();
        let is_paragraph = self.inline == Some(Inline::Paragraph) && self.open.is_empty();
        if is_paragraph && LABELS.iter().any(|label| rest.starts_with(label)) {
            self.end = at.start;
            self.close();
        } else {
            self.text.push(' ');
            self.after_break = true;
        }
    }

    /// Closes the inline Markdown that is open.
    fn close(&mut self) {
        let Some(inline) = self.inline.take() else { return };
        self.copy(self.end);
        let text = std::mem::take(&mut self.text);
        match inline {
            Inline::Paragraph if self.open.is_empty() => self.blocks.extend(paragraph(&text)),
            Inline::Paragraph => {
                let text = on_one_line(&text);
                if !text.is_empty() {
                    self.add(Block::Paragraph(text));
                }
            }
            Inline::Heading(level) => {
                let heading = format!("{} {}", "#".repeat(level), on_one_line(&text));
                self.add(Block::Kept(heading.trim().to_owned()));
            }
            Inline::Table => {
                let rows: Vec<&str> = text.trim().lines().map(str::trim_start).collect();
                self.add(Block::Kept(rows.join("\n")));
            }
        }
    }

    fn add(&mut self, block: Block) {
        match self.open.last_mut() {
            Some(Open::Quote(blocks)) => blocks.push(block),
            Some(Open::Item(item)) => item.blocks.push(block),
            Some(Open::List(_)) | None => self.blocks.push(block),
        }
    }

    fn add_item(&mut self, item: Item) {
        if let Some(Open::List(items)) = self.open.last_mut() {
            items.push(item);
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.close();
        self.blocks
    }
}

fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len() + ".".len());
    for word in text.split_whitespace() {
        line.push_str(if line.is_empty() { "" } else { " " });
        line.push_str(word);
    }
    line
}

/// A paragraph, with a full stop where it ends in a word.
fn paragraph(text: &str) -> Option<Block> {
    let mut text = on_one_line(text);
    let ends_in_word = text.ends_with(|last: char| last.is_alphanumeric() || last == ')')
        && !text.trim_end_matches(')').ends_with(['.', '!', '?']);
    let labelled = LABELS.iter().any(|label| text.starts_with(label));
    if ends_in_word && !labelled && !text.contains("://") {
        text.push('.');
    }
    (!text.is_empty()).then_some(Block::Paragraph(text))
}
