//! The kinds of changes that no code of users can prove, and why. All others have witnesses.

use std::collections::BTreeSet;

use cekura_codegen::compare::{Entry, Kind, SourceClass};

use super::change::{Change, State, by_hand};

/// The kinds without witnesses, by the place where they can be seen.
const UNSEEN: [(&str, &[Kind]); 7] = [
    (
        "a manifest, by the name of the crate or of a feature",
        &[
            Kind::CrateRenamed,
            Kind::FeatureRenamed,
            Kind::TypeFeatureNarrowed,
            Kind::TypeFeatureWidened,
        ],
    ),
    ("the environment of a program", &[Kind::VariableRenamed]),
    (
        "the building of a client, which looks for a scheme by its name",
        &[Kind::SchemeAdded, Kind::SchemeRemoved],
    ),
    (
        "what is sent: the same code compiles in both states",
        &[Kind::CallRedirected, Kind::TypeRedirected],
    ),
    (
        "the module of the events, which witnesses do not name",
        &[Kind::SecretCheckAdded, Kind::SecretCheckRemoved],
    ),
    (
        "warnings; the items differ by an attribute",
        &[Kind::OperationDeprecated, Kind::ParameterDeprecated, Kind::FieldDeprecated],
    ),
    (
        "another generator's output; of the same one a union is made from all arms or none",
        &[Kind::ArmFromAdded, Kind::ArmFromRemoved],
    ),
];

#[test]
fn every_kind_is_proven_or_cannot_be() {
    let changes = by_hand();
    let is_seen = |entry: &&Entry| entry.source() >= SourceClass::Additive;
    let entries = |change: &Change| -> Vec<Entry> {
        let both = State::ALL.into_iter().map(|state| change.from(state));
        both.flat_map(|comparison| comparison.entries.clone()).collect()
    };
    let entries: Vec<Entry> = changes.iter().flat_map(entries).collect();
    let proven = entries.iter().filter(is_seen).filter(|entry| entry.witness().is_some());
    let proven: BTreeSet<Kind> = proven.map(|entry| entry.kind).collect();
    let unseen: BTreeSet<Kind> = UNSEEN.iter().flat_map(|(_, kinds)| *kinds).copied().collect();
    let both: Vec<&Kind> = proven.intersection(&unseen).collect();
    assert!(both.is_empty(), "these have witnesses: {both:?}");
    let all = Kind::ALL.iter().filter(|kind| kind.source() >= SourceClass::Additive);
    let neither: Vec<&Kind> =
        all.filter(|kind| !proven.contains(kind) && !unseen.contains(kind)).collect();
    assert!(neither.is_empty(), "no pair of tests/changes proves {neither:?}");
    let telling = entries.iter().filter(|entry| !is_seen(entry) && entry.witness().is_some());
    let telling: Vec<String> = telling.map(Entry::fingerprint).collect();
    assert!(telling.is_empty(), "code cannot see these, and they have witnesses: {telling:?}");
}
