//! Authentication: the facts of an API, the schemes it accepts and the credential a client holds.
//!
//! The lowest room of the runtime: it has its own failures, which [`error`](super::error) converts.

pub(crate) mod secret;
pub(crate) mod secrets;
pub(crate) mod tokens;

use std::fmt;
use std::sync::Arc;

use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};

use crate::runtime::auth::secret::Secret;
use crate::runtime::auth::tokens::{TokenFailure, TokenProvider, Tokens};

/// The facts of one API; generated from its document and the crate's configuration.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ApiFacts {
    pub(crate) base_url: &'static str,
    pub(crate) url_variable: &'static str,
    pub(crate) key_variable: &'static str,
    pub(crate) user_agent: &'static str,
    /// The scheme of the key that `ClientBuilder::api_key` sets.
    pub(crate) auth: Auth,
    /// All schemes that a client supports, by the names that the API's document gives them.
    pub(crate) schemes: &'static [(&'static str, Auth)],
    /// The query parameters for which users may have values of their own.
    pub(crate) defaults: &'static [ApiDefault],
}

/// A query parameter for which users may have a value of their own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ApiDefault {
    pub(crate) parameter: &'static str,
    /// The environment variable with the value.
    pub(crate) variable: &'static str,
    /// The key of the configuration file with the value.
    #[cfg_attr(not(feature = "config-file"), expect(dead_code, reason = "only the file has keys"))]
    pub(crate) key: &'static str,
    pub(crate) is_integer: bool,
    /// The query parameters beside which the value is not sent.
    pub(crate) unless: &'static [&'static str],
}

impl ApiFacts {
    /// Returns whether the API's document has a scheme. One without any is silent about it.
    fn knows(&self, wanted: Auth) -> bool {
        self.schemes.is_empty() || self.schemes.iter().any(|(_, scheme)| *scheme == wanted)
    }
}

