//! The names of operations in texts of the document: links to the methods that they became.

use crate::model::Method;
use crate::output::emit::context::Context;
use crate::output::emit::context::links::{Place, Spelling};
use crate::output::emit::prose::escape::code;
use crate::output::emit::prose::text::{Block, Text};

/// Signs that a name may have between its letters.
const SIGNS: [char; 5] = ['_', '-', '.', '/', ':'];

impl Text {
    /// Reads Markdown of the document that may be missing, with links to the operations that it
    /// names.
    pub(in crate::output::emit::prose) fn of_document(
        context: Context<'_>,
        source: Option<&str>,
    ) -> Self {
        let mut text = source.map(|source| context.known.text(source)).unwrap_or_default();
        if !context.model.links.is_empty() {
            link_blocks(context, &mut text.blocks);
        }
        text
    }
}

/// Returns a text without the id that it begins with, as a label: in the text of an operation that
/// is its own.
pub(in crate::output::emit::prose) fn unlabelled<'t>(
    context: Context<'_>,
    source: &'t str,
) -> &'t str {
    let text = source.trim_start();
    let Some((label, rest)) = text.split_once(": ") else { return source };
    let is_id = context.model.links.by_id(label, Spelling::Code).is_some();
    if is_id { rest } else { source }
}

/// A link to the method of an operation.
pub(in crate::output::emit::prose) fn method(context: Context<'_>, place: Place) -> String {
    let target = target(context, place);
    let name = target.strip_prefix("crate::resources::").unwrap_or_default();
    format!("[`{name}`]({target})")
}

/// The path of the method of an operation: of the one beside the text, where that is about another
/// version of the same resource.
fn target(context: Context<'_>, place: Place) -> String {
    let place = context.here.and_then(|here| beside(context, here, place)).unwrap_or(place);
    let (_, names) = context.resource(place.resource);
    let method = names.methods.get(place.operation).map(|names| names.name.as_str());
    format!("crate::resources::{}::{}", names.handle, method.unwrap_or_default())
}

/// Returns the operation of a resource that an operation of another version of it is like.
fn beside(context: Context<'_>, here: usize, place: Place) -> Option<Place> {
    let ((own, _), (other, _)) = (context.resource(here), context.resource(place.resource));
    let named = other.operations.get(place.operation).filter(|_| own.name == other.name)?;
    let operation = own.operations.iter().position(|one| one.name == named.name)?;
    Some(Place { resource: here, operation })
}

fn link_blocks(context: Context<'_>, blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(text) => {
                if let Some(linked) = linked(context, text) {
                    *text = linked;
                }
            }
            Block::Quote(blocks) => link_blocks(context, blocks),
            Block::List(items) => {
                items.iter_mut().for_each(|item| link_blocks(context, &mut item.blocks));
            }
            Block::Kept(_) | Block::Code { .. } | Block::Blank => {}
        }
    }
}

/// Returns inline Markdown with links in place of names; `None` if it has no names.
fn linked(context: Context<'_>, text: &str) -> Option<String> {
    let mut out = String::new();
    // The end of what is copied, and of what is read.
    let (mut done, mut at) = (0, 0);
    while let Some(piece) = text.get(at..).and_then(next) {
        let rest = text.get(at..).unwrap_or_default();
        let link = match piece {
            Piece::Code(length, content) => of_code(context, content).map(|link| (link, length)),
            Piece::Word(length) => of_word(context, rest.get(..length).unwrap_or_default(), rest),
            Piece::Other(_) => None,
        };
        match link {
            Some((link, length)) => {
                out.push_str(text.get(done..at).unwrap_or_default());
                out.push_str(&link);
                at += length;
                done = at;
            }
            None => at += piece.length(),
        }
    }
    (done > 0).then(|| out + text.get(done..).unwrap_or_default())
}

/// A piece of inline Markdown, with its length.
#[derive(Clone, Copy)]
enum Piece<'t> {
    /// A code span, and what is in it.
    Code(usize, &'t str),
    /// Letters, and the signs between them.
    Word(usize),
    /// A link, a tag, or a sign.
    Other(usize),
}

impl Piece<'_> {
    fn length(self) -> usize {
        match self {
            Self::Code(length, _) | Self::Word(length) | Self::Other(length) => length,
        }
    }
}

