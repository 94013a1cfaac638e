//! The settings of connections, as those of `reqwest`.

use crate::runtime::aliases::BoxError;
#[cfg(not(target_family = "wasm"))]
use crate::runtime::auth::secret::Secret;
#[cfg(all(feature = "native-tls", not(any(feature = "rustls", target_family = "wasm"))))]
use crate::runtime::transport::reqwest::connections::ClientCertificate;
use crate::runtime::transport::reqwest::connections::Connections;
#[cfg(not(target_family = "wasm"))]
use crate::runtime::transport::reqwest::connections::ProxySetting;
#[cfg(all(not(feature = "rustls"), not(target_family = "wasm")))]
use crate::runtime::transport::reqwest::connections::TlsVersion;
#[cfg(all(feature = "rustls", not(target_family = "wasm")))]
use crate::runtime::transport::reqwest::tls::tls;

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
