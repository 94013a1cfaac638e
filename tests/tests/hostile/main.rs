//! Nothing breaks the generator: each document of `tests/hostile` works, or is refused with the
//! place and what would mend it. Where one works, its client compiles and says on the wire what the
//! document says.
//!
//! `outcomes.snap` has the outcome of each.

use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use cekura_tests::cases::{Case, all};
use cekura_tests::hostile::confined::{Client, expanded};

mod compiled;
mod processes;
mod wire;

/// As many documents as there are at least.
const MANY: usize = 120;

#[test]
fn every_document_works_or_is_refused_with_its_place() {
    let cases = all("hostile");
    assert!(cases.len() >= MANY, "only {} documents", cases.len());
    let reports = processes::reports(&cases);
    let (mut outcomes, mut faults, mut clients) = (String::new(), Vec::new(), Vec::new());
    for (case, report) in cases.iter().zip(reports) {
        let name = case.name.as_str();
        match report {
            Ok(report) => {
                write!(outcomes, "{name} {}", report.outcome).expect("a text");
                faults.extend(report.faults.iter().map(|fault| format!("{name}: {fault}")));
                clients.extend(report.client.map(|client| (name, client)));
            }
            Err(end) => faults.push(format!("{name}: {end}")),
        }
    }
    for (name, client) in &clients {
        let case = cases.iter().find(|case| case.name == *name).expect("its document");
        faults.extend(on_the_wire(case, client));
    }
    faults.extend(compiled::faults(&clients));
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(".");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let compared = catch_unwind(AssertUnwindSafe(|| {
        settings.bind(|| insta::assert_snapshot!("outcomes", outcomes));
    }));
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(compared.is_ok(), "the outcomes differ");
}

/// Compares the names on the wire. The comparison goes down the document by recursion, which is not
/// what is tested.
fn on_the_wire(case: &Case, client: &Client) -> Vec<String> {
    const STACK: usize = 1 << 28;
    let case = expanded(case.clone());
    thread::scope(|scope| {
        let compare = || wire::faults(&case, client);
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, compare);
        let faults = thread.expect("a thread").join();
        faults.unwrap_or_else(|_| vec![format!("{}: the comparison gives up", case.name)])
    })
}
