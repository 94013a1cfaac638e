//! Former names: what is renamed while `names.lock` knows the old name breaks nobody.

use std::collections::BTreeSet;

use cekura_codegen::compare::{Comparison, Kind, Verdict};
use cekura_codegen::{Input, generate};
use cekura_tests::cases::changes::compared;

const BOATS: &str = "openapi: 3.1.0
info: {title: Boats, version: '1'}
servers: [{url: https://boats.example}]
paths:
  /boats/:
    get:
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Boat'}}}}}
components:
  schemas:
    Boat: {type: object, properties: {name: {type: string}}}
";

const OTHERWISE: &str = "[types]\nBoat = \"Vessel\"\n\n[methods]\n\"GET /boats/\" = \"all\"\n";

/// Returns the names that a run leaves behind.
fn lock(config: Option<&str>, lock: Option<&str>) -> String {
    let input = Input { document: BOATS, config, lock, ..Input::default() };
    let outcome = generate(&Input { release: Some("0.1.0"), ..input });
    outcome.output.expect("a client").lock
}

/// Returns the changes of a renaming with the lock, of the same back without it, and of the names
/// that the lock forgets.
fn changes() -> [Comparison; 3] {
    let first = lock(None, None);
    let second = lock(Some(OTHERWISE), Some(&first));
    let input = |config, lock| Input { document: BOATS, config, lock, ..Input::default() };
    let plain = input(None, Some(first.as_str()));
    let renamed = input(Some(OTHERWISE), Some(first.as_str()));
    let fresh = input(Some(OTHERWISE), None);
    let aliased = input(Some(OTHERWISE), Some(second.as_str()));
    [compared(&plain, &renamed), compared(&renamed, &plain), compared(&aliased, &fresh)]
}

/// Returns the kinds that only a lock leads to.
pub(super) fn kinds() -> BTreeSet<Kind> {
    let changes = changes();
    let kinds: BTreeSet<Kind> =
        changes.iter().flat_map(|comparison| &comparison.entries).map(|entry| entry.kind).collect();
    let mirrors = kinds.iter().filter(|kind| **kind == Kind::AliasRemoved);
    mirrors.map(|kind| kind.mirror()).chain(kinds.clone()).collect()
}

#[test]
fn what_is_renamed_with_an_alias_breaks_nobody_until_the_alias_goes() {
    let [renamed, back, forgotten] = changes();
    let names: Vec<(Kind, Option<&str>)> =
        renamed.entries.iter().map(|one| (one.kind, one.thing.new.as_deref())).collect();
    let expected =
        [(Kind::RenamedWithAlias, Some("GET /boats/")), (Kind::RenamedWithAlias, Some("Vessel"))];
    assert_eq!(names.iter().copied().collect::<BTreeSet<_>>(), expected.into());
    assert_eq!(renamed.verdict(), Verdict::Additive);
    assert_eq!(back.verdict(), Verdict::Breaking);
    assert_eq!(forgotten.verdict(), Verdict::Breaking);
    assert!(
        forgotten.entries.iter().all(|entry| entry.kind == Kind::AliasRemoved),
        "{forgotten:?}"
    );
}
