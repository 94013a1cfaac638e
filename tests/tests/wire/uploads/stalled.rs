//! Uploads that a server takes slowly, or not at all.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use cekura::transport::{Body, BoxFuture, Request, ReqwestTransport, Transport, TransportError};
use cekura::uploads::Part;
use cekura::{Bytes, Client, Error, ErrorKind};

use super::Pieces;

/// The default transport, on a clock that runs so many times faster.
struct Fast(ReqwestTransport, Instant);

impl Fast {
    const FACTOR: u32 = 40;

    fn client(url: &str) -> Client {
        let transport = ReqwestTransport::for_url(url, Duration::from_secs(5));
        let transport = Fast(transport.expect("a transport"), Instant::now());
        let builder = Client::builder().api_key("k").base_url(url).transport(transport);
        builder.build().expect("a client")
    }
}

impl Transport for Fast {
    fn send(
        &self,
        request: Request,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        self.0.send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration / Self::FACTOR))
    }

    fn now(&self) -> Option<Duration> {
        Some(self.1.elapsed() * Self::FACTOR)
    }
}

/// Starts a server that treats the body of each request in this way, and then answers.
fn server(read_body: fn(&mut TcpStream)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            read_body(&mut stream);
            // The client may have given up.
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        }
    });
    format!("http://{address}")
}

/// Reads so many bytes, unless the client ends the connection.
fn read(stream: &mut TcpStream, length: usize) -> usize {
    // They may include the head, which is short.
    let _ = std::io::copy(&mut stream.take(length as u64), &mut std::io::sink());
    length
}

/// More than the buffers of two sockets hold.
const LONG: usize = 48 * 1024 * 1024;

fn long() -> Part {
    Part::bytes(vec![b'x'; LONG])
}

fn refused(outcome: Result<(), Error>, start: Instant) {
    let error = outcome.expect_err("it stalls");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("less than the minimum throughput"), "{error}");
    assert_eq!(error.attempts(), 1, "the server may have seen a POST");
    // The timeout of the attempt would be 30 s and a second per 128 KiB.
    assert!(start.elapsed() * Fast::FACTOR < Duration::from_secs(120), "{:?}", start.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_that_stalls_is_given_up() {
    let url = server(|stream| {
        read(stream, 1000);
        std::thread::sleep(Duration::from_secs(20));
    });
    let client = Fast::client(&url);
    let start = Instant::now();
    let call = client.post("/x/").upload(long()).call::<()>().min_upload_throughput(1000);
    refused(call.await, start);
    // A stream whose length nobody knows.
    let start = Instant::now();
    let pieces: Vec<_> =
        (0..LONG / 65_536).map(|_| Ok("x".repeat(65_536).leak() as &str)).collect();
    let stream = Part::stream(Pieces::of(pieces), None);
    let call = client.post("/x/").upload(stream).call::<()>().min_upload_throughput(1000);
    refused(call.await, start);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_that_is_slow_enough_is_not() {
    // A megabyte each 0.8 s of the client's time.
    let url = server(|stream| {
        let mut left = LONG;
        while left > 0 {
            std::thread::sleep(Duration::from_millis(20));
            left -= read(stream, left.min(1 << 20));
        }
    });
    let call = Fast::client(&url).post("/x/").upload(long()).call::<()>();
    call.min_upload_throughput(10_000).await.expect("it arrives");
}

/// A stream that has nothing for a while.
struct Hesitant(Option<std::pin::Pin<Box<tokio::time::Sleep>>>, u8);

impl futures_core::Stream for Hesitant {
    type Item = Result<Bytes, cekura::transport::BoxError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let pause = || Box::pin(tokio::time::sleep(Duration::from_millis(600)));
        let timer = self.0.get_or_insert_with(pause);
        std::task::ready!(timer.as_mut().poll(cx));
        (self.0, self.1) = (None, self.1 + 1);
        std::task::Poll::Ready((self.1 < 3).then(|| Ok(Bytes::from_static(b"piece"))))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_that_has_nothing_to_send_is_no_fault_of_the_server() {
    let url = server(|stream| {
        let (mut received, mut some) = (Vec::new(), [0; 1024]);
        while !received.ends_with(b"piecepiece") {
            let count = stream.read(&mut some).expect("a request");
            received.extend_from_slice(&some[..count]);
        }
    });
    let stream = Part::stream(Hesitant(None, 0), Some(10));
    let call = Fast::client(&url).post("/x/").upload(stream).call::<()>();
    let call = call.timeout(Duration::from_secs(600)).min_upload_throughput(1_000_000);
    call.await.expect("it arrives");
}
