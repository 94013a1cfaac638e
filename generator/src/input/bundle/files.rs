//! The other files of a document, as the caller has read them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Bundle;
use super::address::is_remote;
use crate::Input;
use crate::diagnostic::{Diagnostic, Diagnostics, NamedText, Origin};
use crate::input::config::Config;

/// The other files that a document refers to.
///
/// A file has a name: its path in the folder of the document, with `/` (`schemas/boat.yaml`), or
/// its address on the network. [`crate::wanted`] names those that are to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// The name of the document's own file, to which the others may refer back.
    pub document: String,
    /// The texts by their names.
    pub texts: BTreeMap<String, String>,
    /// The files that cannot or must not be read, by their names.
    pub unread: BTreeMap<String, Unread>,
}

impl Files {
    /// Returns the texts by the names that people know them by: those in the document's folder are
    /// put behind the name of that, which ends with `/` or is empty.
    pub fn named(&self, folder: &str) -> Vec<NamedText> {
        let name = |name: &str| match is_remote(name) {
            true => name.to_owned(),
            false => format!("{folder}{name}"),
        };
        let texts = self.texts.iter();
        texts.map(|(file, text)| NamedText { name: name(file), text: text.clone() }).collect()
    }

    /// Returns the texts, each with its origin in diagnostics.
    pub(crate) fn origins(&self) -> Vec<(Origin, &str)> {
        let texts = self.texts.values().enumerate();
        texts.map(|(number, text)| (Origin::File(number), text.as_str())).collect()
    }

    /// Gives diagnostics about the files their names.
    pub(crate) fn name(&self, diagnostics: &mut [Diagnostic]) {
        let names: Vec<Arc<str>> = self.texts.keys().map(|name| Arc::from(name.as_str())).collect();
        for one in diagnostics {
            if let Origin::File(number) = one.origin {
                one.file = names.get(number).cloned();
            }
        }
    }
}

/// Returns the names of the files that a document refers to and that it is not given yet: paths in
/// its folder, and addresses on the network. Those files may refer to more.
pub fn wanted(input: &Input<'_>) -> BTreeSet<String> {
    let mut diagnostics = Diagnostics::default();
    // The faults of the configuration are told where a client is generated.
    let config = Config::parse(input.config.unwrap_or_default(), &mut diagnostics);
    let keys = config.unwrap_or_default().document.duplicate_keys;
    Bundle::wanted(input.document, input.files, keys, &mut diagnostics)
}

/// The reason why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The end of a sentence that begins with the reference: "leads out of the folder".
    pub reason: String,
    /// The help line: the command or the key that mends it.
    pub help: String,
}
