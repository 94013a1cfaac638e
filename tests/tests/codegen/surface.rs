//! The names that users of a client write, read from its code, and what became of them in the next.

use std::collections::{BTreeMap, BTreeSet};

use cekura_codegen::Output;
use cekura_tests::oracle::emitted::{Emitted, Method};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

/// A client as its users see it.
pub(crate) struct Surface {
    files: BTreeMap<String, String>,
    emitted: Emitted,
}

impl Surface {
    pub(crate) fn of(output: &Output) -> Self {
        Self { files: output.files.clone(), emitted: Emitted::read(&output.files) }
    }

    /// Returns the call of each expression: `c.boats().list` is `get /boats/{}`.
    pub(crate) fn calls(&self) -> BTreeMap<String, String> {
        let methods = self.emitted.methods.iter();
        let calls = methods.filter_map(|method| {
            let chain = self.emitted.chain(&method.handle)?;
            Some((format!("{chain}.{}", method.name), call(method)))
        });
        calls.collect()
    }

    /// Returns the expressions that mean another call than they did.
    pub(crate) fn redirected(&self, next: &Self) -> Vec<String> {
        let later = next.calls();
        let before = self.calls().into_iter();
        let changed = before.filter_map(|(expression, call)| {
            let other = later.get(&expression).filter(|other| **other != call)?;
            Some(format!("`{expression}` was {call} and is {other}"))
        });
        changed.collect()
    }

    /// Returns the calls that both have and that are called by another expression.
    pub(crate) fn renamed_calls(&self, next: &Self) -> Vec<String> {
        let later: BTreeMap<String, String> =
            next.calls().into_iter().map(|(expression, call)| (call, expression)).collect();
        let before = self.calls().into_iter();
        let changed = before.filter_map(|(expression, call)| {
            let other = later.get(&call).filter(|other| **other != expression)?;
            Some(format!("{call} was `{expression}` and is `{other}`"))
        });
        changed.collect()
    }

    /// Returns the types that have another name though they are used for the same and look alike.
    pub(crate) fn renamed_types(&self, next: &Self) -> BTreeSet<String> {
        let later: BTreeMap<String, &Method> =
            next.emitted.methods.iter().map(|method| (call(method), method)).collect();
        let mut pairs =
            Pairs { one: self, other: next, seen: BTreeSet::new(), found: BTreeSet::new() };
        for method in &self.emitted.methods {
            let Some(other) = later.get(&call(method)) else { continue };
            pairs.compare(&method.output, &other.output);
            let arguments: BTreeMap<&String, &Type> =
                other.arguments.iter().map(|(name, kind)| (name, kind)).collect();
            for (name, kind) in &method.arguments {
                arguments.get(name).into_iter().for_each(|other| pairs.compare(kind, other));
            }
            for setter in &method.setters {
                let same = other.setters.iter().find(|other| other.name == setter.name);
                same.into_iter().for_each(|other| pairs.compare(&setter.kind, &other.kind));
            }
        }
        pairs.found
    }

    /// Returns the items that are in another file and otherwise as they were: with the same text,
    /// and compiled for the same resources.
    pub(crate) fn moved(&self, next: &Self) -> Vec<String> {
        let (before, after) = (self.items(), next.items());
        let moved = before.iter().filter_map(|(item, file)| {
            let other = after.get(item).filter(|other| *other != file)?;
            let first = item.0.lines().find(|line| !line.starts_with(['/', '#']));
            Some(format!("{file} -> {other}: {}", first.unwrap_or_default()))
        });
        moved.collect()
    }

    /// Returns the file of each item that there is once, by its text and the features that its file
    /// is compiled for.
    fn items(&self) -> BTreeMap<(&str, String), &str> {
        let mut items: BTreeMap<(&str, String), Option<&str>> = BTreeMap::new();
        for (path, text) in &self.files {
            let features = self.features(path);
            for block in text.split("\n\n") {
                let is_item = ["pub ", "impl", "codec", "///", "#[", "open_"]
                    .iter()
                    .any(|begin| block.starts_with(begin));
                if is_item && !block.contains("\nuse ") && block.lines().count() > 2 {
                    let key = (block, features.clone());
                    items.entry(key).and_modify(|file| *file = None).or_insert(Some(path));
                }
            }
        }
        items.into_iter().filter_map(|(text, file)| Some((text, file?))).collect()
    }

