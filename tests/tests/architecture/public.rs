//! The types of other crates in the public API of the client: a new major version of one of those
//! crates is one of the client, too. `public.txt` lists them.
//!
//! They are looked for in the runtime, in what its macros expand to, in the committed client, and
//! in what the generator emits for each case: another document uses other types.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use cekura_tests::cases::{all, workspace};
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{
    Field, FnArg, ImplItem, Item, ItemEnum, ItemFn, ItemImpl, ItemMacro, ItemTrait, ItemType, Path,
    ReturnType, Signature, UseTree, Visibility,
};
use walkdir::WalkDir;

use super::{UPDATE_COMMAND, is_updating, none, table, text};

/// The crates of the language, whose types are everybody's.
const OWN: [&str; 6] = ["std", "core", "alloc", "crate", "super", "self"];

/// The foreign types in the public items of one file.
struct Public<'c> {
    /// The crates that the client depends on.
    crates: &'c BTreeSet<String>,
    /// The names that the file imports from other crates, and what they stand for.
    imported: BTreeMap<String, String>,
    /// The types of the file that are not public.
    private: BTreeSet<String>,
    /// The file is written by the generator.
    is_emitted: bool,
    found: BTreeSet<String>,
}

impl<'c> Public<'c> {
    fn of(text: &str, crates: &'c BTreeSet<String>) -> BTreeSet<String> {
        let file = syn::parse_file(text).expect("a file of Rust");
        let (mut imported, mut private) = (BTreeMap::new(), BTreeSet::new());
        let mut exported = BTreeMap::new();
        for item in &file.items {
            match item {
                Item::Use(item) => {
                    imports(&item.tree, &mut Vec::new(), &mut imported);
                    if matches!(item.vis, Visibility::Public(_)) {
                        imports(&item.tree, &mut Vec::new(), &mut exported);
                    }
                }
                Item::Struct(item) if !matches!(item.vis, Visibility::Public(_)) => {
                    private.insert(item.ident.to_string());
                }
                Item::Enum(item) if !matches!(item.vis, Visibility::Public(_)) => {
                    private.insert(item.ident.to_string());
                }
                _ => {}
            }
        }
        let found = exported.values().filter_map(|name| type_in(name, crates)).collect();
        // The runtime's own uses of its macros are not public.
        let is_emitted = text.contains("use crate::runtime::{");
        let mut public = Public { crates, imported, private, is_emitted, found };
        public.visit_file(&file);
        public.found
    }

    fn ty(&mut self, ty: &syn::Type) {
        let mut paths = Paths(Vec::new());
        paths.visit_type(ty);
        self.add(paths);
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
            let Some((first, rest)) = path.split_first() else { continue };
            let whole = match self.imported.get(first) {
                Some(known) => [&[known.clone()][..], rest].concat().join("::"),
                None => path.join("::"),
            };
            if let Some(name) = type_in(&whole, self.crates) {
                self.found.insert(name);
            }
        }
    }
}

/// Returns the path of a type of another crate, without what follows the type.
fn type_in(path: &str, crates: &BTreeSet<String>) -> Option<String> {
    let parts: Vec<&str> = path.split("::").collect();
    let is_type = |part: &&str| part.starts_with(|sign: char| sign.is_ascii_uppercase());
    let length = parts.iter().position(is_type)?;
    let is_foreign = length > 0 && crates.contains(parts[0]);
    is_foreign.then(|| parts[..=length].join("::"))
}

