//! A complete crate in a folder of its own: generated code, the hand-written runtime, a manifest that needs no workspace.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, Result, bail};
use cekura_codegen::{HEADER, Output};
use toml_edit::DocumentMut;

use crate::codegen::CLIENT;
use crate::manifest::{self, Facts};
use crate::sync::{FileSet, list};

/// The ledger's file in such a crate.
pub(crate) const LEDGER: &str = "ledger.txt";

/// The names that the hand-written runtime knows this repository's API by.
const OWN_NAME: &str = "cekura";
const OWN_KEY_VARIABLE: &str = "CEKURA_API_KEY";
const OWN_URL_VARIABLE: &str = "CEKURA_API_URL";

/// The files of the crate in `folder`, made or brought up to date from `output` and the runtime of the repository at `root`.
///
/// # Errors
///
/// If a file cannot be read, or the folder holds something that is not ours to change.
pub fn file_set(output: &Output, folder: &Path, root: &Path) -> Result<FileSet> {
    let manifest = own_manifest(output, folder, root)?;
    let api = Api::new(output, &manifest);
    let owned = ["src/generated", "src/runtime"].map(str::to_owned).to_vec();
    let mut set = FileSet { root: folder.to_owned(), owned, ..FileSet::default() };
    // Without the document's name: what it says, not what it is called, decides the text of the crate.
    let header = HEADER.replace(" from spec/openapi.yaml", "");
    for (path, text) in &output.files {
        let text = text
            .strip_prefix(HEADER)
            .map_or_else(|| text.clone(), |rest| format!("{header}{rest}"));
        set.files.insert(format!("src/generated/{path}"), text);
    }
    for (path, text) in runtime(root)? {
        set.files.insert(path, api.adapt(&text));
    }
    if read_if_there(&folder.join("README.md"))?.is_none() {
        set.files.insert("README.md".to_owned(), api.readme(output));
    }
    set.files.insert("Cargo.toml".to_owned(), manifest);
    set.files.insert(LEDGER.to_owned(), output.ledger.clone());
    Ok(set)
}

/// The manifest: that of the folder with the features of now, or a new one.
fn own_manifest(output: &Output, folder: &Path, root: &Path) -> Result<String> {
    if let Some(text) = read_if_there(&folder.join("Cargo.toml"))? {
        if !manifest::is_generated(&text) {
            bail!(
                "{} is a crate that was not made by this command; choose another folder",
                folder.display()
            );
        }
        return manifest::with_features(&text, &output.features);
    }
    if folder.join("src").exists() {
        bail!("{} has a folder `src` but is no crate; choose another folder", folder.display());
    }
    let read = |path: &Path| {
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
    };
    let client = read(&root.join(CLIENT).join("Cargo.toml"))?;
    let workspace = read(&root.join("Cargo.toml"))?;
    let facts = Facts { name: &output.package.name, description: &output.package.description };
    manifest::standalone(&client, &workspace, facts, &output.features)
}

fn read_if_there(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// The hand-written files of the client, by their paths in the crate.
fn runtime(root: &Path) -> Result<Vec<(String, String)>> {
    let client = root.join(CLIENT);
    let mut paths = BTreeSet::new();
    list(&client, "src", &mut paths)?;
    let written = paths.into_iter().filter(|path| !path.starts_with("src/generated/"));
    written
        .map(|path| {
            let text = fs::read_to_string(client.join(&path))
                .with_context(|| format!("cannot read {CLIENT}/{path}"))?;
            Ok((path, text))
        })
        .collect()
}

/// What the runtime's documentation calls the crate and its environment variables.
struct Api {
    /// The crate's name as paths in Rust have it.
    name: String,
    key_variable: String,
    url_variable: String,
}

impl Api {
    /// The name is the manifest's, which the crate's owner may have changed; the variables are those in the generated facts.
    fn new(output: &Output, manifest: &str) -> Self {
        let manifest: Option<DocumentMut> = manifest.parse().ok();
        let name =
            manifest.as_ref().and_then(|manifest| manifest.get("package")?.get("name")?.as_str());
        let fact = |key: &str, otherwise: &str| {
            let facts = output.files.get("facts.rs").map(String::as_str).unwrap_or_default();
            let value =
                facts.split_once(&format!("{key}: \"")).and_then(|(_, rest)| rest.split_once('"'));
            value.map_or(otherwise, |(value, _)| value).to_owned()
        };
        Self {
            name: name.unwrap_or(&output.package.name).replace('-', "_"),
            key_variable: fact("key_variable", OWN_KEY_VARIABLE),
            url_variable: fact("url_variable", OWN_URL_VARIABLE),
        }
    }

    /// A text of the runtime with the names of this API, in examples and where it names the crate to others.
    fn adapt(&self, text: &str) -> String {
        text.replace(&format!("{OWN_NAME}::"), &format!("{}::", self.name))
            .replace(&format!("\"{OWN_NAME}\""), &format!("\"{}\"", self.name))
            .replace(OWN_KEY_VARIABLE, &self.key_variable)
            .replace(OWN_URL_VARIABLE, &self.url_variable)
    }

    /// Facts for the reader; what the crate is for, its owner knows better.
    fn readme(&self, output: &Output) -> String {
        let Self { name, key_variable, url_variable } = self;
        let description = plain(&output.package.description);
        format!(
            "# {package}\n\n\
             {description}\n\n\
             Generated by `cargo xtask codegen`. `src/generated/` is written anew each time; the rest of the \
             crate is written by people.\n\n\
             ```rust,no_run\n\
             # fn main() -> Result<(), {name}::Error> {{\n\
             let client = {name}::Client::from_env()?;\n\
             # Ok(()) }}\n\
             ```\n\n\
             `from_env` reads the credential from `{key_variable}`, and another base URL from `{url_variable}` if that is set. \
             Each resource of the API has a cargo feature; `resources`, which is on by default, is all of them.\n",
            package = output.package.name,
        )
    }
}

/// A text that means nothing to Markdown.
fn plain(text: &str) -> String {
    let special = |character: char| "\\`*_[]<>#".contains(character);
    text.chars().fold(String::new(), |mut plain, character| {
        if special(character) {
            plain.push('\\');
        }
        plain.push(if character.is_control() { ' ' } else { character });
        plain
    })
}