    /// Returns the condition that a file is compiled under.
    fn features(&self, path: &str) -> String {
        let (root, module) = match path.trim_end_matches(".rs").split_once('/') {
            Some(("shared", module)) => ("shared.rs", module),
            Some((module, _)) => ("mod.rs", module),
            None => ("mod.rs", path.trim_end_matches(".rs")),
        };
        let text = self.files.get(root).map(String::as_str).unwrap_or_default();
        let before = [format!("\nmod {module};"), format!("\npub(super) mod {module};")];
        let head =
            before.iter().find_map(|line| text.split_once(line)).map_or("", |(head, _)| head);
        let from = head.rfind("#[cfg(").unwrap_or(head.len());
        let mut names: Vec<&str> = head[from..].split('"').skip(1).step_by(2).collect();
        names.sort_unstable();
        names.join(" ")
    }

    /// Returns what a declared type is made of, without the names of others; `None` for all others.
    fn structure(&self, name: &str) -> Option<String> {
        let Emitted { structs, enums, unions, choices, .. } = &self.emitted;
        let plain = |kind: &Type| {
            let names = names(kind)
                .into_iter()
                .map(|name| if self.is_declared(&name) { "_".to_owned() } else { name });
            names.collect::<Vec<_>>().join(" ")
        };
        if let Some(one) = structs.get(name) {
            let fields = one.fields.iter().map(|(name, kind)| format!("{name}: {}", plain(kind)));
            return Some(fields.collect::<Vec<_>>().join("\n"));
        }
        if let Some(values) = enums.get(name) {
            let values: BTreeSet<String> = values.iter().map(ToString::to_string).collect();
            return Some(format!("{values:?}"));
        }
        if let Some(arms) = unions.get(name) {
            return Some(arms.iter().map(plain).collect::<Vec<_>>().join(" | "));
        }
        let arms = choices.get(name)?.iter();
        Some(arms.map(|(name, kind)| format!("{name} {:?}", kind.as_ref().map(plain))).collect())
    }

    fn is_declared(&self, name: &str) -> bool {
        let Emitted { structs, enums, unions, choices, .. } = &self.emitted;
        structs.contains_key(name)
            || enums.contains_key(name)
            || unions.contains_key(name)
            || choices.contains_key(name)
    }
}

/// Types of two clients that stand in the same places.
struct Pairs<'s> {
    one: &'s Surface,
    other: &'s Surface,
    seen: BTreeSet<(String, String)>,
    found: BTreeSet<String>,
}

impl Pairs<'_> {
    fn compare(&mut self, one: &Type, other: &Type) {
        let declared = |surface: &Surface, kind| {
            let names = names(kind).into_iter();
            names.filter(|name| surface.is_declared(name)).collect::<Vec<_>>()
        };
        let pairs = declared(self.one, one).into_iter().zip(declared(self.other, other));
        for (one, other) in pairs {
            self.compare_named(one, other);
        }
    }

    fn compare_named(&mut self, one: String, other: String) {
        if !self.seen.insert((one.clone(), other.clone())) {
            return;
        }
        // If both are still there, one has taken the place of the other.
        let is_gone = !self.other.is_declared(&one);
        if one != other && is_gone && self.one.structure(&one) == self.other.structure(&other) {
            self.found.insert(format!("{one} is {other}"));
        }
        let (ours, theirs) = (&self.one.emitted, &self.other.emitted);
        let mut members: Vec<(Type, Type)> = Vec::new();
        if let (Some(one), Some(other)) = (ours.structs.get(&one), theirs.structs.get(&other)) {
            for (name, kind) in &one.fields {
                let same = other.fields.iter().find(|(other, _)| other == name);
                members.extend(same.map(|(_, other)| (kind.clone(), other.clone())));
            }
        }
        if let (Some(one), Some(other)) = (ours.unions.get(&one), theirs.unions.get(&other))
            && one.len() == other.len()
        {
            members.extend(one.iter().cloned().zip(other.iter().cloned()));
        }
        members.iter().for_each(|(one, other)| self.compare(one, other));
    }
}

/// Returns a call without the names of the values in its path.
fn call(method: &Method) -> String {
    let mut path = String::new();
    for part in method.path.split('{') {
        match part.split_once('}') {
            Some((_, rest)) => path.extend(["{}", rest]),
            None => path.push_str(part),
        }
    }
    format!("{} {path}", method.verb)
}

/// Returns the names in a type, from the outside in.
fn names(kind: &Type) -> Vec<String> {
    match kind {
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return Vec::new() };
            let mut found = vec![last.ident.to_string()];
            if let PathArguments::AngleBracketed(arguments) = &last.arguments {
                for argument in &arguments.args {
                    if let GenericArgument::Type(inner) = argument {
                        found.extend(names(inner));
                    }
                }
            }
            found
        }
        Type::Reference(reference) => names(&reference.elem),
        Type::Slice(slice) => names(&slice.elem),
        Type::ImplTrait(kind) => vec![kind.to_token_stream().to_string()],
        _ => Vec::new(),
    }
}
