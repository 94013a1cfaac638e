//! The fuzz targets on any toolchain: all seeds, and a fixed number of mutations, the same in each
//! run.
//!
//! | variable | |
//! |---|---|
//! | `CEKURA_FUZZ=600` | runs each target for ten minutes, with other mutations each time |
//! | `CEKURA_FUZZ_SEED=7` | repeats the mutations of a run, which printed the number |
//! | `CEKURA_FUZZ_INPUT=<file>` | checks a finding, whose file is named after its target |
//! | `CEKURA_FUZZ_CORPUS=<folder>` | writes the seeds, for libFuzzer |

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cekura_tests::cases::fuzz::Target;
use cekura_tests::cases::fuzz::run::{Run, Until};

/// The number of mutations that each target checks by default.
const MUTATIONS: [(Target, usize); 4] = [
    (Target::Generate, 200),
    (Target::Overlay, 1_000),
    (Target::Places, 200),
    (Target::Decode, 5_000),
];

#[test]
fn any_texts_become_files_or_diagnostics() {
    run(Target::Generate);
}

#[test]
fn any_overlay_is_applied_or_refused() {
    run(Target::Overlay);
}

#[test]
fn diagnostics_and_values_have_places_in_their_text() {
    run(Target::Places);
}

#[test]
fn both_readers_of_the_client_agree() {
    run(Target::Decode);
}

fn run(target: Target) {
    if let Some(input) = variable("CEKURA_FUZZ_INPUT") {
        if Path::new(&input)
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(target.name()))
        {
            target.check(&std::fs::read(&input).expect("the input"));
        }
        return;
    }
    if let Some(folder) = variable("CEKURA_FUZZ_CORPUS") {
        return write_seeds(target, &Path::new(&folder).join(target.name()));
    }
    let seconds = variable("CEKURA_FUZZ").map(|text| text.parse().expect("a number of seconds"));
    let (_, count) = MUTATIONS.into_iter().find(|(of, _)| *of == target).expect("its number");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970").as_secs();
    let seed = variable("CEKURA_FUZZ_SEED").map(|text| text.parse().expect("a number"));
    let seed = seed.unwrap_or(if seconds.is_some() { now } else { 0 });
    let until = seconds.map_or(Until::Count(count), |time| Until::Time(Duration::from_secs(time)));
    println!("{}: CEKURA_FUZZ_SEED={seed}", target.name());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    match (Run { target, seed, until, folder }).start() {
        Ok(count) => println!("{}: {count} mutations", target.name()),
        Err(finding) => panic!("{finding}\nwith CEKURA_FUZZ_SEED={seed}"),
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}

/// Writes the seeds of a target to files.
fn write_seeds(target: Target, folder: &Path) {
    std::fs::create_dir_all(folder).expect("a folder for the seeds");
    for (number, seed) in target.seeds().iter().enumerate() {
        std::fs::write(folder.join(format!("{number:03}")), seed).expect("a seed is written");
    }
}
