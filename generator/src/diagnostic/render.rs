//! Diagnostics as people read them: the message, the place, the line with a caret under it, and the
//! help.
//!
//! Decides how a diagnostic looks; where its pointer leads is `locate`'s business.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin as OriginElement, Renderer, Snippet};

use crate::text::locate::{Query, Syntax, locate};
use crate::text::pointer::Pointer;
use crate::text::words::visible::visible;

use super::spans::{own_query, queries, related_query};
use super::{Diagnostic, Origin, Related, Severity, without_bom};
use excerpt::{Excerpt, Text, with_true_columns};

mod excerpt;

/// The most lines between two places that are shown in one excerpt.
const NEAR: usize = 6;

/// The texts that pointers lead into, each with the name that people know it by.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// Name and text of the OpenAPI document.
    pub document: (&'a str, &'a str),
    /// Name and text of the overlay, if there is one.
    pub overlay: Option<(&'a str, &'a str)>,
    /// Names and texts of the overlays of words.
    pub docs: &'a [NamedText],
    /// Name and text of `codegen.toml`, if there is one.
    pub config: Option<(&'a str, &'a str)>,
    /// Name and text of the document of the webhooks, if there is one.
    pub webhooks: Option<(&'a str, &'a str)>,
    /// Name and text of `names.lock`, if there is one.
    pub lock: Option<(&'a str, &'a str)>,
    /// Names and texts of the other files of the document, in the order of [`Files`](crate::Files).
    pub files: &'a [NamedText],
}

/// A text with the name that people know it by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedText {
    /// The name: a path, mostly.
    pub name: String,
    /// The text.
    pub text: String,
}

impl NamedText {
    /// Returns name and text.
    pub fn pair(&self) -> (&str, &str) {
        (&self.name, &self.text)
    }
}

/// The colours of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Text only.
    #[default]
    Plain,
    /// With the escape sequences that terminals understand.
    Coloured,
}

/// Renders all of `diagnostics` as plain text, in their order, each as `rustc` would print it.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    render_in(Style::Plain, diagnostics, sources)
}

/// Renders all of `diagnostics` in `style`, in their order, each as `rustc` would print it.
pub fn render_in(style: Style, diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let document =
        Source::new(Some(sources.document), "openapi.yaml", Origin::Document, diagnostics);
    let overlay = Source::new(sources.overlay, "overlay.yaml", Origin::Overlay, diagnostics);
    let config = Source::new(sources.config, "codegen.toml", Origin::Config, diagnostics);
    let webhooks = Source::new(sources.webhooks, "webhooks.yaml", Origin::Webhooks, diagnostics);
    let lock = Source::new(sources.lock, "names.lock", Origin::Lock, diagnostics);
    let docs = sources.docs.iter().enumerate();
    let docs: Vec<Source<'_>> = docs
        .map(|(number, file)| {
            Source::new(Some(file.pair()), "docs", Origin::Docs(number), diagnostics)
        })
        .collect();
    let files = sources.files.iter().enumerate();
    let files: Vec<Source<'_>> = files
        .map(|(number, file)| {
            Source::new(Some(file.pair()), "file", Origin::File(number), diagnostics)
        })
        .collect();
    let source = |origin| match origin {
        Origin::Document => &document,
        Origin::Overlay => &overlay,
        Origin::Docs(number) => docs.get(number).unwrap_or(&overlay),
        Origin::Config => &config,
        Origin::Webhooks => &webhooks,
        Origin::Lock => &lock,
        Origin::File(number) => files.get(number).unwrap_or(&document),
    };
    let texts = diagnostics.iter().map(|one| render_one(&renderer, one, source(one.origin)));
    texts.collect::<Vec<_>>().join("\n")
}

/// One input with the places in it that are asked for.
struct Source<'a> {
    name: &'a str,
    text: Option<Text<'a>>,
    /// The places of the diagnostics' pointers and related pointers.
    places: Vec<(Query<'a>, Range<usize>)>,
}

impl<'a> Source<'a> {
    fn new(
        named: Option<(&'a str, &'a str)>,
        default_name: &'a str,
        origin: Origin,
        diagnostics: &'a [Diagnostic],
    ) -> Self {
        let Some((name, text)) = named else {
            return Self { name: default_name, text: None, places: Vec::new() };
        };
        let text = without_bom(text);
        let of_origin = diagnostics.iter().filter(|one| one.origin == origin);
        let queries: Vec<Query<'_>> = of_origin.flat_map(queries).collect();
        let syntax = match origin {
            Origin::Config => Syntax::Toml,
            // The places of YAML were found when it was read, and those of the lock are lines.
            Origin::Document
            | Origin::Overlay
            | Origin::Docs(_)
            | Origin::Webhooks
            | Origin::File(_)
            | Origin::Lock => Syntax::Json,
        };
        // Nothing to look for: then a text of megabytes need not be scanned.
        let ranges = if queries.is_empty() { Vec::new() } else { locate(text, syntax, &queries) };
        let mut places: Vec<_> = queries.into_iter().zip(ranges).collect();
        places.sort_by_key(|(query, _)| *query);
        Self { name, text: Some(Text::new(text)), places }
    }

