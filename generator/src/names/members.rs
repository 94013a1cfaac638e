//! The names of fields, variants, methods and arguments.

use std::collections::{BTreeMap, BTreeSet};

use super::signs::{signs_apart, spelled};
use super::{Member, Name, first_free, reserved};
use crate::input::lock::{Line, Mark};
use crate::model::{Arm, Type, TypeId, Union};
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

/// The line of the lock about a member, by its name on the wire.
pub(super) type HeldMember<'h> = &'h dyn Fn(&str) -> Option<&'h Line>;

/// Returns the names that members have in the lock, behind that of their type.
fn held_names<'h>(keys: &[&str], held: HeldMember<'h>) -> Vec<Option<&'h str>> {
    let name = |key: &&str| held(key).and_then(|line| line.name.rsplit('.').next());
    keys.iter().map(name).collect()
}

/// Names the fields of a struct.
pub(super) fn fields(wires: &[&str], held: HeldMember<'_>) -> Vec<Member> {
    let names =
        unique(wires, &held_names(wires, held), field_name, |wire, name, number| match number {
            // `type` beside `kind`.
            0 if wire == "type" => "type_".to_owned(),
            _ => format!("{}_{}", name.trim_end_matches('_'), number + 2),
        });
    let all: BTreeSet<String> = names.iter().cloned().collect();
    let setter = |(name, wire): (&String, &&str)| {
        if let Some(line) = held(wire) {
            return Name::new(line.get(Mark::Setter).unwrap_or(name));
        }
        let with = format!("with_{name}");
        if reserved::SETTERS.contains(&name.as_str()) && !all.contains(&with) {
            Name::new(&with)
        } else {
            Name::new(name)
        }
    };
    let members = names.iter().zip(wires);
    members.map(|one| Member { name: Name::new(one.0), setter: setter(one) }).collect()
}

/// Returns the name of the field for the properties that have none of their own.
pub(super) fn additional(members: &[Member]) -> Name {
    let free = |name: &&str| members.iter().all(|member| member.name.as_str() != *name);
    let names = ["extra", "additional_properties", "other_properties"];
    Name::new(names.into_iter().find(free).unwrap_or("unnamed_properties"))
}

/// Names the variants of an enum. One whose name is taken spells its signs, else gets a number.
pub(super) fn variants(wires: &[String], held: HeldMember<'_>) -> Vec<Member> {
    variants_by(wires, wires, held)
}

/// Names variants that the lock knows by other words than they are named by.
fn variants_by(wires: &[String], keys: &[String], held: HeldMember<'_>) -> Vec<Member> {
    let wires: Vec<&str> = wires.iter().map(String::as_str).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let names = unique(&wires, &held_names(&keys, held), variant_name, |wire, name, number| {
        let spelled = variant_name(&signs_apart(wire, &wires));
        let gap = if name.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
        match number {
            0 if spelled != name => spelled,
            _ => format!("{name}{gap}{}", number + 2),
        }
    });
    names.iter().map(|name| Member { name: Name::new(name), setter: Name::new(name) }).collect()
}

/// Returns the name of a variant made of a wire name, before it is made unique.
pub(super) fn variant_name(wire: &str) -> String {
    if wire.is_empty() {
        return "Empty".to_owned();
    }
    let name = match wire.strip_prefix('-') {
        Some(infinity) if is_infinity(infinity) => format!("Minus{}", variant_words(infinity)),
        Some(key) if is_key(key) => format!("{}Descending", variant_words(key)),
        _ => variant_words(wire),
    };
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

fn is_infinity(wire: &str) -> bool {
    ["inf", "infinity"].contains(&wire.to_ascii_lowercase().as_str())
}

/// Returns whether a text is the key of an order, which goes down with a hyphen in front.
fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
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
    held: HeldMember<'_>,
) -> Vec<Member> {
    let keys = arm_keys(union, &name_of);
    let shorter = |name: &'t str| {
        let rest = name.strip_prefix(owner);
        rest.filter(|rest| rest.starts_with(char::is_uppercase)).unwrap_or(name)
    };
    let names = union.arms.iter().map(|arm| match (&arm.hint, &arm.ty) {
        (Some(hint), _) => type_name(&hint.to_string()),
        (None, Type::Named(id)) => shorter(name_of(*id)).to_owned(),
        (None, _) => "Value".to_owned(),
    });
    variants_by(&names.collect::<Vec<_>>(), &keys, held)
}

/// Returns the words by which the lock knows the arms of a union: a value of the tag, or the type;
/// none for those that these do not tell apart.
pub(super) fn arm_keys<'t>(union: &Union, name_of: &impl Fn(TypeId) -> &'t str) -> Vec<String> {
    let key = |arm: &Arm| match (arm.tags.first(), &arm.ty) {
        (Some(tag), _) => format!("|{tag}"),
        (None, Type::Named(id)) => format!("|{}", name_of(*id)),
        (None, ty) => format!("|{:?}", ty.renamed(|_| TypeId(0))),
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for arm in &union.arms {
        *counts.entry(key(arm)).or_default() += 1;
    }
    let keys = union.arms.iter().map(key);
    keys.map(|key| if counts.get(&key) == Some(&1) { key } else { String::new() }).collect()
}

/// Names the methods of a resource, of which some are held.
pub(super) fn methods<'h>(names: &[&str], held: impl Fn(&str) -> Option<&'h str>) -> Vec<String> {
    let held: Vec<Option<&str>> = names.iter().map(|name| held(name)).collect();
    unique(names, &held, method_name, |_, name, number| format!("{name}_{}", number + 2))
}

