//! Servers with certificates: one that nobody trusts, and those that a client can be told to trust.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::printed::prepare;

/// A TLS server that counts the handshakes which succeed; none should.
pub struct UntrustedServer {
    port: u16,
    handshakes: Arc<AtomicUsize>,
}

impl UntrustedServer {
    /// Starts the server; its certificate is its own.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let config = Arc::new(config());
        let handshakes = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&handshakes);
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut tls =
                    rustls::ServerConnection::new(Arc::clone(&config)).expect("a connection");
                while tls.is_handshaking() && tls.complete_io(&mut stream).is_ok() {}
                if !tls.is_handshaking() {
                    counted.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
        UntrustedServer { port, handshakes }
    }

    /// The base URL.
    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// Returns the number of clients that trusted it.
    pub fn handshakes(&self) -> usize {
        self.handshakes.load(Ordering::Relaxed)
    }
}

fn config() -> rustls::ServerConfig {
    trusted_config(rustls::DEFAULT_VERSIONS).0
}

/// The configuration of a server for `localhost`, and the certificate that its clients have to
/// trust, as PEM.
pub fn trusted_config(
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> (rustls::ServerConfig, String) {
    prepare();
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(own.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .expect("a certificate");
    (config, pem(own.cert.der()))
}

fn pem(certificate: &[u8]) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(certificate);
    format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
}

/// A connection of a client, encrypted.
pub type TlsStream = rustls::StreamOwned<rustls::ServerConnection, std::net::TcpStream>;

/// Serves each connection on a thread of its own; returns the base URL.
pub fn serve(
    config: rustls::ServerConfig,
    handle: impl Fn(TlsStream) + Send + Sync + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let (config, handle) = (Arc::new(config), Arc::new(handle));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (config, handle) = (Arc::clone(&config), Arc::clone(&handle));
            std::thread::spawn(move || {
                let tls = rustls::ServerConnection::new(config).expect("a connection");
                handle(rustls::StreamOwned::new(tls, stream));
            });
        }
    });
    format!("https://localhost:{port}")
}
