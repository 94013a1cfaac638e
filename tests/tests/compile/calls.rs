//! The crate of the calls that lie beside documents: `tests/cases/<topic>/<name>.rs` is a module of
//! it with tests that use the client of `<name>.yaml`, which is the crate `topic_name`.
//!
//! The calls go to the runtime's own mock, so that neither a server nor an async runtime is needed.

use std::collections::BTreeMap;
use std::fmt::Write;

use cekura_tests::cases::{Case, runtime};

use super::crate_name;

/// The name of the crate.
pub(crate) const CRATE: &str = "calls-of-cases";

/// The start of its only file; the modules follow.
const LIB: &str = include_str!("calls.rs.txt");

/// Returns the files of the crate, by path.
pub(crate) fn files(cases: &[Case]) -> BTreeMap<String, String> {
    let mut lib = LIB.to_owned();
    let mut dependencies = runtime::dependencies("../../runtime", &["resources", "test-util"]);
    let mut files = BTreeMap::new();
    for case in cases {
        let Some(calls) = &case.calls else { continue };
        let name = crate_name(case);
        let module = name.replace('-', "_");
        writeln!(dependencies, "{name} = {{ path = \"../{name}\" }}").expect("a text");
        writeln!(lib, "#[cfg(test)]\nmod {module};").expect("a text");
        files.insert(format!("{CRATE}/src/{module}.rs"), calls.clone());
    }
    let manifest = format!(
        "[package]\nname = \"{CRATE}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [lib]\ndoctest = false\n\n[dependencies]\n{dependencies}"
    );
    files.insert(format!("{CRATE}/src/lib.rs"), lib);
    files.insert(format!("{CRATE}/Cargo.toml"), manifest);
    files
}
