//! The settings of connections on the builder. They apply to the default transport: one of your own
//! has its own.

use std::time::Duration;

#[cfg(feature = "reqwest")]
use bytes::Bytes;

#[cfg(feature = "reqwest")]
use crate::runtime::auth::secret::Secret;
use crate::runtime::client::builder::ClientBuilder;
#[cfg(feature = "http2")]
use crate::runtime::transport::reqwest::connections::Ping;
#[cfg(feature = "reqwest")]
use crate::runtime::transport::reqwest::connections::{
    ClientCertificate, ProxySetting, TlsVersion,
};

#[cfg(not(feature = "reqwest"))]
impl ClientBuilder {
    /// Sets the time limit of connecting, which has no effect without the default transport.
    pub fn connect_timeout(self, _: Duration) -> Self {
        self
    }
}

#[cfg(feature = "reqwest")]
impl ClientBuilder {
    /// Sets the time limit of connecting; the default is 5 s.
    ///
    /// As all settings of connections, it has no effect with a transport of your own or in a
    /// browser.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connections.connect_timeout = timeout;
        self
    }

    /// Sets the maximum number of idle connections that are kept open; by default there is none.
    pub fn idle_connections(mut self, count: usize) -> Self {
        self.connections.idle_connections = Some(count);
        self
    }

    /// Sets the time after which an idle connection is closed; the default is 90 s.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.connections.idle_timeout = Some(timeout);
        self
    }

    /// Sends the requests through this proxy instead of the one in the environment:
    /// `http://user:password@proxy.example:3128`.
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.connections.proxy = ProxySetting::Url(url.into());
        self
    }

    /// Uses no proxy, not even the one in the environment.
    pub fn no_proxy(mut self) -> Self {
        self.connections.proxy = ProxySetting::None;
        self
    }

    /// Sets whether requests over plain HTTP are refused; the default is `false`.
    pub fn https_only(mut self, https_only: bool) -> Self {
        self.connections.https_only = https_only;
        self
    }

    /// Sets the lowest version of TLS that is accepted; the default is TLS 1.2.
    pub fn min_tls(mut self, version: TlsVersion) -> Self {
        self.connections.min_tls = version;
        self
    }

    /// Trusts the certificates of a PEM file, in addition to those of the platform.
    pub fn root_certificates(mut self, pem: impl Into<Bytes>) -> Self {
        self.connections.roots.push(pem.into());
        self
    }

    /// Sets the certificate by which the client proves its identity, and its key; both as PEM.
    pub fn client_certificate(mut self, chain: impl Into<Bytes>, key: impl Into<Secret>) -> Self {
        let (chain, key) = (chain.into(), key.into());
        self.connections.client_certificate = Some(ClientCertificate { chain, key });
        self
    }

    /// Sets the pause between HTTP/2 pings of a connection with requests in progress, and the time
    /// limit of the response to a ping. `None` sends none.
    ///
    /// A connection that does not respond is closed, and its requests fail. Without pings, each new
    /// call would join it and time out. The default is 15 s and 10 s.
    #[cfg(feature = "http2")]
    pub fn http2_ping(mut self, ping: impl Into<Option<(Duration, Duration)>>) -> Self {
        let ping = ping.into().map(|(interval, timeout)| Ping { interval, timeout });
        self.connections.http2_ping = ping;
        self
    }
}
