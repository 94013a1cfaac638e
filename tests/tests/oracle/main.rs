//! The emitted client against the document. See [`cekura_tests::oracle`].

mod calls;
mod carried;
mod coverage;
mod ledger;
mod overlays;
mod stranger;
mod valid;
