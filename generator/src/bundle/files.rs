//! The other files of a document, as the caller has read them.

use std::collections::BTreeMap;

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

/// The reason why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The end of a sentence that begins with the reference: "leads out of the folder".
    pub reason: String,
    /// What to do.
    pub help: String,
}
