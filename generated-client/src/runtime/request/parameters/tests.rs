//! Parameters, by style.

use serde_json::json;

use super::*;
use crate::runtime::open_union;

fn query(write: impl FnOnce(&mut ParameterWriter)) -> String {
    let mut out = ParameterWriter::default();
    write(&mut out);
    assert!(out.error.is_none());
    out.query
}

#[test]
fn query_styles_are_those_of_the_specification() {
    let (list, object) = (json!(["b l", "a,b"]), json!({"G": 200, "R": null, "B": true}));
    assert_eq!(query(|out| out.query("c", &list)), "c=b%20l&c=a%2Cb");
    assert_eq!(query(|out| out.query("c", &object)), "B=true&G=200");
    assert_eq!(query(|out| out.query_joined("c", &list)), "c=b%20l,a%2Cb");
    assert_eq!(query(|out| out.query_joined("c", &object)), "c=B,true,G,200");
    assert_eq!(query(|out| out.query_spaced("c", &list)), "c=b%20l%20a%2Cb");
    assert_eq!(query(|out| out.query_piped("c", &list)), "c=b%20l%7Ca%2Cb");
    assert_eq!(query(|out| out.query_deep("c", &object)), "c%5BB%5D=true&c%5BG%5D=200");
    assert_eq!(
        query(|out| out.query_json("c", &object)),
        "c=%7B%22B%22%3Atrue%2C%22G%22%3A200%2C%22R%22%3Anull%7D"
    );
}

open_union! {
    /// `oneOf: string | array`.
    pub enum OneOrMany { One(String), Many(Vec<String>) }
}

#[test]
fn a_list_in_a_union_is_a_list() {
    let many = OneOrMany::Many(vec!["b l".to_owned(), "a,b".to_owned()]);
    assert_eq!(query(|out| out.query("c", &many)), "c=b%20l&c=a%2Cb");
    assert_eq!(query(|out| out.query("c", &Some(&many))), "c=b%20l&c=a%2Cb");
    assert_eq!(query(|out| out.query_joined("c", &many)), "c=b%20l,a%2Cb");
    // A text that looks like a list is a text.
    let one = OneOrMany::One("[1,2]".to_owned());
    assert_eq!(query(|out| out.query("c", &one)), "c=%5B1%2C2%5D");
    assert_eq!(query(|out| out.query("c", &OneOrMany::Unknown(json!([1, 2])))), "c=1&c=2");
}

#[test]
fn what_is_absent_is_not_sent() {
    let none: Option<i64> = None;
    let empty: Vec<i64> = Vec::new();
    let text = query(|out| {
        out.query("a", &none);
        out.query_joined("b", &empty);
        out.query_joined("c", &none);
        out.query_deep("d", &none);
        out.query_json("e", &none);
        out.header("f", &none);
        out.cookie("g", &none);
        out.query("h", &"");
        out.query("i", &1.5);
    });
    assert_eq!(text, "h=&i=1.5");
}

#[test]
fn a_header_that_cannot_be_sent_is_an_error_of_the_call() {
    let mut out = ParameterWriter::default();
    out.header("x-list", &["a", "b"]);
    out.header_exploded("x-object", &json!({"k": 1}));
    assert_eq!(out.headers[0].1, "a,b");
    assert_eq!(out.headers[1].1, "k=1");
    out.header("x-split", &"a\r\nb");
    let error = out.error.expect("an error");
    assert!(error.to_string().contains("`x-split`"), "{error}");
}
