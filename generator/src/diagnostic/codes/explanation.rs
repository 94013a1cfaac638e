//! The explanations of codes: for each the words about it, an example that gives it, and the same
//! mended.
//!
//! They are written in Markdown, a section for each code, in the folder `texts` beside this file.
//! A block is a file of the example, by the name behind its language; those behind the paragraph
//! that begins with `Mended` are laid over it, a `diff` as changes of the lines.

use std::fmt;

use super::Code;

const TEXTS: [&str; 7] = [
    include_str!("texts/inputs.md"),
    include_str!("texts/overlay.md"),
    include_str!("texts/decisions.md"),
    include_str!("texts/references.md"),
    include_str!("texts/calls.md"),
    include_str!("texts/schemas.md"),
    include_str!("texts/findings.md"),
];

/// The least likeness of a word and a code at which the code may be meant; 1 is equality.
const ALIKE: f64 = 0.6;

/// The shortest part of a code that may stand for it.
const SHORTEST: usize = 3;

/// The most codes that may be meant by a word.
const MOST: usize = 5;

/// A code in plain words, with an example.
///
/// Its display is what a terminal shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The code.
    pub code: Code,
    /// The words about it, and the example.
    pub parts: Vec<Part>,
    /// The words about the mend, and what it changes in the example.
    pub mended: Vec<Part>,
}

/// A part of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A paragraph.
    Words(&'static str),
    /// A file.
    Block(Block),
}

/// A file of an example, or the changes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// The language: `yaml`, `toml`, `text`, or `diff` for changes of a file of the example.
    pub language: &'static str,
    /// The name of the file.
    pub file: &'static str,
    /// The text, mostly the part that matters of a whole document.
    pub text: &'static str,
}

impl Code {
    /// Returns the explanation; one without parts if nobody has written it.
    pub fn explanation(self) -> Explanation {
        let mut parts = section(self.as_str()).map(parts).unwrap_or_default();
        let is_mend = |part: &Part| matches!(part, Part::Words(text) if text.starts_with("Mended"));
        let mend = parts.iter().position(is_mend).unwrap_or(parts.len());
        let mended = parts.split_off(mend);
        Explanation { code: self, parts, mended }
    }

    /// Returns the codes that may have been meant by another word, the likeliest first.
    pub fn near(word: &str) -> Vec<Self> {
        let likeness = |code: &Self| {
            let text = code.as_str();
            let is_part = word.len() >= SHORTEST && text.contains(word);
            let alike = strsim::normalized_damerau_levenshtein(word, text);
            if is_part { alike.max(ALIKE) } else { alike }
        };
        let all = Self::ALL.iter().map(|code| (likeness(code), *code));
        let mut near: Vec<(f64, Self)> = all.filter(|(alike, _)| *alike >= ALIKE).collect();
        near.sort_by(|one, other| other.0.total_cmp(&one.0));
        near.into_iter().take(MOST).map(|(_, code)| code).collect()
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code;
        writeln!(f, "{}[{code}]: {}", code.severity(), code.meaning())?;
        for part in self.parts.iter().chain(&self.mended) {
            match part {
                Part::Words(text) => writeln!(f, "\n{text}")?,
                Part::Block(Block { file, text, .. }) => {
                    writeln!(f, "\n    --- {file}")?;
                    for line in text.lines() {
                        writeln!(f, "    {line}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Returns the text below the heading of a code.
fn section(code: &str) -> Option<&'static str> {
    sections().find(|(heading, _)| *heading == code).map(|(_, text)| text)
}

/// Returns all sections, each with its heading.
fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    let sections = TEXTS.into_iter().flat_map(|text| text.split("\n## "));
    let headed = sections.map(|section| section.strip_prefix("## ").unwrap_or(section));
    headed.filter_map(|section| section.split_once('\n'))
}

/// Takes a section apart.
fn parts(section: &'static str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = section.trim_start_matches('\n');
    while !rest.is_empty() {
        let (part, after) = match rest.strip_prefix("```") {
            Some(block) => {
                let end = block.find("\n```").unwrap_or(block.len());
                let (block, after) = block.split_at_checked(end).unwrap_or((block, ""));
                let after = after.strip_prefix("\n```").unwrap_or(after);
                let (head, text) = block.split_once('\n').unwrap_or((block, ""));
                let (language, file) = head.split_once(' ').unwrap_or((head, ""));
                (Part::Block(Block { language, file, text }), after)
            }
            None => {
                let (text, after) = rest.split_once("\n\n").unwrap_or((rest, ""));
                (Part::Words(text.trim_end()), after)
            }
        };
        parts.push(part);
        rest = after.trim_start_matches('\n');
    }
    parts
}

#[cfg(test)]
mod tests;
