//! Arrows: the modules that a module names, by `use` or by a path within its code.

use std::collections::{BTreeMap, BTreeSet};

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, Item, Token, UseTree};

use super::files::{Crate, File, is_for_tests};

/// The steps of a path: `crate`, `model`, `Api`.
type Steps = Vec<String>;

/// Tools of other crates and of the standard library that only some rooms may use.
pub const TOOLS: [&str; 11] = [
    "openapiv3",
    "proc_macro2",
    "quote",
    "heck",
    "prettyplease",
    "syn",
    "std::fs",
    "std::env",
    "std::net",
    "std::time",
    "Ident::new",
];

/// The names in a file's code.
#[derive(Debug, Default)]
struct Names {
    /// Paths of at least two steps, written out.
    paths: BTreeSet<Steps>,
    /// The names that `use` brings into the module, each with the path that it stands for.
    imported: BTreeMap<String, Steps>,
    /// Macros by their last name.
    macros: BTreeSet<String>,
}

/// Returns the arrows between the files of a crate: the paths of the files that each file uses.
pub fn between_files(of: &Crate) -> BTreeMap<&str, BTreeSet<&str>> {
    let files: Vec<(&str, &File)> = of
        .files
        .iter()
        .filter(|(path, file)| !file.is_test && !path.ends_with("main.rs"))
        .map(|(path, file)| (path.as_str(), file))
        .collect();
    let modules: BTreeMap<&[String], &str> =
        files.iter().map(|(path, file)| (file.module.as_slice(), *path)).collect();
    let names: BTreeMap<&[String], Names> =
        files.iter().map(|(_, file)| (file.module.as_slice(), names(file))).collect();
    let arrows = files.iter().map(|(path, file)| {
        let own = &names[file.module.as_slice()];
        let used = own.paths.iter().chain(own.imported.values());
        let targets = used.filter_map(|steps| target(&file.module, steps, &names));
        let targets = targets.filter_map(|module| modules.get(module.as_slice()).copied());
        (*path, targets.filter(|target| target != path).collect())
    });
    arrows.collect()
}

/// Returns the arrows between the rooms of a crate.
pub fn between_rooms(of: &Crate) -> BTreeMap<String, BTreeSet<String>> {
    let mut rooms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, targets) in between_files(of) {
        let from = of.files[path].room();
        let targets = targets.into_iter().map(|target| of.files[target].room());
        rooms.entry(from.clone()).or_default().extend(targets.filter(|target| *target != from));
    }
    rooms
}

/// Returns the rooms that use each of the [`TOOLS`].
pub fn tools(of: &Crate) -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut users: BTreeMap<&str, BTreeSet<String>> =
        TOOLS.iter().map(|tool| (*tool, BTreeSet::new())).collect();
    for file in of.files.values().filter(|file| !file.is_test) {
        let names = names(file);
        for tool in TOOLS {
            let steps: Steps = tool.split("::").map(str::to_owned).collect();
            let within = |path: &Steps| {
                path.starts_with(&steps) || tool == "Ident::new" && path.ends_with(&steps)
            };
            let is_macro = tool == "quote"
                && ["quote", "format_ident", "quote_spanned"]
                    .iter()
                    .any(|name| names.macros.contains(*name));
            if is_macro || names.paths.iter().chain(names.imported.values()).any(within) {
                users.entry(tool).or_default().insert(file.room());
            }
        }
    }
    users
}

