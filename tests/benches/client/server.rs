//! A server that gives one answer to everything, in a process of its own, so that counts of the
//! client's instructions leave it out.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

/// The argument that makes this program the server.
pub(crate) const ROLE: &str = "serve";

/// A running server. It stops with this value.
pub(crate) struct Server {
    process: Child,
    /// The address that it listens at.
    pub(crate) url: String,
}

impl Server {
    /// Starts one that answers with this JSON.
    pub(crate) fn answering(body: &[u8]) -> Self {
        let mut process = Command::new(std::env::current_exe().expect("this program"))
            .arg(ROLE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process");
        // Dropping the pipe is the end of the body.
        process.stdin.take().expect("a pipe").write_all(body).expect("a reader");
        let mut port = String::new();
        let mut output = BufReader::new(process.stdout.take().expect("a pipe"));
        output.read_line(&mut port).expect("a port");
        Server { process, url: format!("http://127.0.0.1:{}", port.trim()) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The server's side: reads the body from standard input, prints the port, and answers until it is
/// killed.
pub(crate) fn serve() {
    let mut body = Vec::new();
    std::io::stdin().read_to_end(&mut body).expect("a body");
    let mut answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    answer.extend(body);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    println!("{}", listener.local_addr().expect("an address").port());
    for stream in listener.incoming().flatten() {
        let answer = answer.clone();
        std::thread::spawn(move || keep_answering(stream, &answer));
    }
}

/// Answers one connection until the client closes it.
fn keep_answering(mut stream: TcpStream, answer: &[u8]) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut requests = BufReader::new(stream.try_clone().ok()?);
    let mut line = String::new();
    loop {
        let mut length = 0;
        while line != "\r\n" {
            line.clear();
            if requests.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().ok()?;
            }
        }
        line.clear();
        std::io::copy(&mut requests.by_ref().take(length), &mut std::io::sink()).ok()?;
        stream.write_all(answer).ok()?;
    }
}
