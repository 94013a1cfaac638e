//! Who may know of whom, and how long a thing may be.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cekura_tests::cases::workspace;

/// The modules of the generator: each may use those before it, and only those.
const GENERATOR: [&str; 17] = [
    "pointer",
    "locate",
    "diagnostic",
    "source",
    "config",
    "overlay",
    "words",
    "lower",
    "model",
    "document",
    "shape",
    "names",
    "layout",
    "emit",
    "package",
    "print",
    "lib",
];

/// What only some modules of the generator may use, and which.
const ONLY: [(&str, &[&str]); 12] = [
    ("openapiv3::", &["lower", "document"]),
    ("proc_macro2::", &["names", "emit", "print"]),
    ("quote::", &["emit"]),
    ("quote!", &["emit"]),
    ("format_ident!", &["emit"]),
    ("heck::", &["words"]),
    ("Ident::new", &["names"]),
    ("prettyplease::", &["print"]),
    ("std::fs", &[]),
    ("std::env", &[]),
    ("std::net", &[]),
    ("std::time", &[]),
];

const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 60;

/// A file of Rust.
struct File {
    /// From the workspace's folder, with `/`.
    path: String,
    text: String,
}

impl File {
    /// The lines that are compiled in the crate proper, from 1, without comments and without what is in quotes.
    fn code(&self) -> Vec<(usize, String)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        let tests = |(_, line): &(usize, &str)| !line.trim_start().starts_with("#[cfg(test)]");
        lines.take_while(tests).map(|(number, line)| (number, bare(line))).collect()
    }

    /// The name of the top module below the crate's root.
    fn module(&self) -> &str {
        let below = self.path.split_once("/src/").map_or("", |(_, below)| below);
        below.split(['/', '.']).next().unwrap_or_default()
    }
}

/// A line without its comment and without what is in quotes.
fn bare(line: &str) -> String {
    let mut bare = String::new();
    let mut quoted = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if quoted => drop(characters.next()),
            '"' => quoted = !quoted,
            '/' if !quoted && characters.peek() == Some(&'/') => break,
            _ if quoted => {}
            _ => bare.push(character),
        }
    }
    bare
}

/// All files of a folder that people write.
fn written(folder: &str) -> Vec<File> {
    let mut files = Vec::new();
    collect(&workspace(), folder, &mut files);
    files.retain(|file| !file.path.contains("/generated/"));
    files.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(!files.is_empty(), "{folder} has no files");
    files
}

fn collect(root: &Path, path: &str, files: &mut Vec<File>) {
    for entry in fs::read_dir(root.join(path)).expect("a folder") {
        let entry = entry.expect("an entry");
        let path = format!("{path}/{}", entry.file_name().to_str().expect("a name in UTF-8"));
        if entry.file_type().expect("a type").is_dir() {
            collect(root, &path, files);
        } else if path.ends_with(".rs") {
            let text = fs::read_to_string(root.join(&path)).expect("a text");
            files.push(File { path, text });
        }
    }
}

fn is_test(file: &File) -> bool {
    file.path.ends_with("/tests.rs") || file.path.contains("/tests/")
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// The modules that a line names behind `crate::`, or in the braces there.
fn names_behind<'l>(line: &'l str, prefix: &str) -> Vec<&'l str> {
    let word = |text: &'l str| {
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        &text[..end]
    };
    let mut found = Vec::new();
    for (at, _) in line.match_indices(prefix) {
        let rest = &line[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(list) => found.extend(
                list.split('}').next().unwrap_or_default().split(',').map(|name| word(name.trim())),
            ),
            None => found.push(word(rest)),
        }
    }
    found
}

#[test]
fn the_generators_modules_use_only_what_is_before_them() {
    let mut faults = Vec::new();
    for file in written("generator/src").iter().filter(|file| !is_test(file)) {
        let module = file.module();
        let Some(own) = GENERATOR.iter().position(|name| *name == module) else {
            faults.push(format!("{}: the module `{module}` has no place in the order", file.path));
            continue;
        };
        for (number, line) in file.code() {
            let crossing = if file.path.matches('/').count() == 2 { "super::" } else { "crate::" };
            for name in
                names_behind(&line, "crate::").into_iter().chain(names_behind(&line, crossing))
            {
                let place = GENERATOR.iter().position(|other| *other == name);
                if place.is_some_and(|place| place > own) {
                    faults.push(format!("{}:{number}: `{module}` uses `{name}`", file.path));
                }
            }
        }
    }
    faults.dedup();
    none(&faults);
}

#[test]
fn tools_are_used_where_they_belong() {
    let mut faults = Vec::new();
    for file in written("generator/src").iter().filter(|file| !is_test(file)) {
        for (number, line) in file.code() {
            for (tool, modules) in ONLY {
                // Not the end of a longer word, such as `parse_quote!`.
                let whole =
                    |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
                let own = line.match_indices(tool).any(|(at, _)| whole(at));
                if own && !modules.contains(&file.module()) {
                    faults.push(format!("{}:{number}: `{tool}`", file.path));
                }
            }
        }
    }
    none(&faults);
}

