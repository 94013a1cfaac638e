//! The lines of a ledger, and those that the emitted code belies.
//!
//! A line claims something about the code: that a thing is not there, has another name, is any
//! value. Each claim that can be looked up in the code is; the others are counted.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::document::{METHODS, OTHERS, resolve};
use super::emitted::{Emitted, Method};
use super::program::text_of;

/// A line of a ledger.
#[derive(Clone, Copy, Debug)]
pub struct Line<'l> {
    /// The code, such as `widened`.
    pub code: &'l str,
    /// The place in the document, as a pointer.
    pub place: &'l str,
    /// The claim.
    pub message: &'l str,
}

/// Reads the lines of a ledger that are about the document.
pub fn lines(ledger: &str) -> impl Iterator<Item = Line<'_>> {
    ledger.lines().filter_map(|line| {
        let (code, rest) = line.split_once("  ")?;
        let (place, message) = rest.split_once("  ")?;
        Some(Line { code, place: place.strip_prefix('#')?, message })
    })
}

/// The lines of a ledger, weighed.
#[derive(Clone, Debug, Default)]
pub struct Weighed {
    /// The number of claims that hold, by code.
    pub held: BTreeMap<String, usize>,
    /// The lines that the code belies, each with the reason.
    pub belied: Vec<String>,
}

/// Weighs the lines of a ledger against the code, in which the schemas at these places have these
/// types.
pub fn weigh(
    ledger: &str,
    document: &Value,
    files: &BTreeMap<String, String>,
    emitted: &Emitted,
    types: &BTreeMap<String, BTreeSet<String>>,
) -> Weighed {
    let code = Code { document, files, emitted, types };
    let mut weighed = Weighed::default();
    for line in lines(ledger) {
        match code.weigh(&line) {
            Some(Ok(())) => *weighed.held.entry(line.code.to_owned()).or_default() += 1,
            Some(Err(why)) => weighed
                .belied
                .push(format!("{}  #{}  {}: {why}", line.code, line.place, line.message)),
            None => {}
        }
    }
    weighed
}

struct Code<'c> {
    document: &'c Value,
    files: &'c BTreeMap<String, String>,
    emitted: &'c Emitted,
    /// The places of schemas, each with the types that it has in the code.
    types: &'c BTreeMap<String, BTreeSet<String>>,
}

/// A claim that was looked up: why it is false, if it is. `None` if it cannot be.
type Found = Option<Result<(), String>>;

fn holds(holds: bool, why: impl FnOnce() -> String) -> Found {
    Some(if holds { Ok(()) } else { Err(why()) })
}

