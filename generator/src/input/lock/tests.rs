//! Tests of the lock's text.

use super::{Kind, Line, Lock, Mark, word};
use crate::diagnostic::{Diagnostics, Origin};

const TEXT: &str = "
call boats.list = GET /boats/; since 1.0
resource boats = Boats
type Boat = schema Boat; at boats.list answer; as 0f; gone
";

#[test]
fn what_is_written_is_what_was_read() {
    let lock = Lock::parse(TEXT, &mut Diagnostics::default()).expect("a lock");
    assert_eq!(Lock::parse(&lock.to_string(), &mut Diagnostics::default()), Ok(lock.clone()));
    let boat: Vec<&Line> = lock.lines(Kind::Type).collect();
    let [boat] = boat.as_slice() else { panic!("one type") };
    assert_eq!(boat.get(Mark::At), Some("boats.list answer"));
    assert!(boat.is_gone());
}

#[test]
fn a_path_may_have_any_signs() {
    for path in
        ["/a; b", "/a ", "/a\nb", "/ = /", "/a\\u{20}", "/a\\", "/\u{2028}", "/a;x", "/é{b}"]
    {
        let line = Line::new(Kind::Call, "boats.list", format!("GET {path}"));
        let lock = Lock::of([line]);
        let read = Lock::parse(&lock.to_string(), &mut Diagnostics::default());
        assert_eq!(read, Ok(lock), "{path:?}");
    }
    let usual = Lock::of([Line::new(Kind::Call, "boats.list", "GET /boats/{id};x")]);
    assert!(usual.to_string().ends_with("call boats.list = GET /boats/{id};x\n"));
}

#[test]
fn lines_of_both_sides_of_a_merge_may_be_equal() {
    let twice = format!("{TEXT}{TEXT}type Boat = schema Boat; as 0e; in boats\n");
    let lock = Lock::parse(&twice, &mut Diagnostics::default()).expect("a lock");
    let boat = lock.lines(Kind::Type).next().expect("a type");
    assert_eq!((boat.get(Mark::As), boat.get(Mark::In)), (Some("0f"), Some("boats")));
    assert!(!boat.is_gone());
}

#[test]
fn faults_are_shown_in_their_lines() {
    let faults = [
        ("type Boat", "the line has no name and thing"),
        ("type Boat-House = schema House", "the line has no name and thing"),
        ("kind Boat = schema Boat", "`kind` is no kind of name"),
        ("type Ship = schema Ship; colour red", "`colour` is nothing that is known of a name"),
        ("type Ship = schema Ship; in a; in b", "`in` has no value, or two"),
        ("type Boat = schema Ship", "`Boat` is the name of a type in line 4"),
        ("call boats.all = GET /boats/", "`GET /boats/` has a name in line 2"),
        ("<<<<<<< HEAD", "a conflict of a merge is not resolved"),
    ];
    for (line, message) in faults {
        let mut diagnostics = Diagnostics::default();
        assert!(Lock::parse(&format!("{TEXT}{line}\n"), &mut diagnostics).is_err(), "{line}");
        let found = diagnostics.into_sorted();
        let [one] = found.as_slice() else { panic!("{line}: {found:?}") };
        assert_eq!((one.message.as_str(), one.origin), (message, Origin::Lock));
        assert_eq!(one.position.map(|at| at.line), Some(5));
        assert!(one.help.is_some());
    }
}

#[test]
fn words_of_the_document_are_words_of_a_line() {
    for (text, expected) in
        [("a-b", "a-b"), ("a b", "a\\u{20}b"), ("", "\\"), ("a=;", "a\\u{3d}\\u{3b}")]
    {
        assert_eq!(word(text), expected);
    }
    assert_ne!(word("\\"), word(""));
}
