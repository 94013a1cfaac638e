//! Proof of comparisons, against built crates.
//!
//! Each pair of `tests/changes` becomes two clients, in their old and in their new states, and both
//! are compiled. An entry that something breaks has code that compiles in the old state only, one
//! that something is new has code that compiles in the new state only, and where nothing breaks all
//! code compiles in both. And the public items that differ, with their declarations, are those that
//! the entries name.

use change::{Change, by_hand};
use crates::Crates;
use named::Both;
use rustdoc::Documentation;
use semver::Disagreement;

mod change;
mod crates;
mod items;
mod kinds;
mod named;
mod rustdoc;
mod semver;
mod vendor;
mod witnesses;

#[test]
fn changes_are_what_comparisons_say() {
    let changes = by_hand();
    prove("proof", &changes, |docs, disagreements| {
        let stale = disagreements.map(semver::stale).unwrap_or_default();
        assert!(stale.is_empty(), "reasons for nothing:\n{}", stale.join("\n"));
        // What a comparison might miss is seen, unless another entry names the same items.
        let missed = changes.iter().map(|change| named::unnoticed(change, docs));
        let (all, unnoticed) = missed.fold((0, 0), |(all, unnoticed), (entries, found)| {
            found.iter().for_each(|entry| println!("named by others, too: {entry}"));
            (all + entries, unnoticed + found.len())
        });
        assert!(all > 90 && unnoticed * 10 < all, "{unnoticed} of {all} entries can be missed");
    });
}

/// Compiles changes, and fails if a comparison says what is not so, or does not say what is.
fn prove(name: &str, changes: &[Change], more: impl FnOnce(&Both<'_>, Option<&[Disagreement]>)) {
    let faults = faults(name, changes, more);
    assert!(faults.is_empty(), "{} are wrong:\n{}", faults.len(), faults.join("\n"));
}

/// Compiles changes, and returns a line for each thing that a comparison says and is not so, or
/// does not say and is so.
fn faults(
    name: &str,
    changes: &[Change],
    more: impl FnOnce(&Both<'_>, Option<&[Disagreement]>),
) -> Vec<String> {
    let crates = Crates::write(name, changes);
    let claims: Vec<_> = changes.iter().flat_map(witnesses::claims).collect();
    let mut faults = witnesses::refuted(&crates, &claims);
    let [old, new] = crates.documentation();
    let docs = Both { old: Documentation::read(&old), new: Documentation::read(&new) };
    faults.extend(changes.iter().flat_map(|change| named::faults(change, &docs)));
    let disagreements = semver::disagreements(&crates, changes);
    faults.extend(disagreements.iter().flat_map(|all| semver::unexplained(all)));
    println!(
        "{name}: {} changes, {} witnesses, {} faults",
        changes.len(),
        claims.len(),
        faults.len()
    );
    more(&docs, disagreements.as_deref());
    faults
}
