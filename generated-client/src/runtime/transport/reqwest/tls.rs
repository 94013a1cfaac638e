//! TLS by rustls.

use std::sync::Arc;

use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};
use rustls_platform_verifier::Verifier;

use crate::runtime::aliases::BoxError;
use crate::runtime::transport::reqwest::connections::{Connections, TlsVersion};

/// Configures TLS with the platform's certificates and those of the settings, and `ring` unless the
/// program has installed another provider.
pub(super) fn tls(https: bool, settings: &Connections) -> Result<ClientConfig, BoxError> {
    let provider = CryptoProvider::get_default().cloned();
    let provider = provider.unwrap_or_else(|| ring::default_provider().into());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(versions(settings.min_tls))?;
    let builder = if https {
        let verifier = verifier(settings, provider)?;
        builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier))
    } else {
        builder.with_root_certificates(RootCertStore::empty())
    };
    #[cfg_attr(not(feature = "http2"), expect(unused_mut, reason = "only HTTP/2 is negotiated"))]
    let mut config = match &settings.client_certificate {
        None => builder.with_no_client_auth(),
        Some(certificate) => {
            let chain = certificates(&certificate.chain)?;
            let key = PrivateKeyDer::from_pem_slice(certificate.key.expose().as_bytes());
            let key = key.map_err(|_| "the client's key is not a private key in PEM")?;
            builder.with_client_auth_cert(chain, key)?
        }
    };
    #[cfg(feature = "http2")]
    {
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    }
    Ok(config)
}

fn versions(min: TlsVersion) -> &'static [&'static SupportedProtocolVersion] {
    static TLS13: [&SupportedProtocolVersion; 1] = [&rustls::version::TLS13];
    match min {
        TlsVersion::Tls12 => rustls::DEFAULT_VERSIONS,
        TlsVersion::Tls13 => &TLS13,
    }
}

fn verifier(settings: &Connections, provider: Arc<CryptoProvider>) -> Result<Verifier, BoxError> {
    if settings.roots.is_empty() {
        return Ok(Verifier::new(provider)?);
    }
    #[cfg(not(target_os = "android"))]
    {
        let mut roots = Vec::new();
        for pem in &settings.roots {
            roots.extend(certificates(pem)?);
        }
        Ok(Verifier::new_with_extra_roots(roots, provider)?)
    }
    #[cfg(target_os = "android")]
    Err("Android has no certificates but those of the system".into())
}

/// Reads the certificates of a PEM file; a file without any is an error.
fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, BoxError> {
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>()?;
    match certificates.is_empty() {
        true => Err("there is no certificate in the PEM text".into()),
        false => Ok(certificates),
    }
}
