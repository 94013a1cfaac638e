//! `Cargo.toml` of a generated crate: the block of features that the generator writes, and the
//! whole file for a crate that stands outside of this workspace.

use anyhow::{Context, Result, bail};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// The lines around the features that the generator writes.
const BEGIN: &str = "# <generated features>";
const END: &str = "# </generated features>";

/// The tables of a manifest that list dependencies.
const DEPENDENCIES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// The name and description of a crate.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The crate's name.
    pub name: &'a str,
    /// One line on what it is.
    pub description: &'a str,
    /// The licence that its owner has chosen.
    pub license: Option<&'a str>,
}

/// Returns whether the manifest belongs to a crate that the generator writes.
pub(crate) fn is_generated(manifest: &str) -> bool {
    manifest.lines().any(|line| line.trim() == BEGIN)
}

/// Returns the version of the crate, if the manifest itself has it.
pub(crate) fn version(manifest: &str) -> Option<String> {
    let manifest: DocumentMut = manifest.parse().ok()?;
    Some(manifest.get("package")?.get("version")?.as_str()?.to_owned())
}

/// Returns the manifest with the lines of `features` between the marks, and all else as it was.
///
/// # Errors
///
/// If there are no marks.
pub fn with_features(manifest: &str, features: &str) -> Result<String> {
    let begin = manifest.find(BEGIN).map(|at| at + BEGIN.len());
    let end = manifest.find(END);
    let (Some(begin), Some(end)) = (begin, end) else {
        bail!("the manifest has no lines `{BEGIN}` and `{END}` for the features to stand between");
    };
    let (Some(head), Some(tail)) = (manifest.get(..begin), manifest.get(end..)) else {
        bail!("bad marks")
    };
    if begin > end {
        bail!("`{END}` stands before `{BEGIN}` in the manifest");
    }
    Ok(format!("{head}\n{}\n{tail}", features.trim_matches('\n')))
}

/// Returns the manifest with what the crate's tests need beside the crate: the crate itself with
/// its transport for tests, so that a plain `cargo test` has it and nobody else.
///
/// # Errors
///
/// If the manifest is no TOML, or names no package.
pub(crate) fn with_tests(manifest: &str) -> Result<String> {
    let mut manifest: DocumentMut = manifest.parse().context("the manifest is no TOML")?;
    let package = manifest.get("package").and_then(|package| package.get("name")?.as_str());
    let name = package.context("the manifest names no package")?.to_owned();
    let dependencies = manifest.entry("dev-dependencies").or_insert_with(toml_edit::table);
    let dependencies =
        dependencies.as_table_mut().context("`dev-dependencies` is no table of the manifest")?;
    if !dependencies.contains_key(&name) {
        let itself: Item = r#"{ path = ".", default-features = false, features = ["test-util"] }"#
            .parse::<Value>()
            .map(Item::Value)?;
        dependencies.insert(&name, itself);
        if let Some(mut key) = dependencies.key_mut(&name) {
            key.leaf_decor_mut()
                .set_prefix("# `MockTransport`, for the tests of the crate alone.\n");
        }
    }
    Ok(manifest.to_string())
}

/// Returns the manifest of a crate of its own, made from that of this repository's client:
/// dependencies with the versions of the workspace written out, no lints, no examples, and a
/// `[workspace]` so that Cargo looks for none above it.
///
/// # Errors
///
/// If one of the manifests is not of the form that this repository's have.
pub fn standalone(
    member: &str,
    workspace: &str,
    facts: Facts<'_>,
    features: &str,
) -> Result<String> {
    let workspace: DocumentMut =
        workspace.parse().context("the manifest of the workspace is no TOML")?;
    let workspace = workspace
        .get("workspace")
        .and_then(Item::as_table_like)
        .context("the root manifest has no workspace")?;
    let member = with_features(member, features)?;
    let mut manifest: DocumentMut =
        member.parse().context("the manifest of the client is no TOML")?;
    for table in ["lints", "example", "test", "bench", "workspace"] {
        manifest.remove(table);
    }
    let package = manifest
        .get_mut("package")
        .and_then(Item::as_table_mut)
        .context("the client's manifest has no package")?;
    fill_package(package, workspace, facts)?;
    let shared = workspace
        .get("dependencies")
        .and_then(Item::as_table_like)
        .context("the workspace shares no dependencies")?;
    for key in DEPENDENCIES {
        resolve(manifest.get_mut(key), shared)?;
    }
    if let Some(targets) = manifest.get_mut("target").and_then(Item::as_table_like_mut) {
        for (_, target) in targets.iter_mut() {
            for key in DEPENDENCIES {
                resolve(target.get_mut(key), shared)?;
            }
        }
    }
    let mut own = Table::new();
    own.decor_mut().set_prefix("\n# A crate of its own, wherever it lies.\n");
    manifest.insert("workspace", Item::Table(own));
    Ok(manifest.to_string())
}

