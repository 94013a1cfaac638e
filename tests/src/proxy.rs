//! A proxy between client and server that breaks a part of what passes through it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// A number that has nothing to do with the one before (SplitMix64), and is the same in each run.
pub fn random(seed: usize) -> u64 {
    let mut bits = (seed as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// A fault of the proxy.
#[derive(Clone, Copy)]
enum Fault {
    /// Ends the connection before the server has seen the request.
    CloseBefore,
    /// Answers itself that the server is not there, or busy.
    Unavailable,
    Busy,
    /// Breaks the connection when the server has answered.
    ResetAfter,
    /// Passes half of the answer on.
    Half,
    /// Passes something else on.
    Garbage,
}

/// The proxy.
pub struct FaultyProxy {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    server: String,
    /// The share of faults, in per cent.
    faults: u64,
    requests: AtomicUsize,
    broken: AtomicUsize,
    open: AtomicUsize,
    most_open: AtomicUsize,
}

impl FaultyProxy {
    /// Starts a proxy for the server of a URL, which breaks so many per cent of the requests.
    pub fn start(url: &str, faults: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            server: url.trim_start_matches("http://").to_owned(),
            faults,
            requests: AtomicUsize::new(0),
            broken: AtomicUsize::new(0),
            open: AtomicUsize::new(0),
            most_open: AtomicUsize::new(0),
        });
        let of_threads = Arc::clone(&shared);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let shared = Arc::clone(&of_threads);
                let open = shared.open.fetch_add(1, Ordering::SeqCst) + 1;
                shared.most_open.fetch_max(open, Ordering::SeqCst);
                std::thread::spawn(move || {
                    let mut end = End(Some(Arc::clone(&shared)));
                    // The client may end the connection at any time.
                    let _ = shared.pass_on(&client, &mut end);
                });
            }
        });
        FaultyProxy { address, shared }
    }

    /// The URL for clients.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the number of requests that were broken.
    pub fn broken(&self) -> usize {
        self.shared.broken.load(Ordering::SeqCst)
    }

    /// Returns the most connections that were open at once.
    pub fn most_open(&self) -> usize {
        self.shared.most_open.load(Ordering::SeqCst)
    }
}

/// The end of a connection, which is counted once.
struct End(Option<Arc<Shared>>);

impl End {
    fn come(&mut self) {
        if let Some(shared) = self.0.take() {
            shared.open.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

impl Drop for End {
    fn drop(&mut self) {
        self.come();
    }
}

impl Shared {
    fn fault(&self) -> Option<Fault> {
        let random = random(self.requests.fetch_add(1, Ordering::SeqCst));
        if random % 100 >= self.faults {
            return None;
        }
        self.broken.fetch_add(1, Ordering::SeqCst);
        const FAULTS: [Fault; 6] = [
            Fault::CloseBefore,
            Fault::Unavailable,
            Fault::Busy,
            Fault::ResetAfter,
            Fault::Half,
            Fault::Garbage,
        ];
        FAULTS.get((random / 100) as usize % FAULTS.len()).copied()
    }

    fn pass_on(&self, mut client: &TcpStream, end: &mut End) -> std::io::Result<()> {
        let mut server = TcpStream::connect(&self.server)?;
        loop {
            let request = message(&mut client)?;
            let fault = self.fault();
            match fault {
                Some(Fault::CloseBefore) => {
                    end.come();
                    return Ok(());
                }
                Some(Fault::Unavailable) => {
                    client.write_all(b"HTTP/1.1 503 Unavailable\r\ncontent-length: 0\r\n\r\n")?;
                    continue;
                }
                Some(Fault::Busy) => {
                    let head =
                        b"HTTP/1.1 429 Busy\r\nretry-after-ms: 1\r\ncontent-length: 0\r\n\r\n";
                    client.write_all(head)?;
                    continue;
                }
                _ => server.write_all(&request)?,
            }
            let answer = message(&mut server)?;
            // The client may know of the end before this thread does.
            if fault.is_some() {
                end.come();
            }
            match fault {
                Some(Fault::ResetAfter) => {
                    return socket2::SockRef::from(client).set_linger(Some(Duration::ZERO));
                }
                Some(Fault::Half) => return client.write_all(&answer[..answer.len() / 2]),
                Some(Fault::Garbage) => return client.write_all(b"\x16\x03\x01 no HTTP\r\n\r\n"),
                _ => client.write_all(&answer)?,
            }
        }
    }
}

/// Reads a request or an answer with a length.
fn message(stream: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let (mut bytes, mut some) = (Vec::new(), [0; 4096]);
    loop {
        let head = bytes.windows(4).position(|end| end == b"\r\n\r\n");
        if let Some(head) = head {
            let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length = length.and_then(|length| length.parse::<usize>().ok()).unwrap_or(0);
            if bytes.len() >= head + 4 + length {
                return Ok(bytes);
            }
        }
        match stream.read(&mut some)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            read => bytes.extend_from_slice(&some[..read]),
        }
    }
}
