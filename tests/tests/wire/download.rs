//! Answers that are not read into memory.

mod resume;
mod streams;

use std::future::poll_fn;
use std::path::PathBuf;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use cekura::{Bytes, Client, ErrorKind, Json};
use cekura_tests::server::{Answer, Server};
use cekura_tests::wire::client;
use futures_core::Stream;

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\nx-request-id: r-1\r\n\
                    content-length: 6\r\n\r\n";

/// A folder of its own for a test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("download-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).expect("a folder").flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_file_is_saved_whole() {
    let server = Server::answering(vec![Answer::raw(HEAD).then("abc").then("def")]);
    let folder = Folder::new("whole");
    let path = folder.0.join("out.csv");
    let download =
        client(&server).get("/export/").call::<Json>().download().await.expect("an answer");
    assert_eq!((download.status.as_u16(), download.length()), (200, Some(6)));
    assert_eq!(download.headers["content-type"], "text/csv");
    assert_eq!(download.save(&path).await.expect("a file"), 6);
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), "abcdef");
    assert_eq!(folder.names(), ["out.csv"]);
}

#[tokio::test]
async fn a_download_that_breaks_off_leaves_the_file_as_it_was() {
    let folder = Folder::new("half");
    let path = folder.0.join("out.csv");
    std::fs::write(&path, "before").expect("a file");
    for (answer, kind) in [
        (Answer::raw(HEAD).then("abc").close(), ErrorKind::Connection),
        (Answer::raw(HEAD).then("abc").until_timers(2).stall(), ErrorKind::Timeout),
    ] {
        let server = Server::answering(vec![answer]);
        let download =
            client(&server).get("/export/").call::<Json>().download().await.expect("an answer");
        let error = download.save(&path).await.expect_err("half a file");
        assert_eq!(error.kind(), kind);
        is_of_an_answer(&error);
        assert_eq!(std::fs::read_to_string(&path).expect("a file"), "before");
        assert_eq!(folder.names(), ["out.csv"]);
    }
}

#[tokio::test]
async fn pieces_come_as_they_are_sent_each_in_its_time() {
    let seconds = Duration::from_secs;
    let slow = Answer::raw(HEAD).until_timers(2).wait(seconds(20)).then("abc");
    let slow = slow.until_timers(3).wait(seconds(20));
    let server = Server::answering(vec![slow.then("def")]);
    let call = client(&server).get("/export/").call::<Json>();
    let mut download = call.download().await.expect("an answer");
    let mut text = String::new();
    while let Some(chunk) = download.chunk().await {
        text += std::str::from_utf8(&chunk.expect("a piece")).expect("text");
    }
    assert_eq!(text, "abcdef");
    drop(download);
    assert_eq!((server.clock().now(), server.clock().timers()), (Duration::from_secs(40), 0));
}

#[tokio::test]
async fn an_error_is_an_error_and_a_limit_a_limit() {
    let server = Server::answering(vec![Answer::new(404, "text/plain", "no")]);
    let error = client(&server).get("/export/").call::<Json>().download().await.expect_err("none");
    assert_eq!(error.api().expect("what it said").text(), "no");
    let server = Server::answering(vec![Answer::raw(HEAD).then("abcdef")]);
    let download = || async {
        client(&server).get("/export/").call::<Json>().download().await.expect("an answer")
    };
    assert_eq!(download().await.bytes(6).await.expect("six bytes"), "abcdef");
    let error = download().await.bytes(5).await.expect_err("more");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    is_of_an_answer(&error);
    let error = download().await.save("no/such/folder/out.csv").await.expect_err("no file");
    assert_eq!(error.kind(), ErrorKind::File);
    is_of_an_answer(&error);
}

/// Returns the part of an error on the response that had begun when it came.
fn is_of_an_answer(error: &cekura::Error) {
    assert_eq!((error.status().map(|status| status.as_u16()), error.attempts()), (Some(200), 1));
    assert_eq!(error.headers().expect("headers")["content-type"], "text/csv");
    assert_eq!(error.request_id(), Some("r-1"));
    assert!(error.to_string().starts_with("GET /export/: 200 OK, but "), "{error}");
}

