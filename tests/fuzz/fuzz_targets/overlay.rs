//! The target `overlay` as a program of libFuzzer.

#![no_main]

cekura_fuzz::program!(Overlay);
