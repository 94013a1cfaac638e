//! The contract between the runtime and the generated code, and the names that are taken by it.

use std::collections::BTreeSet;
use std::fs;

use super::{crates, none, text};
use cekura_tests::cases::{all, workspace};
use syn::visit::{self, Visit};
use syn::{Expr, ImplItem, Item, Lit, UseTree};
use walkdir::WalkDir;

const RESERVED: &str = "generator/src/names/reserved.rs";

/// The names at the root of its crate that generated code may use.
const ROOT: [&str; 5] = ["Client", "generated", "resources", "runtime", "types"];

/// The names of the prelude of edition 2024, and those that derives expand to.
const PRELUDE: &str = "AsMut AsRef Box Clone Copy Debug Default DoubleEndedIterator Drop Eq Err \
    ExactSizeIterator Extend Fn FnMut FnOnce From FromIterator Future Hash Into IntoFuture \
    IntoIterator Iterator None Ok Option Ord PartialEq PartialOrd Result Self Send Sized Some \
    String Sync ToOwned ToString TryFrom TryInto Unpin Vec";

/// The type parameter of generated functions.
const PARAMETER: &str = "S";

#[test]
fn generated_code_uses_what_the_contract_lists() {
    let contract = exported(&parse(&text("generated-client/src/runtime.rs")));
    let mut faults = Vec::new();
    for (path, items) in generated() {
        for steps in paths(&items).iter().filter(|steps| steps[0] == "crate") {
            let name = steps.get(1).map(String::as_str).unwrap_or_default();
            if !ROOT.contains(&name) {
                faults.push(format!("{path}: `crate::{name}`"));
            }
            if let ("runtime", Some(name)) = (name, steps.get(2))
                && !contract.contains(name)
            {
                faults.push(format!("{path}: `{name}` is not listed"));
            }
        }
    }
    none(&faults, "List it in generated-client/src/runtime.rs, or emit something else.");
}

#[test]
fn the_runtime_does_not_know_the_generated_code() {
    let mut faults = Vec::new();
    for (path, items) in client_files().filter(|(path, _)| path.contains("/src/runtime")) {
        let own = |steps: &&Vec<String>| {
            steps[0] == "crate" && ["generated", "resources", "types"].contains(&&*steps[1])
        };
        let paths = paths(&items);
        faults
            .extend(paths.iter().filter(own).map(|steps| format!("{path}: {}", steps.join("::"))));
    }
    none(&faults, "Facts of the API come through `ApiFacts`; move what needs more to client.rs.");
}

#[test]
fn reserved_methods_are_those_of_the_client() {
    // From `#[derive(Clone)]`.
    let mut methods = BTreeSet::from(["clone".to_owned()]);
    for (_, items) in client_files() {
        for item in &items {
            if let Item::Impl(found) = item
                && found.trait_.is_none()
                && matches!(&*found.self_ty, syn::Type::Path(path) if path.path.is_ident("Client"))
            {
                methods.extend(found.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
                    _ => None,
                }));
            }
        }
    }
    compare(&["CLIENT_METHODS"], &methods);
}

#[test]
fn calls_with_optional_parameters_have_the_methods_of_all_calls() {
    let mut methods = BTreeSet::new();
    for (_, items) in client_files() {
        for item in &items {
            if let Item::Impl(found) = item
                && found.trait_.is_none()
                && matches!(&*found.self_ty, syn::Type::Path(path)
                    if path.path.segments.last().is_some_and(|last| last.ident == "Call"))
            {
                methods.extend(found.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(function)
                        if matches!(function.vis, syn::Visibility::Public(_)) =>
                    {
                        Some(function.sig.ident.to_string())
                    }
                    _ => None,
                }));
            }
        }
    }
    let repeated = text("generated-client/src/runtime/response/operation.rs");
    let has = |name: &String| {
        ["fn", "async fn"].iter().any(|keyword| {
            ["(", "<"].iter().any(|next| repeated.contains(&format!("pub {keyword} {name}{next}")))
        })
    };
    let missing: Vec<&String> = methods.iter().filter(|name| !has(name)).collect();
    assert!(missing.is_empty(), "operation_call! lacks the methods {missing:?} of Call");
    // Those of the macro alone, and those that generated code adds where it can.
    methods.extend(["and_stream", "and_wait", "body", "optional"].map(str::to_owned));
    compare(&["CALL_METHODS"], &methods);
}

#[test]
fn reserved_types_are_those_of_the_prelude_the_root_and_the_imports() {
    let mut types: BTreeSet<String> = PRELUDE.split_whitespace().map(str::to_owned).collect();
    types.insert(PARAMETER.to_owned());
    types.extend(exported(&parse(&text("generated-client/src/lib.rs"))));
    for (_, items) in generated() {
        for item in &items {
            if let Item::Use(found) = item
                && !matches!(found.vis, syn::Visibility::Public(_))
            {
                let mut names = Names::default();
                names.visit_item_use(found);
                // Types of the document are imported too, and those of the standard library and
                // of others that the table of scalars reserves.
                let paths = [["std", "collections"], ["crate", "runtime"]];
                names.0.retain(|steps| paths.iter().any(|path| steps[..2] == path[..]));
                types.extend(names.0.into_iter().filter_map(|mut steps| steps.pop()));
            }
        }
    }
    types.retain(|name| name.starts_with(char::is_uppercase));
    compare(&["PRELUDE", "RUNTIME", "OTHERS"], &types);
}

