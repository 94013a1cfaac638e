//! One attempt: credentials on, request out, redirects followed where that is safe, response in.

use super::auth::Auth;
use super::client::Settings;
use super::draft::{Answer, Draft};
use super::error::ApiError;
use super::retry::Repeat;
use super::transport::TimeLimit;
use super::{Body, Client, Error, Reply, Request, Secret};
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, LOCATION};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use std::pin::pin;
use std::time::Duration;
use url::Url;

const REDIRECTS: usize = 5;
/// Enough of an error's body to see what it is.
const ERROR_BODY_LIMIT: usize = 64 * 1024;
const ERROR_BODY_TIME: Duration = Duration::from_secs(5);

/// Sends a request and reads the response.
pub(crate) async fn exchange(client: &Client, draft: &Draft, attempt: u32) -> Result<Reply, Error> {
    let settings = client.settings();
    let scheme = match given_by_hand(settings, draft) {
        true => Auth::None,
        false => settings.credential.scheme(draft.accepted, settings.facts.auth)?,
    };
    let mut secret = match scheme {
        Auth::None => None,
        _ => settings.credential.secret(None).await?,
    };
    let mut refreshed = false;
    let mut hop = Hop { method: draft.method.clone(), url: draft.url(&settings.base)?, hops: 0 };
    loop {
        let request = request(settings, draft, &hop, attempt, scheme, secret.as_ref())?;
        let response = settings.transport.send(request).await?;
        let (head, body) = response.into_parts();
        let can_refresh = settings.credential.can_refresh() && draft.repeat() != Repeat::Impossible;
        if head.status == StatusCode::UNAUTHORIZED && can_refresh && !refreshed {
            secret = settings.credential.secret(secret).await?;
            refreshed = true;
        } else if let Some(next) = hop.follow(head.status, head.headers.get(LOCATION), draft) {
            hop = next;
        } else if head.status.is_success() {
            return read(client, draft, attempt, head, body).await;
        } else {
            return Err(refusal(settings, head, body).await);
        }
    }
}

/// Whether the caller has set a header by which the operation can be called: a scheme that the client itself does not know.
fn given_by_hand(settings: &Settings, draft: &Draft) -> bool {
    let set = |name: &str| draft.headers.contains_key(name) || settings.headers.contains_key(name);
    draft.accepted.iter().any(|scheme| match scheme {
        Auth::Header(name) => set(name),
        Auth::Bearer | Auth::Basic => set(AUTHORIZATION.as_str()),
        Auth::Query(_) | Auth::Cookie(_) | Auth::None => false,
    })
}

/// Where a request goes, after so many redirects.
struct Hop {
    method: Method,
    url: Url,
    hops: usize,
}

impl Hop {
    /// The next hop, if the response is a redirect that is safe to follow: on the same origin, since the credential goes with it,
    /// and without sending a body as something else.
    fn follow(
        &self,
        status: StatusCode,
        location: Option<&HeaderValue>,
        draft: &Draft,
    ) -> Option<Self> {
        let url = self.url.join(location?.to_str().ok()?).ok()?;
        if url.origin() != self.url.origin() || self.hops == REDIRECTS {
            return None;
        }
        let harmless = matches!(self.method, Method::GET | Method::HEAD);
        let method = match status.as_u16() {
            301 | 302 if harmless => self.method.clone(),
            303 if self.method == Method::HEAD => Method::HEAD,
            303 => Method::GET,
            307 | 308 if harmless || draft.repeat() != Repeat::Impossible => self.method.clone(),
            _ => return None,
        };
        Some(Hop { method, url, hops: self.hops + 1 })
    }
}

fn request(
    settings: &Settings,
    draft: &Draft,
    hop: &Hop,
    attempt: u32,
    scheme: Auth,
    secret: Option<&Secret>,
) -> Result<Request, Error> {
    let count = settings.headers.len() + draft.headers.len();
    // Two more: the body's length and the credential.
    let mut headers = HeaderMap::with_capacity(count + 2);
    for (name, value) in settings.headers.iter().chain(&draft.headers) {
        headers.insert(name, value.clone());
    }
    // After "see other" nothing is sent but the question.
    let body = if hop.method == draft.method {
        draft.body()?
    } else {
        headers.remove(CONTENT_TYPE);
        Body::empty()
    };
    if let Some(length) = body.length()
        && (length > 0 || matches!(hop.method, Method::POST | Method::PUT | Method::PATCH))
    {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    let path = draft.path.clone();
    let mut request =
        Request { method: hop.method.clone(), url: hop.url.clone(), headers, body, path, attempt };
    if let Some(secret) = secret {
        authenticate(&mut request, scheme, secret.expose())?;
    }
    Ok(request)
}

/// Adds the credential, unless the call brings a header of its own for it.
fn authenticate(request: &mut Request, scheme: Auth, secret: &str) -> Result<(), Error> {
    let (name, value) = match scheme {
        Auth::None => return Ok(()),
        Auth::Query(name) => {
            request.url.query_pairs_mut().append_pair(name, secret);
            return Ok(());
        }
        Auth::Header(name) => {
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|error| Error::config("the key's header").with_source(error))?;
            (name, HeaderValue::try_from(secret))
        }
        Auth::Cookie(name) => {
            let others = request.headers.remove(COOKIE);
            let others = others.as_ref().and_then(|value| value.to_str().ok());
            let cookie = format!("{name}={secret}");
            let all = others.map_or(cookie.clone(), |others| format!("{others}; {cookie}"));
            (COOKIE, HeaderValue::try_from(all))
        }
        Auth::Bearer => (AUTHORIZATION, HeaderValue::try_from(format!("Bearer {secret}"))),
        Auth::Basic => (AUTHORIZATION, HeaderValue::try_from(format!("Basic {secret}"))),
    };
    let mut value = value.map_err(|_| {
        Error::invalid_request("the credential has a character no header can carry")
    })?;
    value.set_sensitive(true);
    request.headers.entry(name).or_insert(value);
    Ok(())
}

async fn read(
    client: &Client,
    draft: &Draft,
    attempts: u32,
    head: http::response::Parts,
    body: Body,
) -> Result<Reply, Error> {
    let (body, stream) = if draft.answer == Answer::Streamed {
        (Bytes::new(), Some(body))
    } else {
        (body.collect(client.settings().body_limit).await.map_err(Error::body)?, None)
    };
    Ok(Reply {
        client: client.clone(),
        operation: draft.operation(),
        answer: draft.answer,
        status: head.status,
        headers: head.headers,
        body,
        stream,
        attempts,
    })
}

/// What the server said against it: the status, and as much of the body as comes in good time.
async fn refusal(settings: &Settings, head: http::response::Parts, body: Body) -> Error {
    let mut read = Vec::new();
    let mut limit = TimeLimit::new(settings.transport.as_ref(), Some(ERROR_BODY_TIME));
    // Whether or not all of it came, what came is kept.
    let _ = limit.run(pin!(body.read_some(ERROR_BODY_LIMIT, &mut read))).await;
    Error::status_error(ApiError::new(head.status, head.headers, read.into()))
}

#[cfg(test)]
mod tests;
