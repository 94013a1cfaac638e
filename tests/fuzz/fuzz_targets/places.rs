//! The target `places` as a program of libFuzzer.

#![no_main]

cekura_fuzz::program!(Places);
