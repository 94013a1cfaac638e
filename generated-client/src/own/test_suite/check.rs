//! The check of a file by its rules. Every fault is found in one run.

use crate::own::test_suite::fault::{Fault, FaultKind, quoted};
use crate::own::test_suite::rules::{OBJECTS, OF_REQUEST, Object, Rule, SUITE};
use crate::runtime::{Json, JsonObject};

/// Returns the faults of a file, sorted by place as its members are by name.
pub(super) fn check(file: &Json) -> Vec<Fault> {
    let mut checker = Checker { place: Vec::new(), faults: Vec::new() };
    checker.value(file, &Rule::Object(&SUITE));
    checker.faults
}

/// More values than a message lists: only languages are as many.
const MANY: usize = 20;

struct Checker {
    /// The steps from the root to the current value.
    place: Vec<String>,
    faults: Vec<Fault>,
}

impl Checker {
    fn fault(&mut self, kind: FaultKind, message: String, help: impl Into<String>) {
        self.faults.push(Fault::new(&self.place, kind, message, help.into()));
    }

    /// Checks a value one step below the current one.
    fn below(&mut self, step: String, value: &Json, rule: &Rule) {
        self.place.push(step);
        self.value(value, rule);
        self.place.pop();
    }

    fn value(&mut self, value: &Json, rule: &Rule) {
        match (rule, value) {
            (Rule::Text { least, most }, Json::String(text)) => self.length(text, *least, *most),
            (Rule::Slug, Json::String(text)) => self.slug(text),
            (Rule::OneOf(values), _) => self.one_of(value, values),
            (Rule::Count, Json::Number(_)) => self.count(value),
            (Rule::Number { least, most }, Json::Number(_)) => self.number(value, *least, *most),
            (Rule::Flag, Json::Bool(_)) | (Rule::AnyObject, Json::Object(_)) => {}
            (Rule::List { items, least, most }, Json::Array(list)) => {
                self.items(list.len(), *least, *most);
                for (index, item) in list.iter().enumerate() {
                    self.below(index.to_string(), item, items);
                }
            }
            (Rule::Object(object), Json::Object(members)) => self.object(members, object),
            (Rule::IdOr(_), Json::Number(_)) => self.count(value),
            (Rule::IdOr(other), _) if is_of_kind(other, value) => self.value(value, other),
            _ => {
                let expected = expected(rule);
                let message = format!("expected {expected}, found {}", quoted(value));
                self.fault(FaultKind::Type, message, format!("write {expected}"));
            }
        }
    }

    fn length(&mut self, text: &str, least: usize, most: usize) {
        // As JSON Schema counts: code points.
        let length = text.chars().count();
        if length < least {
            self.fault(FaultKind::Length, "the text is empty".to_owned(), "write a text");
        } else if length > most {
            let message = format!("the text has {length} characters, {most} at most");
            self.fault(FaultKind::Length, message, format!("shorten it by {}", length - most));
        }
    }

    fn slug(&mut self, text: &str) {
        let is_valid =
            |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_';
        if text.is_empty() || !text.chars().all(is_valid) {
            let message = format!("{} is not the slug of a metric", quoted(&Json::from(text)));
            let help = "a slug has lower-case letters, digits and `_`; the id of the metric, a \
                        number, also names it";
            self.fault(FaultKind::Pattern, message, help);
        }
    }

