//! Files and streams that are sent over a socket.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use cekura::{BoxError, Bytes, Client, ErrorKind, Form, Multipart, Part};
use cekura_tests::server::{Answer, Received, Server};
use cekura_tests::wire::client;
use futures_core::Stream;

/// Pieces that come one by one, each after another task had its turn.
struct Pieces(Vec<Result<Bytes, BoxError>>, bool);

impl Pieces {
    fn of(pieces: Vec<Result<&'static str, BoxError>>) -> Self {
        Pieces(pieces.into_iter().rev().map(|piece| piece.map(Bytes::from)).collect(), false)
    }
}

impl Stream for Pieces {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.1 = !self.1;
        if self.1 {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.0.pop())
    }
}

fn server() -> Server {
    Server::answering(vec![Answer::json(200, &serde_json::Value::Null)])
}

/// A file of its own for a test.
struct File(std::path::PathBuf);

impl File {
    fn new(name: &str, content: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("{}-{name}", std::process::id()));
        std::fs::write(&path, content).expect("a file");
        File(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// The text of a form that arrived, without its boundary and the carriage returns.
fn parts(request: &Received) -> String {
    let kind = request.header("content-type").expect("a content type");
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
    request.text().replace(boundary, "B").replace("\r\n", "\n")
}

fn is_framed_by_length(request: &Received) -> bool {
    match (request.header("content-length"), request.header("transfer-encoding").as_deref()) {
        (Some(length), None) => {
            assert_eq!(length, request.body.len().to_string());
            true
        }
        (None, Some("chunked")) => false,
        framing => panic!("{framing:?}"),
    }
}

#[tokio::test]
async fn a_file_goes_over_in_pieces_with_its_length() {
    let content: Vec<u8> = (0..300_000_u32).map(|i| b'a' + (i % 23) as u8).collect();
    let file = File::new("upload.txt", &content);
    let server = server();
    let mut form = Form::new();
    form.text("name", &"x");
    form.file("file", &Part::path(&file.0).mime("text/plain"));
    client(&server).post("/up/").multipart(&form).call::<()>().await.expect("an answer");
    let sent = server.only();
    assert!(is_framed_by_length(&sent));
    let name = file.0.file_name().and_then(|name| name.to_str()).expect("a name");
    let content = String::from_utf8(content).expect("text");
    assert_eq!(
        parts(&sent),
        format!(
            "--B\nContent-Disposition: form-data; name=\"name\"\n\nx\n\
             --B\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\n\
             Content-Type: text/plain\n\n{content}\n--B--\n"
        )
    );
}

#[tokio::test]
async fn a_stream_has_its_length_or_goes_in_chunks() {
    for length in [Some(6), None] {
        let server = server();
        let stream = Pieces::of(vec![Ok("abc"), Ok("def")]);
        let mut form = Form::new();
        form.file("file", &Part::stream(stream, length).file_name("s"));
        client(&server).post("/up/").multipart(&form).call::<()>().await.expect("an answer");
        let sent = server.only();
        assert_eq!(is_framed_by_length(&sent), length.is_some());
        assert!(parts(&sent).contains("\n\nabcdef\n--B--"), "{}", parts(&sent));
    }
}

#[tokio::test]
async fn a_part_can_be_the_whole_body() {
    let server = server();
    let client = client(&server);
    let file = File::new("whole.csv", b"1,2");
    let part = Part::path(&file.0).mime("text/csv");
    client.put("/up/").upload(&part).call::<()>().await.expect("an answer");
    let stream = Part::stream(Pieces::of(vec![Ok("abc")]), None);
    client.put("/up/").upload(stream).call::<()>().await.expect("an answer");
    let [file, stream] = &server.received()[..] else { panic!("two requests") };
    assert_eq!((file.text().as_str(), is_framed_by_length(file)), ("1,2", true));
    assert_eq!(file.header("content-type").as_deref(), Some("text/csv"));
    assert_eq!((stream.text().as_str(), is_framed_by_length(stream)), ("abc", false));
    assert_eq!(stream.header("content-type").as_deref(), Some("application/octet-stream"));
}

#[tokio::test]
async fn what_cannot_be_sent_again_is_sent_once_and_a_file_again() {
    let server = Server::answering(vec![
        Answer::new(503, "text/plain", "no"),
        Answer::new(503, "text/plain", "no"),
        Answer::json(200, &serde_json::Value::Null),
    ]);
    let stream = Part::stream(Pieces::of(vec![Ok("abc")]), Some(3));
    let error = client(&server).put("/up/").upload(stream).call::<()>().await.expect_err("once");
    assert_eq!((error.attempts(), server.received().len()), (1, 1));
    let file = File::new("again.txt", b"again");
    let part = Part::path(&file.0);
    client(&server).put("/up/").upload(part).call::<()>().await.expect("the second time");
    assert!(server.received()[1..].iter().all(|request| request.text() == "again"));
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn a_stream_that_fails_ends_the_call() {
    let server = server();
    let stream = Pieces::of(vec![Ok("abc"), Err("the disk is gone".into())]);
    let call = client(&server).put("/up/").upload(Part::stream(stream, None)).call::<()>();
    let error = call.await.expect_err("half an upload");
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(error.to_string().contains("the disk is gone"), "{error}");
}

/// A type of one's own that is sent as a form.
struct Recording {
    seconds: u32,
    tags: Vec<&'static str>,
    audio: Part,
}

impl Multipart for Recording {
    fn parts(&self, form: &mut Form) {
        form.text("seconds", &self.seconds);
        form.json("tags", &self.tags);
        form.file("audio", &self.audio);
    }
}

/// The time limit for a server that never answers.
async fn patience(send: impl AsyncFnOnce(Client) -> Result<(), cekura::Error>) -> Duration {
    let server = Server::answering(vec![Answer::default().stall()]);
    let error = send(client(&server)).await.expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    server.clock().now()
}

#[tokio::test]
async fn long_uploads_have_more_time() {
    let recording = |bytes: usize| Recording {
        seconds: 1,
        tags: vec!["a"],
        audio: Part::bytes(vec![0; bytes]).file_name("a.wav"),
    };
    let (seconds, mib) = (Duration::from_secs, 1024 * 1024);
    for (bytes, time) in [(1000, 30), (5 * mib, 70)] {
        let upload = recording(bytes);
        let sent = patience(async |client: Client| {
            client.post("/up/").multipart(&upload).call::<()>().await
        });
        assert_eq!(sent.await, seconds(time));
    }
    // A time that is set is the time.
    let upload = recording(5 * mib);
    let sent = patience(async |client: Client| {
        client.post("/up/").multipart(&upload).call::<()>().timeout(seconds(9)).await
    });
    assert_eq!(sent.await, seconds(9));
}
