//! HTTP/2: streams that a server refuses, connections that it ends, and some that hang.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cekura::{Client, ErrorKind, Json};
use cekura_tests::tls::{TlsStream, serve, trusted_config};

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;

const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;

/// The reaction of the server to a request.
#[derive(Clone, Copy)]
enum Act {
    Answer,
    Reset(u32),
    /// Ends the connection, and says that it has processed no request.
    GoAwayBefore,
    /// Ends the connection, and says that it has processed this one.
    GoAwayAfter,
    /// Reads on, and answers nothing more, not even pings.
    Hang,
}

struct Server {
    url: String,
    pem: String,
    requests: Arc<AtomicUsize>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Does this in order, and the last of it from then on.
    fn start(acts: &'static [Act]) -> Self {
        let (mut config, pem) = trusted_config(rustls::DEFAULT_VERSIONS);
        config.alpn_protocols = vec![b"h2".to_vec()];
        let (requests, connections) =
            (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let (counted, connected) = (Arc::clone(&requests), Arc::clone(&connections));
        let url = serve(config, move |stream| {
            connected.fetch_add(1, Ordering::SeqCst);
            // The client may close the connection at any time.
            let _ =
                handle(stream, || acts[counted.fetch_add(1, Ordering::SeqCst).min(acts.len() - 1)]);
        });
        Server { url, pem, requests, connections }
    }

    fn client(&self) -> Client {
        let builder = Client::builder().api_key("k").base_url(&self.url);
        let ping = Duration::from_millis(100);
        builder
            .root_certificates(self.pem.clone())
            .http2_ping((ping, ping))
            .build()
            .expect("a client")
    }

    fn seen(&self) -> (usize, usize) {
        (self.requests.load(Ordering::SeqCst), self.connections.load(Ordering::SeqCst))
    }
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a short payload").to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

fn handle(mut stream: TlsStream, next: impl Fn() -> Act) -> std::io::Result<()> {
    stream.read_exact(&mut [0; 24])?;
    stream.write_all(&frame(SETTINGS, 0, 0, &[]))?;
    let mut hangs = false;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head)?;
        let [_, a, b, kind, flags, id @ ..] = head;
        let id = u32::from_be_bytes([id[0], id[1], id[2], id[3]]);
        let mut payload = vec![0; usize::from(u16::from_be_bytes([a, b]))];
        stream.read_exact(&mut payload)?;
        let ends = matches!(kind, DATA | HEADERS) && flags & 1 == 1;
        match (kind, flags & 1) {
            _ if hangs => {}
            (SETTINGS, 0) => stream.write_all(&frame(SETTINGS, 1, 0, &[]))?,
            (PING, 0) => stream.write_all(&frame(PING, 1, 0, &payload))?,
            _ if ends => match next() {
                Act::Answer => {
                    // `:status: 200` is the eighth of the static table.
                    stream.write_all(&frame(HEADERS, 4, id, &[0x88]))?;
                    stream.write_all(&frame(DATA, 1, id, b"1"))?;
                }
                Act::Reset(code) => {
                    stream.write_all(&frame(RST_STREAM, 0, id, &code.to_be_bytes()))?;
                }
                Act::GoAwayBefore => return stream.write_all(&frame(GOAWAY, 0, 0, &[0; 8])),
                Act::GoAwayAfter => {
                    let payload = [id.to_be_bytes(), [0; 4]].concat();
                    return stream.write_all(&frame(GOAWAY, 0, 0, &payload));
                }
                Act::Hang => hangs = true,
            },
            _ => {}
        }
    }
}

#[tokio::test]
async fn what_the_server_refused_unprocessed_is_repeated_whatever_it_is() {
    for (acts, connections) in [
        (&[Act::Reset(REFUSED_STREAM), Act::Reset(REFUSED_STREAM), Act::Answer][..], 1),
        (&[Act::GoAwayBefore, Act::GoAwayBefore, Act::Answer], 3),
    ] {
        let server = Server::start(acts);
        let post = server.client().post("/x/").json(&1).call::<Json>();
        assert_eq!(post.await.expect("the third time"), 1);
        assert_eq!(server.seen(), (3, connections));
    }
    let server = Server::start(&[Act::Reset(REFUSED_STREAM)]);
    let error = server.client().post("/x/").json(&1).call::<Json>().await.expect_err("refused");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3), "{error}");
    assert!(error.to_string().contains("refused the request unprocessed"), "{error}");
}

#[tokio::test]
async fn what_it_may_have_processed_is_not() {
    for acts in [&[Act::Reset(INTERNAL_ERROR), Act::Answer][..], &[Act::GoAwayAfter, Act::Answer]] {
        let server = Server::start(acts);
        let error = server.client().post("/x/").json(&1).call::<Json>().await.expect_err("broken");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 1), "{error}");
        assert_eq!(server.seen(), (1, 1));
        // A call that may run twice is repeated.
        let server = Server::start(acts);
        server.client().get("/x/").call::<Json>().await.expect("the second time");
    }
}

#[tokio::test]
async fn a_connection_that_hangs_is_found_by_its_pings() {
    let server = Server::start(&[Act::Hang, Act::Answer]);
    let value = server.client().get("/x/").call::<Json>().await.expect("another connection");
    assert_eq!(value, 1);
    assert_eq!(server.seen(), (2, 2));
}