impl Code<'_> {
    fn weigh(&self, line: &Line<'_>) -> Found {
        if line.message.contains("  ") || !self.is_near(line.place) {
            return holds(false, || "it says nothing, or of nothing".to_owned());
        }
        match line.code {
            "deselected" | "mirror-skipped" => {
                let (verb, path) = operation(line.place)?;
                holds(self.emitted.method(&verb, &path).is_none(), || "it is emitted".to_owned())
            }
            "unreached" => self.unreached(line),
            "name-collision" | "name-invented" => {
                let name = new_name(line.message)?;
                holds(self.has_word(name), || format!("there is no `{name}`"))
            }
            "media-type-skipped" => self.media_type(line),
            "path-parameter-unused" | "header-name" => {
                let name = quoted(line.message).next()?;
                let method = self.method(line.place)?;
                let is_sent = sends(method, name, &["path", "header"]);
                holds(!is_sent, || format!("`{name}` is sent"))
            }
            "keyword-ignored" if line.message.starts_with("the header `") => {
                let name = quoted(line.message).next()?;
                let method = self.method(line.place)?;
                holds(!sends(method, name, &["header"]), || format!("`{name}` is sent"))
            }
            "body-required" => {
                let method = self.method(line.place)?;
                holds(!method.has_optional_body(), || "the body is optional".to_owned())
            }
            "union-untagged" => {
                let kinds = self.types.get(line.place)?;
                let is_union = |kind: &String| {
                    let kind = kind.trim_start_matches("one of ");
                    self.emitted.unions.contains_key(kind)
                };
                holds(kinds.iter().any(is_union), || format!("it is {kinds:?}"))
            }
            "widened" | "schema-ignored" | "unsupported" | "keyword-ignored" => self.widened(line),
            "server-skipped" if line.message.starts_with("calls go to ") => {
                let address = line.message.strip_prefix("calls go to ")?.split(';').next()?;
                let is_it = self.files.get("facts.rs")?.contains(&format!("\"{address}\""));
                holds(is_it, || "they go elsewhere".to_owned())
            }
            _ => None,
        }
    }

    fn unreached(&self, line: &Line<'_>) -> Found {
        let Some(kinds) = self.types.get(line.place) else { return Some(Ok(())) };
        let is_any = |kind: &String| kind.contains("Json");
        let is_plain = |kind: &String| ["Bytes", "String", "str"].contains(&kind.as_str());
        let is_unread = match line.message {
            // Ignored keywords leave any value where they stand.
            message if message.contains("keywords that are ignored") => kinds.iter().all(is_any),
            message if message.contains("as they are") => kinds.iter().all(is_plain),
            _ => false,
        };
        holds(is_unread, || format!("it is {kinds:?}"))
    }

    fn widened(&self, line: &Line<'_>) -> Found {
        let message = line.message;
        let any =
            ["any value, if there is one", "read as any value", "is any value", "as any value"];
        if message.ends_with("is required but not described; any value may stand there") {
            let name = quoted(message).next()?;
            let kinds = self.types.get(line.place)?;
            let mut structs = kinds.iter().filter_map(|kind| self.emitted.structs.get(kind));
            let is_json = structs.any(|one| {
                one.reads.iter().any(|(wire, field)| {
                    let fields = one.fields.iter();
                    wire == name
                        && fields
                            .filter(|(name, _)| name == field)
                            .any(|(_, kind)| text_of(kind).contains("Json"))
                })
            });
            return holds(is_json || kinds.contains("Json"), || format!("it is in {kinds:?}"));
        }
        if any.iter().any(|any| message.contains(any)) {
            if let Some(method) = self.method(line.place)
                && line.place.ends_with("/responses")
            {
                let output = text_of(&method.output);
                return holds(output.contains("Json"), || format!("it is {output}"));
            }
            // A part has the type of the whole.
            if line.place.rsplit('/').nth(1) == Some("allOf") {
                return None;
            }
            let at = line.place.strip_suffix("/enum").unwrap_or(line.place);
            let kinds = self.types.get(at)?;
            let is_json = kinds.iter().any(|kind| kind.contains("Json"));
            return holds(is_json, || format!("it is {kinds:?}"));
        }
        let method = self.method(line.place);
        if message.contains("is sent as the bytes") {
            return holds(method?.sends("bytes"), || "no bytes are sent".to_owned());
        }
        if message.contains("is sent as the caller writes it") {
            return holds(method?.sends("text"), || "no text is sent".to_owned());
        }
        if message.contains("is given as it comes") {
            let output = text_of(&method?.output);
            let choice = self.emitted.choices.get(&output).into_iter().flatten();
            let mut outputs: Vec<String> =
                choice.filter_map(|(_, kind)| kind.as_ref().map(text_of)).collect();
            outputs.push(output.clone());
            let is_raw = outputs.iter().any(|one| ["Bytes", "String"].contains(&one.as_str()));
            return holds(is_raw, || format!("it is {output}"));
        }
        // The type of a list is that of its items, which may be an enum.
        if message.starts_with("an enum of type") && !message.contains("`array`") {
            let kinds = self.types.get(line.place.strip_suffix("/enum")?)?;
            let is_enum = |kind: &String| self.emitted.enums.contains_key(kind);
            return holds(!kinds.iter().any(is_enum), || format!("it is {kinds:?}"));
        }
        None
    }

    fn media_type(&self, line: &Line<'_>) -> Found {
        let media = quoted(line.message).next()?;
        let method = self.method(line.place)?;
        let setters = method.setters.iter().flat_map(|setter| &setter.steps);
        let steps = || method.steps.iter().chain(setters.clone());
        if line.message.contains(" is asked for") {
            let accept = steps().find(|step| step.method == "accept");
            let accept = accept.and_then(|step| step.literal.as_deref());
            let output = text_of(&method.output);
            let media = media.to_ascii_lowercase();
            let is_first = match accept {
                // Anything is asked for by any name, and by none.
                _ if media == "*/*" => true,
                Some(accept) => accept.to_ascii_lowercase().split(", ").any(|name| name == media),
                None if output == "String" => media.starts_with("text/") || media.contains("json"),
                None if output == "Bytes" => true,
                None => media.contains("json"),
            };
            return holds(is_first, || format!("`Accept` is {accept:?} for {output}"));
        }
        if !line.message.contains(" is sent;") {
            return None;
        }
        let mut sent = steps().filter_map(|step| match step.method.as_str() {
            // Of a range, the call sends what it can.
            "json" | "bytes" if media == "*/*" => Some(true),
            "json" | "json_or_multipart" => Some(media.contains("json")),
            "json_as" => Some(step.literal.as_deref() == Some(media)),
            "form" => Some(media.contains("urlencoded")),
            "multipart" => Some(media.starts_with("multipart/")),
            "text" | "bytes" => Some(step.literal.as_deref().is_none_or(|sent| sent == media)),
            _ => None,
        });
        let is_sent = sent.next()?;
        holds(is_sent || sent.any(|is_it| is_it), || "another one is sent".to_owned())
    }

    /// Returns the method of the operation that a place is in.
    fn method(&self, place: &str) -> Option<&Method> {
        let (verb, path) = operation(place)?;
        self.emitted.method(&verb, &path)
    }

    /// Returns whether a place is in the document, through references too, or a step or two below
    /// one that is: the form that a schema is read in may have a part of its own there.
    fn is_near(&self, place: &str) -> bool {
        let above = |place: &str| place.rsplit_once('/').map_or("", |(above, _)| above).to_owned();
        let places = [place.to_owned(), above(place), above(&above(place))];
        places.iter().any(|place| self.is_there(place))
    }

    fn is_there(&self, place: &str) -> bool {
        let mut at = String::new();
        place.split('/').skip(1).all(|step| {
            let below = format!("{at}/{step}");
            let is_here = self.document.pointer(&below).is_some();
            at = if is_here { below } else { format!("{}/{step}", resolve(self.document, &at).1) };
            self.document.pointer(&at).is_some()
        })
    }

    fn has_word(&self, word: &str) -> bool {
        let joins = |c: char| c.is_alphanumeric() || c == '_';
        self.files.values().any(|text| {
            text.match_indices(word).any(|(at, _)| {
                !text[..at].ends_with(joins) && !text[at + word.len()..].starts_with(joins)
            })
        })
    }
}

