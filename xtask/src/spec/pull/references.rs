//! `cargo xtask pull --refs`: fetches what a document refers to on the network, and pins it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Result, bail};
use cekura_codegen::{Files, Input, wanted};

use super::fetch::{Fetched, fetch};
use super::source::Source;
use crate::codegen::inputs::others::{Local, OnDisk, gather, read_pins};
use crate::codegen::{Run, Status};
use crate::files::paths::read;
use crate::files::pins::{PINS, Pins, TEXTS, digest, path};
use crate::files::sync::{FileSet, Mode, sync};

/// The most addresses of a document.
const MOST: usize = 500;

/// Fetches what the document at `document` refers to, itself or by way of what was fetched.
///
/// # Errors
///
/// If an address cannot be read, or a file cannot be read or written.
pub(super) fn run(document: &Path, config: Option<&str>, mode: Mode) -> Result<Run> {
    let text = read(document)?;
    let folder = match document.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let input = Input { document: &text, config, ..Input::default() };
    let name = document.file_name().map(|name| name.to_string_lossy().into_owned());
    let known = read_pins(&OnDisk(folder))?;
    let mut fetching = Fetching { known: &known, pins: Pins::default(), texts: BTreeMap::new() };
    // The files of the folder are read for the addresses in them, and nothing else.
    let local = gather(&name.unwrap_or_default(), &OnDisk(folder), &input, Local::Allowed)?;
    let mut files = local.clone();
    files.texts.retain(|name, _| !name.contains("://"));
    files.unread.retain(|name, _| !name.contains("://"));
    let changed = fetching.all(&input, &mut files)?;
    if !changed.is_empty() {
        return Ok(refused(&changed));
    }
    let mut set =
        FileSet { root: folder.to_owned(), owned: vec![TEXTS.to_owned()], ..FileSet::default() };
    for (digest, text) in &fetching.texts {
        set.files.insert(path(digest), text.clone());
    }
    set.files.insert(PINS.to_owned(), fetching.pins.render());
    if fetching.texts.is_empty() && known == Pins::default() {
        let summary = format!("{} refers to nothing on the network.\n", document.display());
        return Ok(Run { status: Status::Done, diagnostics: String::new(), summary });
    }
    let report = sync(&set, mode)?;
    let summary = match report.is_clean() {
        true => format!("{} references are pinned, and none has changed.\n", fetching.texts.len()),
        false => format!(
            "{} references are pinned in {PINS}.\nNext: cargo xtask codegen\n",
            fetching.texts.len()
        ),
    };
    Ok(Run { status: Status::Done, diagnostics: String::new(), summary })
}

/// A pinned address whose text has changed.
struct Changed {
    address: String,
    pinned: String,
    now: String,
}

struct Fetching<'f> {
    known: &'f Pins,
    pins: Pins,
    /// By their digests.
    texts: BTreeMap<String, String>,
}

impl Fetching<'_> {
    /// Fetches everything that is referred to; returns what is not as it was pinned.
    fn all(&mut self, input: &Input<'_>, files: &mut Files) -> Result<Vec<Changed>> {
        let mut changed = Vec::new();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        loop {
            let open = wanted(&Input { files: Some(files), ..*input });
            let open: Vec<String> = open.into_iter().filter(|name| name.contains("://")).collect();
            let open: Vec<String> =
                open.into_iter().filter(|name| seen.insert(name.clone())).collect();
            if open.is_empty() {
                return Ok(changed);
            }
            if seen.len() > MOST {
                bail!("the document refers to more than {MOST} addresses");
            }
            for address in open {
                let text = text_of(&address)?;
                let now = digest(&text);
                if let Some(pinned) = self.known.get(&address).filter(|pinned| *pinned != now) {
                    let pinned = pinned.to_owned();
                    changed.push(Changed { address: address.clone(), pinned, now: now.clone() });
                }
                self.pins.insert(&address, now.clone());
                self.texts.insert(now, text.clone());
                files.texts.insert(address, text);
            }
        }
    }
}

fn text_of(address: &str) -> Result<String> {
    match fetch(&Source::parse(address)?, None)? {
        Fetched::Document(published) => Ok(published.text),
        Fetched::Same => bail!("{address} did not send its text"),
    }
}

fn refused(changed: &[Changed]) -> Run {
    let line = |one: &Changed| {
        let Changed { address, pinned, now } = one;
        format!(
            "error: {address} has changed: pinned is {pinned}, and it is {now}\n  \
             help: read what has changed; to take it over, delete the line in {PINS} and run this again\n"
        )
    };
    let diagnostics = changed.iter().map(line).collect();
    let summary = "Nothing was written: a pinned reference has changed.\n".to_owned();
    Run { status: Status::Refused, diagnostics, summary }
}

#[cfg(test)]
mod tests;
