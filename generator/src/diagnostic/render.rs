//! Diagnostics as people read them: the message, the place, the line with a caret under it, and the
//! help.
//!
//! Decides how a diagnostic looks; where its pointer leads is `locate`'s business.

use annotate_snippets::{AnnotationKind, Group, Level, Origin as OriginElement, Renderer, Snippet};

use crate::text::pointer::Pointer;
use crate::text::words::visible::visible;

use super::{Diagnostic, Related, Severity};
use excerpt::{Excerpt, with_true_columns};
use sources::{Source, Texts};

mod excerpt;
mod json;
mod sources;

pub use json::render_json;
pub use sources::{NamedText, Sources};

/// The most lines between two places that are shown in one excerpt.
const NEAR: usize = 6;

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
    render_each(style, diagnostics, sources).join("\n")
}

/// Renders each of `diagnostics` in `style`, as `rustc` would print it, for callers that put
/// something between them.
pub fn render_each(style: Style, diagnostics: &[Diagnostic], sources: &Sources<'_>) -> Vec<String> {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let texts = Texts::new(sources, diagnostics);
    let rendered = diagnostics.iter().map(|one| render_one(&renderer, one, texts.of(one.origin)));
    rendered.collect()
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
    match help(diagnostic) {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    }
}

/// Returns the help that goes with a diagnostic: its own, or that of its code.
fn help(diagnostic: &Diagnostic) -> Option<String> {
    let help = diagnostic.help.as_deref().unwrap_or_else(|| diagnostic.code.help());
    (!help.is_empty()).then(|| format!("{}{}", visible(help), example(help, diagnostic)))
}

/// Returns the lines that would mend a fault, or the action that a help line mentions.
fn example(help: &str, diagnostic: &Diagnostic) -> String {
    if diagnostic.mend.is_empty() {
        return action(help, diagnostic);
    }
    let lines = diagnostic.mend.iter().map(|line| format!("\n{}", visible(line)));
    format!(":{}", lines.collect::<String>())
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
    let own = source.own(diagnostic);
    let (Some(Related { label, .. }), Some(related)) =
        (&diagnostic.related, source.related(diagnostic))
    else {
        return vec![text.excerpt(&own, None)];
    };
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
