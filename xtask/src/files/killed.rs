//! Processes that are killed while they write, for tests.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Names the folder of a process that is to be killed.
const FOLDER: &str = "XTASK_KILLED_IN";

/// Says how often processes are killed, where the default is too seldom.
const KILLS: &str = "XTASK_KILLS";

/// The file that tells that a process has begun to write.
const BEGUN: &str = "begun";

/// Returns the folder to write in, if this process is one that will be killed.
pub(crate) fn folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

/// Writes for ever, until the process is killed.
pub(crate) fn write_for_ever(root: &Path, mut write: impl FnMut()) -> ! {
    std::fs::write(root.join(BEGUN), "").unwrap();
    loop {
        write();
    }
}

/// Runs a test of this program in a process of its own, kills it at another moment each time, and
/// calls `look` after each.
pub(crate) fn kill_again_and_again(test: &str, root: &Path, mut look: impl FnMut()) {
    let kills = std::env::var(KILLS).map_or(20, |kills| kills.parse().unwrap());
    for kill in 0..kills {
        let begun = root.join(BEGUN);
        let _ = std::fs::remove_file(&begun);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([OsString::from("--exact"), test.into()])
            .env(FOLDER, root)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let since = Instant::now();
        while !begun.exists() {
            assert!(since.elapsed() < Duration::from_secs(60), "{test} does not begin");
            sleep(Duration::from_millis(1));
        }
        // The moments are spread over the work by a step that has no common period with it.
        sleep(Duration::from_micros(kill * 7_919 % 30_011));
        child.kill().unwrap();
        child.wait().unwrap();
        look();
    }
    let _ = std::fs::remove_file(root.join(BEGUN));
}
