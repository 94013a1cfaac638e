//! The generator for one document of `tests/hostile`: `confined NAME FILE` writes its report there.

use std::alloc::System;
use std::{env, fs, thread};

use cap::Cap;
use cekura_tests::cases::all;
use cekura_tests::hostile::confined::{MEMORY, expanded, report};

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, MEMORY);

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [name, path] = arguments.as_slice() else { panic!("usage: confined NAME FILE") };
    let case = all("hostile").into_iter().find(|case| case.name == *name).expect("the document");
    let case = expanded(case);
    // Callers run the generator on threads, whose stack is a quarter of a program's.
    let report = thread::spawn(move || report(&case)).join().expect("a report");
    fs::write(path, serde_json::to_string(&report).expect("JSON")).expect("the report is written");
}