/// Returns whether a call writes a value by a name.
fn sends(method: &Method, name: &str, places: &[&str]) -> bool {
    let setters = method.setters.iter().flat_map(|setter| &setter.steps);
    let mut steps = method.steps.iter().chain(setters);
    steps.any(|step| {
        places.iter().any(|place| step.method.starts_with(place))
            && step.literal.as_deref() == Some(name)
    })
}

/// Returns the method and the path of the operation that a place is in.
fn operation(place: &str) -> Option<(String, String)> {
    let mut steps = place.strip_prefix("/paths/")?.split('/');
    let path = steps.next()?.replace("~1", "/").replace("~0", "~");
    let key = steps.next()?;
    let verb = if key == OTHERS { steps.next()? } else { key };
    let known = METHODS.into_iter().find(|known| verb.eq_ignore_ascii_case(known));
    Some((known.unwrap_or(verb).to_owned(), path))
}

/// Returns the names between backticks.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

/// Returns the name that a thing got: ``the type is `Rig2`, because …``.
fn new_name(message: &str) -> Option<&str> {
    let words =
        ["is `", "is the field `", "is the parameter `", "is the variant `", "is the method `"];
    let end = message.find(", because").unwrap_or(message.len());
    let claim = &message[..end];
    let at = words.iter().filter_map(|word| Some(claim.rfind(word)? + word.len())).max()?;
    claim[at..].split('`').next()
}
