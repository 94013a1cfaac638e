//! Path parameters.

use serde_json::json;

use super::*;

#[test]
fn a_path_value_stays_within_its_segment() {
    let expanded = |values: &[(&'static str, String)]| {
        let mut path = "https://host".to_owned();
        expand(&mut path, "/a/{id}/b/", values).map(|()| path.split_off("https://host".len()))
    };
    let fill = |value: &str| {
        expanded(&[("id", path_value("id", &json!(value), PathStyle::Simple, Explode::No))])
    };
    assert_eq!(fill("x y").as_deref(), Ok("/a/x%20y/b/"));
    assert_eq!(fill("x/../y?z#ü%").as_deref(), Ok("/a/x%2F..%2Fy%3Fz%23%C3%BC%25/b/"));
    assert_eq!(fill("-._~").as_deref(), Ok("/a/-._~/b/"));
    assert!(fill("..").is_err() && fill(".").is_err() && fill("").is_err());
    assert_eq!(expanded(&[]), Err("the path parameter `id` has no value".into()));
}

/// The table of the OpenAPI specification, "Style Examples".
#[test]
fn path_styles_are_those_of_the_specification() {
    use Explode::*;
    use PathStyle::*;
    let (text, list, object) =
        (json!("blue"), json!(["blue", "black"]), json!({"G": 200, "R": 100}));
    let cases = [
        (Simple, No, "blue", "blue,black", "G,200,R,100"),
        (Simple, Yes, "blue", "blue,black", "G=200,R=100"),
        (Label, No, ".blue", ".blue,black", ".G,200,R,100"),
        (Label, Yes, ".blue", ".blue.black", ".G=200.R=100"),
        (Matrix, No, ";color=blue", ";color=blue,black", ";color=G,200,R,100"),
        (Matrix, Yes, ";color=blue", ";color=blue;color=black", ";G=200;R=100"),
    ];
    for (style, explode, of_text, of_list, of_object) in cases {
        assert_eq!(path_value("color", &text, style, explode), of_text);
        assert_eq!(path_value("color", &list, style, explode), of_list);
        assert_eq!(path_value("color", &object, style, explode), of_object);
    }
}
