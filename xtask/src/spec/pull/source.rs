//! The place that the published document is read from.

use std::fmt;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use cekura_codegen::config::Config;
use cekura_codegen::diagnostic::Diagnostics;

use crate::files::paths::CONFIG;

/// A place that a document is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// An address.
    Address(String),
    /// A file.
    File(PathBuf),
    /// Standard input.
    Input,
}

impl Source {
    /// Returns the place that the option names, or else the configuration.
    ///
    /// # Errors
    ///
    /// If neither names one, or the address is neither `https` nor one of this machine.
    pub(super) fn choose(option: Option<&str>, config: Option<&str>) -> Result<Self> {
        let configured = || {
            let config = Config::parse(config?, &mut Diagnostics::default()).ok()?;
            config.pull.from
        };
        let from = option.map(str::to_owned).or_else(configured).with_context(|| {
            format!(
                "no address to pull from: give one with --from, or write it to {CONFIG}:\n\n    \
                 [pull]\n    from = \"https://…\""
            )
        })?;
        Self::parse(&from)
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        if text == "-" {
            return Ok(Self::Input);
        }
        if text.starts_with("https://") || is_of_this_machine(text) {
            return Ok(Self::Address(text.to_owned()));
        }
        if text.contains("://") {
            bail!("cannot pull from {text}: the address must begin with https://");
        }
        Ok(Self::File(PathBuf::from(text)))
    }
}

/// Returns whether an address leads to a server of this machine, where nobody can listen between.
fn is_of_this_machine(address: &str) -> bool {
    let hosts = ["localhost", "127.0.0.1", "[::1]"];
    let Some(rest) = address.strip_prefix("http://") else { return false };
    hosts.iter().any(|host| {
        rest.strip_prefix(host).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    })
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => f.write_str(address),
            Self::File(path) => path.display().fmt(f),
            Self::Input => f.write_str("standard input"),
        }
    }
}
