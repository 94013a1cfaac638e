//! The client on the wire, against servers of this process.

use std::process::Command;

mod blocking;
mod builder;
mod call;
mod download;
mod faults;
mod hooks;
mod load;
mod pages;
mod retry;
mod transport;
mod uploads;

/// Returns the command that runs one test in a process of its own, whether it is ignored or not.
fn alone(test: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", test, "--include-ignored"]);
    command
}