/// A scheme by which a credential is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    /// As a header of this name.
    Header(&'static str),
    /// As a query parameter of this name.
    Query(&'static str),
    /// As a cookie of this name.
    Cookie(&'static str),
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Basic`; the credential is `user:password`.
    Basic,
    /// `Authorization` by another scheme, which only the caller can carry out.
    Http(&'static str),
    /// Each of these.
    All(&'static [Auth]),
    /// Not at all.
    None,
}

impl Auth {
    /// Returns the header that carries a secret; `None` for a scheme whose secrets are elsewhere.
    pub(crate) fn header(self, secret: &str) -> Option<http::Result<(HeaderName, HeaderValue)>> {
        let header = match self {
            Auth::Header(name) => named(name, secret),
            Auth::Bearer => authorization(&format!("Bearer {secret}")),
            Auth::Basic => authorization(&format!("Basic {secret}")),
            Auth::Query(_) | Auth::Cookie(_) | Auth::Http(_) | Auth::All(_) | Auth::None => {
                return None;
            }
        };
        Some(header.map(|(name, mut value)| {
            value.set_sensitive(true);
            (name, value)
        }))
    }
}

fn named(name: &str, value: &str) -> http::Result<(HeaderName, HeaderValue)> {
    Ok((HeaderName::from_bytes(name.as_bytes())?, HeaderValue::try_from(value)?))
}

fn authorization(value: &str) -> http::Result<(HeaderName, HeaderValue)> {
    Ok((AUTHORIZATION, HeaderValue::try_from(value)?))
}

impl fmt::Display for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Auth::Header(name) => write!(f, "an API key (header {name})"),
            Auth::Query(name) => write!(f, "an API key (query parameter {name})"),
            Auth::Cookie(name) => write!(f, "an API key (cookie {name})"),
            Auth::Bearer => f.write_str("a bearer token"),
            Auth::Basic => f.write_str("a user name and password"),
            Auth::Http(name) => write!(f, "`{name}` authentication"),
            Auth::All(schemes) => {
                let schemes: Vec<String> = schemes.iter().map(Auth::to_string).collect();
                f.write_str(&schemes.join(" together with "))
            }
            Auth::None => f.write_str("no credential"),
        }
    }
}

/// The credential of a client.
#[derive(Clone)]
pub(crate) enum Credential {
    /// None; only operations that require no credential succeed.
    Anonymous,
    /// The key of the API's main scheme.
    Key(Secret),
    Bearer(Secret),
    Basic(Secret),
    /// Bearer tokens that expire.
    Provider(Arc<Tokens>),
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Credential::Anonymous => "Anonymous",
            Credential::Key(_) => "Key(…)",
            Credential::Bearer(_) => "Bearer(…)",
            Credential::Basic(_) => "Basic(…)",
            Credential::Provider(_) => "Provider(…)",
        })
    }
}

/// The failure of a client whose credential none of an operation's schemes accepts.
#[derive(Debug)]
pub(crate) struct SchemeMismatch(String);

impl fmt::Display for SchemeMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Credential {
    /// Returns the scheme by which this credential is sent to an operation that accepts the given
    /// ones; an empty list accepts every scheme of the API, and any if its document has none.
    pub(crate) fn scheme(
        &self,
        accepted: &[Auth],
        facts: &ApiFacts,
    ) -> Result<Auth, SchemeMismatch> {
        let own = self.own(facts.auth);
        let is_accepted = match accepted {
            [] => own == Auth::None || own == facts.auth || facts.knows(own),
            _ => accepted.contains(&own),
        };
        if is_accepted {
            return Ok(own);
        }
        if accepted.contains(&Auth::None) {
            return Ok(Auth::None);
        }
        let (who, schemes) = match accepted {
            [] => ("API", facts.schemes.iter().map(|(_, scheme)| *scheme).collect()),
            _ => ("operation", accepted.to_vec()),
        };
        let mut wanted: Vec<String> = Vec::new();
        for scheme in schemes.iter().map(Auth::to_string) {
            if !wanted.contains(&scheme) {
                wanted.push(scheme);
            }
        }
        Err(SchemeMismatch(format!(
            "the {who} asks for {}; the client has {own} (set another with \
             `ClientBuilder::credential` or `.header(…)`)",
            wanted.join(" or ")
        )))
    }

    /// Returns the scheme of this credential.
    pub(crate) fn own(&self, main: Auth) -> Auth {
        match self {
            Credential::Anonymous => Auth::None,
            Credential::Key(_) => main,
            Credential::Bearer(_) | Credential::Provider(_) => Auth::Bearer,
            Credential::Basic(_) => Auth::Basic,
        }
    }

    /// Returns the header of a credential that does not change, if it has a valid one.
    pub(crate) fn header(&self, main: Auth) -> Option<(HeaderName, HeaderValue)> {
        match self {
            Credential::Anonymous | Credential::Provider(_) => None,
            Credential::Key(secret) | Credential::Bearer(secret) | Credential::Basic(secret) => {
                self.own(main).header(secret.expose())?.ok()
            }
        }
    }

    /// Returns the secret to send, which may have to be requested from the provider.
    pub(crate) async fn secret(&self) -> Result<Option<Secret>, TokenFailure> {
        match self {
            Credential::Provider(tokens) => tokens.current().await.map(Some),
            fixed => Ok(fixed.known()),
        }
    }

    /// Returns the source of another secret, for one that was rejected.
    pub(crate) fn tokens(&self) -> Option<&Tokens> {
        match self {
            Credential::Provider(tokens) => Some(tokens),
            _ => None,
        }
    }

    /// Returns the secret if it is known without a request to the provider, so that it can be
    /// removed from printed text.
    pub(crate) fn known(&self) -> Option<Secret> {
        match self {
            Credential::Anonymous => None,
            Credential::Key(secret) | Credential::Bearer(secret) | Credential::Basic(secret) => {
                Some(secret.clone())
            }
            Credential::Provider(tokens) => tokens.last(),
        }
    }

    /// Creates a credential that takes its tokens from a provider.
    pub(crate) fn provider(provider: impl TokenProvider) -> Self {
        Credential::Provider(Arc::new(Tokens::new(provider)))
    }
}

/// Creates the secret of a user name and password, `user:password`.
pub(crate) fn basic(plain: &str) -> Secret {
    Secret::encoded(&base64(plain.as_bytes()), plain)
}

/// Encodes bytes as base64, for `Basic` credentials.
///
/// By hand: fifteen lines, used once, do not justify a dependency of every build.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |bits: u32| char::from(DIGITS[(bits & 63) as usize]);
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        text.push(digit(bits >> 18));
        text.push(digit(bits >> 12));
        text.push(if group.len() > 1 { digit(bits >> 6) } else { '=' });
        text.push(if group.len() > 2 { digit(bits) } else { '=' });
    }
    text
}

#[cfg(test)]
mod tests;