/// Returns the groups of files that lead to each other. A module and those within it are one thing,
/// so that an arrow between them is none.
pub fn circles(of: &Crate) -> Vec<BTreeSet<&str>> {
    let mut arrows = between_files(of);
    for (from, targets) in &mut arrows {
        let own = &of.files[*from].module;
        targets.retain(|target| {
            let other = &of.files[*target].module;
            !own.starts_with(other) && !other.starts_with(own)
        });
    }
    let reach = |start: &str| {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = arrows[start].iter().copied().collect();
        while let Some(path) = open.pop() {
            if seen.insert(path) {
                open.extend(&arrows[path]);
            }
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        arrows.keys().map(|path| (*path, reach(path))).collect();
    let mut circles: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
    for (path, seen) in &reached {
        if seen.contains(path) {
            circles.insert(
                seen.iter().copied().filter(|other| reached[other].contains(path)).collect(),
            );
        }
    }
    circles.into_iter().collect()
}

/// Returns the module that a path in `module` leads to, through the re-exports of others.
fn target(
    module: &[String],
    steps: &[String],
    names: &BTreeMap<&[String], Names>,
) -> Option<Steps> {
    let mut module = module.to_vec();
    let mut steps = steps.to_vec();
    for _ in 0..8 {
        let absolute = absolute(&module, &steps, names)?;
        let longest =
            (0..=absolute.len()).rev().find(|end| names.contains_key(&absolute[..*end]))?;
        let (found, rest) = absolute.split_at(longest);
        let exported = rest.first().and_then(|name| names[found].imported.get(name));
        let Some(exported) = exported else { return Some(found.to_vec()) };
        steps = exported.iter().cloned().chain(rest.iter().skip(1).cloned()).collect();
        module = found.to_vec();
    }
    None
}

/// Returns a path from the crate's root, if it is one of this crate.
fn absolute(
    module: &[String],
    steps: &[String],
    names: &BTreeMap<&[String], Names>,
) -> Option<Steps> {
    let first = steps.first()?;
    let mut base = module.to_vec();
    let mut rest = steps;
    match first.as_str() {
        "crate" => {
            base.clear();
            rest = &steps[1..];
        }
        "self" => rest = &steps[1..],
        "super" => {
            while rest.first().is_some_and(|step| step == "super") {
                base.pop();
                rest = &rest[1..];
            }
        }
        name => {
            // A module within this one, or a name that is imported here.
            base.push(name.to_owned());
            if names.contains_key(base.as_slice()) {
                rest = &steps[1..];
            } else {
                return None;
            }
        }
    }
    base.extend(rest.iter().cloned());
    Some(base)
}

fn names(file: &File) -> Names {
    let mut names = Names::default();
    file.items.iter().for_each(|item| names.visit_item(item));
    names
}

impl Names {
    fn add_use(&mut self, tree: &UseTree, before: &mut Steps) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.add_use(&path.tree, before);
                before.pop();
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.add_use(tree, before));
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                self.import(before, &name, &name);
            }
            UseTree::Rename(rename) => {
                self.import(before, &rename.ident.to_string(), &rename.rename.to_string());
            }
            UseTree::Glob(_) => {
                self.paths.insert(before.clone());
            }
        }
    }

    fn import(&mut self, before: &[String], name: &str, own: &str) {
        let mut steps = before.to_vec();
        if name != "self" {
            steps.push(name.to_owned());
        }
        let own = if name == "self" { before.last().map_or("self", String::as_str) } else { own };
        // `use name;` by itself brings nothing from elsewhere.
        if steps.len() > 1 || before.is_empty() && name != own {
            self.imported.insert(own.to_owned(), steps.clone());
        }
        self.paths.insert(steps);
    }
}

impl<'a> Visit<'a> for Names {
    fn visit_item(&mut self, item: &'a Item) {
        match item {
            // The body of a macro belongs to the places where it is used.
            Item::Macro(item) if item.ident.is_some() => {}
            Item::Mod(item) if is_for_tests(&item.attrs) => {}
            item => visit::visit_item(self, item),
        }
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        self.add_use(&item.tree, &mut Vec::new());
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        if path.segments.len() > 1 {
            let steps = path.segments.iter().map(|segment| segment.ident.to_string());
            self.paths.insert(steps.collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, found: &'a syn::Macro) {
        let name = found.path.segments.last().map(|segment| segment.ident.to_string());
        let name = name.unwrap_or_default();
        // The code that these quote is code of the output.
        let quotes = name.starts_with("quote") || name.starts_with("parse_quote");
        self.macros.insert(name);
        self.visit_path(&found.path);
        if quotes {
            return;
        }
        let arguments = found.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
        for argument in arguments.iter().flatten() {
            self.visit_expr(argument);
        }
    }

    fn visit_attribute(&mut self, _: &'a syn::Attribute) {}
}
