//! The names of fields, variants, methods and arguments.

use std::collections::{BTreeMap, BTreeSet};

use super::{Member, Name, reserved};
use crate::model::{Type, TypeId, Union};
use crate::text::words::{kebab, pascal, singular, snake};

/// Returns the name of a type made of words of the document.
pub(super) fn type_name(words: &str) -> String {
    let name = pascal(words);
    let name = if starts_badly(&name) { pascal(&spelled(words)) } else { name };
    if name.is_empty() {
        "Unnamed".to_owned()
    } else if name.starts_with(|c: char| c.is_numeric()) {
        format!("T{name}")
    } else {
        name
    }
}

/// Returns the name of a field made of a wire name, before it is made unique.
pub(super) fn field_name(wire: &str) -> String {
    let name = snake(wire);
    let name = if starts_badly(&name) { snake(&spelled(wire)) } else { name };
    if name.is_empty() {
        "unnamed".to_owned()
    } else if name.starts_with(|c: char| c.is_numeric()) {
        format!("n_{name}")
    } else if name == "type" {
        "kind".to_owned()
    } else if reserved::is_keyword(&name) {
        format!("{name}_")
    } else {
        name
    }
}

/// Names the fields of a struct.
pub(super) fn fields(wires: &[&str]) -> Vec<Member> {
    let names = unique(wires, field_name, |wire, name, number| match number {
        // `type` beside `kind`.
        0 if wire == "type" => "type_".to_owned(),
        _ => format!("{}_{}", name.trim_end_matches('_'), number + 2),
    });
    let all: BTreeSet<String> = names.iter().cloned().collect();
    let setter = |name: &String| {
        let with = format!("with_{name}");
        if reserved::SETTERS.contains(&name.as_str()) && !all.contains(&with) {
            Name::new(&with)
        } else {
            Name::new(name)
        }
    };
    names.iter().map(|name| Member { name: Name::new(name), setter: setter(name) }).collect()
}

/// Returns the name of the field for the properties that have none of their own.
pub(super) fn additional(members: &[Member]) -> Name {
    let free = |name: &&str| members.iter().all(|member| member.name.as_str() != *name);
    let names = ["extra", "additional_properties", "other_properties"];
    Name::new(names.into_iter().find(free).unwrap_or("unnamed_properties"))
}

/// Names the variants of an enum. One whose name is taken spells its signs, else gets a number.
pub(super) fn variants(wires: &[String]) -> Vec<Member> {
    let wires: Vec<&str> = wires.iter().map(String::as_str).collect();
    let names = unique(&wires, variant_name, |wire, name, number| {
        let spelled = variant_name(&signs_spelled(wire));
        let gap = if name.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
        match number {
            0 if spelled != name => spelled,
            _ => format!("{name}{gap}{}", number + 2),
        }
    });
    names.iter().map(|name| Member { name: Name::new(name), setter: Name::new(name) }).collect()
}

/// Spells the signs of a text as words, but for those that only part words.
fn signs_spelled(text: &str) -> String {
    spelled(&text.replace(['/', '.', ' ', ':'], "_"))
}

/// Returns the name of a variant made of a wire name, before it is made unique.
pub(super) fn variant_name(wire: &str) -> String {
    if wire.is_empty() {
        return "Empty".to_owned();
    }
    let name = variant_words(wire);
    let name = if starts_badly(&name) { variant_words(&spelled(wire)) } else { name };
    if name.is_empty() {
        "Blank".to_owned()
    } else if name.starts_with(|c: char| c.is_numeric()) {
        format!("N{name}")
    } else if name == "Unknown" || reserved::is_keyword(&name) {
        // `Unknown` is the variant of values that the crate does not know.
        format!("{name}Value")
    } else {
        name
    }
}

