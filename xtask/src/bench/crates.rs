//! The crates and programs that are measured, written to a folder.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cekura_codegen::Output;
use syn::{Expr, File, Lit, Meta};
use toml_edit::{DocumentMut, Item};

use super::derive;
use super::types::Types;
use crate::codegen::repository;
use crate::standalone;
use crate::sync::{FileSet, Mode, sync};

/// The program's name, less that of the crate it is for.
pub(super) const PROGRAM: &str = "program";

const MAIN: &str = include_str!("program.rs.txt");
const GENERATED: &str = "src/generated/";

/// The two ways to read and write the same types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variant {
    /// Our plain impls.
    Plain,
    /// Serde's derives.
    Derive,
}

impl Variant {
    pub(super) const BOTH: [Self; 2] = [Self::Plain, Self::Derive];

    fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Derive => "derive",
        }
    }

    /// The name of the program that is linked with this variant of the crate.
    pub(super) fn program(self) -> String {
        format!("{}-{PROGRAM}", self.name())
    }
}

/// Both crates on disk, and what is known of them.
pub(super) struct Crates {
    folder: PathBuf,
    pub(super) types: Types,
    /// The features that are on by default, with one resource in place of all.
    pub(super) one: Option<OneResource>,
}

/// The resource with the most lines.
pub(super) struct OneResource {
    pub(super) name: String,
    pub(super) features: String,
}

impl Crates {
    /// Writes both crates, each with its program, below `folder`.
    ///
    /// # Errors
    ///
    /// If a file cannot be written, or the generated code is not of the form that is known here.
    pub(super) fn write(output: &Output, folder: &Path) -> Result<Self> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot empty {}", folder.display()));
            }
            _ => {}
        }
        let plain = standalone::file_set(
            output,
            &folder.join(Variant::Plain.name()).join("crate"),
            &repository(),
        )?;
        let files = parsed(&plain)?;
        let types = Types::of(files.values())?;
        let manifest = plain.files.get("Cargo.toml").context("the crate has no manifest")?;
        let one = one_resource(&files, output, manifest)?;
        let mut derived =
            FileSet { root: folder.join(Variant::Derive.name()).join("crate"), ..plain.clone() };
        derived.files.insert("Cargo.toml".to_owned(), derive::manifest(manifest)?);
        for (path, text) in derive::derived(files, &types)? {
            derived.files.insert(format!("{GENERATED}{path}"), text);
        }
        let lock = fs::read_to_string(repository().join("Cargo.lock"))
            .context("cannot read Cargo.lock")?;
        for (variant, mut set) in [(Variant::Plain, plain), (Variant::Derive, derived)] {
            // The versions of everything else are those of this repository, in both.
            set.files.insert("Cargo.lock".to_owned(), lock.clone());
            sync(&set, Mode::Write)?;
            let program = program(variant, &output.package.name, &types, &lock);
            let root = folder.join(variant.name()).join(PROGRAM);
            sync(&FileSet { root, files: program, ..FileSet::default() }, Mode::Write)?;
        }
        Ok(Self { folder: folder.to_owned(), types, one })
    }

    /// The folder of a crate.
    pub(super) fn library(&self, variant: Variant) -> PathBuf {
        self.folder.join(variant.name()).join("crate")
    }

    /// The folder of the program that is linked with it.
    pub(super) fn program(&self, variant: Variant) -> PathBuf {
        self.folder.join(variant.name()).join(PROGRAM)
    }
}

/// The generated files, by their paths below `src/generated/`.
fn parsed(set: &FileSet) -> Result<BTreeMap<String, File>> {
    let generated = set.files.iter().filter_map(|(path, text)| {
        path.strip_prefix(GENERATED).map(|path| (path.to_owned(), text))
    });
    generated
        .map(|(path, text)| {
            let file = syn::parse_file(text).with_context(|| format!("{path} is no Rust"))?;
            Ok((path, file))
        })
        .collect()
}

/// The files of a program that reads and writes a page of the largest type.
fn program(variant: Variant, package: &str, types: &Types, lock: &str) -> BTreeMap<String, String> {
    let name = variant.program();
    let item = types.largest().map(|(name, _)| name).unwrap_or_default();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n\
         [dependencies]\n\
         api = {{ package = \"{package}\", path = \"../crate\", default-features = false, features = [\"resources\"] }}\n\
         serde_json = \"1\"\n\n\
         [profile.release]\nstrip = true\n\n\
         [workspace]\n"
    );
    [
        ("Cargo.toml", manifest),
        ("Cargo.lock", lock.to_owned()),
        ("src/main.rs", MAIN.replace("ITEM", item)),
    ]
    .map(|(path, text)| (path.to_owned(), text))
    .into()
}

/// The resource with the most lines in files of its own, and the features that switch on no other.
fn one_resource(
    files: &BTreeMap<String, File>,
    output: &Output,
    manifest: &str,
) -> Result<Option<OneResource>> {
    let root = files.get("mod.rs").context("there is no mod.rs")?;
    let resources = root.items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) => {
            Some((module.ident.to_string(), module.attrs.iter().find_map(feature)?))
        }
        _ => None,
    });
    let lines = |module: &str| -> usize {
        let own = |path: &str| {
            path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        };
        let texts = output.files.iter().filter(|(path, _)| own(path));
        texts.map(|(_, text)| text.lines().count()).sum()
    };
    let Some((_, name)) = resources.max_by_key(|(module, _)| lines(module)) else {
        return Ok(None);
    };
    let manifest: DocumentMut = manifest.parse().context("the manifest is no TOML")?;
    let default = manifest
        .get("features")
        .and_then(|features| features.get("default"))
        .and_then(Item::as_array)
        .context("the crate has no default features")?;
    let features: Vec<&str> = default
        .iter()
        .filter_map(toml_edit::Value::as_str)
        .map(|feature| if feature == "resources" { &name } else { feature })
        .collect();
    Ok(Some(OneResource { features: features.join(","), name }))
}

/// `scenarios` of `#[cfg(feature = "scenarios")]`.
fn feature(attribute: &syn::Attribute) -> Option<String> {
    if !attribute.path().is_ident("cfg") {
        return None;
    }
    let Ok(Meta::NameValue(pair)) = attribute.parse_args::<Meta>() else { return None };
    match pair.value {
        Expr::Lit(literal) if pair.path.is_ident("feature") => match literal.lit {
            Lit::Str(name) => Some(name.value()),
            _ => None,
        },
        _ => None,
    }
}