/// Writes out what the package takes from the workspace, and who it is.
fn fill_package(package: &mut Table, workspace: &dyn TableLike, facts: Facts<'_>) -> Result<()> {
    let shared = workspace.get("package").and_then(Item::as_table_like);
    for (key, item) in package.iter_mut() {
        if is_inherited(item) {
            let value = shared.and_then(|shared| shared.get(key.get())).and_then(Item::as_value);
            *item = Item::Value(
                value
                    .with_context(|| format!("the workspace has no package.{}", key.get()))?
                    .clone(),
            );
        }
    }
    package.insert("name", toml_edit::value(facts.name));
    package.insert("description", toml_edit::value(facts.description));
    // They are of this repository's API, and its owner's to choose.
    package.remove("keywords");
    match facts.license {
        Some(license) => drop(package.insert("license", toml_edit::value(license))),
        None => drop(package.remove("license")),
    }
    Ok(())
}

fn is_inherited(item: &Item) -> bool {
    let table = item.as_table_like();
    table.and_then(|table| table.get("workspace")).and_then(Item::as_bool) == Some(true)
}

/// Writes out the dependencies of a table that are those of the workspace.
fn resolve(table: Option<&mut Item>, shared: &dyn TableLike) -> Result<()> {
    let Some(table) = table.and_then(Item::as_table_like_mut) else {
        return Ok(());
    };
    for (name, item) in table.iter_mut() {
        if is_inherited(item) {
            let common = shared
                .get(name.get())
                .with_context(|| format!("the workspace has no dependency {}", name.get()))?;
            *item = Item::Value(merged(item, common));
        }
    }
    Ok(())
}

/// Returns a dependency as the workspace has it, with what the member adds: features add up, the
/// rest of the member's goes first.
fn merged(own: &Item, common: &Item) -> Value {
    let mut table = InlineTable::new();
    match common.as_table_like() {
        None => insert(&mut table, "version", common.as_value()),
        Some(common) => common
            .iter()
            .filter(|(key, _)| *key != "path")
            .for_each(|(key, item)| insert(&mut table, key, item.as_value())),
    }
    let own = own
        .as_table_like()
        .into_iter()
        .flat_map(|own| own.iter())
        .filter(|(key, _)| *key != "workspace");
    for (key, item) in own {
        let features = table.get_mut(key).and_then(Value::as_array_mut);
        match (features, item.as_array()) {
            (Some(features), Some(more)) => add_all(features, more),
            _ => insert(&mut table, key, item.as_value()),
        }
    }
    if let (Some(version), 1) = (table.get("version"), table.len()) {
        return version.clone().decorated(" ", "");
    }
    table.iter_mut().filter_map(|(_, value)| value.as_array_mut()).for_each(Array::fmt);
    table.fmt();
    Value::InlineTable(table).decorated(" ", "")
}

fn insert(table: &mut InlineTable, key: &str, value: Option<&Value>) {
    if let Some(value) = value {
        table.insert(key, value.clone());
    }
}

fn add_all(features: &mut Array, more: &Array) {
    for feature in more {
        if !features.iter().any(|known| known.as_str() == feature.as_str()) {
            features.push(feature.clone());
        }
    }
}

#[cfg(test)]
mod tests;