/// Returns Pascal case in which a point between digits stays visible: `gpt-4.1` is `Gpt4_1`, and
/// not `gpt-41`.
fn variant_words(wire: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut part = String::new();
    let letters: Vec<char> = wire.chars().collect();
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| letters.get(index));
        let between_digits = before.is_some_and(char::is_ascii_digit)
            && letters.get(index + 1).is_some_and(char::is_ascii_digit);
        if *letter == '.' && between_digits {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(*letter);
        }
    }
    parts.push(part);
    parts.iter().map(|part| pascal(part)).collect::<Vec<_>>().join("_")
}

/// Names the variants of a union: as the document calls the arm, else as its type, without the
/// words that the union's own name begins with.
pub(super) fn arms<'t>(
    union: &Union,
    owner: &str,
    name_of: impl Fn(TypeId) -> &'t str,
) -> Vec<Member> {
    let shorter = |name: &'t str| {
        let rest = name.strip_prefix(owner);
        rest.filter(|rest| rest.starts_with(char::is_uppercase)).unwrap_or(name)
    };
    let names = union.arms.iter().map(|arm| match (&arm.hint, &arm.ty) {
        (Some(hint), _) => type_name(&hint.to_string()),
        (None, Type::Named(id)) => shorter(name_of(*id)).to_owned(),
        (None, _) => "Value".to_owned(),
    });
    variants(&names.collect::<Vec<_>>())
}

/// Names the methods of a resource.
pub(super) fn methods(names: &[&str]) -> Vec<String> {
    let name = |wire: &str| {
        let name = field_name(wire);
        // `type` is a field's keyword; a method may hide no trait's.
        if ["clone", "eq", "fmt", "hash", "cmp", "to_string", "borrow", "as_ref"]
            .contains(&name.as_str())
        {
            format!("{name}_")
        } else {
            name
        }
    };
    unique(names, name, |_, name, number| format!("{name}_{}", number + 2))
}

/// Names the parameters that are set on a call. One that is called like an option of all calls, or
/// like the body, says that it is a parameter: `timeout_parameter`.
pub(super) fn parameters(wires: &[&str]) -> Vec<Member> {
    let name = |wire: &str| {
        let name = field_name(wire);
        let is_taken = [reserved::CALL_METHODS, reserved::SETTERS]
            .iter()
            .any(|names| names.contains(&name.as_str()));
        if is_taken { format!("{}_parameter", name.trim_end_matches('_')) } else { name }
    };
    let names = unique(wires, name, |_, name, number| format!("{name}_{}", number + 2));
    names.iter().map(|name| Member { name: Name::new(name), setter: Name::new(name) }).collect()
}

/// Names the arguments of a method: the values in the path, and the required parameters. `body` and
/// `writer` have their own meaning in all methods.
pub(super) fn arguments(wires: &[&str]) -> Vec<Name> {
    let name = |wire: &str| {
        let name = field_name(wire);
        if ["body", "writer"].contains(&name.as_str()) { format!("{name}_") } else { name }
    };
    unique(wires, name, |_, name, number| format!("{name}_{}", number + 2))
        .iter()
        .map(|name| Name::new(name))
        .collect()
}

/// Makes the names of `wires` different. Of equal ones, the wire name that is most like the name
/// keeps it, else the first in the order of wire names; the others take the names that `further`
/// makes: for 0 of the wire name, from 1 on of the name alone.
fn unique(
    wires: &[&str],
    name: impl Fn(&str) -> String,
    further: impl Fn(&str, &str, usize) -> String,
) -> Vec<String> {
    let mut order: Vec<usize> = (0..wires.len()).collect();
    let wire = |index: usize| wires.get(index).copied().unwrap_or_default();
    order.sort_by_cached_key(|index| {
        let wire = wire(*index);
        let forms: [&dyn Fn(&str) -> String; 4] = [&name, &snake, &pascal, &kebab];
        let likeness = forms.iter().position(|form| form(wire) == wire).unwrap_or(forms.len());
        (likeness, wire)
    });
    let mut names: BTreeMap<usize, String> = BTreeMap::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    // The numbers, but for 0, that are taken behind a name: those that follow depend on nothing
    // else.
    let mut numbered: BTreeMap<String, usize> = BTreeMap::new();
    for index in order {
        let first = name(wire(index));
        let own = [first.clone(), further(wire(index), &first, 0)];
        let free = own.into_iter().find(|name| !taken.contains(name)).unwrap_or_else(|| {
            let last = numbered.entry(first.clone()).or_default();
            loop {
                *last += 1;
                let name = further(wire(index), &first, *last);
                if !taken.contains(&name) {
                    return name;
                }
            }
        });
        taken.insert(free.clone());
        names.insert(index, free);
    }
    names.into_values().collect()
}