#[test]
fn the_runtime_knows_nothing_of_what_is_generated() {
    let mut faults = Vec::new();
    for file in written("generated-client/src/runtime") {
        for (number, line) in file.code() {
            if line.contains("crate::generated")
                || line.contains("crate::types")
                || line.contains("crate::resources")
            {
                faults.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    none(&faults);
}

#[test]
fn what_is_generated_uses_what_the_contract_lists() {
    let contract = fs::read_to_string(workspace().join("generated-client/src/runtime.rs"))
        .expect("the contract");
    let contract: String = contract.lines().map(bare).collect::<Vec<_>>().join("\n");
    let words = contract.split(|c: char| !c.is_alphanumeric() && c != '_');
    let listed: BTreeSet<&str> = words.collect();
    let mut files = Vec::new();
    collect(&workspace(), "generated-client/src/generated", &mut files);
    let mut faults = Vec::new();
    for file in &files {
        // Imports go over several lines.
        let text: String = file.text.lines().map(bare).collect::<Vec<_>>().join(" ");
        for name in names_behind(&text, "crate::runtime::") {
            if !name.is_empty() && !listed.contains(name) {
                faults.push(format!("{}: `{name}` is not listed", file.path));
            }
        }
        for name in names_behind(&text, "crate::") {
            if !["runtime", "types", "generated", "resources", "Client"].contains(&name) {
                faults.push(format!("{}: `crate::{name}`", file.path));
            }
        }
    }
    none(&faults);
}

#[test]
fn files_and_functions_are_short() {
    let mut faults = Vec::new();
    for folder in ["generator/src", "generated-client/src", "xtask/src", "tests/src", "tests/tests"]
    {
        for file in written(folder) {
            let lines: Vec<&str> = file.text.lines().collect();
            if lines.len() > LONGEST_FILE {
                faults.push(format!("{}: {} lines", file.path, lines.len()));
            }
            for (start, line) in lines.iter().enumerate().filter(|(_, line)| is_function(line)) {
                // rustfmt closes a function where it began.
                let indent = &line[..line.len() - line.trim_start().len()];
                let length = lines[start..].iter().position(|line| *line == format!("{indent}}}"));
                if let Some(length) =
                    length.map(|end| end + 1).filter(|length| *length > LONGEST_FUNCTION)
                {
                    faults.push(format!(
                        "{}:{}: a function of {length} lines",
                        file.path,
                        start + 1
                    ));
                }
            }
        }
    }
    none(&faults);
}

/// Whether a function with a body begins here.
fn is_function(line: &str) -> bool {
    let mut words = line.split_whitespace().skip_while(|word| {
        word.starts_with("pub") || ["const", "async", "in", "super)"].contains(word)
    });
    words.next() == Some("fn") && !line.trim_end().ends_with([';', '}'])
}

#[test]
fn no_resource_can_hide_a_method_of_the_client() {
    let root = xtask::paths::repository();
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect(path);
    let reserved = read("generator/src/names/reserved.rs");
    let list =
        reserved.split("const CLIENT_METHODS").nth(1).and_then(|rest| rest.split("];").next());
    let list = list.expect("the list");
    let mut missing = Vec::new();
    for path in ["generated-client/src/client.rs", "generated-client/src/runtime/client.rs"] {
        let text = read(path);
        let body = text.split("\nimpl Client {").nth(1).and_then(|rest| rest.split("\n}\n").next());
        for line in body.expect("impl Client").lines().filter(|line| line.contains("fn ")) {
            let name = line.split("fn ").nth(1).and_then(|rest| rest.split(['(', '<']).next());
            let name = name.expect("a name");
            if !list.contains(&format!("\"{name}\"")) {
                missing.push(name.to_owned());
            }
        }
    }
    assert!(missing.is_empty(), "add {missing:?} to CLIENT_METHODS of the generator");
}

#[test]
fn no_type_can_be_called_like_one_at_the_root() {
    let shown = read("generated-client/src/lib.rs");
    let names = shown.split("pub use runtime::").skip(1).flat_map(|rest| {
        let names = rest.split(';').next().unwrap_or_default();
        names.split(|c: char| !c.is_alphanumeric()).filter(|name| !name.is_empty())
    });
    all_reserved("TYPES", names);
}

#[test]
fn no_resource_can_be_called_like_a_feature_of_the_runtime() {
    let manifest = read("generated-client/Cargo.toml");
    let features = manifest.split("[features]").nth(1).and_then(|rest| rest.split("# <").next());
    let features = features.expect("the features").lines().filter(|line| !line.starts_with('#'));
    let names = features.filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
    all_reserved("FEATURES", names);
}

fn read(path: &str) -> String {
    std::fs::read_to_string(xtask::paths::repository().join(path)).expect(path)
}

/// Holds a list of names that the generator does not give to hold all of these.
fn all_reserved<'n>(list: &str, names: impl Iterator<Item = &'n str>) {
    let reserved = read("generator/src/names/reserved.rs");
    let held = reserved.split(&format!("const {list}")).nth(1);
    let held = held.and_then(|rest| rest.split("];").next()).expect("the list");
    let missing: Vec<&str> = names.filter(|name| !held.contains(&format!("\"{name}\""))).collect();
    assert!(missing.is_empty(), "add {missing:?} to {list} of the generator");
}
