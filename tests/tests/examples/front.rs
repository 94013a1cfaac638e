//! The front page of the client: what it says is there is there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use cekura_tests::cases::workspace;

fn read(path: &str) -> String {
    let path = workspace().join("generated-client").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the words between backticks.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Returns the calls of each resource, by `api.md`, which is generated; those of its versions, too.
fn calls() -> BTreeMap<String, BTreeSet<String>> {
    let mut calls: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let page = read("api.md");
    let mut resource = "";
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let name = heading.trim_matches('`').rsplit('.').next().unwrap_or_default();
            resource = name.trim_end_matches("()");
        } else if let Some(row) = line.strip_prefix("| `") {
            let cell = row.split(" | ").next().unwrap_or_default();
            let cell = format!("`{cell}");
            calls.entry(resource.to_owned()).or_default().extend(code(&cell).map(str::to_owned));
        }
    }
    calls
}

#[test]
fn every_resource_has_a_row_and_its_calls_exist() {
    let calls = calls();
    let page = read("README.md");
    let mut rows = BTreeSet::new();
    let table = page.split("## What it covers").nth(1).and_then(|rest| rest.split("\n## ").next());
    for line in table.expect("a table").lines().filter(|line| line.starts_with("| `")) {
        let mut words = code(line);
        let Some(resource) = words.next().and_then(|name| name.strip_suffix("()")) else {
            panic!("no call of the client: {line}")
        };
        let known = calls.get(resource).unwrap_or_else(|| panic!("there is no `{resource}`"));
        let named: Vec<&str> = words.collect();
        assert!(!named.is_empty(), "{resource} has no calls to start with");
        for method in named {
            assert!(known.contains(method), "`{resource}` has no call `{method}`");
        }
        assert!(rows.insert(resource.to_owned()), "{resource} has two rows");
    }
    let resources: BTreeSet<String> = calls.into_keys().collect();
    assert_eq!(rows, resources);
}

#[test]
fn the_number_of_calls_is_that_of_the_list() {
    let count = read("api.md").lines().filter(|line| line.starts_with("| `")).count();
    assert!(read("README.md").contains(&format!("{count} operations, ")), "there are {count}");
}

#[test]
fn every_example_is_in_the_table_of_tasks() {
    let page = read("README.md");
    let tasks = page.split("## Tasks").nth(1).and_then(|rest| rest.split("\n## ").next());
    let tasks = tasks.expect("the table of tasks");
    let folder = fs::read_dir(workspace().join("generated-client/examples")).expect("the folder");
    for path in folder.flatten().map(|entry| entry.path()) {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(tasks.contains(&format!("| `{name}` |")), "{name}");
    }
}

#[test]
fn the_root_has_what_every_program_needs_and_modules_the_rest() {
    let root = syn::parse_file(&read("src/lib.rs")).expect("Rust").items;
    let mut names = Vec::new();
    for item in &root {
        if let syn::Item::Use(item) = item
            && quote::quote!(#item).to_string().contains("runtime ::")
        {
            let text = quote::quote!(#item).to_string();
            let list = text.split('{').nth(1).and_then(|rest| rest.split('}').next());
            let list = list.expect("several names").split(',').map(str::trim);
            names.extend(list.filter(|name| !name.is_empty()).map(str::to_owned));
        }
    }
    assert!((8..=13).contains(&names.len()), "{} names: {names:?}", names.len());
    let modules = root.iter().filter_map(|item| match item {
        syn::Item::Mod(module) if matches!(module.vis, syn::Visibility::Public(_)) => {
            Some(module.ident.to_string())
        }
        _ => None,
    });
    let page = read("README.md");
    for module in modules.filter(|module| module != "guide") {
        assert!(page.contains(&format!("`{module}`")), "README.md does not name `{module}`");
    }
}
