//! The types of other crates in the public API of the client: a new major version of one of those
//! crates is one of the client, too. `public.txt` lists them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use cekura_tests::cases::workspace;
use syn::visit::{self, Visit};
use syn::{
    Field, FnArg, ImplItemFn, Item, ItemFn, ItemTrait, Path, ReturnType, Signature, UseTree,
    Visibility,
};
use walkdir::WalkDir;

use super::{UPDATE_COMMAND, is_updating, none, table};

/// The crates of the language, whose types are everybody's.
const OWN: [&str; 6] = ["std", "core", "alloc", "crate", "super", "self"];

/// The foreign types in the public items of one file.
struct Public {
    /// The names that the file imports from other crates, and what they stand for.
    imported: BTreeMap<String, String>,
    found: BTreeSet<String>,
}

impl Public {
    fn of(file: &syn::File) -> BTreeSet<String> {
        let mut imported = BTreeMap::new();
        for item in &file.items {
            if let Item::Use(item) = item {
                imports(&item.tree, &mut Vec::new(), &mut imported);
            }
        }
        let mut public = Public { imported, found: BTreeSet::new() };
        public.visit_file(file);
        public.found
    }

    fn signature(&mut self, signature: &Signature) {
        let mut paths = Paths(Vec::new());
        for input in &signature.inputs {
            if let FnArg::Typed(input) = input {
                paths.visit_type(&input.ty);
            }
        }
        if let ReturnType::Type(_, output) = &signature.output {
            paths.visit_type(output);
        }
        paths.visit_generics(&signature.generics);
        self.add(paths);
    }

    fn add(&mut self, paths: Paths) {
        for path in paths.0 {
            let first = path.first().cloned().unwrap_or_default();
            let known = self.imported.get(&first).cloned();
            let rest = path.get(1..).unwrap_or_default().join("::");
            match known {
                Some(name) if rest.is_empty() => self.found.insert(name),
                Some(name) => self.found.insert(format!("{name}::{rest}")),
                None if is_crate(&first) && !rest.is_empty() => self.found.insert(path.join("::")),
                None => false,
            };
        }
    }
}

/// Returns whether a path begins with the name of another crate.
fn is_crate(first: &str) -> bool {
    ["bytes", "chrono", "futures_core", "http", "reqwest", "serde", "serde_json", "url", "uuid"]
        .contains(&first)
}

fn imports(tree: &UseTree, path: &mut Vec<String>, imported: &mut BTreeMap<String, String>) {
    match tree {
        UseTree::Path(part) => {
            path.push(part.ident.to_string());
            imports(&part.tree, path, imported);
            path.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, path, imported)),
        UseTree::Name(name) if path.first().is_some_and(|first| !OWN.contains(&first.as_str())) => {
            let name = name.ident.to_string();
            imported.insert(name.clone(), format!("{}::{name}", path.join("::")));
        }
        UseTree::Rename(name) if path.first().is_some_and(|it| !OWN.contains(&it.as_str())) => {
            let whole = format!("{}::{}", path.join("::"), name.ident);
            imported.insert(name.rename.to_string(), whole);
        }
        _ => {}
    }
}

impl Visit<'_> for Public {
    fn visit_item_fn(&mut self, item: &ItemFn) {
        if matches!(item.vis, Visibility::Public(_)) {
            self.signature(&item.sig);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &ImplItemFn) {
        if matches!(item.vis, Visibility::Public(_)) {
            self.signature(&item.sig);
        }
    }

    fn visit_item_trait(&mut self, item: &ItemTrait) {
        if matches!(item.vis, Visibility::Public(_)) {
            for item in &item.items {
                if let syn::TraitItem::Fn(item) = item {
                    self.signature(&item.sig);
                }
            }
            let mut paths = Paths(Vec::new());
            item.supertraits.iter().for_each(|bound| paths.visit_type_param_bound(bound));
            self.add(paths);
        }
    }

    fn visit_field(&mut self, field: &Field) {
        if matches!(field.vis, Visibility::Public(_)) {
            let mut paths = Paths(Vec::new());
            paths.visit_type(&field.ty);
            self.add(paths);
        }
    }
}

/// The paths of types and bounds.
struct Paths(Vec<Vec<String>>);

impl Visit<'_> for Paths {
    fn visit_path(&mut self, path: &Path) {
        self.0.push(path.segments.iter().map(|part| part.ident.to_string()).collect());
        visit::visit_path(self, path);
    }
}

#[test]
fn foreign_types_of_the_public_api_are_those_of_the_list() {
    let folder = workspace().join("generated-client/src");
    let mut found = BTreeSet::new();
    for entry in WalkDir::new(folder.join("runtime")).into_iter().flatten() {
        let path = entry.path();
        let inside = path.strip_prefix(&folder).unwrap_or(path);
        let is_test = inside.components().any(|part| part.as_os_str() == "tests")
            || path.file_name().is_some_and(|name| name == "tests.rs");
        if path.extension().is_some_and(|end| end == "rs") && !is_test {
            let text = fs::read_to_string(path).expect("a file of Rust");
            found.extend(Public::of(&syn::parse_file(&text).expect("Rust")));
        }
    }
    assert!(found.contains("http::HeaderMap"), "{found:?}");
    let path = table("public.txt");
    if is_updating() {
        let lines: String = found.iter().map(|name| format!("{name}\n")).collect();
        fs::write(&path, lines).expect("the list is written");
    }
    let text = fs::read_to_string(&path).unwrap_or_default();
    let listed: BTreeSet<String> = text.lines().map(str::to_owned).collect();
    let new = found.difference(&listed).map(|name| format!("not listed: {name}"));
    let gone = listed.difference(&found).map(|name| format!("not used: {name}"));
    let faults: Vec<String> = new.chain(gone).collect();
    none(&faults, &format!("If users of the client shall depend on it: {UPDATE_COMMAND}."));
}
