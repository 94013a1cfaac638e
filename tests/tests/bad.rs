//! One mistake, one snapshot: what is said about each document of `tests/bad`, none of which has a client.
//!
//! To accept a change: `INSTA_UPDATE=always cargo test -p cekura-tests --test bad`, and read the diff.

use cekura_tests::cases::{all, snapshot, stale};
use std::collections::BTreeSet;

#[test]
fn every_mistake_is_refused_and_shown_where_it_is() {
    let mut failures = Vec::new();
    let mut names = BTreeSet::new();
    for case in all("bad") {
        let name = format!("bad__{}", case.name);
        let outcome = case.generate();
        if outcome.output.is_some() {
            failures.push(format!("{name} is not refused"));
        }
        failures.extend(snapshot(&name, &case.render(&outcome)));
        names.insert(name);
    }
    for file in stale("bad__", &names) {
        failures.push(format!("{file} belongs to no mistake: delete it"));
    }
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
}
