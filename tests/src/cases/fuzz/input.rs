//! The inputs of a run as one text, so that a finding is one file.

use std::fmt::Write;

use cekura_codegen::Input;
use cekura_codegen::diagnostic::Sources;

/// The start of the line above a part that is not the document.
const MARK: &str = "#### ";
const CONFIG: &str = "codegen.toml";
const OVERLAY: &str = "overlay.yaml";

/// A document, and what is given beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The document.
    pub document: String,
    /// The text of `codegen.toml`.
    pub config: Option<String>,
    /// The overlay.
    pub overlay: Option<String>,
}

impl Parts {
    /// Reads an input, whatever its bytes: a line `#### codegen.toml` or `#### overlay.yaml` begins
    /// another part.
    pub fn read(input: &[u8]) -> Self {
        let text = String::from_utf8_lossy(input);
        let mut parts = Self::default();
        let mut part = &mut parts.document;
        for line in text.split_inclusive('\n') {
            match line.strip_prefix(MARK).map(str::trim_end) {
                Some(CONFIG) => part = parts.config.insert(String::new()),
                Some(OVERLAY) => part = parts.overlay.insert(String::new()),
                _ => part.push_str(line),
            }
        }
        parts
    }

    /// Writes an input.
    pub fn write(&self) -> Vec<u8> {
        let mut text = self.document.clone();
        for (name, part) in [(CONFIG, &self.config), (OVERLAY, &self.overlay)] {
            if let Some(part) = part {
                let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
                write!(text, "{end}{MARK}{name}\n{part}").expect("a text");
            }
        }
        text.into_bytes()
    }

    /// Returns the input of the generator.
    pub fn input(&self) -> Input<'_> {
        Input {
            document: &self.document,
            config: self.config.as_deref(),
            overlay: self.overlay.as_deref(),
            ..Input::default()
        }
    }

    /// Returns the texts by which diagnostics are printed.
    pub fn sources(&self) -> Sources<'_> {
        Sources {
            document: ("openapi.yaml", &self.document),
            overlay: self.overlay.as_deref().map(|text| (OVERLAY, text)),
            config: self.config.as_deref().map(|text| (CONFIG, text)),
            docs: &[],
            webhooks: None,
            lock: None,
            files: &[],
        }
    }
}