    fn place(&self, query: Query<'_>) -> Range<usize> {
        let found = self.places.binary_search_by(|(place, _)| place.cmp(&query));
        found
            .ok()
            .and_then(|at| self.places.get(at))
            .map(|(_, range)| range.clone())
            .unwrap_or_default()
    }
}

fn render_one(renderer: &Renderer, diagnostic: &Diagnostic, source: &Source<'_>) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let excerpts = excerpts(diagnostic, source);
    let mut group = level
        .primary_title(visible(&diagnostic.message))
        .id(diagnostic.code.as_str())
        .elements(excerpts.iter().map(|excerpt| {
            let marks = excerpt.marks.iter().map(|(range, label)| {
                let kind =
                    if label.is_none() { AnnotationKind::Primary } else { AnnotationKind::Context };
                kind.span(range.clone()).label(*label)
            });
            Snippet::source(excerpt.text.as_str())
                .path(source.name)
                .line_start(excerpt.line)
                .annotations(marks)
        }));
    if excerpts.is_empty() {
        group = group.element(OriginElement::path(source.name));
    }
    let group = notes(group, diagnostic);
    with_true_columns(renderer.render(&[group]), &excerpts, source.name) + "\n"
}

/// Returns the lines at the foot: the pointer, and the help.
fn notes<'a>(mut group: Group<'a>, diagnostic: &'a Diagnostic) -> Group<'a> {
    if diagnostic.pointer != Pointer::root() {
        let at = format!("at #{}", diagnostic.pointer);
        group = group.element(Level::NOTE.message(visible(&at).into_owned()));
    }
    let help = diagnostic.help.as_deref().unwrap_or_else(|| diagnostic.code.help());
    if help.is_empty() {
        return group;
    }
    group.element(Level::HELP.message(format!("{}{}", visible(help), action(help, diagnostic))))
}

/// Returns the action that a help line mentions, to be filled in: it replaces the faulty member of
/// the object that holds it.
fn action(help: &str, diagnostic: &Diagnostic) -> String {
    let place = diagnostic.part.as_ref().unwrap_or(&diagnostic.pointer);
    let (Some(parent), true) = (place.parent(), help.ends_with("an action in overlay.yaml")) else {
        return String::new();
    };
    let last = place.last();
    // An item of a list cannot be replaced by its place; but it can be added to.
    let (target, update) = match last.parse::<usize>() {
        Ok(index) if index < 100 => (place, "{ … }".to_owned()),
        _ => (&parent, format!("{{ {}: … }}", key(&last))),
    };
    format!(", such as\n- target: {}\n  update: {update}", visible(&target.json_path()))
}

/// Returns a key as YAML writes it.
fn key(name: &str) -> String {
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "_-$/".contains(c))
        && !name.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    if is_plain { name.to_owned() } else { format!("{name:?}") }
}

/// Returns the part of the text with the place and the related one: one excerpt if they are near
/// each other, else two.
fn excerpts<'a>(diagnostic: &'a Diagnostic, source: &Source<'_>) -> Vec<Excerpt<'a>> {
    let Some(text) = &source.text else {
        return Vec::new();
    };
    let own = match (diagnostic.position, diagnostic.span) {
        (Some(at), _) => text.at_position(at),
        (None, Some(span)) => span.start..span.end,
        (None, None) => source.place(own_query(diagnostic)),
    };
    let (Some(Related { label, span, .. }), Some(query)) =
        (&diagnostic.related, related_query(diagnostic))
    else {
        return vec![text.excerpt(&own, None)];
    };
    let related = span.map_or_else(|| source.place(query), |span| span.start..span.end);
    let lines = text.line_of(own.start).abs_diff(text.line_of(related.start));
    if own != related
        && lines <= NEAR
        && text.is_short_at(own.start)
        && text.is_short_at(related.start)
    {
        return vec![text.joint_excerpt(&own, (&related, label))];
    }
    vec![text.excerpt(&own, None), text.excerpt(&related, Some(label))]
}

#[cfg(test)]
mod tests;
