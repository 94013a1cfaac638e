//! The target `generate` as a program of libFuzzer.

#![no_main]

cekura_fuzz::program!(Generate);
