//! Runs of a target on any toolchain: all seeds, and mutations of them.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fastrand::Rng;

use super::Target;

/// The end of a run.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    /// So many mutations were checked.
    Count(usize),
    /// So much time is over.
    Time(Duration),
}

/// A run of a target.
#[derive(Clone, Debug)]
pub struct Run {
    /// The target.
    pub target: Target,
    /// The number that decides all mutations.
    pub seed: u64,
    /// Its end.
    pub until: Until,
    /// The folder that a finding is written to.
    pub folder: PathBuf,
}

impl Run {
    /// Checks all seeds and then mutations, and returns how many of these.
    ///
    /// # Errors
    ///
    /// The finding: where its input lies, and what does not hold.
    pub fn start(&self) -> Result<usize, String> {
        let seeds = self.target.seeds();
        assert!(!seeds.is_empty(), "{} has no seeds", self.target.name());
        fs::create_dir_all(&self.folder).expect("a folder for findings");
        for seed in &seeds {
            self.check(seed)?;
        }
        let start = Instant::now();
        let mut count = 0;
        while match self.until {
            Until::Count(most) => count < most,
            Until::Time(time) => start.elapsed() < time,
        } {
            let mut random = Rng::with_seed(self.seed.wrapping_add(count as u64));
            let mut input = random.choice(&seeds).cloned().unwrap_or_default();
            for _ in 0..1 + random.usize(..4) {
                input = self.target.mutate(&input, &mut random);
            }
            self.check(&input)?;
            count += 1;
        }
        Ok(count)
    }

    /// Checks an input, which lies in a file meanwhile: a process that ends leaves it there.
    fn check(&self, input: &[u8]) -> Result<(), String> {
        let file = self.folder.join(format!("{}.input", self.target.name()));
        fs::write(&file, input).expect("the input is written");
        let checked = catch_unwind(AssertUnwindSafe(|| self.target.check(input)));
        checked.map_err(|panic| {
            let told = panic.downcast_ref::<String>().map(String::as_str);
            let told = told.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic");
            format!("{} finds, with {}: {told}", self.target.name(), kept(&file).display())
        })
    }
}

/// Gives the file of a finding a name of its own.
fn kept(file: &Path) -> PathBuf {
    let names = (1..).map(|number| file.with_extension(format!("finding-{number}")));
    let free = names.into_iter().find(|name| !name.exists()).unwrap_or_else(|| file.to_owned());
    fs::rename(file, &free).expect("the finding is kept");
    free
}
