//! Changes to prove: two states of a client, and what a comparison says of them.

use cekura_codegen::compare::{Comparison, Entry};
use cekura_codegen::{Input, Output, Surface, generate, surface};
use cekura_tests::cases::all;
use cekura_tests::cases::changes::Pair;

/// A state of a client that changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    Old,
    New,
}

/// A change.
pub(crate) struct Change {
    /// The name of its module.
    pub name: String,
    old: Client,
    new: Client,
    forward: Comparison,
    backward: Comparison,
}

/// A client in one of its states.
struct Client {
    output: Output,
    surface: Surface,
}

impl State {
    pub(crate) const ALL: [Self; 2] = [Self::Old, Self::New];

    /// Returns the name of the crate that has all clients in this state.
    pub(crate) const fn crate_name(self) -> &'static str {
        match self {
            Self::Old => "old_state",
            Self::New => "new_state",
        }
    }

    /// Returns the state that a change leads to from this one.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

impl Change {
    pub(crate) fn of(name: String, old: &Input<'_>, new: &Input<'_>) -> Self {
        let [old, new] = [old, new].map(|input| Client {
            output: generate(input).output.unwrap_or_else(|| panic!("{name} has no client")),
            surface: surface(input).expect("a surface"),
        });
        let forward = Comparison::of(&old.surface, &new.surface);
        let backward = Comparison::of(&new.surface, &old.surface);
        Self { name, old, new, forward, backward }
    }

    /// Returns the emitted client in a state.
    pub(crate) fn output(&self, state: State) -> &Output {
        match state {
            State::Old => &self.old.output,
            State::New => &self.new.output,
        }
    }

    /// Returns the comparison of a state with the other one.
    pub(crate) fn from(&self, state: State) -> &Comparison {
        match state {
            State::Old => &self.forward,
            State::New => &self.backward,
        }
    }

    /// Returns entries for all that a client has in a state, as if there had been nothing before.
    pub(crate) fn whole(&self, state: State) -> Vec<Entry> {
        let surface = match state {
            State::Old => &self.old.surface,
            State::New => &self.new.surface,
        };
        let mut empty: serde_json::Value =
            serde_json::from_str(&surface.to_json()).expect("a surface");
        for part in ["resources", "types"] {
            empty[part] = serde_json::Value::Array(Vec::new());
        }
        let empty = Surface::from_json(&empty.to_string()).expect("a surface");
        Comparison::of(&empty, surface).entries
    }
}

/// Returns the changes of `tests/changes`.
pub(crate) fn by_hand() -> Vec<Change> {
    let cases = all("changes");
    let change = |case| {
        let Pair { old, new } = Pair::of(case);
        Change::of(case.name.replace(['/', '-'], "_"), &old, &new)
    };
    cases.iter().map(change).collect()
}
