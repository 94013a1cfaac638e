//! The maintainer's commands, as a library, so that tests can call what the commands call.
//!
//! This is the only place on the maintainer's side that touches the file system. What is generated
//! is decided by `cekura-codegen`; here it is only read, written, deleted and compared.

pub mod bench;
pub mod cargo;
pub mod codegen;
pub mod corpus;
pub mod files;
pub mod house;
pub mod release;
pub mod spec;
pub mod standalone;
pub mod table;
