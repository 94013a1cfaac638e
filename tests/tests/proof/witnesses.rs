//! Witnesses: code of users, compiled against both states of each client.
//!
//! All of it is one crate. The compiler stops at a stage that finds errors, so that what has an
//! error is taken out and the rest is compiled again, until it compiles.

use std::collections::{BTreeMap, BTreeSet};

use cekura_codegen::compare::{Entry, PRELUDE, SourceClass, Verdict};

use super::change::{Change, State};
use super::crates::{Crates, USERS};

/// A witness, and the states in which it has to compile.
pub(crate) struct Claim {
    /// The name of the change.
    change: String,
    /// The entry that it is a witness of, and the direction.
    about: String,
    /// A function called `witness`.
    code: String,
    compiles: BTreeSet<State>,
}

/// Returns the claims of a change: that what breaks does, that what is new is, and that where
/// nothing breaks all that could be written before can be written after.
pub(crate) fn claims(change: &Change) -> Vec<Claim> {
    let mut claims = Vec::new();
    for state in State::ALL {
        let comparison = change.from(state);
        let mut add = |entry: &Entry, states: &[State]| {
            let Some(witness) = entry.witness() else { return };
            claims.push(Claim {
                change: change.name.clone(),
                about: format!("{} from the {state:?}: {}", change.name, entry.fingerprint()),
                code: witness.code.clone(),
                compiles: states.iter().copied().collect(),
            });
        };
        for entry in &comparison.entries {
            match entry.source() {
                SourceClass::Breaking => add(entry, &[state]),
                SourceClass::Additive => add(entry, &[state.other()]),
                // A witness would tell the states apart, which they say nobody can.
                SourceClass::Docs | SourceClass::None => add(entry, &[]),
            }
        }
        if comparison.verdict() < Verdict::Breaking {
            change.whole(state).iter().for_each(|entry| add(entry, &State::ALL));
        }
    }
    claims
}

/// Compiles all claims, and returns a line for each that is not true.
pub(crate) fn refuted(crates: &Crates, claims: &[Claim]) -> Vec<String> {
    let failed = failures(crates, claims);
    let mut faults = Vec::new();
    for (index, claim) in claims.iter().enumerate() {
        for state in State::ALL {
            let failure = failed.get(&(state, index));
            match (claim.compiles.contains(&state), failure) {
                (true, Some(error)) => faults.push(format!(
                    "{}: does not compile in the {state:?} state:\n{}{error}",
                    claim.about, claim.code
                )),
                (false, None) => faults.push(format!(
                    "{}: compiles in the {state:?} state:\n{}",
                    claim.about, claim.code
                )),
                (true, None) | (false, Some(_)) => {}
            }
        }
    }
    faults
}

/// Returns the claims that do not compile, by state, each with its first error.
fn failures(crates: &Crates, claims: &[Claim]) -> BTreeMap<(State, usize), String> {
    let mut failed: BTreeMap<(State, usize), String> = BTreeMap::new();
    loop {
        let modules = modules(claims, &failed);
        let files = modules.iter().map(|(file, module)| (file.clone(), module.text.clone()));
        crates.users(files.collect());
        let report = crates.check();
        let errors: Vec<_> = report.problems.iter().filter(|problem| problem.is_error).collect();
        if errors.is_empty() {
            return failed;
        }
        let before = failed.len();
        for error in &errors {
            let found = error.place.as_ref().and_then(|(path, line)| {
                let file = path.strip_prefix(&format!("{USERS}/src/"))?;
                let module = modules.get(file)?;
                Some((module.state, module.claim(*line)?))
            });
            // A function may have several errors, and an error of another one in its wake none.
            if let Some(key) = found {
                failed.entry(key).or_insert_with(|| error.line.clone());
            }
        }
        assert!(failed.len() > before, "an error outside of all witnesses: {}", report.render());
    }
}

/// A module of witnesses.
struct Module {
    state: State,
    text: String,
    /// The number of its lines.
    length: usize,
    /// The first line of each witness, with its number.
    lines: BTreeMap<usize, usize>,
}

impl Module {
    /// Returns the claim that has a line.
    fn claim(&self, line: usize) -> Option<usize> {
        self.lines.range(..=line).next_back().map(|(_, claim)| *claim)
    }
}

/// Returns a module for each state of each change, with all that is not known to fail.
fn modules(
    claims: &[Claim],
    failed: &BTreeMap<(State, usize), String>,
) -> BTreeMap<String, Module> {
    let mut modules: BTreeMap<String, Module> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        for state in State::ALL.into_iter().filter(|state| !failed.contains_key(&(*state, index))) {
            let (owner, change) = (state.crate_name(), &claim.change);
            let module = modules.entry(format!("{owner}_{change}.rs")).or_insert_with(|| Module {
                state,
                text: PRELUDE.replace("client_crate", &format!("{owner}::{change}")),
                length: PRELUDE.lines().count(),
                lines: BTreeMap::new(),
            });
            module.lines.insert(module.length + 1, index);
            module.length += claim.code.lines().count();
            let code = claim.code.replacen("fn witness(", &format!("fn witness_{index}("), 1);
            module.text.push_str(&code);
        }
    }
    modules
}