/// Returns the name of a method made of that of its call, before it is made unique.
pub(super) fn method_name(wire: &str) -> String {
    let name = field_name(wire);
    // `type` is a field's keyword; a method may hide no trait's.
    if ["clone", "eq", "fmt", "hash", "cmp", "to_string", "borrow", "as_ref"]
        .contains(&name.as_str())
    {
        format!("{name}_")
    } else {
        name
    }
}

/// Names the parameters that are set on a call. One that is called like an option of all calls, or
/// like the body, says that it is a parameter: `timeout_parameter`.
pub(super) fn parameters(wires: &[&str], held: HeldMember<'_>) -> Vec<Member> {
    let name = |wire: &str| {
        let name = parameter_name(wire);
        let is_taken = [reserved::CALL_METHODS, reserved::SETTERS]
            .iter()
            .any(|names| names.contains(&name.as_str()));
        if is_taken { format!("{}_parameter", name.trim_end_matches('_')) } else { name }
    };
    let names = unique(wires, &held_names(wires, held), name, further_parameter);
    names.iter().map(|name| Member { name: Name::new(name), setter: Name::new(name) }).collect()
}

/// Returns the name of a parameter made of a wire name, before it is made unique.
///
/// `result__id` goes through the relation `result`; its words alone would be those of `result_id`,
/// which is how the relation itself is often called.
pub(super) fn parameter_name(wire: &str) -> String {
    let name = field_name(wire);
    let looks_up_key = steps(wire).is_some_and(|(_, last)| ["id", "pk", "uuid"].contains(&last));
    if looks_up_key { format!("{name}_lookup") } else { name }
}

/// Returns the relation and the last step of a lookup through relations: `result` and `id` of
/// `result__id`.
fn steps(wire: &str) -> Option<(&str, &str)> {
    let (relation, last) = wire.rsplit_once("__")?;
    let is_word = |text: &str| text.contains(char::is_alphanumeric);
    (is_word(relation) && is_word(last)).then_some((relation, last))
}

/// Names a parameter whose name is taken: a lookup says that it is one.
fn further_parameter(wire: &str, name: &str, number: usize) -> String {
    let lookup = format!("{name}_lookup");
    let is_lookup = steps(wire).is_some() && !name.ends_with("_lookup");
    match number {
        _ if !is_lookup => format!("{name}_{}", number + 2),
        0 => lookup,
        _ => format!("{lookup}_{}", number + 1),
    }
}

/// Names the arguments of a method: the values in the path, and the required parameters. `body` and
/// `writer` have their own meaning in all methods.
pub(super) fn arguments(wires: &[&str]) -> Vec<Name> {
    let name = |wire: &str| {
        let name = parameter_name(wire);
        if ["body", "writer"].contains(&name.as_str()) { format!("{name}_") } else { name }
    };
    unique(wires, &[], name, further_parameter).iter().map(|name| Name::new(name)).collect()
}

/// Makes the names of `wires` different. Of equal ones, the wire name that is most like the name
/// keeps it, else the first in the order of wire names; the others take the names that `further`
/// makes, from 0 on. Those that are held are kept before all others.
fn unique(
    wires: &[&str],
    held: &[Option<&str>],
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
    for (index, held) in held.iter().enumerate() {
        if let Some(held) = held.filter(|held| taken.insert((*held).to_owned())) {
            names.insert(index, held.to_owned());
        }
    }
    for index in order {
        if names.contains_key(&index) {
            continue;
        }
        let first = name(wire(index));
        let free = if taken.contains(&first) {
            let other = |number| further(wire(index), &first, number);
            other(first_free(|number| taken.contains(&other(number))))
        } else {
            first
        };
        taken.insert(free.clone());
        names.insert(index, free);
    }
    names.into_values().collect()
}

fn starts_badly(name: &str) -> bool {
    name.chars().next().is_none_or(char::is_numeric)
}

/// Returns the name of a part of a type: the owner's name and the property's, words that meet once
/// (`Scenario` and `scenario_language` are `ScenarioLanguage`). A version comes last.
pub(super) fn part_name(owner: &str, part: &str) -> String {
    let (owner, version) = stem(owner);
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

/// Splits the name of an owner, as its parts have it, from the version at its end.
pub(super) fn stem(owner: &str) -> (&str, &str) {
    let (owner, version) = without_version(owner);
    let stem = owner.strip_suffix("Response").filter(|rest| !rest.is_empty());
    (stem.unwrap_or(owner), version)
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