#[tokio::test]
async fn a_total_limit_is_over_once_the_answer_begins() {
    let seconds = Duration::from_secs;
    // A timer of the call and one of the attempt; then one for each piece.
    let slow = Answer::raw(HEAD).until_timers(3).wait(seconds(20)).then("abc");
    let slow = slow.until_timers(4).wait(seconds(20)).then("def");
    let server = Server::answering(vec![slow]);
    let call = || client(&server).get("/export/").call::<Json>().total_timeout(seconds(25));
    let download = call().download().await.expect("an answer");
    assert_eq!(text(download).await, "abcdef");
    assert_eq!((server.clock().now(), server.clock().timers()), (seconds(40), 0));

    let server = Server::answering(vec![Answer::default().stall()]);
    let call = client(&server).get("/export/").call::<Json>().total_timeout(seconds(25));
    assert!(call.download().await.expect_err("no answer").is_timeout());
    assert_eq!(server.clock().now(), seconds(25));
}

/// Returns the items of a stream of bytes, errors included.
async fn text(stream: impl Stream<Item = Result<Bytes, cekura::Error>>) -> String {
    let mut stream = pin!(stream);
    let mut text = String::new();
    while let Some(chunk) = poll_fn(|cx| stream.as_mut().poll_next(cx)).await {
        text += std::str::from_utf8(&chunk.expect("a piece")).expect("text");
    }
    text
}

#[test]
fn a_download_that_is_dropped_leaves_nothing_behind() {
    let folder = Folder::new("dropped");
    // One thread for files, so that waiting for it is waiting for all that it was given.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .max_blocking_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let server = Server::answering(vec![Answer::raw(HEAD).then("abc").stall()]);
        // The clock of all calls would run out with the first.
        let client = Client::builder().api_key("k").base_url(server.url()).build();
        let client = client.expect("a client");
        for polls in [1, 2, 5] {
            let call = client.get("/export/").call::<Json>();
            let download = call.download().await.expect("an answer");
            let mut save = Box::pin(download.save(folder.0.join("out.csv")));
            for _ in 0..polls {
                let polled = poll_fn(|cx| Poll::Ready(save.as_mut().poll(cx).is_pending())).await;
                assert!(polled, "it is not over");
                tokio::task::yield_now().await;
            }
            drop(save);
            tokio::task::spawn_blocking(|| {}).await.expect("no panic");
            assert_eq!(folder.names(), [""; 0]);
        }
    });
}

#[cfg(unix)]
#[tokio::test]
async fn a_saved_file_keeps_what_was_there() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};

    let folder = Folder::new("keeps");
    let server = Server::answering(vec![Answer::new(200, "text/plain", "abc")]);
    let client = client(&server);
    let save = async |name: &str| {
        let download = client.get("/export/").call::<Json>().download().await;
        download.expect("starts").save(folder.0.join(name)).await
    };
    let path = |name: &str| folder.0.join(name);
    // The permissions of a private file.
    std::fs::write(path("private"), "old").expect("a file");
    let private = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(path("private"), private).expect("permissions");
    save("private").await.expect("saved");
    let mode = std::fs::metadata(path("private")).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // Symbolic links, to a file and to none yet.
    symlink("private", path("link")).expect("a link");
    symlink("new", path("dangling")).expect("a link");
    save("link").await.expect("saved");
    save("dangling").await.expect("saved");
    for link in ["link", "dangling"] {
        assert!(std::fs::symlink_metadata(path(link)).expect("the link").is_symlink());
    }
    assert_eq!(std::fs::read(path("new")).expect("the file"), b"abc");
    // A name as long as names may be.
    save(&"n".repeat(255)).await.expect("saved");
    // A device, by a link: a fault would replace the link, and not the device.
    symlink("/dev/null", path("device")).expect("a link");
    assert_eq!(save("device").await.expect("written"), 3);
    let null = std::fs::metadata(path("device")).expect("the device").file_type();
    assert!(null.is_char_device());
    assert_eq!(folder.names().len(), 6);
}
