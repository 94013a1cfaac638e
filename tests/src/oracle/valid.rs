//! Valid documents, made by a grammar of OpenAPI: strategies of `proptest`, so that one that fails
//! is made smaller.
//!
//! | module | makes |
//! |---|---|
//! | [`names`] | names, usual and odd |
//! | [`schemas`] | schemas without names |
//! | [`mod@components`] | named schemas, which may be recursive, inherit and choose |
//! | [`operations`] | paths with their parameters, bodies and responses |

use std::ops::Range;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

pub mod components;
pub mod names;
pub mod operations;
pub mod schemas;

use components::components;
use names::Version;
use operations::{paths, security_schemes};

/// The number of documents that a test makes by default.
const USUAL: usize = 12;

/// Returns the strategy of documents.
pub fn document() -> impl Strategy<Value = Value> {
    let versions = prop_oneof![Just(Version::V3_0), Just(Version::V3_1)];
    (versions, 2..6_usize).prop_flat_map(|(version, count)| {
        let parts =
            (names::text(), components(version, count), paths(version, count), any::<bool>());
        parts.prop_map(move |(title, schemas, paths, is_secured)| {
            let mut document = json!({
                "openapi": version.as_str(),
                "info": {"title": title, "version": "1"},
                "servers": [{"url": "https://api.example.com/v1"}],
                "paths": paths,
                "components": {"schemas": schemas, "securitySchemes": security_schemes()},
            });
            if is_secured {
                document["security"] = json!([{"key": []}, {"token": []}]);
            }
            document
        })
    })
}

/// Returns a runner that makes the document with a number, and smaller ones of it.
pub fn runner(number: usize) -> TestRunner {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&(number as u64).to_le_bytes());
    let config = Config {
        cases: 1,
        max_shrink_iters: 1_000,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
}

/// Returns the numbers of the documents that a test is to try: as many as `CEKURA_DOCUMENTS` says,
/// or the one that `CEKURA_NUMBER` says.
///
/// # Panics
///
/// If one of the variables is no number.
pub fn numbers() -> Range<usize> {
    let number = |name: &str| {
        let text = std::env::var(name).ok().filter(|text| !text.is_empty());
        text.map(|text| text.parse::<usize>().expect("a number"))
    };
    match (number("CEKURA_NUMBER"), number("CEKURA_DOCUMENTS")) {
        (Some(one), _) => one..one + 1,
        (None, count) => 0..count.unwrap_or(USUAL),
    }
}

/// Returns the document with a number.
///
/// # Panics
///
/// If none can be made: the grammar rejects no choice.
pub fn numbered(number: usize) -> Value {
    document().new_tree(&mut runner(number)).expect("a document").current()
}
