//! Reading of the published document, whole and within limits.

use std::fs::File;
use std::io::{Read, stdin};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use ureq::config::Config;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Error};

use super::source::Source;

/// The most bytes of a document. The largest known ones have a tenth of it.
const LARGEST: u64 = 64 << 20;

/// The attempts, and the pause before the second one; each later pause is twice as long.
const ATTEMPTS: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// The time of one attempt.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The answer of a source.
pub(super) enum Fetched {
    /// The document is the one with the tag that was sent.
    Same,
    /// A document.
    Document(Published),
}

/// A published document.
#[derive(Clone, Debug)]
pub(super) struct Published {
    pub(super) text: String,
    /// The tag of this version.
    pub(super) etag: Option<String>,
}

/// Reads the document; `known` is the tag of the version that is here already.
///
/// # Errors
///
/// If the source cannot be read, is larger than any document, or is not UTF-8.
pub(super) fn fetch(source: &Source, known: Option<&str>) -> Result<Fetched> {
    let bytes = match source {
        Source::Address(address) => return from_address(address, known),
        Source::File(path) => File::open(path).map(limited),
        Source::Input => Ok(limited(stdin().lock())),
    };
    let bytes = bytes.and_then(|read| read).with_context(|| format!("cannot read {source}"))?;
    Ok(Fetched::Document(Published { text: text(bytes, source)?, etag: None }))
}

/// Reads up to one byte more than is allowed.
fn limited(reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn text(bytes: Vec<u8>, source: &Source) -> Result<String> {
    if bytes.len() as u64 > LARGEST {
        bail!("{source} has more than {} MiB: that is no OpenAPI document", LARGEST >> 20);
    }
    String::from_utf8(bytes).with_context(|| format!("{source} is no UTF-8 text"))
}

fn from_address(address: &str, known: Option<&str>) -> Result<Fetched> {
    let agent = agent();
    let mut pause = FIRST_PAUSE;
    let mut attempt = 1;
    let fault = loop {
        let fault = match request(&agent, address, known) {
            Ok(Ok(fetched)) => return Ok(fetched),
            Ok(Err(refusal)) => return Err(refusal),
            Err(fault) => fault,
        };
        if attempt == ATTEMPTS || !is_passing(&fault) {
            break fault;
        }
        attempt += 1;
        sleep(pause);
        pause *= 2;
    };
    let tried = if attempt == 1 { String::new() } else { format!(", tried {attempt} times") };
    let advice = "is there a network? A document that lies here is pulled with --from FILE";
    Err(fault).with_context(|| format!("cannot read {address}{tried}; {advice}"))
}

/// Returns an agent with the system's proxies and roots.
fn agent() -> Agent {
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    Config::builder().timeout_global(Some(TIMEOUT)).tls_config(tls).build().into()
}

/// Makes one attempt. The inner errors are those of a document that has come.
fn request(agent: &Agent, address: &str, known: Option<&str>) -> Result<Result<Fetched>, Error> {
    let mut request =
        agent.get(address).header("accept", "application/json, application/yaml, */*;q=0.5");
    if let Some(etag) = known {
        request = request.header("if-none-match", etag);
    }
    let mut response = request.call()?;
    if response.status() == 304 {
        return Ok(Ok(Fetched::Same));
    }
    let etag = response.headers().get("etag").and_then(|etag| etag.to_str().ok());
    let etag = etag.map(str::to_owned);
    let bytes = limited(response.body_mut().as_reader())?;
    let source = Source::Address(address.to_owned());
    Ok(text(bytes, &source).map(|text| Fetched::Document(Published { text, etag })))
}

/// Returns whether a fault may be over soon.
fn is_passing(fault: &Error) -> bool {
    match fault {
        Error::StatusCode(status) => *status >= 500 || matches!(*status, 408 | 425 | 429),
        Error::Io(_) | Error::Timeout(_) | Error::ConnectionFailed | Error::HostNotFound => true,
        _ => false,
    }
}
