//! Files and streams that are sent over a socket.

mod stalled;

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use cekura::uploads::{BoxError, Form, Multipart, Part};
use cekura::{Bytes, Client, ErrorKind};
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
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Upload, false));
    assert_eq!(
        error.to_string(),
        "PUT /up/: the stream of the body cannot be read: the disk is gone"
    );
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

/// A server that never answers: what it got before the connection ended is all that counts.
fn deaf() -> Server {
    Server::start(|_| Answer::default().close())
}

#[tokio::test]
async fn a_stream_of_another_length_than_announced_is_an_error_that_names_it() {
    for (announced, what) in [(5, "longer"), (7, "shorter"), (3, "longer"), (0, "longer")] {
        let part = || Part::stream(Pieces::of(vec![Ok("abc"), Ok("def")]), Some(announced));
        let error = client(&deaf()).put("/up/").upload(part()).call::<()>().idempotent(true);
        let error = error.await.expect_err("another length");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Upload, 1), "{error}");
        assert_eq!(
            error.to_string(),
            format!(
                "PUT /up/: the stream of the body is {what} than its length of {announced} bytes"
            )
        );
        let mut form = Form::new();
        form.file("audio", &part());
        form.text("after", &"it");
        let error = client(&deaf()).post("/up/").multipart(&form).call::<()>().await;
        let error = error.expect_err("another length");
        assert!(error.to_string().contains("the stream of the field `audio` is "), "{error}");
    }
    let server = server();
    let part = Part::stream(Pieces::of(vec![Ok("abc"), Ok("def"), Ok("")]), Some(6));
    client(&server).put("/up/").upload(part).call::<()>().await.expect("just as long");
    assert_eq!(server.only().text(), "abcdef");
}

/// Appends to a file whenever it is read from: after the request was created, before it is sent.
struct Growing(std::path::PathBuf);

impl cekura::hooks::Middleware for Growing {
    fn handle(
        &self,
        request: cekura::transport::Request,
        next: cekura::hooks::Next,
    ) -> cekura::transport::BoxFuture<
        'static,
        Result<http::Response<cekura::transport::Body>, cekura::transport::TransportError>,
    > {
        let mut file = std::fs::OpenOptions::new().append(true).open(&self.0).expect("the file");
        std::io::Write::write_all(&mut file, b" and more").expect("writes");
        Box::pin(next.send(request))
    }
}

#[tokio::test]
async fn a_file_that_grows_keeps_what_follows_it() {
    let server = server();
    let file = File::new("growing.txt", b"lines");
    let client = cekura_tests::wire::builder(&server).middleware(Growing(file.0.clone()));
    let mut form = Form::new();
    form.file("log", &Part::path(&file.0).file_name("log"));
    form.text("after", &"it");
    let call = client.build().expect("a client").post("/up/").multipart(&form).call::<()>();
    call.await.expect("an answer");
    assert!(parts(&server.only()).contains("\n\nlines\n--B\n"), "{}", parts(&server.only()));
    assert!(parts(&server.only()).ends_with("\n\nit\n--B--\n"));
    assert_eq!(std::fs::read(&file.0).expect("the file"), b"lines and more");
}

#[tokio::test]
async fn a_directory_is_refused_before_anything_is_sent() {
    let server = server();
    let part = Part::path(std::env::temp_dir());
    let error = client(&server).put("/up/").upload(part).call::<()>().await.expect_err("no file");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
    assert!(error.to_string().contains("is a directory"), "{error}");
    assert!(server.received().is_empty());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn files_without_a_length_are_sent_to_their_end() {
    let server = server();
    let client = client(&server);
    client.put("/up/").upload(Part::path("/proc/self/cmdline")).call::<()>().await.expect("sent");
    let empty = File::new("empty.txt", b"");
    client.put("/up/").upload(Part::path(&empty.0)).call::<()>().await.expect("sent");
    let pipe = File::new("pipe", b"");
    std::fs::remove_file(&pipe.0).expect("the name");
    let made = std::process::Command::new("mkfifo").arg(&pipe.0).status().expect("mkfifo");
    assert!(made.success());
    let path = pipe.0.clone();
    let writer = std::thread::spawn(move || std::fs::write(path, "through the pipe"));
    client.put("/up/").upload(Part::path(&pipe.0)).call::<()>().await.expect("sent");
    writer.join().expect("the writer").expect("writes");
    let [proc, empty, pipe] = &server.received()[..] else { panic!("three requests") };
    assert_eq!(proc.body, std::fs::read("/proc/self/cmdline").expect("the file"));
    assert_eq!((empty.body.len(), is_framed_by_length(empty)), (0, true));
    assert_eq!((pipe.text().as_str(), is_framed_by_length(pipe)), ("through the pipe", false));
}

#[tokio::test]
async fn a_part_is_a_file_of_the_type_of_its_name() {
    let server = server();
    let mut form = Form::new();
    form.file("report", &Part::bytes("1,2"));
    form.file("report", &Part::bytes("1,2").file_name("Report.CSV"));
    form.file("report", &Part::bytes("1,2").file_name("x.csv").mime("text/plain"));
    client(&server).post("/up/").multipart(&form).call::<()>().await.expect("an answer");
    let text = parts(&server.only());
    for (name, mime) in [
        ("report", "application/octet-stream"),
        ("Report.CSV", "text/csv"),
        ("x.csv", "text/plain"),
    ] {
        let head = format!("filename=\"{name}\"\nContent-Type: {mime}\n\n1,2");
        assert!(text.contains(&head), "{text}");
    }
}
