use std::fs;
use std::path::Path;

use cekura_codegen::{Files, Input};

use super::{Local, gather_beside};
use crate::files::pins::{PINS, TEXTS, digest};

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Reads the files of a document that has these references.
fn read(root: &Path, references: &[&str], local: Local, config: Option<&str>) -> Files {
    let schemas = references.iter().enumerate();
    let schemas = schemas.map(|(number, reference)| format!("S{number}: {{$ref: '{reference}'}}"));
    let document = format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{{}}}}}\n",
        schemas.collect::<Vec<_>>().join(", ")
    );
    let input = Input { document: &document, config, ..Input::default() };
    gather_beside(&root.join("openapi.yaml"), &input, local).unwrap()
}

fn names(files: &Files) -> Vec<&str> {
    files.texts.keys().map(String::as_str).collect()
}

fn reason(files: &Files, name: &str) -> String {
    files.unread.get(name).unwrap_or_else(|| panic!("{name}: {files:?}")).reason.clone()
}

#[test]
fn files_are_read_with_those_that_they_refer_to_if_that_is_allowed() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "s/a.yaml",
        "type: object\nproperties: {b: {$ref: b.json}, own: {$ref: ../openapi.yaml}}\n",
    );
    write(folder.path(), "s/b.json", r#"{"properties": {"a": {"$ref": "a.yaml"}}}"#);
    let read = |local, config| read(folder.path(), &["./s/a.yaml"], local, config);
    assert_eq!(names(&read(Local::Allowed, None)), ["s/a.yaml", "s/b.json"]);
    assert_eq!(
        names(&read(Local::Configured, Some("[document]\nfiles = true\n"))),
        ["s/a.yaml", "s/b.json"]
    );
    for config in [None, Some(""), Some("[document]\nfiles = false\n"), Some("[document")] {
        let files = read(Local::Configured, config);
        assert!(files.texts.is_empty() && files.unread.is_empty(), "{config:?}");
        assert_eq!(files.document, "openapi.yaml");
    }
}

#[test]
fn what_is_no_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("s")).unwrap();
    fs::write(folder.path().join("bytes.yaml"), [0xff, 0xfe]).unwrap();
    let files = read(
        folder.path(),
        &["s", "gone.yaml", "bytes.yaml", "bytes.yaml/a.yaml"],
        Local::Allowed,
        None,
    );
    assert_eq!(reason(&files, "s"), "is no file");
    assert_eq!(reason(&files, "gone.yaml"), "leads to a file that does not exist");
    assert_eq!(reason(&files, "bytes.yaml/a.yaml"), "leads to a file that does not exist");
    assert!(reason(&files, "bytes.yaml").starts_with("cannot be read: "));
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_folder() {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "secret.yaml", "type: string\n");
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "real/a.yaml", "type: string\n");
    symlink(outside.path().join("secret.yaml"), folder.path().join("file.yaml")).unwrap();
    symlink(outside.path(), folder.path().join("linked")).unwrap();
    symlink("real", folder.path().join("within")).unwrap();
    symlink("loop.yaml", folder.path().join("loop.yaml")).unwrap();
    let references = ["file.yaml", "linked/secret.yaml", "within/a.yaml", "loop.yaml"];
    let files = read(folder.path(), &references, Local::Allowed, None);
    let out = "leads out of the document's folder, by a link";
    assert_eq!(reason(&files, "file.yaml"), out);
    assert_eq!(reason(&files, "linked/secret.yaml"), out);
    assert!(reason(&files, "loop.yaml").starts_with("cannot be read: "));
    assert_eq!(names(&files), ["within/a.yaml"]);

    // The folder itself may be reached by a link.
    let root = outside.path().join("api");
    symlink(folder.path(), &root).unwrap();
    assert_eq!(names(&read(&root, &["real/a.yaml"], Local::Allowed, None)), ["real/a.yaml"]);
}

#[test]
fn what_is_pinned_is_read_from_its_folder_and_nothing_else_of_the_network() {
    const ADDRESS: &str = "https://boats.example/a.yaml";
    let folder = tempfile::tempdir().unwrap();
    let read =
        || read(folder.path(), &["https://boats.example/a.yaml#/A"], Local::Configured, None);
    assert!(read().texts.is_empty() && read().unread.is_empty());

    let text = "A: {type: string}\n";
    let pin = digest(text);
    write(folder.path(), PINS, &format!("\"{ADDRESS}\" = \"{pin}\"\n"));
    let file = format!("{TEXTS}/{}", pin.trim_start_matches("sha256:"));
    assert_eq!(reason(&read(), ADDRESS), format!("is pinned in {PINS}, but there is no {file}"));

    write(folder.path(), &file, text);
    assert_eq!(read().texts.get(ADDRESS).map(String::as_str), Some(text));

    write(folder.path(), &file, "A: {type: number}\n");
    let now = digest("A: {type: number}\n");
    assert_eq!(reason(&read(), ADDRESS), format!("is pinned as {pin}, but {file} has {now}"));
}

#[test]
fn a_damaged_list_of_pins_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    for text in ["a = 1\n", "[", "\"https://h/\" = \"sha256:../../x\"\n"] {
        write(folder.path(), PINS, text);
        let document =
            "openapi: 3.1.0\npaths: {}\ncomponents: {schemas: {A: {$ref: 'https://h/'}}}\n";
        let input = Input { document, ..Input::default() };
        let read = gather_beside(&folder.path().join("openapi.yaml"), &input, Local::Allowed);
        let error = format!("{:#}", read.unwrap_err());
        assert!(error.starts_with("references.lock is damaged"), "{error}");
    }
}