fn starts_badly(name: &str) -> bool {
    name.chars().next().is_none_or(char::is_numeric)
}

/// Spells the signs of a text as words: `<10` is `less than 10`, `500+` is `500 plus`, `10-100` is
/// `10 to 100`.
fn spelled(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut words = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let digit =
            |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
        let letter_at = |at: Option<usize>| {
            at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphabetic())
        };
        let between = digit(index.checked_sub(1)) && digit(Some(index + 1));
        // `10-100` goes from one to the other; `2020-08-27` is a date, whose parts stay apart as
        // those of `4.1` do.
        let range = between && letters.iter().filter(|letter| **letter == '-').count() == 1;
        let date = between && letters.iter().all(|letter| matches!(letter, '-' | '0'..='9'));
        let joint = letter_at(index.checked_sub(1)) && letter_at(Some(index + 1));
        let word = match letter {
            '-' if range => "to",
            '.' | '-' if date || *letter == '.' && between => {
                words.push('.');
                continue;
            }
            '_' => {
                words.push(' ');
                continue;
            }
            '-' if joint || between => {
                words.push(' ');
                continue;
            }
            _ => sign(*letter),
        };
        if word.is_empty() {
            words.push(*letter);
        } else {
            words.push_str(&format!(" {word} "));
        }
    }
    words
}

fn sign(letter: char) -> &'static str {
    match letter {
        '+' => "plus",
        '-' => "minus",
        '~' => "tilde",
        '<' => "less than",
        '>' => "greater than",
        '=' => "equals",
        '!' => "not",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '#' => "hash",
        '@' => "at",
        '$' => "dollar",
        '?' => "question",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '(' | ')' | '[' | ']' | '{' | '}' => "bracket",
        _ => "",
    }
}

/// Returns the name of a part of a type: the owner's name and the property's, words that meet once
/// (`Scenario` and `scenario_language` are `ScenarioLanguage`). A version comes last.
pub(super) fn part_name(owner: &str, part: &str) -> String {
    let (owner, version) = without_version(owner);
    let owner = owner.strip_suffix("Response").filter(|rest| !rest.is_empty()).unwrap_or(owner);
    let owner_words: Vec<String> = snake(owner).split('_').map(str::to_owned).collect();
    let part_words: Vec<String> =
        snake(part).split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let longest = owner_words.len().min(part_words.len());
    let shared = (1..=longest).rev().find(|count| {
        let end = owner_words.iter().skip(owner_words.len() - count);
        end.zip(&part_words).all(|(a, b)| a == b || singular(a) == *b)
    });
    let rest: String =
        part_words.iter().skip(shared.unwrap_or(0)).map(|word| pascal(word)).collect();
    let rest = if part_words.is_empty() { pascal(&spelled(part)) } else { rest };
    format!("{owner}{rest}{version}")
}

/// Splits the name of a type from the version at its end.
pub(super) fn without_version(name: &str) -> (&str, &str) {
    let digits = name.len() - name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let at = name.len().saturating_sub(digits + 1);
    match name.split_at_checked(at) {
        Some((base, version)) if digits > 0 && version.starts_with('V') && !base.is_empty() => {
            (base, version)
        }
        _ => (name, ""),
    }
}
