use crate::diagnostic::{Code, Origin};

use super::recognise;

fn recognised(text: &str, origin: Origin) -> Option<(Code, usize, String)> {
    let one = recognise(text, origin)?;
    Some((one.code, one.position.map_or(0, |at| at.line), one.message))
}

#[test]
fn a_conflict_is_found_at_its_first_sign() {
    let text = "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> main\n";
    let found = |text: &str| recognised(text, Origin::Document).expect("a conflict");
    let message = "a conflict of a merge is not resolved".to_owned();
    assert_eq!(found(text), (Code::MergeConflict, 2, message));
    assert_eq!(found(&text.repeat(3)).2.rsplit(' ').next(), Some("3"));
    // What is left after half of the work.
    assert_eq!(found("a: 1\r\nb: 1\r\n=======\r\nb: 2\r\n").1, 3);
    for text in ["<<<<<<<<< a", "======= a", "a: <<<<<<< b", "  >>>>>>> a", "========", "-------"] {
        assert_eq!(recognised(text, Origin::Document), None, "{text}");
    }
}

#[test]
fn a_text_of_another_kind_is_called_so_whatever_it_was_to_be() {
    let lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:1f\nsize 4\n";
    let html = "\u{feff}\n  <!DOCTYPE html>\n<html>\n";
    for (text, says) in [(lfs, "Git LFS"), (html, "HTML"), ("<?xml version='1.0'?>", "XML")] {
        for (origin, code) in [
            (Origin::Document, Code::NotOpenApi),
            (Origin::Overlay, Code::OverlayInvalid),
            (Origin::Config, Code::ConfigInvalid),
            (Origin::Lock, Code::LockInvalid),
        ] {
            let (found, _, message) = recognised(text, origin).expect(says);
            assert!(found == code && message.contains(says), "{found} {message}");
        }
    }
    for text in ["", "# only a comment", "<<: *base\na: 1", "version: 1"] {
        assert_eq!(recognised(text, Origin::Document), None, "{text}");
    }
}
