//! The crate of the calls that lie beside documents: `tests/cases/<topic>/<name>.rs` is a module of
//! it with tests that use the client of `<name>.yaml`, as if it were the crate `topic_name`.
//!
//! The calls go to the runtime's own mock, so that neither a server nor an async runtime is needed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use cekura_tests::cases::{Case, runtime};

use super::crates::{module_name, topic};

/// The name of the crate.
pub(crate) const CRATE: &str = "calls-of-cases";

/// The start of its only file; the modules follow.
const LIB: &str = include_str!("calls.rs.txt");

/// Returns the files of the crate, by path.
pub(crate) fn files(cases: &[Case]) -> BTreeMap<String, String> {
    let mut lib = LIB.to_owned();
    let mut dependencies = runtime::dependencies("../../runtime", &["resources", "test-util"]);
    let mut files = BTreeMap::new();
    let mut crates = BTreeSet::new();
    for case in cases {
        let Some(calls) = &case.calls else { continue };
        let module = module_name(case);
        let name = topic(case);
        writeln!(lib, "#[cfg(test)]\nmod {module};").expect("a text");
        let client = format!("{}::{module}::", name.replace('-', "_"));
        let calls = calls.replace(&format!("{module}::"), &client);
        files.insert(format!("{CRATE}/src/{module}.rs"), calls);
        crates.insert(name);
    }
    for name in crates {
        writeln!(dependencies, "{name} = {{ path = \"../{name}\" }}").expect("a text");
    }
    let manifest = format!(
        "[package]\nname = \"{CRATE}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [lib]\ndoctest = false\n\n[dependencies]\n{dependencies}"
    );
    files.insert(format!("{CRATE}/src/lib.rs"), lib);
    files.insert(format!("{CRATE}/Cargo.toml"), manifest);
    files
}
