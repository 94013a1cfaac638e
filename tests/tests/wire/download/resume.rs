//! Downloads that break off, are slow, or take too long.

use std::time::Duration;

use cekura::downloads::Download;
use cekura::{Client, ErrorKind, Json};
use cekura_tests::server::{Answer, Server};
use cekura_tests::wire::client;

const TAG: &str = "etag: \"v1\"\r\n";

/// The head of a whole response of six bytes.
fn whole(headers: &str) -> Answer {
    Answer::raw(format!("HTTP/1.1 200 OK\r\n{headers}content-length: 6\r\n\r\n"))
}

/// The rest after so many bytes.
fn rest(after: usize, headers: &str) -> Answer {
    let length = 6 - after;
    Answer::raw(format!(
        "HTTP/1.1 206 Partial\r\n{headers}content-range: bytes {after}-5/6\r\n\
         content-length: {length}\r\n\r\n"
    ))
}

async fn start(client: &Client) -> Download {
    client.get("/export/").call::<Json>().download().await.expect("a response")
}

fn ranges(server: &Server) -> Vec<Option<String>> {
    server.received().iter().map(|request| request.header("range")).collect()
}

#[tokio::test]
async fn a_download_that_breaks_off_goes_on_where_it_was() {
    let dated = "last-modified: Wed, 21 Oct 2026 07:28:00 GMT\r\n";
    for (headers, version) in [(TAG, "\"v1\""), (dated, "Wed, 21 Oct 2026 07:28:00 GMT")] {
        let server = Server::answering(vec![
            whole(headers).then("ab").close(),
            rest(2, headers).then("cd").reset(),
            Answer::default().close(),
            Answer::new(503, "", ""),
            rest(4, "").then("ef"),
        ]);
        let download = start(&client(&server)).await;
        assert_eq!(download.length(), Some(6));
        assert_eq!(download.bytes(100).await.expect("all of it"), "abcdef");
        let range = |from: u8| Some(format!("bytes={from}-"));
        assert_eq!(ranges(&server), [None, range(2), range(4), range(4), range(4)]);
        for request in &server.received()[1..] {
            assert_eq!(request.header("if-range").as_deref(), Some(version));
            assert_eq!(request.header("accept-encoding").as_deref(), Some("identity"));
        }
        assert_eq!(server.clock().timers(), 0);
    }
}

#[tokio::test]
async fn only_the_rest_of_the_same_body_is_taken() {
    let other = "HTTP/1.1 206 Partial\r\ncontent-range: ";
    for answer in [
        // Another version, whole, as `If-Range` asks for.
        whole("etag: \"v2\"\r\n").then("123456"),
        Answer::new(416, "", ""),
        Answer::new(404, "", ""),
        rest(2, "etag: \"v2\"\r\n").then("cdef"),
        Answer::raw(format!("{other}bytes 0-5/6\r\ncontent-length: 6\r\n\r\nabcdef")),
        Answer::raw(format!("{other}bytes 2-8/9\r\ncontent-length: 7\r\n\r\ncdefghi")),
        Answer::raw(format!("{other}nonsense\r\ncontent-length: 4\r\n\r\ncdef")),
    ] {
        let server = Server::answering(vec![whole(TAG).then("ab").close(), answer]);
        let error = start(&client(&server)).await.bytes(100).await.expect_err("half a body");
        assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        assert_eq!(server.received().len(), 2);
    }
}

#[tokio::test]
async fn what_may_be_another_body_by_then_is_not_resumed() {
    for headers in [
        "",
        "etag: W/\"v1\"\r\n",
        "etag: \"v1\"\r\naccept-ranges: none\r\n",
        "etag: \"v1\"\r\ncontent-encoding: br\r\n",
    ] {
        let server = Server::answering(vec![whole(headers).then("ab").close(), rest(2, "")]);
        let error = start(&client(&server)).await.bytes(100).await.expect_err("half a body");
        assert_eq!((error.kind(), server.received().len()), (ErrorKind::Connection, 1));
    }
    // A POST, a range of the caller's own, and a call without retries.
    let server = Server::answering(vec![whole(TAG).then("ab").close()]);
    let client = client(&server);
    let get = || client.get("/export/");
    for call in [
        client.post("/export/").call::<Json>(),
        get().header("range", "bytes=0-5").call(),
        get().call().retries(0),
    ] {
        let before = server.received().len();
        call.download().await.expect("a response").bytes(100).await.expect_err("half a body");
        assert_eq!(server.received().len(), before + 1);
    }
}

#[tokio::test]
async fn resuming_without_progress_ends() {
    let server = Server::answering(vec![whole(TAG).then("ab").close(), rest(2, TAG).close()]);
    let mut download = start(&client(&server)).await;
    assert_eq!(download.chunk().await.expect("a chunk").expect("data"), "ab");
    let error = download.chunk().await.expect("an end").expect_err("no more");
    assert_eq!((error.kind(), server.received().len()), (ErrorKind::Connection, 3), "{error}");
    assert!(download.chunk().await.is_none());
}

/// A byte each eight seconds of waiting, for which the client sets so many timers each time, after
/// that of the attempt and these.
fn slow(first: u64, each: u64) -> Server {
    let piece = |answer: Answer, number: u64| {
        let timers = 1 + first + each * (number + 1);
        answer.until_timers(timers).wait(Duration::from_secs(8)).then("a")
    };
    Server::answering(vec![(0..6).fold(whole(TAG), piece)])
}

#[tokio::test]
async fn a_download_has_a_total_time_and_a_lowest_rate() {
    let seconds = Duration::from_secs;
    let all = start(&client(&slow(0, 1))).await.bytes(100).await.expect("no limit");
    assert_eq!(all, "aaaaaa");
    let late = start(&client(&slow(1, 1))).await.total_timeout(seconds(20)).bytes(100).await;
    let late = late.expect_err("48 seconds");
    assert!(late.to_string().contains("not complete within 20s"), "{late}");
    let server = slow(0, 2);
    let rate = start(&client(&server)).await.min_throughput(10).bytes(100).await;
    let rate = rate.expect_err("too slow");
    assert!(rate.to_string().contains("less than the minimum throughput"), "{rate}");
    assert_eq!(server.clock().now(), seconds(10));
    for error in [late, rate] {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    }
}