/// Returns the first piece of a text; `None` at its end.
fn next(text: &str) -> Option<Piece<'_>> {
    let first = text.chars().next()?;
    let is_word = |c: char| c.is_alphanumeric() || SIGNS.contains(&c);
    Some(match first {
        '`' => {
            let ticks = text.len() - text.trim_start_matches('`').len();
            let fence = text.get(..ticks)?;
            let inner = text.get(ticks..)?;
            match closing(inner, fence) {
                Some(end) => Piece::Code(end + 2 * ticks, inner.get(..end)?),
                None => Piece::Other(ticks),
            }
        }
        '\\' => Piece::Other(1 + text.chars().nth(1).map_or(0, char::len_utf8)),
        '<' => Piece::Other(text.find('>').map_or(1, |end| end + 1)),
        '[' => Piece::Other(whole_link(text)),
        first if is_word(first) => Piece::Word(text.find(|c| !is_word(c)).unwrap_or(text.len())),
        other => Piece::Other(other.len_utf8()),
    })
}

/// Returns the place of the backticks that close a span: as many as opened it.
fn closing(inner: &str, fence: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let rest = inner.get(from..)?;
        let start = from + rest.find('`')?;
        let run = inner.get(start..)?;
        let length = run.len() - run.trim_start_matches('`').len();
        if length == fence.len() {
            return Some(start);
        }
        from = start + length;
    }
}

/// Returns the length of the link that begins with a bracket, with its target.
fn whole_link(text: &str) -> usize {
    let end = |text: &str, open: char, close: char| {
        let mut depth = 0_usize;
        let mut escaped = false;
        text.char_indices().find_map(|(at, letter)| {
            if std::mem::take(&mut escaped) {
                return None;
            }
            escaped = letter == '\\';
            depth += usize::from(letter == open);
            depth -= usize::from(letter == close && depth > 0);
            (depth == 0).then_some(at + letter.len_utf8())
        })
    };
    let Some(label) = end(text, '[', ']') else { return 1 };
    let rest = text.get(label..).unwrap_or_default();
    let target = match rest.chars().next() {
        Some('(') => end(rest, '(', ')'),
        Some('[') => end(rest, '[', ']'),
        _ => None,
    };
    label + target.unwrap_or(0)
}

/// Returns the link to the operation that a code span names: `` `list_boats` ``,
/// `` `listBoats()` ``, `` `GET /boats/` ``. With a query behind it, it is more than a name, and
/// stays.
fn of_code(context: Context<'_>, content: &str) -> Option<String> {
    let links = &context.model.links;
    let Some((verb, path)) = content.trim().split_once(' ') else {
        let name = content.trim().trim_end_matches("()");
        return links.by_id(name, Spelling::Code).map(|place| method(context, place));
    };
    let (path, query) = path.trim_start().split_once('?').unwrap_or((path.trim_start(), ""));
    let place = links.by_call(verb, path)?;
    if query.is_empty() {
        return Some(method(context, place));
    }
    Some(format!("[{}]({})", code(content), target(context, place)))
}

/// Returns the link to the operation that a word names, and how long its name is: the id alone, or
/// the method and the path behind it.
fn of_word(context: Context<'_>, word: &str, rest: &str) -> Option<(String, usize)> {
    let links = &context.model.links;
    let (place, length) = if Method::ALL.iter().any(|method| method.as_str() == word) {
        let path =
            rest.get(word.len()..)?.strip_prefix(' ').filter(|path| path.starts_with('/'))?;
        let ends = |c: char| c.is_whitespace() || "`\"'<>()[],;*?".contains(c);
        let path = path.get(..path.find(ends).unwrap_or(path.len()))?.trim_end_matches(['.', ':']);
        (links.by_call(word, path)?, word.len() + 1 + path.len())
    } else {
        let id = word.trim_end_matches(['.', '/', ':', '-']);
        (links.by_id(id, Spelling::Plain)?, id.len())
    };
    let is_whole = !has_query(rest.get(length..).unwrap_or_default());
    is_whole.then(|| (method(context, place), length))
}

/// Returns whether a query follows, which a link in front of it would leave hanging.
fn has_query(rest: &str) -> bool {
    rest.strip_prefix('?').is_some_and(|query| query.starts_with(char::is_alphanumeric))
}
