use cekura::uploads::Part;
use cekura::Field;
use multipart_or_json_optional_file::Client;
use multipart_or_json_optional_file::types::{BoatForm, BoatFormHull};

use crate::{body, client, done, header};

fn boat() -> BoatForm {
    BoatForm::new("Ada").note(Field::Null).hull(BoatFormHull::new().length(7.5))
}

#[test]
fn without_a_file_it_is_json() {
    let (client, mock) = client();
    mock.expect("POST", "/boats").respond(204, "");
    done(Client::from(client).boats().create(&boat())).expect("an answer");
    assert_eq!(header(&mock, "content-type").as_deref(), Some("application/json"));
    let sent: cekura::Json = serde_json::from_str(&body(&mock)).expect("JSON");
    assert_eq!(sent, serde_json::json!({"name": "Ada", "note": null, "hull": {"length": 7.5}}));
}

#[test]
fn with_a_file_it_is_a_form() {
    for boat in [boat().picture(Part::bytes("P")), boat().papers([Part::bytes("P")])] {
        let (client, mock) = client();
        mock.expect("POST", "/boats").respond(204, "");
        done(Client::from(client).boats().create(&boat)).expect("an answer");
        assert!(header(&mock, "content-type").is_some_and(|kind| kind.starts_with("multipart/form-data")));
        let text = body(&mock);
        assert!(text.contains("name=\"hull\"\r\nContent-Type: application/json\r\n\r\n{\"length\":7.5}"), "{text}");
        assert!(text.contains("name=\"note\"\r\n\r\n\r\n"), "null is an empty field: {text}");
    }
}
