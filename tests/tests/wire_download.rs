//! Answers that are not read into memory.

use cekura::{ErrorKind, Json};
use cekura_tests::server::{Answer, Server};
use cekura_tests::wire::client;
use std::path::PathBuf;
use std::time::Duration;

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\ncontent-length: 6\r\n\r\n";

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
        assert_eq!(download.save(&path).await.expect_err("half a file").kind(), kind);
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
    assert_eq!(download().await.bytes(5).await.expect_err("more").kind(), ErrorKind::TooLarge);
}
