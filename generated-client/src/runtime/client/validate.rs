//! Checks of a client's settings.

use http::HeaderValue;
use url::Url;

use crate::runtime::auth::{ApiFacts, Auth, Credential};
use crate::runtime::error::Error;

/// Parses the base URL, and checks that paths can be appended to it.
pub(crate) fn base_url(text: &str) -> Result<Url, Error> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::config(
            "the API has no default server; set a `base_url` on the builder",
        ));
    }
    // An invalid text is not quoted: it may be a key in the wrong place.
    let url = Url::parse(text).map_err(|error| {
        Error::config("the base URL is not a URL such as `https://example.com`").with_source(error)
    })?;
    let shown = url_shown(&url);
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(Error::config(format!("the base URL `{shown}` is not an http or https URL")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::config(
            "the base URL contains credentials; set them on the builder instead",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Error::config(format!("the base URL `{shown}` has a query or a fragment")));
    }
    Ok(url)
}

/// Returns the part of a URL that may be printed: any other part may hold a key.
pub(crate) fn url_shown(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{}://{host}:{port}", url.scheme()),
        (Some(host), None) => format!("{}://{host}", url.scheme()),
        (None, _) => "…".to_owned(),
    }
}

/// Checks the credential, and finds out whether there has to be one.
pub(crate) fn credential(given: Option<Credential>, facts: &ApiFacts) -> Result<Credential, Error> {
    match given {
        Some(Credential::Key(key)) if key.expose().is_empty() => {
            Err(Error::config("the API key is empty"))
        }
        Some(Credential::Bearer(token)) if token.expose().is_empty() => {
            Err(Error::config("the bearer token is empty"))
        }
        Some(Credential::Key(key) | Credential::Bearer(key) | Credential::Basic(key))
            if HeaderValue::from_str(key.expose()).is_err() =>
        {
            Err(Error::config("the key has a character that is not allowed in headers"))
        }
        Some(credential) => Ok(credential),
        None if facts.auth == Auth::None => Ok(Credential::Anonymous),
        None => Err(Error::config(format!(
            "no API key: set `{}` and use `Client::from_env`, or set one on the builder",
            facts.key_variable
        ))),
    }
}
