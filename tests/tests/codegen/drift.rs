//! The committed client is what the generator writes: the same function as `cargo xtask codegen
//! --check`.

use cekura_codegen::diagnostic::Style;
use xtask::codegen::{Options, Status, run};

#[test]
fn the_committed_client_is_what_is_generated_now() {
    let options = Options { check: true, ..Options::default() };
    match run(&options, Style::Plain) {
        Ok(run) => assert_eq!(run.status, Status::Done, "\n{}{}", run.diagnostics, run.summary),
        Err(error) => panic!("{error:#}"),
    }
}
