use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::{FILE, Plan, Turn, is_unfinished};
use crate::files::sync::{FileSet, Mode, list, sync};

fn set(root: &Path, files: &[(&str, &str)]) -> FileSet {
    let files: BTreeMap<_, _> =
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    FileSet { root: root.to_owned(), files, owned: vec!["gen".to_owned()] }
}

fn found(root: &Path) -> Vec<String> {
    let mut found = BTreeSet::new();
    list(root, "", &mut found).unwrap();
    found.into_iter().collect()
}

fn error(set: &FileSet) -> String {
    format!("{:#}", sync(set, Mode::Write).unwrap_err())
}

#[test]
fn a_run_waits_for_the_one_before_and_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let first = Turn::take(root).unwrap();
    let (tell, told) = mpsc::channel();
    let second = thread::spawn({
        let set = set(root, &[("gen/a.rs", "a")]);
        move || {
            sync(&set, Mode::Write).unwrap();
            tell.send(()).unwrap();
        }
    });
    assert!(told.recv_timeout(Duration::from_millis(200)).is_err(), "the second did not wait");
    assert!(!root.join("gen/a.rs").exists());
    drop(first);
    second.join().unwrap();
    assert_eq!(found(root), ["gen/a.rs"]);
}

#[test]
fn many_runs_at_once_write_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("not/yet");
    let texts: Vec<String> = (0..8).map(|number| number.to_string().repeat(1 << 16)).collect();
    thread::scope(|scope| {
        for text in &texts {
            let set = set(&root, &[("gen/a.rs", text), ("gen/b.rs", text), ("c.txt", text)]);
            scope.spawn(move || sync(&set, Mode::Write).unwrap());
        }
    });
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    assert!(texts.contains(&read("gen/a.rs")));
    assert!(read("gen/a.rs") == read("gen/b.rs") && read("gen/a.rs") == read("c.txt"));
    assert_eq!(found(&root), ["c.txt", "gen/a.rs", "gen/b.rs"]);
}

#[test]
fn a_folder_that_was_made_for_nothing_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    drop(Turn::take(&folder.path().join("not/yet")).unwrap());
    assert!(!folder.path().join("not").exists());
}

#[test]
fn the_work_of_a_dead_run_is_taken_up() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let plan =
        Plan { put: vec!["gen/a.rs".into(), "b.txt".into()], delete: vec!["gen/c.rs".into()] };
    let line = serde_json::to_string(&plan).unwrap();
    let leave = |end: &str| {
        fs::create_dir_all(root.join("gen")).unwrap();
        for (path, text) in [
            ("gen/.a.rs.codegen-new", "new"),
            ("b.txt", "old"),
            ("gen/c.rs", "old"),
            (FILE, &format!("{line}\n{end}")),
        ] {
            fs::write(root.join(path), text).unwrap();
        }
    };
    leave("");
    assert!(is_unfinished(root).unwrap());
    let check = sync(&set(root, &[]), Mode::Check).unwrap_err().to_string();
    assert!(check.contains("has not ended"), "{check}");
    Turn::take_up_if_interrupted(root).unwrap();
    assert_eq!(found(root), ["b.txt", "gen/c.rs"], "backwards");

    leave("all there\n");
    Turn::take_up_if_interrupted(root).unwrap();
    assert_eq!(found(root), ["b.txt", "gen/a.rs"], "forwards");
    assert_eq!(fs::read_to_string(root.join("gen/a.rs")).unwrap(), "new");

    // A journal of somebody else does nothing outside.
    fs::write(root.join(FILE), "{\"put\":[],\"delete\":[\"../x\"]}\nall there\n").unwrap();
    let refused = format!("{:#}", Turn::take(root).unwrap_err());
    assert!(refused.contains(".. is no path below"), "{refused}");
    fs::write(root.join(FILE), "no journal").unwrap();
    Turn::take_up_if_interrupted(root).unwrap();
    assert!(!root.join(FILE).exists());
}

#[test]
fn what_is_in_the_way_is_named_and_nothing_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    let root = &folder.path().join("out");
    let wanted = set(root, &[("gen/a.rs", "new"), ("b.txt", "b")]);
    fs::write(root, "a file").unwrap();
    assert!(error(&wanted).contains("out is a file, and a folder is needed there"));
    assert_eq!(fs::read_to_string(root).unwrap(), "a file");
    fs::remove_file(root).unwrap();

    fs::create_dir_all(root.join("b.txt")).unwrap();
    assert!(error(&wanted).contains("b.txt is a folder, and a file is to be written there"));
    fs::write(root.join("gen"), "a file").unwrap();
    assert!(error(&wanted).contains("gen is a file, and a folder is needed there"));
    assert_eq!(found(root), ["gen"]);
}

