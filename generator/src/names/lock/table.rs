//! The table of names: each with its thing, the version it came in, and why it is so.

use std::collections::BTreeSet;
use std::fmt;

use crate::input::config::Config;
use crate::input::lock::{Kind, Line, Lock, Mark};

/// A public name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The kind of the name: `call`, `type`, `resource`, `member`.
    pub kind: String,
    /// The name: `boats.list`, `Boat`.
    pub name: String,
    /// The thing that it stands for: `GET /boats/`, `schema Boat`.
    pub thing: String,
    /// The version of the crate that it came in.
    pub since: Option<String>,
    /// The version in which the thing was gone.
    pub gone: Option<String>,
    /// The reason for the name.
    pub why: Why,
}

/// The reason for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The rules would give it today.
    Rule,
    /// Only the lock has it.
    Lock,
    /// `codegen.toml` gives it.
    Configuration,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Rule => "rule",
            Self::Lock => "lock",
            Self::Configuration => "configuration",
        })
    }
}

/// Returns the names of a lock, beside those that the rules alone would give.
pub(crate) fn table(lock: &Lock, plain: &Lock, config: &Config) -> Vec<Named> {
    let kinds = [Kind::Call, Kind::Resource, Kind::Type, Kind::Member];
    let lines = |lock| kinds.into_iter().flat_map(move |kind| Lock::lines(lock, kind));
    let derived: BTreeSet<(Kind, &str, &str)> = lines(plain).map(key).collect();
    let named = lines(lock).map(|line| {
        let why = match line {
            _ if is_chosen(line, config) => Why::Configuration,
            _ if derived.contains(&key(line)) => Why::Rule,
            _ => Why::Lock,
        };
        let owned = |mark| line.get(mark).map(str::to_owned);
        Named {
            kind: line.kind.to_string(),
            name: line.name.clone(),
            thing: line.thing.clone(),
            since: owned(Mark::Since),
            gone: owned(Mark::Gone),
            why,
        }
    });
    named.collect()
}

fn key(line: &Line) -> (Kind, &str, &str) {
    (line.kind, &line.name, &line.thing)
}

/// Returns whether `codegen.toml` gives a name.
fn is_chosen(line: &Line, config: &Config) -> bool {
    let last = line.name.rsplit('.').next();
    match line.kind {
        Kind::Call => {
            let chosen = config.methods.get(&line.thing);
            chosen.is_some_and(|chosen| Some(chosen.as_str()) == last || *chosen == line.name)
        }
        Kind::Type => config.types.values().any(|chosen| *chosen == line.name),
        Kind::Resource => {
            let resource = line.thing.rsplit('.').next();
            let mut chosen = config.resources.rename.values();
            chosen.any(|chosen| Some(chosen.as_str()) == resource)
        }
        Kind::Member | Kind::Also => false,
    }
}
