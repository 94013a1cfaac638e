//! One mistake, one snapshot: the diagnostics of each document of `tests/bad`, none of which has a
//! client.
//!
//! To accept a change: `INSTA_UPDATE=always cargo test -p cekura-tests --test codegen`, and read
//! the diff; or `cargo insta review`.

use cekura_tests::cases::all;

#[test]
fn every_mistake_is_refused_and_shown_where_it_is() {
    let mut failures = Vec::new();
    for case in all("bad") {
        let outcome = case.generate();
        if outcome.output.is_some() {
            failures.push(format!("{} is not refused", case.name));
        }
        failures.extend(case.compare(&case.render(&outcome)));
    }
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
}
