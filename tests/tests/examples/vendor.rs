//! The server that answers as the vendor's, and the programs that call it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use cekura_tests::cases::workspace;
use cekura_tests::server::{Answer, Received, Server};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// The key that programs have.
const KEY: &str = "ck-of-an-example";

/// The answers of the server, in order for each request line; the last one is given from then on.
#[derive(Default)]
pub(crate) struct Vendor {
    answers: BTreeMap<String, Vec<(u16, String)>>,
}

impl Vendor {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds an answer with this text; `NEXT` in it is the address of the second page.
    pub(crate) fn text(mut self, method: &str, path: &str, status: u16, text: &str) -> Self {
        let key = format!("{method} {path}");
        self.answers.entry(key).or_default().push((status, text.to_owned()));
        self
    }

    /// Adds an answer from `tests/answers`.
    pub(crate) fn answer(self, method: &str, path: &str, status: u16, file: &str) -> Self {
        let text = answer(file);
        self.text(method, path, status, &text)
    }

    pub(crate) fn start(self) -> Running {
        let given: Mutex<BTreeMap<String, usize>> = Mutex::default();
        let server = Server::start(move |request| {
            if request.header("x-cekura-api-key").as_deref() != Some(KEY) {
                return Answer::json(401, &serde_json::json!({"detail": "There is no key."}));
            }
            let path = request.target.split('?').next().unwrap_or_default();
            let key = format!("{} {path}", request.method);
            let Some(answers) = self.answers.get(&key) else {
                return Answer::json(
                    404,
                    &serde_json::json!({"detail": format!("not here: {key}")}),
                );
            };
            let mut given = given.lock().expect("the counts");
            let count = given.entry(key).or_default();
            let (status, text) = &answers[(*count).min(answers.len() - 1)];
            *count += 1;
            let host = request.header("host").unwrap_or_default();
            let text = text.replace("NEXT", &format!("http://{host}{path}?page=2"));
            Answer::new(*status, "application/json", text)
        });
        Running(server)
    }
}

/// Returns an answer of `tests/answers`.
pub(crate) fn answer(file: &str) -> String {
    let path = workspace().join("tests/answers").join(format!("{file}.json"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The server, once it runs.
pub(crate) struct Running(Server);

impl Running {
    pub(crate) fn received(&self) -> Vec<Request> {
        self.0.received().into_iter().map(Request).collect()
    }

    /// Waits until a request has come that is about this path.
    pub(crate) fn wait_for(&self, method: &str, path: &str) {
        for _ in 0..1000 {
            let is_it = |one: &Request| one.line() == format!("{method} {path}");
            if self.received().iter().any(is_it) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        panic!("{method} {path} did not come: {:?}", self.received());
    }
}

/// A request that came.
#[derive(Debug)]
pub(crate) struct Request(pub(crate) Received);

impl Request {
    /// The method and the path, without the query.
    pub(crate) fn line(&self) -> String {
        let path = self.0.target.split('?').next().unwrap_or_default();
        format!("{} {path}", self.0.method)
    }

    pub(crate) fn query(&self) -> BTreeMap<String, String> {
        let query = self.0.target.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
    }

    pub(crate) fn json(&self) -> Value {
        self.0.json()
    }
}

/// A program, in a folder of its own.
pub(crate) struct Program {
    path: &'static str,
    folder: PathBuf,
    url: String,
    variables: Vec<(&'static str, PathBuf)>,
}

/// A program that has ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Program {
    pub(crate) fn new(path: &'static str, vendor: &Running) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("examples/{number}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Self { path, folder, url: vendor.0.url(), variables: Vec::new() }
    }

    /// Sets a variable of the environment to the path of a file in the program's folder.
    pub(crate) fn variable(mut self, name: &'static str, file: &str) -> Self {
        self.variables.push((name, self.folder.join(file)));
        self
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.join(file), text).expect("the file is written");
    }

    /// Returns a file that the program has written.
    pub(crate) fn read(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.folder.join(file)).ok()
    }

    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        Command::new(self.path)
            .args(arguments)
            .current_dir(&self.folder)
            .env_remove("GITHUB_STEP_SUMMARY")
            .env("CEKURA_API_KEY", KEY)
            .env("CEKURA_API_URL", &self.url)
            .envs(self.variables.iter().map(|(name, path)| (name, path)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts")
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        ended(self.start(arguments))
    }
}

/// Waits for a program to end.
pub(crate) fn ended(child: Child) -> Ran {
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("a text");
    Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}
