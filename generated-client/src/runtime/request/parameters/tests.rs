//! Parameters, by style.

use http::Method;
use serde_json::json;

use super::*;
use crate::runtime::open_union;
use crate::runtime::settings::defaults::Defaults;

/// Returns the query that parameters make, after checking that there was no error.
fn query(write: impl FnOnce(&mut ParameterWriter<'_>)) -> String {
    let (request, error) = written(write);
    assert!(error.is_none());
    request.query_after("", &Defaults::default())
}

fn written(write: impl FnOnce(&mut ParameterWriter<'_>)) -> (PreparedRequest, Option<Error>) {
    let (mut request, mut error) = (PreparedRequest::new(Method::GET, "/".into()), None);
    write(&mut ParameterWriter::new(&mut request, &mut error));
    (request, error)
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
        out.query("h", "");
        out.query("i", &1.5);
    });
    assert_eq!(text, "h=&i=1.5");
}

#[test]
fn a_parameter_that_is_set_again_replaces_the_first() {
    let (request, _) = written(|out| {
        out.query("a", &[1, 2]);
        out.query_deep("b", &json!({"x": 1, "y": 2}));
        out.query("a", &3);
        out.query_deep("b", &json!({"z": 4}));
        out.header("x-h", "one");
        out.header("x-h", "two");
        out.cookie("c", "one");
        out.cookie("c2", "other");
        out.cookie("c3", "third");
        out.cookie("c", "two");
        out.query("gone", &1);
        out.query("gone", &None::<i64>);
    });
    assert_eq!(request.query_after("", &Defaults::default()), "a=3&b%5Bz%5D=4");
    assert_eq!(request.headers.get_all("x-h").iter().collect::<Vec<_>>(), ["two"]);
    let cookies: Vec<_> = request.headers.get_all("cookie").iter().collect();
    assert_eq!(cookies, ["c2=other", "c3=third", "c=two"]);
}

#[test]
fn a_header_that_cannot_be_sent_is_an_error_of_the_call() {
    let (request, error) = written(|out| {
        out.header("x-list", &["a", "b"]);
        out.header_exploded("x-object", &json!({"k": 1}));
        out.header("x-split", "a\r\nb");
    });
    assert_eq!(request.headers["x-list"], "a,b");
    assert_eq!(request.headers["x-object"], "k=1");
    let error = error.expect("an error");
    assert!(error.to_string().contains("`x-split`"), "{error}");
}
