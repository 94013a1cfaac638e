//! Forms on the wire.

use serde_json::json;

use crate::runtime::request::form::{Form, Multipart};
use crate::runtime::{Bytes, Client, ErrorKind, MockTransport, Part};

#[derive(Default)]
struct Upload {
    name: Option<String>,
    tags: Vec<&'static str>,
    meta: Option<serde_json::Value>,
    file: Option<Part>,
    more: Option<Vec<Part>>,
}

/// As the generator writes it.
impl Multipart for Upload {
    fn parts(&self, form: &mut Form) {
        form.text("name", &self.name);
        form.text("tags", &self.tags);
        form.json("meta", &self.meta);
        form.file("file", &self.file);
        form.file("more", &self.more);
    }
}

/// Returns the body that is sent, with the boundary replaced, and whether its length was known.
async fn send(upload: &Upload) -> (String, bool) {
    let mock = MockTransport::new();
    mock.expect("PUT", "/upload/").json(200, &json!(null));
    let client = Client::builder().api_key("k").transport(mock.clone()).build().expect("a client");
    client.put("/upload/").multipart(upload).call::<()>().await.expect("a response");
    let request = mock.requests().remove(0);
    let kind = request.headers["content-type"].to_str().expect("text").to_owned();
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
    let text = String::from_utf8(request.body.to_vec()).expect("text");
    let length = request.headers.get("content-length");
    if let Some(length) = length {
        assert_eq!(length.to_str().expect("text"), request.body.len().to_string());
    }
    (text.replace(boundary, "B").replace("\r\n", "\n"), length.is_some())
}

#[tokio::test]
async fn fields_json_and_files_each_have_their_form() {
    let upload = Upload {
        name: Some("x".into()),
        tags: vec!["a", "b"],
        meta: Some(json!({"k": 1})),
        file: Some(Part::bytes("1,2").file_name("a\"\r\nb.csv").mime("text/csv\r\nX: y")),
        more: Some(vec![Part::bytes("m")]),
    };
    let (text, length) = send(&upload).await;
    assert!(length);
    assert_eq!(
        text,
        "--B\nContent-Disposition: form-data; name=\"name\"\n\nx\n\
         --B\nContent-Disposition: form-data; name=\"tags\"\n\na\n\
         --B\nContent-Disposition: form-data; name=\"tags\"\n\nb\n\
         --B\nContent-Disposition: form-data; name=\"meta\"\nContent-Type: application/json\n\n{\"k\":1}\n\
         --B\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22%0D%0Ab.csv\"\nContent-Type: text/csvX: y\n\n1,2\n\
         --B\nContent-Disposition: form-data; name=\"more\"; filename=\"more\"\nContent-Type: application/octet-stream\n\nm\n\
         --B--\n"
    );
}

#[tokio::test]
async fn an_empty_form_is_a_form() {
    assert_eq!(send(&Upload::default()).await.0, "--B--\n");
}

#[test]
fn a_field_has_the_content_type_that_the_document_names() {
    let mut form = Form::new();
    form.text_of("a", "text/csv", &["x", "y"]);
    form.text_of("b", "application/vnd.x+json; charset=utf-8", &"x");
    form.text_of("c", "application/json", &["x", "y"]);
    form.text_of("d", "application/json", &None::<i64>);
    form.file_of("e", "image/png", &vec![Part::bytes("1"), Part::bytes("2").mime("image/gif")]);
    // A value of any type is written by its own type.
    form.json("f", &json!("x y"));
    form.json("g", &json!(1.5));
    form.json("h", &json!([1]));
    form.json("i", &json!(null));
    let parts: Vec<String> = form.pieces.iter().map(|piece| piece.head.clone()).collect();
    let head = |name: &str, kind: &str| {
        let head = format!("Content-Disposition: form-data; name=\"{name}\"");
        let kind = if kind.is_empty() { kind.into() } else { format!("\r\nContent-Type: {kind}") };
        format!("{head}{kind}\r\n\r\n")
    };
    let json = "application/json";
    let heads = [
        head("a", "text/csv"),
        head("a", "text/csv"),
        head("b", "application/vnd.x+json; charset=utf-8"),
        head("c", json),
        // A file has a name.
        head("e", "image/png").replace("\"e\"", "\"e\"; filename=\"e\""),
        head("e", "image/gif").replace("\"e\"", "\"e\"; filename=\"e\""),
        head("f", ""),
        head("g", ""),
        head("h", json),
    ];
    assert_eq!(parts, heads);
    let contents = ["x", "y", "\"x\"", "[\"x\",\"y\"]", "1", "2", "x y", "1.5", "[1]"];
    for (piece, content) in form.pieces.iter().zip(contents) {
        let body = piece.part.body(None).expect("a body");
        assert_eq!(body.as_bytes(), Some(content.as_bytes()));
    }
    assert!(!format!("{form:?}").contains("x y"));
}

/// A stream of one piece.
struct Once(Option<Bytes>);

impl futures_core::Stream for Once {
    type Item = Result<Bytes, crate::runtime::BoxError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.take().map(Ok))
    }
}

fn stream(length: Option<u64>) -> Part {
    Part::stream(Once(Some(Bytes::from_static(b"abc"))), length).file_name("s")
}

#[tokio::test]
async fn the_length_is_known_if_that_of_each_part_is() {
    let (text, length) = send(&Upload { file: Some(stream(Some(3))), ..Upload::default() }).await;
    assert!(length && text.contains("\n\nabc\n--B--"));
    let (text, length) = send(&Upload { file: Some(stream(None)), ..Upload::default() }).await;
    assert!(!length && text.contains("\n\nabc\n--B--"));
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let mock = MockTransport::new();
    mock.expect("PUT", "/upload/").respond(429, "later");
    let client = Client::builder().api_key("k").transport(mock.clone()).build().expect("a client");
    let part = stream(None);
    assert_eq!(part, part.clone());
    assert_ne!(part, stream(None));
    let upload = Upload { file: Some(part), ..Upload::default() };
    let call = || client.put("/upload/").multipart(&upload).call::<()>();
    assert!(call().await.expect_err("refused").is_rate_limited());
    let error = call().await.expect_err("sent before");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(mock.requests().len(), 1);
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_file_is_read_from_disk_and_again_for_a_retry() {
    let path = std::env::temp_dir().join(format!("form-test-{}.txt", fastrand::u64(..)));
    std::fs::write(&path, "on disk").expect("a file");
    let upload = Upload { file: Some(Part::path(&path).mime("text/plain")), ..Upload::default() };
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
    for _ in 0..2 {
        let (text, length) = send(&upload).await;
        assert!(length && text.contains("\n\non disk\n"), "{text}");
        assert!(text.contains(&format!("filename=\"{name}\"")), "{text}");
    }
    std::fs::remove_file(&path).expect("a file");
    let client =
        Client::builder().api_key("k").transport(MockTransport::new()).build().expect("a client");
    let error = client.put("/upload/").multipart(&upload).call::<()>().await.expect_err("no file");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}
