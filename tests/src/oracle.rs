//! An independent oracle: the emitted client is held to the document, operation by operation.
//!
//! The client crate of a document is generated into a folder under `target/`, and with it a program
//! that makes every call of it. The test samples the document's own schemas, tells the program what
//! to send, and its server compares what arrives with the document: path, query, headers, content
//! type, body. It answers with samples of the response schema, which must be read without drift
//! and, written again, be what was sent.
//!
//! | module | |
//! |---|---|
//! | [`document`] | the document as operations, read without the generator |
//! | [`repair`] | the vendor's defects, and what is made of them |
//! | [`sample`] | values that fit a schema |
//! | [`emitted`] | the emitted code, read with `syn` |
//! | [`program`] | the program that makes the calls |
//! | [`build`] | writes the crate, compiles and runs the program |
//! | [`cases`] | what to send, and what should arrive |
//! | [`check`] | what arrived, against the document |
//! | [`drift`] | answers with one wrong field each |
//! | [`coverage`] | what is neither emitted nor in the ledger |
//! | [`ledger`] | lines of the ledger that the emitted code belies |
//! | [`valid`] | valid documents, made by a grammar |

pub mod build;
pub mod cases;
pub mod check;
pub mod coverage;
pub mod document;
pub mod drift;
pub mod emitted;
pub mod ledger;
pub mod program;
pub mod repair;
pub mod sample;
pub mod valid;