/// Returns the names of the crates that the client depends on.
fn dependencies() -> BTreeSet<String> {
    let manifest: toml_edit::DocumentMut =
        text("generated-client/Cargo.toml").parse().expect("TOML");
    let tables = ["cfg(target_family = \"wasm\")", "cfg(not(target_family = \"wasm\"))"];
    let of_targets = tables.iter().filter_map(|name| manifest["target"][name].as_table());
    let tables = of_targets.chain([manifest.as_table()]);
    let all = tables.filter_map(|table| table["dependencies"].as_table());
    all.flat_map(|table| table.iter().map(|(name, _)| name.replace('-', "_"))).collect()
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

impl Visit<'_> for Public<'_> {
    fn visit_item_fn(&mut self, item: &ItemFn) {
        if matches!(item.vis, Visibility::Public(_)) {
            self.signature(&item.sig);
        }
    }

    fn visit_item_type(&mut self, item: &ItemType) {
        if matches!(item.vis, Visibility::Public(_)) {
            self.ty(&item.ty);
        }
    }

    fn visit_item_impl(&mut self, item: &ItemImpl) {
        let syn::Type::Path(own) = &*item.self_ty else { return };
        let own = own.path.segments.last().map(|part| part.ident.to_string()).unwrap_or_default();
        if self.private.contains(&own) {
            return;
        }
        if let Some((of, _)) = &item.trait_ {
            let mut paths = Paths(Vec::new());
            paths.visit_path(of);
            self.add(paths);
        }
        for part in &item.items {
            let is_public = |vis: &Visibility| matches!(vis, Visibility::Public(_));
            match part {
                ImplItem::Fn(part) if is_public(&part.vis) => self.signature(&part.sig),
                ImplItem::Const(part) if is_public(&part.vis) => self.ty(&part.ty),
                ImplItem::Type(part) => self.ty(&part.ty),
                _ => {}
            }
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

    fn visit_item_enum(&mut self, item: &ItemEnum) {
        if matches!(item.vis, Visibility::Public(_)) {
            let fields = item.variants.iter().flat_map(|variant| &variant.fields);
            fields.for_each(|field| self.ty(&field.ty));
        }
    }

    fn visit_field(&mut self, field: &Field) {
        if matches!(field.vis, Visibility::Public(_)) {
            self.ty(&field.ty);
        }
    }

    /// Finds the absolute paths in a macro, which stand for what it expands to, and in the uses of
    /// one.
    fn visit_item_macro(&mut self, item: &ItemMacro) {
        let mut tokens = Vec::new();
        flatten(item.mac.tokens.clone(), &mut tokens);
        for (index, name) in tokens.iter().enumerate() {
            let is_absolute = index >= 2 && tokens[index - 2..index] == [":", ":"];
            let is_first = index < 3 || !is_name(&tokens[index - 3]);
            let is_imported = self.is_emitted && self.imported.contains_key(name);
            if (is_absolute && is_first) || is_imported {
                let end = index + path_length(&tokens[index..]);
                let path = tokens[index..end].iter().filter(|part| is_name(part)).cloned();
                self.add(Paths(vec![path.collect()]));
            }
        }
    }
}

fn flatten(tokens: TokenStream, all: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                // Nothing goes on across a bracket.
                all.push("(".to_owned());
                flatten(group.stream(), all);
                all.push(")".to_owned());
            }
            other => all.push(other.to_string()),
        }
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|sign: char| sign.is_ascii_alphabetic() || sign == '_')
}

/// Returns the number of tokens of the path at the beginning.
fn path_length(tokens: &[String]) -> usize {
    let mut length = 1;
    while tokens.get(length..length + 2).is_some_and(|next| next == [":", ":"])
        && tokens.get(length + 2).is_some_and(|name| is_name(name))
    {
        length += 3;
    }
    length
}

/// The paths of types and bounds.
struct Paths(Vec<Vec<String>>);

impl Visit<'_> for Paths {
    fn visit_path(&mut self, path: &Path) {
        self.0.push(path.segments.iter().map(|part| part.ident.to_string()).collect());
        visit::visit_path(self, path);
    }
}

/// Returns the files of the client, without tests, and those that are emitted for the cases.
fn sources() -> Vec<String> {
    let folder = workspace().join("generated-client/src");
    let mut sources = Vec::new();
    for entry in WalkDir::new(&folder).into_iter().flatten() {
        let path = entry.path();
        let inside = path.strip_prefix(&folder).unwrap_or(path);
        let is_test = inside.components().any(|part| part.as_os_str() == "tests")
            || path.file_name().is_some_and(|name| name == "tests.rs");
        if path.extension().is_some_and(|end| end == "rs") && !is_test {
            sources.push(fs::read_to_string(path).expect("a file of Rust"));
        }
    }
    let outputs = all("cases").into_iter().filter_map(|case| case.generate().output);
    let emitted = outputs.flat_map(|output| output.files);
    sources.extend(emitted.filter(|(path, _)| path.ends_with(".rs")).map(|(_, text)| text));
    sources
}

#[test]
fn foreign_types_of_the_public_api_are_those_of_the_list() {
    let crates = dependencies();
    let found: BTreeSet<String> =
        sources().iter().flat_map(|text| Public::of(text, &crates)).collect();
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
