//! A small HTTP/1.1 server that answers as a script says, byte by byte, and remembers what it was
//! sent.
//!
//! It answers wrongly as readily as rightly: faults are what it is for. Each connection has a
//! thread, so that a script can stall one and serve another.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use crate::clock::Clock;
use crate::printed::prepare;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    /// The number of requests before it.
    pub number: usize,
    /// The method.
    pub method: String,
    /// Path and query, exactly as sent.
    pub target: String,
    /// The headers in order; names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, without the framing of chunks.
    pub body: Vec<u8>,
}

impl Received {
    /// The value of a header; several are joined by a comma.
    pub fn header(&self, name: &str) -> Option<String> {
        let values: Vec<&str> = self
            .headers
            .iter()
            .filter(|(given, _)| given == name)
            .map(|(_, value)| value.as_str())
            .collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a JSON body")
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("a body of text")
    }
}

/// The server's reaction to a request, step by step; then it waits for the next on the same
/// connection.
#[derive(Clone, Debug, Default)]
pub struct Answer(Vec<Step>);

#[derive(Clone, Debug)]
enum Step {
    Send(Vec<u8>),
    /// Lets the clients' time pass.
    Wait(Duration),
    /// Goes on once the client has set so many timers.
    Timers(u64),
    /// Sends nothing more until the client gives up.
    Stall,
    /// Closes the connection in good order.
    Close,
    /// Breaks the connection.
    Reset,
}

impl Answer {
    /// Exactly these bytes.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Answer(vec![Step::Send(bytes.into())])
    }

    /// A proper response.
    pub fn new(status: u16, content_type: &str, body: impl AsRef<[u8]>) -> Self {
        Answer::with_headers(status, &[("content-type", content_type)], body)
    }

    /// A proper response with these headers.
    pub fn with_headers(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut head = format!("HTTP/1.1 {status} Scripted\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if status != 204 {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        Answer::raw([head.as_bytes(), body].concat())
    }

    /// A JSON response.
    pub fn json(status: u16, body: &Value) -> Self {
        Answer::new(status, "application/json", body.to_string())
    }

    /// Only the beginning of an answer, `bytes` long.
    pub fn cut(mut self, bytes: usize) -> Self {
        if let Some(Step::Send(sent)) = self.0.last_mut() {
            sent.truncate(bytes);
        }
        self
    }

    /// Then more bytes.
    pub fn then(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.step(Step::Send(bytes.into()))
    }

    /// Then a pause on the clients' clock.
    pub fn wait(self, duration: Duration) -> Self {
        self.step(Step::Wait(duration))
    }

    /// Then a look at the clients, until they have set so many timers: the way to know how far they
    /// are.
    pub fn until_timers(self, count: u64) -> Self {
        self.step(Step::Timers(count))
    }

    /// Then nothing, until the client gives up.
    pub fn stall(self) -> Self {
        self.step(Step::Stall)
    }

    /// Then the end of the connection.
    pub fn close(self) -> Self {
        self.step(Step::Close)
    }

    /// Then a broken connection.
    pub fn reset(self) -> Self {
        self.step(Step::Reset)
    }

    fn step(mut self, step: Step) -> Self {
        self.0.push(step);
        self
    }
}

/// The server; it ends with the test's process.
pub struct Server {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    clock: Arc<Clock>,
}

type Script = dyn Fn(&Received) -> Answer + Send + Sync;

impl Server {
    /// Starts a server that answers each request as `script` says.
    pub fn start(script: impl Fn(&Received) -> Answer + Send + Sync + 'static) -> Self {
        prepare();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let received = Arc::new(Mutex::new(Vec::new()));
        let clock = Arc::new(Clock::default());
        let script: Arc<Script> = Arc::new(script);
        let shared = (Arc::clone(&received), Arc::clone(&clock));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let connection = Connection {
                    stream,
                    script: Arc::clone(&script),
                    received: Arc::clone(&shared.0),
                    clock: Arc::clone(&shared.1),
                };
                std::thread::spawn(move || connection.serve());
            }
        });
        Server { address, received, clock }
    }

    /// Starts a server that gives these answers in order, and the last one from then on.
    pub fn answering(answers: Vec<Answer>) -> Self {
        Server::start(move |request| answers[request.number.min(answers.len() - 1)].clone())
    }

    /// The base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the requests up to now.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("the list").clone()
    }

    /// The only request that came.
    pub fn only(&self) -> Received {
        let mut received = self.received();
        assert_eq!(received.len(), 1, "exactly one request: {received:?}");
        received.remove(0)
    }

    /// The clock of the clients of this server; see [`crate::clock`].
    pub fn clock(&self) -> &Arc<Clock> {
        &self.clock
    }
}

struct Connection {
    stream: TcpStream,
    script: Arc<Script>,
    received: Arc<Mutex<Vec<Received>>>,
    clock: Arc<Clock>,
}

impl Connection {
    fn serve(self) {
        let Ok(reading) = self.stream.try_clone() else {
            return;
        };
        let mut reader = BufReader::new(reading);
        while let Some(mut request) = read_request(&mut reader) {
            {
                let mut received = self.received.lock().expect("the list");
                request.number = received.len();
                received.push(request.clone());
            }
            for step in (self.script)(&request).0 {
                if !self.take(step, &mut reader) {
                    return;
                }
            }
        }
    }

    /// Takes one step; `false` ends the connection.
    fn take(&self, step: Step, reader: &mut BufReader<TcpStream>) -> bool {
        match step {
            Step::Send(bytes) => (&self.stream).write_all(&bytes).is_ok(),
            Step::Wait(duration) => {
                self.clock.pass(duration);
                true
            }
            Step::Timers(count) => {
                self.clock.until_timers(count);
                true
            }
            Step::Stall => {
                // A timer that fires just as the client moves on to its next one does not end the
                // call: then the next must fire.
                let patience = Some(Duration::from_millis(200));
                self.stream.set_read_timeout(patience).expect("a socket with a time limit");
                self.clock.pass_to_next_timer();
                while reader.read(&mut [0]).is_err_and(|error| is_timeout(&error)) {
                    self.clock.pass_to_next_timer();
                }
                false
            }
            Step::Close => false,
            Step::Reset => {
                let socket = socket2::SockRef::from(&self.stream);
                socket.set_linger(Some(Duration::ZERO)).expect("a socket that can be reset");
                false
            }
        }
    }
}

fn is_timeout(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

fn read_request(reader: &mut impl BufRead) -> Option<Received> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut request = Received { number: 0, method, target, headers, body: Vec::new() };
    if request.header("transfer-encoding").as_deref() == Some("chunked") {
        request.body = read_chunks(reader)?;
    } else if let Some(length) = request.header("content-length") {
        request.body = vec![0; length.parse().ok()?];
        reader.read_exact(&mut request.body).ok()?;
    }
    Some(request)
}

fn read_chunks(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let length = usize::from_str_radix(line.trim(), 16).ok()?;
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk).ok()?;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(&chunk[..length]);
    }
}
