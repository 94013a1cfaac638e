//! Who is calling: the facts of an API, the schemes it knows and the credential a client holds.

mod tokens;

use super::{BoxFuture, Error, Secret};
use std::fmt;
use std::sync::Arc;
use tokens::Tokens;

/// The facts of one API; generated from its document and the crate's configuration.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ApiFacts {
    pub(crate) base_url: &'static str,
    pub(crate) url_variable: &'static str,
    pub(crate) key_variable: &'static str,
    pub(crate) user_agent: &'static str,
    /// What `ClientBuilder::api_key` sets.
    pub(crate) auth: Auth,
}

/// How a credential is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "an API uses some of the schemes")]
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
    /// Not at all.
    None,
}

impl fmt::Display for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Auth::Header(name) => write!(f, "an API key (header {name})"),
            Auth::Query(name) => write!(f, "an API key (query parameter {name})"),
            Auth::Cookie(name) => write!(f, "an API key (cookie {name})"),
            Auth::Bearer => f.write_str("a bearer token"),
            Auth::Basic => f.write_str("user name and password"),
            Auth::None => f.write_str("nothing"),
        }
    }
}

/// What a client proves itself with.
#[derive(Clone)]
pub(crate) enum Credential {
    /// Nothing; only calls that need none will succeed.
    Anonymous,
    /// The key that the API's main scheme asks for.
    Key(Secret),
    Bearer(Secret),
    Basic(Secret),
    /// Tokens that come and go.
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

/// Gives bearer tokens that expire.
///
/// The client asks for a token before each attempt. If the server answers 401, it asks once more with the refused token, and
/// repeats the request with the new one. Keep the token until it expires: the provider is asked often.
///
/// It is asked by one call at a time. Calls that come meanwhile with the same question get the same answer, so that a thousand
/// calls whose token has just expired renew it once.
///
/// ```
/// use cekura::{BoxError, BoxFuture, Secret, TokenProvider};
/// use std::sync::Mutex;
///
/// #[derive(Default)]
/// struct Login(Mutex<Option<Secret>>);
///
/// # async fn log_in() -> Result<Secret, BoxError> { Ok(Secret::new("a token")) }
/// impl TokenProvider for Login {
///     fn token(&self, refused: Option<Secret>) -> BoxFuture<'_, Result<Secret, BoxError>> {
///         Box::pin(async move {
///             let kept = self.0.lock().expect("no panic").clone();
///             match kept {
///                 Some(token) if Some(&token) != refused.as_ref() => Ok(token),
///                 _ => {
///                     let token = log_in().await?;
///                     *self.0.lock().expect("no panic") = Some(token.clone());
///                     Ok(token)
///                 }
///             }
///         })
///     }
/// }
///
/// # fn main() -> Result<(), cekura::Error> {
/// let client = cekura::Client::builder().token_provider(Login::default()).build()?;
/// # Ok(()) }
/// ```
pub trait TokenProvider: Send + Sync + 'static {
    /// A token. `refused` is the one that the server has just refused, if any: return another.
    fn token(&self, refused: Option<Secret>) -> BoxFuture<'_, Result<Secret, super::BoxError>>;
}

impl Credential {
    /// The scheme by which this credential is sent to an operation that accepts the given ones; all, if none are named.
    pub(crate) fn scheme(&self, accepted: &[Auth], main: Auth) -> Result<Auth, Error> {
        let own = match self {
            Credential::Anonymous => Auth::None,
            Credential::Key(_) => main,
            Credential::Bearer(_) | Credential::Provider(_) => Auth::Bearer,
            Credential::Basic(_) => Auth::Basic,
        };
        if accepted.is_empty() || accepted.contains(&own) {
            return Ok(own);
        }
        if accepted.contains(&Auth::None) {
            return Ok(Auth::None);
        }
        let wanted: Vec<String> = accepted.iter().map(Auth::to_string).collect();
        let wanted = wanted.join(" or ");
        Err(Error::invalid_request(format!(
            "the operation asks for {wanted}; the client has {own} (another may be set with `.header(…)`)"
        )))
    }

    /// The secret to send, as it goes on the wire.
    pub(crate) async fn secret(&self) -> Result<Option<Secret>, Error> {
        match self {
            Credential::Provider(tokens) => tokens.current().await.map(Some),
            fixed => Ok(fixed.known()),
        }
    }

    /// Where there is another secret for one that was refused.
    pub(crate) fn tokens(&self) -> Option<&Tokens> {
        match self {
            Credential::Provider(tokens) => Some(tokens),
            _ => None,
        }
    }

    /// The secret as far as it is known without asking: what must not be printed.
    pub(crate) fn known(&self) -> Option<Secret> {
        match self {
            Credential::Anonymous => None,
            Credential::Key(secret) | Credential::Bearer(secret) | Credential::Basic(secret) => {
                Some(secret.clone())
            }
            Credential::Provider(tokens) => tokens.last(),
        }
    }

    /// Tokens from a provider, asked for by one call at a time.
    pub(crate) fn provider(provider: impl TokenProvider) -> Self {
        Credential::Provider(Arc::new(Tokens::new(provider)))
    }
}

/// `Basic` credentials are base64; this is the only place that needs it.
pub(crate) fn base64(bytes: &[u8]) -> String {
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
mod tests {
    use super::*;

    #[test]
    fn base64_of_the_rfc() {
        for (plain, encoded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn a_credential_is_sent_only_by_a_scheme_that_the_operation_accepts() {
        let (main, key) = (Auth::Header("X-Key"), Credential::Key("k".into()));
        assert_eq!(key.scheme(&[], main).expect("any"), main);
        assert_eq!(key.scheme(&[Auth::Bearer, main], main).expect("one of two"), main);
        assert_eq!(key.scheme(&[Auth::Bearer, Auth::None], main).expect("none needed"), Auth::None);
        let error = key.scheme(&[Auth::Bearer], main).expect_err("never");
        assert_eq!(
            error.to_string(),
            "the operation asks for a bearer token; the client has an API key (header X-Key) \
             (another may be set with `.header(…)`)"
        );
    }
}
