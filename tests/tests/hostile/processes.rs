//! The processes of the documents, several at once.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use cekura_tests::cases::Case;
use cekura_tests::hostile::confined::{Report, TIME};

/// Returns the report on each document, or how its process ended without one.
pub(crate) fn reports(cases: &[Case]) -> Vec<Result<Report, String>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    fs::create_dir_all(&folder).expect("a folder");
    let open = Mutex::new(cases.iter().enumerate());
    let done = Mutex::new(Vec::new());
    let next = || open.lock().expect("no thread panics").next();
    let work = || {
        while let Some((index, case)) = next() {
            let report = one(&case.name, &folder.join(format!("{index}.json")));
            done.lock().expect("no thread panics").push((index, report));
        }
    };
    let many = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| (0..many).for_each(|_| drop(scope.spawn(work))));
    let mut done = done.into_inner().expect("no thread panics");
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, report)| report).collect()
}

fn one(name: &str, path: &Path) -> Result<Report, String> {
    // A report of an earlier run would hide that this one has none.
    let _ = fs::remove_file(path);
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_confined"))
        .arg(name)
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stderr = child.stderr.take().expect("a pipe");
    let complaint = thread::spawn(move || {
        let mut text = Vec::new();
        // An unreadable part is missing from a message only.
        let _ = stderr.read_to_end(&mut text);
        String::from_utf8_lossy(&text).into_owned()
    });
    let status = loop {
        match child.try_wait().expect("the program can be waited for") {
            Some(status) => break status,
            None if begun.elapsed() > TIME => {
                child.kill().and_then(|()| child.wait()).expect("the program ends");
                return Err(format!("it takes more than {} seconds", TIME.as_secs()));
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    let complaint = complaint.join().expect("a text");
    if !status.success() {
        return Err(format!("{status}: {}", complaint.trim()));
    }
    let text = fs::read_to_string(path).expect("a report");
    Ok(serde_json::from_str(&text).expect("a report"))
}
