//! The bridge from libFuzzer to the targets of the tests.

use cekura_tests::cases::fuzz::Target;
use fastrand::Rng;

/// Changes the input of a target in place, as libFuzzer asks for it, and returns the new length.
pub fn mutate(target: Target, data: &mut [u8], size: usize, room: usize, seed: u32) -> usize {
    let mut random = Rng::with_seed(seed.into());
    // Its own mutations know the bytes that the code compares with.
    if random.u8(..8) == 0 {
        return libfuzzer_sys::fuzzer_mutate(data, size, room);
    }
    let mutated = target.mutate(&data[..size], &mut random);
    if mutated.len() > room || mutated.len() > data.len() {
        return libfuzzer_sys::fuzzer_mutate(data, size, room);
    }
    data[..mutated.len()].copy_from_slice(&mutated);
    mutated.len()
}

/// Makes a program of a target.
#[macro_export]
macro_rules! program {
    ($target:ident) => {
        libfuzzer_sys::fuzz_target!(|data: &[u8]| {
            cekura_tests::cases::fuzz::Target::$target.check(data);
        });

        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, room: usize, seed: u32| {
            let target = cekura_tests::cases::fuzz::Target::$target;
            $crate::mutate(target, data, size, room, seed)
        });
    };
}
