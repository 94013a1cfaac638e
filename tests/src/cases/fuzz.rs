//! Inputs that nobody would write: the fuzz targets, with the seeds and the mutations of each.
//!
//! The same targets run in two ways. `tests/fuzz` has them as programs of libFuzzer, which is
//! guided by the code that an input reaches. The test binary `fuzz` runs them on any toolchain, on
//! all seeds and on mutations of them that are the same in each run.
//!
//! - `generate`: a document, with a configuration and an overlay. Each file of the client is Rust,
//!   and a second run, or one with the names of the first, gives the same.
//! - `overlay`: a document and an overlay. The tree that comes out is bounded, and the same again.
//! - `places`: as `generate`. Each diagnostic has a place in its text, and each value of a tree has
//!   its own.
//! - `decode`: a letter for the type, and JSON. Both readers agree, and what is read is written so
//!   that it is read again.

use fastrand::Rng;

pub mod check;
pub mod input;
pub mod mutate;
pub mod run;
pub mod seeds;

/// The longest input; longer ones are slow, and show nothing that shorter ones do not.
pub const LONGEST: usize = 64 << 10;

/// A fuzz target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Texts to files.
    Generate,
    /// The application of overlays.
    Overlay,
    /// The places of diagnostics and values in a text.
    Places,
    /// JSON to types of the client, and back.
    Decode,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Generate, Self::Overlay, Self::Places, Self::Decode];

    /// Returns the name, which its program has, too.
    pub fn name(self) -> &'static str {
        match self {
            Self::Generate => "generate",
            Self::Overlay => "overlay",
            Self::Places => "places",
            Self::Decode => "decode",
        }
    }

    /// Checks an input.
    ///
    /// # Panics
    ///
    /// If a property does not hold: that is a finding.
    pub fn check(self, input: &[u8]) {
        match self {
            Self::Generate => check::generate::check(input),
            Self::Overlay => check::overlay::check(input),
            Self::Places => check::places::check(input),
            Self::Decode => check::decode::check(input),
        }
    }

    /// Returns the inputs that others are made of.
    ///
    /// # Panics
    ///
    /// If the cases of the tests cannot be read.
    pub fn seeds(self) -> Vec<Vec<u8>> {
        let mut seeds = match self {
            Self::Generate | Self::Places => seeds::documents(),
            Self::Overlay => seeds::overlays(),
            Self::Decode => seeds::answers(check::decode::SEEDS),
        };
        seeds.retain(|seed| seed.len() <= LONGEST);
        seeds
    }

    /// Returns an input that is a little, or very, different.
    pub fn mutate(self, input: &[u8], random: &mut Rng) -> Vec<u8> {
        let mutated = match self {
            Self::Decode => mutate::answer(input, random),
            Self::Generate | Self::Overlay | Self::Places => mutate::document(input, random),
        };
        if mutated.len() <= LONGEST { mutated } else { input.to_vec() }
    }
}
