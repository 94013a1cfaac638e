//! Paths taken apart: their words, and the places that arguments stand in.

use std::collections::BTreeSet;

use super::ROOT;
use crate::model::Version;
use crate::text::words::snake;

/// A path taken apart.
pub(super) struct Route<'p> {
    pub version: Option<Version>,
    pub resource: &'p str,
    pub rest: Vec<Segment<'p>>,
}

/// A part of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Segment<'p> {
    Literal(&'p str),
    Parameter(&'p str),
}

/// Takes a path apart.
pub(super) fn route<'p>(path: &'p str, products: &BTreeSet<&str>) -> Route<'p> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let mut version = None;
    let mut start = 0;
    for (index, segment) in segments.iter().enumerate() {
        let named = Version::from_segment(segment);
        let names_nothing =
            (index == 0 && products.contains(segment)) || *segment == "api" || named.is_some();
        // The last literal always names the resource, whatever it is.
        let last = !segments.iter().skip(index + 1).any(|later| !later.starts_with('{'));
        if !names_nothing || last {
            break;
        }
        version = named.or(version);
        start = index + 1;
    }
    let rest: Vec<Segment<'p>> = segments
        .get(start..)
        .unwrap_or_default()
        .iter()
        .flat_map(|segment| segments_of(segment))
        .collect();
    let resource = rest.iter().position(|segment| matches!(segment, Segment::Literal(_)));
    match resource.and_then(|index| rest.get(index)) {
        Some(Segment::Literal(name)) => {
            let resource = *name;
            Route {
                version,
                resource,
                rest: rest
                    .into_iter()
                    .skip_while(|segment| *segment != Segment::Literal(resource))
                    .skip(1)
                    .collect(),
            }
        }
        _ => Route { version, resource: ROOT, rest },
    }
}

/// Takes a segment apart: it is a literal or a parameter, a parameter with a verb behind it
/// (`{id}:cancel`), or a word with a parameter behind it.
///
/// That parameter is an item (`Boats({id})`, `region={region}`), or the form of what the word is
/// (`boats.{format}`, `boats?port={port}`), which is none.
fn segments_of(segment: &str) -> Vec<Segment<'_>> {
    let Some((before, rest)) = segment.split_once('{') else {
        return vec![Segment::Literal(segment)];
    };
    let (name, verb) = rest.split_once('}').unwrap_or((rest, ""));
    let parameter = Segment::Parameter(name);
    if let Some((word, between)) = leading_word(before) {
        let is_form = match between.chars().next() {
            None => FORMS.contains(&snake(name).rsplit('_').next().unwrap_or_default()),
            Some(sign) => ['.', '?', '#'].contains(&sign),
        };
        let item = (!is_form).then_some(parameter);
        return std::iter::once(Segment::Literal(word)).chain(item).collect();
    }
    match verb.strip_prefix(':').filter(|verb| !verb.is_empty() && !verb.contains('{')) {
        Some(verb) => vec![parameter, Segment::Literal(verb)],
        None => vec![parameter],
    }
}

/// Returns the word before a placeholder, and the signs between them. A version (`v{version}`)
/// names nothing.
fn leading_word(before: &str) -> Option<(&str, &str)> {
    let is_of_word = |c: char| c.is_alphanumeric() || ['-', '_', '.', '%', '~'].contains(&c);
    let end = before.find(|c| !is_of_word(c)).unwrap_or(before.len());
    let word = before.get(..end)?.trim_end_matches(['-', '_', '.', '~']);
    let is_named = word.contains(char::is_alphabetic)
        && !["v", "version"].contains(&word.to_lowercase().as_str());
    is_named.then(|| (word, before.get(word.len()..).unwrap_or_default()))
}

/// The last words of parameters for the form of an answer.
const FORMS: [&str; 4] = ["format", "ext", "extension", "suffix"];