#[cfg(unix)]
#[test]
fn no_link_leads_out() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    let (root, outside) = (&folder.path().join("out"), folder.path().join("outside"));
    fs::create_dir_all(&outside).unwrap();
    fs::create_dir_all(root).unwrap();
    fs::write(outside.join("a.rs"), "theirs").unwrap();
    let wanted = set(root, &[("gen/a.rs", "new"), ("b.txt", "b")]);
    symlink(&outside, root.join("gen")).unwrap();
    assert!(error(&wanted).contains("gen is a symbolic link that leads out of"));
    fs::remove_file(root.join("gen")).unwrap();
    symlink(outside.join("a.rs"), root.join("b.txt")).unwrap();
    assert!(error(&wanted).contains("b.txt is a symbolic link that leads out of"));
    fs::remove_file(root.join("b.txt")).unwrap();
    symlink(outside.join("a.rs"), root.join(FILE)).unwrap();
    assert!(error(&wanted).contains("is in the way"));
    fs::remove_file(root.join(FILE)).unwrap();
    // A new text does not follow a link that lies where it is written first.
    fs::create_dir_all(root.join("gen")).unwrap();
    symlink(outside.join("a.rs"), root.join("gen/.a.rs.codegen-new")).unwrap();
    sync(&wanted, Mode::Write).unwrap();
    assert_eq!(fs::read_to_string(outside.join("a.rs")).unwrap(), "theirs");
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    // Within the folder, links are the owner's business.
    fs::rename(root.join("gen"), root.join("real")).unwrap();
    symlink("real", root.join("gen")).unwrap();
    sync(&set(root, &[("gen/a.rs", "newer"), ("b.txt", "b")]), Mode::Write).unwrap();
    assert_eq!(fs::read_to_string(root.join("real/a.rs")).unwrap(), "newer");
}

/// Runs a test of this program on a folder that a shell command has prepared for it, and returns
/// `None` where the command does not work on this machine.
fn in_shell(root: &Path, test: &str, command: &str) -> Option<()> {
    let program = std::env::current_exe().unwrap();
    let script = format!("{command} \"$PROGRAM\" --exact {test} --nocapture");
    let output = Command::new("sh")
        .args(["-c", &script])
        .envs([("FAULTY_FOLDER", root.as_os_str()), ("PROGRAM", program.as_os_str())])
        .output()
        .ok()?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    if told.contains("the fault was met") {
        assert!(output.status.success(), "{told}");
        return Some(());
    }
    assert!(!told.contains("panicked"), "{told}");
    println!("skipped, for this machine cannot do it: {command}");
    None
}

/// Writes two files, of which the second is too long for the place, and looks at what is left.
fn fails_whole(root: &Path) {
    let long = "x".repeat(1 << 20);
    let wanted = set(root, &[("gen/a.rs", "new"), ("gen/deep/b.rs", &long)]);
    let error = error(&wanted);
    assert!(error.contains("cannot write") && error.contains("(os error"), "{error}");
    assert_eq!(fs::read_to_string(root.join("gen/a.rs")).unwrap(), "old");
    assert_eq!(found(root), ["gen/a.rs"], "something is left");
    assert!(!root.join("gen/deep").exists());
    println!("the fault was met: {error}");
}

#[cfg(unix)]
#[test]
fn a_full_disk_a_limit_and_a_read_only_folder_leave_the_old_files() {
    let test = "files::turn::tests::a_full_disk_a_limit_and_a_read_only_folder_leave_the_old_files";
    if let Some(root) = std::env::var_os("FAULTY_FOLDER") {
        let root = Path::new(&root);
        if !root.join("gen").exists() {
            fs::create_dir_all(root.join("gen")).unwrap();
            fs::write(root.join("gen/a.rs"), "old").unwrap();
        }
        return fails_whole(root);
    }
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    // The signal of the limit is ignored, so that writing fails as on a full disk.
    in_shell(root, test, "trap '' XFSZ; ulimit -f 64; exec").expect("every shell has limits");
    let full = "mount -t tmpfs -o size=256k none \"$FAULTY_FOLDER\" && trap 'umount \
                \"$FAULTY_FOLDER\"' EXIT &&";
    let _ = in_shell(tempfile::tempdir().unwrap().path(), test, full);
    let read_only = "mount --bind \"$FAULTY_FOLDER\" \"$FAULTY_FOLDER\" && mount -o \
                     remount,ro,bind \"$FAULTY_FOLDER\" && trap 'umount \"$FAULTY_FOLDER\"' EXIT &&";
    let _ = in_shell(root, test, read_only);
}
