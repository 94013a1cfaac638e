//! The target `decode` as a program of libFuzzer.

#![no_main]

cekura_fuzz::program!(Decode);
