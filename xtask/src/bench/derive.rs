//! Our crate as it would be on serde derives: the same types, without their `Decode` and `Encode`.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use syn::{Attribute, File, Item, ItemStruct, parse_quote};
use toml_edit::{DocumentMut, InlineTable, Item as Toml, Value};

use super::types::{Field, Types, is_codec, last_name};

/// The macros that stand in for those of the runtime, and the module they are in.
const MACROS: &str = include_str!("derived.rs.txt");
const MODULE: &str = "derived_for_bench";

/// The generated files with derives.
///
/// # Errors
///
/// If there is no `mod.rs` among them.
pub(super) fn derived(
    mut files: BTreeMap<String, File>,
    types: &Types,
) -> Result<BTreeMap<String, String>> {
    let module = syn::parse_str::<syn::Ident>(MODULE).context("the module has no name")?;
    let root = files.get_mut("mod.rs").context("there is no mod.rs")?;
    root.items.insert(0, parse_quote!(#[macro_use] mod #module;));
    root.attrs.push(parse_quote!(#![allow(unused, reason = "imports of what derives replace")]));
    let mut texts: BTreeMap<String, String> = files
        .into_iter()
        .map(|(path, mut file)| {
            transform(&mut file, types);
            (path, prettyplease::unparse(&file))
        })
        .collect();
    texts.insert(format!("{MODULE}.rs"), MACROS.to_owned());
    Ok(texts)
}

fn transform(file: &mut File, types: &Types) {
    file.items.retain(|item| !matches!(item, Item::Impl(found) if is_codec(found)));
    for item in &mut file.items {
        match item {
            Item::Struct(found) => derive(found, types),
            Item::Macro(found) => {
                let path = &mut found.mac.path;
                if path.is_ident("codec") {
                    *path = parse_quote!(derived_object);
                } else if path.is_ident("open_enum") {
                    *path = parse_quote!(derived_enum);
                } else if path.is_ident("open_union") {
                    *path = parse_quote!(derived_union);
                }
            }
            _ => {}
        }
    }
}

fn derive(found: &mut ItemStruct, types: &Types) {
    let Some(known) = types.structs.get(&found.ident.to_string()) else { return };
    found.attrs.push(parse_quote!(#[derive(serde::Serialize, serde::Deserialize)]));
    for field in &mut found.fields {
        let Some(name) = &field.ident else { continue };
        let same = known.fields.iter().find(|known| *name == known.member.as_str());
        if let Some(known) = same {
            field.attrs.extend(attributes(known));
        }
    }
}

/// The attributes that say what the two impls say of a field.
fn attributes(field: &Field) -> Vec<Attribute> {
    let Some(wire) = &field.wire else {
        return vec![parse_quote!(#[serde(flatten)])];
    };
    let mut attributes = Vec::new();
    if field.member.trim_start_matches("r#") != wire {
        attributes.push(parse_quote!(#[serde(rename = #wire)]));
    }
    if !field.is_required {
        attributes.push(parse_quote!(#[serde(default)]));
    }
    let skip = match last_name(&field.ty).as_deref() {
        Some("Option") if !field.is_nullable => Some("Option::is_none"),
        Some("Field") => Some("crate::runtime::Field::is_absent"),
        _ => None,
    };
    attributes.extend(skip.map(|skip| parse_quote!(#[serde(skip_serializing_if = #skip)])));
    attributes
}

/// The manifest with serde's derives switched on.
///
/// # Errors
///
/// If it does not depend on serde.
pub(super) fn manifest(text: &str) -> Result<String> {
    let mut manifest: DocumentMut = text.parse().context("the manifest is no TOML")?;
    let serde = manifest
        .get_mut("dependencies")
        .and_then(|dependencies| dependencies.get_mut("serde"))
        .context("the crate does not depend on serde")?;
    if let Some(version) = serde.as_str().map(str::to_owned) {
        *serde = Toml::Value(Value::InlineTable(InlineTable::from_iter([("version", version)])));
    }
    let table = serde.as_table_like_mut().context("serde is no dependency")?;
    let features = table.entry("features").or_insert(toml_edit::value(toml_edit::Array::new()));
    features.as_array_mut().context("serde's features are no list")?.push("derive");
    Ok(manifest.to_string())
}

#[cfg(test)]
mod tests;