#[test]
fn reserved_features_are_those_of_the_runtime() {
    let manifest = text("generated-client/Cargo.toml");
    let features = manifest.split("[features]").nth(1).and_then(|rest| rest.split("# <").next());
    let features = features.expect("the features").lines().filter(|line| !line.starts_with('#'));
    let mut names: BTreeSet<String> = features
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.to_owned())
        .collect();
    // The one of all resources, which is written by the generator.
    names.insert("resources".to_owned());
    compare(&["FEATURES"], &names);
}

/// Compares lists of reserved names with the names that are taken.
fn compare(lists: &[&str], taken: &BTreeSet<String>) {
    let reserved: BTreeSet<String> = lists.iter().flat_map(|list| reserved(list)).collect();
    let missing = taken.difference(&reserved).map(|name| format!("missing: \"{name}\""));
    let stale = reserved.difference(taken).map(|name| format!("names nothing: \"{name}\""));
    let help = format!("Correct {} in {RESERVED}.", lists.join(", "));
    none(&missing.chain(stale).collect::<Vec<_>>(), &help);
}

fn parse(text: &str) -> Vec<Item> {
    syn::parse_file(text).expect("a file of Rust").items
}

/// Returns the names of a list of the generator.
fn reserved(list: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for item in parse(&text(RESERVED)) {
        if let Item::Const(found) = item
            && found.ident == list
            && let Expr::Reference(reference) = *found.expr
            && let Expr::Array(array) = *reference.expr
        {
            names.extend(array.elems.iter().filter_map(|name| match name {
                Expr::Lit(literal) => match &literal.lit {
                    Lit::Str(name) => Some(name.value()),
                    _ => None,
                },
                _ => None,
            }));
        }
    }
    assert!(!names.is_empty(), "{RESERVED} has no list {list}");
    names
}

/// Returns the generated files of the repository and of all cases.
fn generated() -> Vec<(String, Vec<Item>)> {
    let own = WalkDir::new(workspace().join("generated-client/src/generated")).into_iter();
    let own = own.map(|entry| entry.expect("an entry").into_path()).filter(|path| path.is_file());
    let own = own.map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap()));
    let cases = all("cases").into_iter().flat_map(|case| {
        let files = case.generate().output.map(|output| output.files).unwrap_or_default();
        files.into_iter().map(move |(path, text)| (format!("{}: {path}", case.name), text))
    });
    let files = own.chain(cases);
    files.map(|(path, text)| (path, parse(&text))).collect()
}

/// Returns the items of the client's hand-written files, less the tests.
fn client_files() -> impl Iterator<Item = (String, Vec<Item>)> {
    let client = crates().into_iter().find(|of| of.name == "client").expect("the client");
    let files = client.files.into_iter().filter(|(_, file)| !file.is_test);
    files.map(|(path, file)| (path, file.items))
}

/// Returns the names that a file lets out by `pub use` or declares as `pub type`.
fn exported(items: &[Item]) -> BTreeSet<String> {
    let mut exported = BTreeSet::new();
    for item in items {
        match item {
            Item::Use(found) if !matches!(found.vis, syn::Visibility::Inherited) => {
                let mut names = Names::default();
                names.visit_item_use(found);
                exported.extend(names.0.into_iter().filter_map(|mut steps| steps.pop()));
            }
            Item::Type(found) => drop(exported.insert(found.ident.to_string())),
            _ => {}
        }
    }
    exported
}

/// Returns the paths of at least two steps in a file, imports included.
fn paths(items: &[Item]) -> BTreeSet<Vec<String>> {
    let mut names = Names::default();
    items.iter().for_each(|item| names.visit_item(item));
    names.0
}

/// The paths that are visited. An import ends with the name that it has in the file.
#[derive(Default)]
struct Names(BTreeSet<Vec<String>>);

impl Names {
    fn add(&mut self, tree: &UseTree, before: &mut Vec<String>) {
        let leaf = match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.add(&path.tree, before);
                before.pop();
                return;
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.add(tree, before));
                return;
            }
            UseTree::Name(name) => name.ident.to_string(),
            UseTree::Rename(rename) => rename.rename.to_string(),
            UseTree::Glob(_) => "*".to_owned(),
        };
        self.0.insert(before.iter().cloned().chain([leaf]).collect());
    }
}

impl<'a> Visit<'a> for Names {
    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        self.add(&item.tree, &mut Vec::new());
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        if path.segments.len() > 1 {
            self.0.insert(path.segments.iter().map(|step| step.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }
}
