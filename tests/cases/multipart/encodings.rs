use cekura::uploads::Part;
use multipart_encodings::Client;
use multipart_encodings::types::{CreateChartRequestDeep, CreateChartRequest, Mark};

use crate::{client, done, sent};

#[test]
fn each_part_has_its_form() {
    let (client, mock) = client();
    mock.expect("POST", "/charts").respond(204, "");
    let mut request = CreateChartRequest::new(Part::bytes("C").header("X-Sum", "9\r\nX-Evil: 1"))
        .tags(["a", "b"])
        .deep(CreateChartRequestDeep::new().k("v"))
        .word("w")
        .marks([Mark::new("one"), Mark::new("two")])
        .whole([Mark::new("three"), Mark::new("four")])
        .scale(2.0);
    request.extra.insert("more".to_owned(), Part::bytes("M").file_name("m.txt"));
    done(Client::from(client).charts().create(&request)).expect("an answer");
    let request = sent(&mock);
    let kind = request.headers["content-type"].to_str().expect("a text").to_owned();
    let boundary = kind.split("boundary=").nth(1).expect("a boundary").to_owned();
    let text = String::from_utf8(request.body.to_vec()).expect("a text");
    let mut parts: Vec<String> = text
        .split(&format!("--{boundary}"))
        .map(|part| part.trim().replace("\r\n", "|").replace("Content-Disposition: form-data; ", ""))
        .filter(|part| !part.is_empty() && part != "--")
        .collect();
    parts.sort();
    assert_eq!(
        parts,
        [
            "name=\"chart\"; filename=\"chart\"|Content-Type: application/octet-stream|X-Sum: 9X-Evil: 1||C",
            "name=\"deep[k]\"||v",
            "name=\"marks\"|Content-Type: application/json||{\"name\":\"one\"}",
            "name=\"marks\"|Content-Type: application/json||{\"name\":\"two\"}",
            "name=\"more\"; filename=\"m.txt\"|Content-Type: text/plain||M",
            "name=\"scale\"||2",
            "name=\"tags\"||a,b",
            "name=\"whole\"|Content-Type: application/json||[{\"name\":\"three\"},{\"name\":\"four\"}]",
            "name=\"word\"|Content-Type: application/json||\"w\"",
        ]
    );
}
