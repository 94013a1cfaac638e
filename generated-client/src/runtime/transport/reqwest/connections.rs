//! The settings of the default transport.

use std::time::Duration;

use bytes::Bytes;

use crate::runtime::auth::secret::Secret;

/// The settings of connections. A browser decides on all of them itself.
#[derive(Clone)]
#[cfg_attr(target_family = "wasm", allow(dead_code, reason = "a browser decides"))]
pub(crate) struct Connections {
    pub(crate) connect_timeout: Duration,
    pub(crate) idle_connections: Option<usize>,
    pub(crate) idle_timeout: Option<Duration>,
    #[cfg(feature = "http2")]
    pub(crate) http2_ping: Option<Ping>,
    pub(crate) proxy: ProxySetting,
    pub(crate) https_only: bool,
    /// The client limits its requests in progress, and so its connections.
    pub(crate) are_limited: bool,
    pub(crate) min_tls: TlsVersion,
    /// Certificates that are trusted in addition to those of the platform, as PEM.
    pub(crate) roots: Vec<Bytes>,
    pub(crate) client_certificate: Option<ClientCertificate>,
}

/// The keep-alive pings of HTTP/2.
#[derive(Clone, Copy)]
#[cfg(feature = "http2")]
#[cfg_attr(target_family = "wasm", allow(dead_code, reason = "a browser decides"))]
pub(crate) struct Ping {
    pub(crate) interval: Duration,
    pub(crate) timeout: Duration,
}

/// The choice of a proxy.
#[derive(Clone)]
#[cfg_attr(target_family = "wasm", allow(dead_code, reason = "a browser decides"))]
pub(crate) enum ProxySetting {
    /// `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`.
    Environment,
    None,
    /// This one for all requests. Its URL may hold a password.
    Url(Secret),
}

/// A certificate of the client, as PEM.
#[derive(Clone)]
#[cfg_attr(
    any(target_family = "wasm", not(any(feature = "rustls", feature = "native-tls"))),
    expect(dead_code, reason = "there is no TLS of this crate")
)]
pub(crate) struct ClientCertificate {
    pub(crate) chain: Bytes,
    pub(crate) key: Secret,
}

/// A version of TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsVersion {
    /// TLS 1.2, the default minimum.
    #[default]
    Tls12,
    /// TLS 1.3.
    Tls13,
}

impl Default for Connections {
    fn default() -> Self {
        Connections {
            connect_timeout: Duration::from_secs(5),
            idle_connections: None,
            idle_timeout: None,
            // A connection that hangs is found before an attempt on it times out.
            #[cfg(feature = "http2")]
            http2_ping: Some(Ping {
                interval: Duration::from_secs(15),
                timeout: Duration::from_secs(10),
            }),
            proxy: ProxySetting::Environment,
            https_only: false,
            are_limited: false,
            min_tls: TlsVersion::default(),
            roots: Vec::new(),
            client_certificate: None,
        }
    }
}
