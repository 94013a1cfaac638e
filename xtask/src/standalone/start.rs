//! The pages that a crate starts with, each written once: what it is, what has changed, and on what
//! terms it may be used.

use std::path::Path;

use anyhow::Result;
use cekura_codegen::Output;

use super::names::Names;
use crate::files::paths::read;

/// The part of the first page about the tests.
const TESTS: &str = "\
## Tests

`cargo test` makes each call against a mock, and compares what is sent and read with the document.

";

/// Returns the pages, each with its path.
pub(super) fn pages(
    output: &Output,
    names: &Names<'_>,
    root: &Path,
) -> Result<Vec<(&'static str, String)>> {
    let mut pages = vec![("README.md", readme(output, names)), ("CHANGELOG.md", changelog(output))];
    pages.extend(licenses(output, root)?);
    Ok(pages)
}

/// Returns the first page. Its program is a test of the documentation.
fn readme(output: &Output, names: &Names<'_>) -> String {
    let Names { library, url_variable, .. } = names;
    let package = &output.package;
    let (description, title) = (plain(&package.description), plain(&package.title));
    let of_version = of_version(output);
    let credential = credential(output, names);
    let call = match &output.first_call {
        Some(call) => {
            format!("    let answer = {call}.await?;\n    println!(\"{{answer:?}}\");\n")
        }
        None => "    println!(\"{client:?}\");\n".to_owned(),
    };
    let license = license(output);
    let (tests, folder, flag) = match output.tests.is_empty() {
        true => ("", "", " --no-tests"),
        false => (TESTS, "`tests/wire/`, ", ""),
    };
    format!(
        "# {name}\n\n\
         {description}.\n\n\
         It is generated from the OpenAPI document of {title}{of_version}.\n\n\
         ```rust,no_run\n\
         use {library}::Client;\n\n\
         #[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() -> Result<(), {library}::Error> {{\n    \
             let client = Client::from_env()?;\n\
         {call}    \
             Ok(())\n\
         }}\n\
         ```\n\n\
         {credential} `{url_variable}` has another base URL, if there is one. Each resource of the \
         API has a cargo feature; `resources`, which is on by default, is all of them. `api.md` \
         lists all calls.\n\n\
         {tests}\
         ## Generating it anew\n\n\
         In the repository of the generator:\n\n\
         ```sh\n\
         cargo xtask codegen --spec DOCUMENT --out THIS_FOLDER{flag}\n\
         ```\n\n\
         It writes `src/`, {folder}`api.md`, `ledger.txt`, `names.lock` and the marked lines \
         of `Cargo.toml`. This page, the changelog and the licence were written once, and are \
         yours. `ledger.txt` has the parts of the document that the client does not have as they \
         are.\n\n\
         ## Licence\n\n\
         {license}\n",
        name = package.name,
        description = description.trim_end_matches('.'),
    )
}

/// Returns a sentence on the credential of a client.
fn credential(output: &Output, names: &Names<'_>) -> String {
    match &output.package.credential {
        Some(credential) => format!(
            "The API asks for {}: `Client::from_env` reads it from `{}`, `Client::builder` takes it \
             by hand.",
            plain_but_code(credential),
            names.key_variable,
        ),
        None => "The API asks for no credential.".to_owned(),
    }
}

/// Returns a sentence on the licence.
fn license(output: &Output) -> String {
    match &output.package.license {
        Some(license) => plain(license),
        None => "None is chosen yet: name it as `license` under `[crate]` in codegen.toml, or in \
                 `Cargo.toml`."
            .to_owned(),
    }
}

fn of_version(output: &Output) -> String {
    match output.package.version.as_str() {
        "" => String::new(),
        version => format!(", version {}", plain(version)),
    }
}

fn changelog(output: &Output) -> String {
    let (title, of_version) = (plain(&output.package.title), of_version(output));
    format!(
        "# Changelog\n\n\
         ## Unreleased\n\n\
         - The first client, from the OpenAPI document of {title}{of_version}.\n"
    )
}

/// Returns the texts of the licences that the crate names, as far as this repository has them.
fn licenses(output: &Output, root: &Path) -> Result<Vec<(&'static str, String)>> {
    let license = output.package.license.as_deref().unwrap_or_default();
    let is_word = |sign: char| sign.is_alphanumeric() || "-.+".contains(sign);
    let named: Vec<&str> = license.split(|sign| !is_word(sign)).collect();
    let mut texts = Vec::new();
    for (name, path) in [("Apache-2.0", "LICENSE-APACHE"), ("MIT", "LICENSE-MIT")] {
        if named.contains(&name) {
            // The runtime in the crate is ours, and its licence asks for this line.
            let ours = "The cekura-rust authors";
            let both = format!("The {} authors\nCopyright (c) 2026 {ours}", output.package.name);
            texts.push((path, read(&root.join(path))?.replace(ours, &both)));
        }
    }
    Ok(texts)
}

/// Returns a text that means nothing to Markdown, but for code between backticks.
fn plain_but_code(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(index, part)| match index % 2 {
        0 => plain(part),
        _ => format!("`{}`", part.replace(char::is_control, " ")),
    });
    parts.collect()
}

/// Returns a text that means nothing to Markdown.
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