    fn one_of(&mut self, value: &Json, values: &[&str]) {
        if value.as_str().is_some_and(|text| values.contains(&text)) {
            return;
        }
        let near = value.as_str().and_then(|text| nearest(text, values.iter().copied()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if values.contains(&value.to_string().as_str()) => {
                format!("write `{value}` as a text, in quotes")
            }
            None if values.len() > MANY => {
                "write the code of a language, such as `en`, or `multi` for several".to_owned()
            }
            None => format!("write {}", alternatives(values)),
        };
        let message = format!("{} is not a value of this member", quoted(value));
        self.fault(FaultKind::Value, message, help);
    }

    fn count(&mut self, value: &Json) {
        let is_whole = value.is_i64()
            || value.is_u64()
            || value.as_f64().is_some_and(|number| number.fract() == 0.0);
        if !is_whole {
            let message = format!("expected an integer, found {}", quoted(value));
            self.fault(FaultKind::Type, message, "write an integer from 1");
        } else if value.as_f64().is_some_and(|number| number < 1.0) {
            self.fault(FaultKind::Range, format!("{value} is less than 1"), "write at least 1");
        }
    }

    fn number(&mut self, value: &Json, least: f64, most: f64) {
        let number = value.as_f64().unwrap_or(f64::NAN);
        if !(least..=most).contains(&number) {
            let message = format!("{value} is not from {least} to {most}");
            self.fault(FaultKind::Range, message, format!("write a number from {least} to {most}"));
        }
    }

    fn items(&mut self, count: usize, least: usize, most: usize) {
        if count < least {
            self.fault(FaultKind::Length, "the list is empty".to_owned(), "add an item");
        } else if count > most {
            let message = format!("the list has {count} items, {most} at most");
            self.fault(FaultKind::Length, message, format!("remove {}", count - most));
        }
    }

    fn object(&mut self, members: &JsonObject, object: &Object) {
        if members.len() < object.least {
            let names = object.members.iter().map(|(name, _)| *name).collect::<Vec<_>>();
            let message = "the object has no members".to_owned();
            self.fault(FaultKind::Length, message, format!("add {}", alternatives(&names)));
        }
        let needs = (object.needs)(members);
        for name in needs.members.iter().filter(|name| !members.contains_key(**name)) {
            // Only what is required of one kind has an alternative.
            let help = match needs.or.filter(|_| *name != "name") {
                Some(or) => format!("add it, or {or}"),
                None => "add it".to_owned(),
            };
            let message = format!("the member `{name}` is missing");
            self.fault(FaultKind::Missing, message, help);
        }
        for (name, value) in members {
            match object.members.iter().find(|(known, _)| known == name) {
                Some((_, rule)) => self.below(name.clone(), value, rule),
                None => self.unknown(name, object, members),
            }
        }
    }

    fn unknown(&mut self, name: &str, object: &Object, members: &JsonObject) {
        let free = object.members.iter().map(|(known, _)| *known);
        let free = free.filter(|known| !members.contains_key(*known));
        let homes: Vec<&str> = OBJECTS
            .iter()
            .filter(|(_, other)| other.members.iter().any(|(known, _)| *known == name))
            .map(|(home, _)| *home)
            .collect();
        let help = if OF_REQUEST.contains(&name) {
            "remove it: it belongs to the request that runs the file (`TestSuiteSpecUpload`)".into()
        } else if !homes.is_empty() {
            format!("move it: it is a member of {}", homes.join(" and of "))
        } else if let Some(near) = nearest(name, free) {
            format!("did you mean `{near}`?")
        } else {
            "remove it".to_owned()
        };
        self.place.push(name.to_owned());
        let message = format!("the format has no member `{name}` here");
        self.fault(FaultKind::Unknown, message, help);
        self.place.pop();
    }
}

/// Returns whether a value is of the JSON type that the rule is about.
fn is_of_kind(rule: &Rule, value: &Json) -> bool {
    match rule {
        Rule::Object(_) | Rule::AnyObject => value.is_object(),
        Rule::Text { .. } | Rule::Slug | Rule::OneOf(_) => value.is_string(),
        Rule::Count | Rule::Number { .. } | Rule::IdOr(_) => value.is_number(),
        Rule::Flag => value.is_boolean(),
        Rule::List { .. } => value.is_array(),
    }
}

/// Returns a description of the values that a rule is about.
fn expected(rule: &Rule) -> &'static str {
    match rule {
        Rule::Text { .. } | Rule::OneOf(_) => "a text",
        Rule::Slug => "the slug of a metric",
        Rule::Count => "an integer",
        Rule::Number { .. } => "a number",
        Rule::Flag => "`true` or `false`",
        Rule::List { .. } => "a list",
        Rule::Object(_) | Rule::AnyObject => "an object",
        Rule::IdOr(Rule::Slug) => "the id or the slug of a metric",
        Rule::IdOr(_) => "an id or an object",
    }
}

/// Returns the names as alternatives: `a`, `b` or `c`.
fn alternatives(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} or {last}", first.join(", ")),
        None => String::new(),
    }
}

/// Returns the name that is most like a text, if one is.
fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.to_lowercase().replace(['-', ' '], "_");
    let names = names.map(|name| (strsim::damerau_levenshtein(&text, name), name));
    let (distance, name) = names.min()?;
    (distance * 3 <= name.len()).then_some(name)
}
