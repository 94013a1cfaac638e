//! Redirects that are safe to follow.

use http::Method;
use http::header::LOCATION;
use http::response::Parts;
use url::Url;

use crate::runtime::error::Error;
use crate::runtime::request::prepared::PreparedRequest;
use crate::runtime::send::retry::Replay;
use crate::runtime::settings::Settings;

const REDIRECTS: usize = 5;

/// The target of a request, after this many redirects.
pub(crate) struct Hop {
    pub(crate) method: Method,
    pub(crate) url: Url,
    redirects: usize,
}

impl Hop {
    /// Returns the target of a request before any redirect.
    pub(crate) fn first(request: &PreparedRequest, settings: &Settings) -> Result<Self, Error> {
        let url = request.url(settings)?;
        Ok(Hop { method: request.method.clone(), url, redirects: 0 })
    }

    /// Returns the next hop, if the response is a redirect that is safe to follow: on the same
    /// origin, since the credential is sent along, and without a change of the body.
    pub(crate) fn follow(&self, head: &Parts, replay: Replay) -> Option<Self> {
        let location = head.headers.get(LOCATION)?.to_str().ok()?;
        let url = self.url.join(location).ok()?;
        if url.origin() != self.url.origin() || self.redirects == REDIRECTS {
            return None;
        }
        let reads = matches!(self.method, Method::GET | Method::HEAD);
        // What is asked for goes along to the new place.
        let asks = self.method == Method::QUERY && replay != Replay::Impossible;
        let method = match head.status.as_u16() {
            301 | 302 if reads || asks => self.method.clone(),
            303 if self.method == Method::HEAD => Method::HEAD,
            303 => Method::GET,
            307 | 308 if reads || replay != Replay::Impossible => self.method.clone(),
            _ => return None,
        };
        Some(Hop { method, url, redirects: self.redirects + 1 })
    }
}
