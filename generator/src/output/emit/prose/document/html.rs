//! The few tags of HTML that documents write their texts in, as Markdown. All other tags are shown
//! as they are.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use crate::output::emit::prose::escape::leads_out;

/// Returns the text with its tags translated; tags in code stay.
pub(super) fn translated(source: &str) -> String {
    let may_be_tag = |next: &str| next.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    if !source.split('<').skip(1).any(may_be_tag) {
        return source.to_owned();
    }
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for (event, at) in Parser::new(source).into_offset_iter() {
        if matches!(event, Event::Html(_) | Event::InlineHtml(_)) {
            pieces.push(at);
        }
    }
    let mut writer = Writer::default();
    let mut done = 0;
    for at in pieces {
        writer.text(source.get(done..at.start).unwrap_or_default());
        writer.html(source.get(at.clone()).unwrap_or_default());
        done = at.end.max(done);
    }
    writer.text(source.get(done..).unwrap_or_default());
    writer.out
}

#[derive(Default)]
struct Writer {
    out: String,
    /// The addresses of the links that are open; `None` for one that leads nowhere.
    links: Vec<Option<String>>,
    /// Blanks at the start of the next text are dropped: they stand behind a sign that has none.
    tight: bool,
    /// The number of lists that are open.
    lists: usize,
    /// Code is open, in which Markdown knows no entities.
    in_code: bool,
}

impl Writer {
    fn text(&mut self, text: &str) {
        let text = if self.tight { text.trim_start() } else { text };
        self.tight &= text.is_empty();
        if self.in_code {
            let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
            self.out.push_str(&plain.replace("&amp;", "&"));
        } else {
            self.out.push_str(text);
        }
    }

    /// Writes a piece of HTML: tags, and the text between them.
    fn html(&mut self, piece: &str) {
        let mut rest = piece;
        while let Some((text, tail)) = rest.split_once('<') {
            self.text(text);
            let Some((inner, after)) = tail.split_once('>') else {
                return self.text(rest.get(text.len()..).unwrap_or_default());
            };
            if !self.tag(inner) {
                self.text(&format!("<{inner}>"));
            }
            rest = after;
        }
        self.text(rest);
    }

    /// Writes what a tag means; returns whether it is one of those that are translated.
    fn tag(&mut self, inner: &str) -> bool {
        let is_end = inner.starts_with('/');
        let inner = inner.trim_matches('/').trim();
        let (name, attributes) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        match name.to_ascii_lowercase().as_str() {
            "br" | "p" | "div" => self.part("\n\n"),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if is_end => self.part("\n\n"),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.part("\n\n### "),
            "ul" | "ol" => {
                self.lists = if is_end { self.lists.saturating_sub(1) } else { self.lists + 1 };
                self.part(if self.lists == usize::from(!is_end) { "\n\n" } else { "\n" });
            }
            "li" if is_end => {}
            "li" => {
                let indent = "  ".repeat(self.lists.saturating_sub(1));
                self.part(&format!("\n{indent}- "));
            }
            "b" | "strong" => self.around("**", is_end),
            "i" | "em" => self.around("*", is_end),
            "code" | "tt" => {
                self.in_code = !is_end;
                self.around("`", is_end);
            }
            "span" | "u" => {}
            "a" if is_end => {
                if let Some(Some(address)) = self.links.pop() {
                    self.around(&format!("]({address})"), true);
                }
            }
            "a" => {
                let address = address(attributes);
                if address.is_some() {
                    self.around("[", false);
                }
                self.links.push(address);
            }
            _ => return false,
        }
        true
    }

    /// Ends the line and begins another part of the text.
    fn part(&mut self, sign: &str) {
        let kept = self.out.trim_end().len();
        self.out.truncate(kept);
        self.out.push_str(sign);
        self.tight = true;
    }

    /// Writes a sign that opens or closes something: no blank follows it, or stands before it.
    fn around(&mut self, sign: &str, is_end: bool) {
        if !is_end {
            self.out.push_str(sign);
            self.tight = true;
            return;
        }
        let kept = self.out.trim_end().len();
        let blanks = self.out.split_off(kept);
        self.out.push_str(sign);
        self.out.push_str(&blanks);
        self.tight = false;
    }
}

/// Returns the address of a link, if it can stand in one of Markdown.
fn address(attributes: &str) -> Option<String> {
    let (_, value) = attributes.split_once("href=")?;
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    let (address, _) = value.get(1..)?.split_once(quote)?;
    let is_plain = !address.contains(|c: char| c.is_whitespace() || "()<>\\".contains(c));
    (is_plain && leads_out(address)).then(|| address.to_owned())
}
