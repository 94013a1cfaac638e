//! The settings of the default transport.

use std::time::Duration;

use bytes::Bytes;

use crate::runtime::aliases::BoxError;
use crate::runtime::auth::secret::Secret;
#[cfg(all(feature = "rustls", not(target_family = "wasm")))]
use crate::runtime::transport::reqwest::tls::tls;

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
            min_tls: TlsVersion::default(),
            roots: Vec::new(),
            client_certificate: None,
        }
    }
}

/// More than the 100 headers of a response that the HTTP stack accepts by default.
#[cfg(not(target_family = "wasm"))]
const RESPONSE_HEADERS: usize = 256;

#[cfg(not(target_family = "wasm"))]
impl Connections {
    /// Applies the settings; TLS is set up only for a server that needs it.
    pub(super) fn apply(
        &self,
        builder: reqwest::ClientBuilder,
        https: bool,
    ) -> Result<reqwest::ClientBuilder, BoxError> {
        let mut builder = builder
            .connect_timeout(self.connect_timeout)
            .http1_max_headers(RESPONSE_HEADERS)
            .https_only(self.https_only);
        if let Some(count) = self.idle_connections {
            builder = builder.pool_max_idle_per_host(count);
        }
        if let Some(timeout) = self.idle_timeout {
            builder = builder.pool_idle_timeout(timeout);
        }
        #[cfg(feature = "http2")]
        if let Some(ping) = self.http2_ping {
            builder = builder
                .http2_keep_alive_interval(ping.interval)
                .http2_keep_alive_timeout(ping.timeout);
        }
        builder = match &self.proxy {
            ProxySetting::Environment => builder,
            ProxySetting::None => builder.no_proxy(),
            ProxySetting::Url(url) => builder.proxy(proxy(url)?),
        };
        self.secure(builder, https)
    }

    #[cfg(feature = "rustls")]
    fn secure(
        &self,
        builder: reqwest::ClientBuilder,
        https: bool,
    ) -> Result<reqwest::ClientBuilder, BoxError> {
        Ok(builder.tls_backend_preconfigured(tls(https, self)?))
    }

    #[cfg(all(feature = "native-tls", not(feature = "rustls")))]
    fn secure(
        &self,
        mut builder: reqwest::ClientBuilder,
        _: bool,
    ) -> Result<reqwest::ClientBuilder, BoxError> {
        for pem in &self.roots {
            for certificate in reqwest::Certificate::from_pem_bundle(pem)? {
                builder = builder.add_root_certificate(certificate);
            }
        }
        if let Some(ClientCertificate { chain, key }) = &self.client_certificate {
            let identity = reqwest::Identity::from_pkcs8_pem(chain, key.expose().as_bytes())?;
            builder = builder.identity(identity);
        }
        Ok(builder.tls_version_min(match self.min_tls {
            TlsVersion::Tls12 => reqwest::tls::Version::TLS_1_2,
            TlsVersion::Tls13 => reqwest::tls::Version::TLS_1_3,
        }))
    }

    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    fn secure(
        &self,
        builder: reqwest::ClientBuilder,
        _: bool,
    ) -> Result<reqwest::ClientBuilder, BoxError> {
        let plain = self.roots.is_empty()
            && self.client_certificate.is_none()
            && self.min_tls == TlsVersion::default();
        match plain {
            true => Ok(builder),
            false => Err("there is no TLS; enable the feature `rustls` or `native-tls`".into()),
        }
    }
}

/// Creates a proxy. An invalid URL is not quoted: it may hold a password.
#[cfg(not(target_family = "wasm"))]
fn proxy(url: &Secret) -> Result<reqwest::Proxy, BoxError> {
    reqwest::Proxy::all(url.expose()).map_err(|_| "the URL of the proxy is invalid".into())
}

#[cfg(target_family = "wasm")]
impl Connections {
    /// Applies nothing: a browser decides on all of it.
    pub(super) fn apply(
        &self,
        builder: reqwest::ClientBuilder,
        _: bool,
    ) -> Result<reqwest::ClientBuilder, BoxError> {
        Ok(builder)
    }
}
