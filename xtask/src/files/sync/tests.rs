use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::{FileSet, Mode, Report, Stale, list, sync};
use crate::files::killed::{self, kill_again_and_again, write_for_ever};
use crate::files::turn::Turn;

fn set(root: &Path, files: &[(&str, &str)]) -> FileSet {
    let files: BTreeMap<_, _> =
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    FileSet { root: root.to_owned(), files, owned: vec!["gen".to_owned()] }
}

fn put(root: &Path, path: &str, text: &str) {
    let full = root.join(path);
    fs::create_dir_all(full.parent().unwrap()).unwrap();
    fs::write(full, text).unwrap();
}

#[test]
fn writes_what_is_missing_or_stale_and_deletes_what_is_out_of_place() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    put(root, "gen/a.rs", "old");
    put(root, "gen/b.rs", "same");
    put(root, "gen/deep/er/x.rs", "x");
    put(root, "gen/.a.rs.codegen-new", "left by a crash");
    put(root, "kept.txt", "not ours");
    let set = set(
        root,
        &[("gen/a.rs", "new"), ("gen/b.rs", "same"), ("gen/c/d.rs", "d"), ("m.toml", "m")],
    );
    let same_before = fs::metadata(root.join("gen/b.rs")).unwrap().modified().unwrap();

    let expected = Report {
        missing: vec!["gen/c/d.rs".into(), "m.toml".into()],
        stale: vec![Stale { path: "gen/a.rs".into(), found: "old".into() }],
        unexpected: vec!["gen/.a.rs.codegen-new".into(), "gen/deep/er/x.rs".into()],
        unchanged: 1,
    };
    assert_eq!(sync(&set, Mode::Check).unwrap(), expected);
    assert_eq!(fs::read_to_string(root.join("gen/a.rs")).unwrap(), "old", "a check writes nothing");
    assert!(root.join("gen/deep/er/x.rs").exists() && !root.join("m.toml").exists());

    fs::remove_file(root.join("gen/.a.rs.codegen-new")).unwrap();
    assert_eq!(
        sync(&set, Mode::Write).unwrap(),
        Report { unexpected: vec!["gen/deep/er/x.rs".into()], ..expected }
    );
    let after = sync(&set, Mode::Check).unwrap();
    assert!(after.is_clean() && after.unchanged == 4, "{after:?}");
    assert!(!root.join("gen/deep").exists() && root.join("kept.txt").exists());
    assert_eq!(fs::metadata(root.join("gen/b.rs")).unwrap().modified().unwrap(), same_before);
}

#[test]
fn a_failure_leaves_everything_as_it_was() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    put(root, "gen/a.rs", "old");
    put(root, "other/.c.rs.codegen-new/x", "in the way of the new file");
    let set = set(root, &[("gen/a.rs", "new"), ("gen/b.rs", "b"), ("other/c.rs", "c")]);
    assert!(sync(&set, Mode::Write).is_err());
    assert_eq!(fs::read_to_string(root.join("gen/a.rs")).unwrap(), "old");
    let names: Vec<_> =
        fs::read_dir(root.join("gen")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["a.rs"]);
}

#[test]
fn an_empty_place_is_all_missing() {
    let root = tempfile::tempdir().unwrap();
    let set = set(&root.path().join("not/yet"), &[("gen/a.rs", "a")]);
    assert_eq!(sync(&set, Mode::Check).unwrap().missing, ["gen/a.rs"]);
    assert!(!root.path().join("not").exists());
    assert_eq!(sync(&set, Mode::Write).unwrap().written(), 1);
    assert!(sync(&set, Mode::Check).unwrap().is_clean());
}

#[test]
fn a_process_that_is_killed_leaves_all_old_files_or_all_new_ones() {
    // Long enough for most of the time to be spent on writing.
    let text = |letter: &str| letter.repeat(1 << 20);
    let of = |root: &Path, letter: &str| {
        let text = text(letter);
        set(root, &[("gen/one.rs", &text), ("gen/two.rs", &text), ("kept/three.txt", &text)])
    };
    if let Some(root) = killed::folder() {
        let mut letters = ["a", "b"].into_iter().cycle();
        write_for_ever(&root, || {
            sync(&of(&root, letters.next().unwrap()), Mode::Write).unwrap();
        });
    }
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    sync(&of(root, "b"), Mode::Write).unwrap();
    let texts = [text("a"), text("b")];
    let test = "files::sync::tests::a_process_that_is_killed_leaves_all_old_files_or_all_new_ones";
    kill_again_and_again(test, root, || {
        Turn::take_up_if_interrupted(root).unwrap();
        let files = ["gen/one.rs", "gen/two.rs", "kept/three.txt"];
        let read = files.map(|file| fs::read_to_string(root.join(file)).unwrap());
        assert!(texts.contains(&read[0]), "{} bytes of a mixture", read[0].len());
        assert!(read.iter().all(|text| *text == read[0]), "old files beside new ones");
        let mut found = BTreeSet::new();
        list(root, "", &mut found).unwrap();
        found.remove("begun");
        assert_eq!(Vec::from_iter(found), files);
    });
}
