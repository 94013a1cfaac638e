//! The texts of a run, and the places of diagnostics in them.

use std::ops::Range;

use crate::diagnostic::spans::{own_query, queries, related_query};
use crate::diagnostic::{Diagnostic, Origin, without_bom};
use crate::text::locate::{Query, Syntax, locate};

use super::excerpt::Text;

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

/// All inputs, each with the places that diagnostics ask for.
pub(super) struct Texts<'a> {
    document: Source<'a>,
    overlay: Source<'a>,
    docs: Vec<Source<'a>>,
    config: Source<'a>,
    webhooks: Source<'a>,
    lock: Source<'a>,
    files: Vec<Source<'a>>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(sources: &Sources<'a>, diagnostics: &'a [Diagnostic]) -> Self {
        let source =
            |named, default_name, origin| Source::new(named, default_name, origin, diagnostics);
        let docs = sources.docs.iter().enumerate();
        let files = sources.files.iter().enumerate();
        Self {
            document: source(Some(sources.document), "openapi.yaml", Origin::Document),
            overlay: source(sources.overlay, "overlay.yaml", Origin::Overlay),
            docs: docs
                .map(|(number, file)| source(Some(file.pair()), "docs", Origin::Docs(number)))
                .collect(),
            config: source(sources.config, "codegen.toml", Origin::Config),
            webhooks: source(sources.webhooks, "webhooks.yaml", Origin::Webhooks),
            lock: source(sources.lock, "names.lock", Origin::Lock),
            files: files
                .map(|(number, file)| source(Some(file.pair()), "file", Origin::File(number)))
                .collect(),
        }
    }

    /// Returns the input that diagnostics of an origin are about.
    pub(super) fn of(&self, origin: Origin) -> &Source<'a> {
        match origin {
            Origin::Document => &self.document,
            Origin::Overlay => &self.overlay,
            Origin::Docs(number) => self.docs.get(number).unwrap_or(&self.overlay),
            Origin::Config => &self.config,
            Origin::Webhooks => &self.webhooks,
            Origin::Lock => &self.lock,
            Origin::File(number) => self.files.get(number).unwrap_or(&self.document),
        }
    }
}

/// One input with the places in it that are asked for.
pub(super) struct Source<'a> {
    pub(super) name: &'a str,
    pub(super) text: Option<Text<'a>>,
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

    /// Returns the bytes of the place of a diagnostic.
    pub(super) fn own(&self, diagnostic: &Diagnostic) -> Range<usize> {
        match (diagnostic.position, diagnostic.span, &self.text) {
            (Some(at), _, Some(text)) => text.at_position(at),
            (_, Some(span), _) => span.start..span.end,
            _ => self.place(own_query(diagnostic)),
        }
    }

    /// Returns the bytes of the related place, if there is one.
    pub(super) fn related(&self, diagnostic: &Diagnostic) -> Option<Range<usize>> {
        let span = diagnostic.related.as_ref()?.span;
        let known = span.map(|span| span.start..span.end);
        known.or_else(|| Some(self.place(related_query(diagnostic)?)))
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
