//! The credential of a request: the scheme that applies, and its place in the request.

use http::header::{AUTHORIZATION, COOKIE, InvalidHeaderName};
use http::{HeaderMap, HeaderValue};
use url::Url;

use crate::runtime::auth::Auth;
use crate::runtime::error::Error;
use crate::runtime::error::kind::ErrorKind;
use crate::runtime::request::prepared::PreparedRequest;
use crate::runtime::request::uri::retain;
use crate::runtime::settings::Settings;
use crate::runtime::transport::Request;

/// Returns the scheme of the client's credential; `Auth::None` if the call has a credential of its
/// own.
pub(crate) fn scheme(settings: &Settings, request: &PreparedRequest) -> Result<Auth, Error> {
    let header =
        |name: &str| request.headers.contains_key(name) || settings.headers.contains_key(name);
    let is_set = |scheme: &Auth| match scheme {
        Auth::Header(name) => header(name),
        Auth::Bearer | Auth::Basic => header(AUTHORIZATION.as_str()),
        // A parameter that the link of a page repeats was not set by the caller.
        Auth::Query(name) => {
            request.location.is_none()
                && request.url(settings).is_ok_and(|url| has_parameter(&url, name))
        }
        Auth::Cookie(name) => {
            let headers = [&settings.headers, &request.headers];
            headers.iter().any(|headers| has_cookie(headers, name))
        }
        Auth::Http(_) => header(AUTHORIZATION.as_str()),
        Auth::All(_) | Auth::None => false,
    };
    // The scheme may be one that the client itself does not support.
    if request.accepted.iter().any(|scheme| match scheme {
        Auth::All(schemes) => schemes.iter().all(is_set),
        one => is_set(one),
    }) {
        return Ok(Auth::None);
    }
    let own = settings.credential.scheme(request.accepted, &settings.facts);
    let single = settings.credential.own(settings.facts.auth);
    if !own.as_ref().is_ok_and(|own| *own != Auth::None) {
        let has = |scheme: &Auth| *scheme == single || settings.further(*scheme).is_some();
        let found = request.accepted.iter().find(|scheme| match scheme {
            Auth::All(schemes) => schemes.iter().all(|one| has(one) || is_set(one)),
            one => settings.further(**one).is_some(),
        });
        if let Some(scheme) = found {
            return Ok(*scheme);
        }
    }
    if request.accepted.is_empty() && own.as_ref().is_ok_and(|own| *own == Auth::None) {
        // Nothing else can be accepted of a client that has further credentials alone.
        let first = settings.further.first().map_or(Auth::None, |(scheme, _)| *scheme);
        return Ok(if is_set(&first) { Auth::None } else { first });
    }
    let own = match own {
        // The caller's own header of the same name is sent instead.
        Err(_) if request.accepted.is_empty() && is_set(&single) => return Ok(Auth::None),
        own => own?,
    };
    // Keys in headers and cookies are left out when they are added. Here it saves a request to the
    // provider, and a second key in the query.
    let early = settings.credential.tokens().is_some() || matches!(own, Auth::Query(_));
    Ok(if early && is_set(&own) { Auth::None } else { own })
}

/// Adds the credential, unless the request already has one in the same place.
pub(crate) fn authenticate(request: &mut Request, scheme: Auth, secret: &str) -> Result<(), Error> {
    match scheme {
        Auth::Http(_) | Auth::All(_) | Auth::None => {}
        Auth::Query(name) => {
            // The link of a page or of a redirect may contain this key, or an older one.
            if has_parameter(&request.url, name) {
                remove_parameter(&mut request.url, name);
            }
            request.url.query_pairs_mut().append_pair(name, secret);
        }
        Auth::Cookie(name) if has_cookie(&request.headers, name) => {}
        Auth::Cookie(name) => {
            let value = HeaderValue::try_from(format!("{name}={secret}"));
            let mut value = value.map_err(|error| not_allowed(&error.into()))?;
            value.set_sensitive(true);
            request.headers.append(COOKIE, value);
            join_cookies(&mut request.headers);
        }
        Auth::Header(_) | Auth::Bearer | Auth::Basic => {
            if let Some(header) = scheme.header(secret) {
                let (name, value) = header.map_err(|error| not_allowed(&error))?;
                request.headers.entry(name).or_insert(value);
            }
        }
    }
    Ok(())
}

/// Creates the error of a credential that no header can carry.
fn not_allowed(error: &http::Error) -> Error {
    if error.is::<InvalidHeaderName>() {
        return Error::config("invalid name of the key's header");
    }
    let message = "the credential has a character that is not allowed in headers";
    Error::new(ErrorKind::Token, message)
}

/// Joins all cookies in one header, as HTTP/1.1 requires.
pub(crate) fn join_cookies(headers: &mut HeaderMap) {
    let all: Vec<&[u8]> = headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes).collect();
    // Joining valid values gives a valid one.
    if let Ok(mut joined) = HeaderValue::from_bytes(&all.join(&b"; "[..])) {
        joined.set_sensitive(headers.get_all(COOKIE).iter().any(HeaderValue::is_sensitive));
        headers.insert(COOKIE, joined);
    }
}

fn has_parameter(url: &Url, name: &str) -> bool {
    url.query_pairs().any(|(given, _)| given == name)
}

fn remove_parameter(url: &mut Url, name: &str) {
    let others = retain(url.query().unwrap_or_default(), |given, _| given != name);
    url.set_query((!others.is_empty()).then_some(&others));
}

fn has_cookie(headers: &HeaderMap, name: &str) -> bool {
    let cookies =
        headers.get_all(COOKIE).iter().flat_map(|all| all.as_bytes().split(|b| *b == b';'));
    let names = cookies.filter_map(|cookie| cookie.split(|b| *b == b'=').next());
    names.map(<[u8]>::trim_ascii).any(|given| given == name.as_bytes())
}
