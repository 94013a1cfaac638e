//! One attempt: credentials on, request out, redirects followed where that is safe, response in.

use super::auth::Auth;
use super::client::Settings;
use super::draft::{Answer, Draft};
use super::error::ApiError;
use super::retry::Repeat;
use super::trace::CallSpan;
use super::transport::{Failure, TimeLimit};
use super::uri::retain;
use super::{Body, Client, Error, ErrorKind, Reply, Request, Secret};
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, LOCATION};
use http::response::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use std::pin::pin;
use std::time::Duration;
use url::Url;

const REDIRECTS: usize = 5;
/// Enough of an error's body to see what it is.
const ERROR_BODY_LIMIT: usize = 64 * 1024;
const ERROR_BODY_TIME: Duration = Duration::from_secs(5);

/// How far an attempt has come: what is known of it if its time runs out.
pub(crate) struct Progress<'a> {
    span: &'a CallSpan,
    /// A request went out, or was about to.
    pub(crate) sent: bool,
    /// The answer's beginning, while the rest is read.
    head: Option<Parts>,
    /// What came of the body of a refusal.
    refusal: Vec<u8>,
}

impl<'a> Progress<'a> {
    pub(crate) fn new(span: &'a CallSpan) -> Self {
        Progress { span, sent: false, head: None, refusal: Vec::new() }
    }

    /// The error of an attempt that took too long. What the server said is worth more than the news that time ran out.
    pub(crate) fn cut_short(&mut self, settings: &Settings, limit: Option<Duration>) -> Error {
        let limit = limit.unwrap_or_default();
        match self.head.take() {
            Some(head) if head.status.is_success() => {
                Error::timeout(format!("the body did not come within {limit:?}"))
                    .with_head(head.status, head.headers)
            }
            Some(head) => refused(settings, head, std::mem::take(&mut self.refusal)),
            None if self.sent => Error::timeout(format!("no answer within {limit:?}")),
            None => Error::timeout(format!("not sent within {limit:?}")),
        }
    }
}

/// Sends a request and reads the response.
pub(crate) async fn exchange(
    client: &Client,
    draft: &Draft,
    attempt: u32,
    progress: &mut Progress<'_>,
) -> Result<Reply, Error> {
    let settings = client.settings();
    let scheme = scheme(settings, draft)?;
    let mut secret = match scheme {
        Auth::None => None,
        _ => settings.credential.secret().await?,
    };
    let mut refreshed = false;
    let mut hop = Hop { method: draft.method.clone(), url: None, hops: 0 };
    loop {
        let request = request(settings, draft, &hop, attempt, scheme, secret.as_ref())?;
        let sent_before = std::mem::replace(&mut progress.sent, true);
        let response = settings.transport.send(request).await.inspect_err(|error| {
            progress.sent = sent_before || error.failure != Failure::Invalid;
        })?;
        let (head, body) = response.into_parts();
        if head.status == StatusCode::UNAUTHORIZED
            && !refreshed
            && draft.repeat() != Repeat::Impossible
            && let (Some(tokens), Some(refused)) = (settings.credential.tokens(), secret.clone())
        {
            progress.head = Some(head);
            match tokens.renewed(refused).await {
                Ok(token) => secret = Some(token),
                Err(error) => {
                    let refusal = refusal(settings, body, progress).await;
                    return Err(refusal.and("no other token from the provider").with_source(error));
                }
            }
            progress.head = None;
            refreshed = true;
        } else if let Some(next) = hop.follow(&head, settings, draft) {
            hop = next;
        } else if head.status.is_success() {
            return read(client, draft, attempt, head, body, progress).await;
        } else {
            progress.head = Some(head);
            return Err(refusal(settings, body, progress).await);
        }
    }
}

/// How the client's credential goes to the operation; not at all, if the caller has set one for this call.
fn scheme(settings: &Settings, draft: &Draft) -> Result<Auth, Error> {
    let header =
        |name: &str| draft.headers.contains_key(name) || settings.headers.contains_key(name);
    let given = |scheme: &Auth| match scheme {
        Auth::Header(name) => header(name),
        Auth::Bearer | Auth::Basic => header(AUTHORIZATION.as_str()),
        // What the link of a page repeats is not the caller's.
        Auth::Query(name) => {
            draft.location.is_none()
                && draft.url(&settings.base).is_ok_and(|url| has_parameter(&url, name))
        }
        Auth::Cookie(name) => {
            let headers = [&settings.headers, &draft.headers];
            headers.iter().any(|headers| has_cookie(headers, name))
        }
        Auth::None => false,
    };
    // By a scheme, perhaps, that the client itself does not know.
    if draft.accepted.iter().any(given) {
        return Ok(Auth::None);
    }
    let own = settings.credential.scheme(draft.accepted, settings.facts.auth)?;
    // A provider need not be asked for what the call brings. Keys in headers and cookies give way when they are added.
    let asked = settings.credential.tokens().is_some() || matches!(own, Auth::Query(_));
    Ok(if asked && given(&own) { Auth::None } else { own })
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

/// Where a request goes, after so many redirects.
struct Hop {
    method: Method,
    /// The operation's own address, if none.
    url: Option<Url>,
    hops: usize,
}

impl Hop {
    fn url(&self, settings: &Settings, draft: &Draft) -> Result<Url, Error> {
        match &self.url {
            Some(url) => Ok(url.clone()),
            None => draft.url(&settings.base),
        }
    }

    /// The next hop, if the response is a redirect that is safe to follow: on the same origin, since the credential goes with it,
    /// and without sending a body as something else.
    fn follow(&self, head: &Parts, settings: &Settings, draft: &Draft) -> Option<Self> {
        let location = head.headers.get(LOCATION)?.to_str().ok()?;
        let from = self.url(settings, draft).ok()?;
        let url = from.join(location).ok()?;
        if url.origin() != from.origin() || self.hops == REDIRECTS {
            return None;
        }
        let harmless = matches!(self.method, Method::GET | Method::HEAD);
        let method = match head.status.as_u16() {
            301 | 302 if harmless => self.method.clone(),
            303 if self.method == Method::HEAD => Method::HEAD,
            303 => Method::GET,
            307 | 308 if harmless || draft.repeat() != Repeat::Impossible => self.method.clone(),
            _ => return None,
        };
        Some(Hop { method, url: Some(url), hops: self.hops + 1 })
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
    let mut headers = headers(settings, draft);
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
    let (method, url, path) = (hop.method.clone(), hop.url(settings, draft)?, draft.path.clone());
    let mut request = Request { method, url, headers, body, path, attempt };
    if let Some(secret) = secret {
        authenticate(&mut request, scheme, secret.expose())?;
    }
    Ok(request)
}

/// The headers of the client and those of the call, which go before. Cookies add up.
fn headers(settings: &Settings, draft: &Draft) -> HeaderMap {
    let count = settings.headers.len() + draft.headers.len();
    // Two more: the body's length and the credential.
    let mut headers = HeaderMap::with_capacity(count + 2);
    let mut cookies = 0;
    for source in [&settings.headers, &draft.headers] {
        let mut last = None;
        for (name, value) in source {
            let is_cookie = *name == COOKIE;
            cookies += usize::from(is_cookie);
            // All values of a name follow one another.
            if is_cookie || last.replace(name) == Some(name) {
                headers.append(name, value.clone());
            } else {
                headers.insert(name, value.clone());
            }
        }
    }
    if cookies > 1 {
        join_cookies(&mut headers);
    }
    headers
}

/// Makes one header of all cookies, as HTTP/1.1 asks for.
fn join_cookies(headers: &mut HeaderMap) {
    let all: Vec<&[u8]> = headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes).collect();
    // What was in headers can be in one.
    if let Ok(mut joined) = HeaderValue::from_bytes(&all.join(&b"; "[..])) {
        joined.set_sensitive(headers.get_all(COOKIE).iter().any(HeaderValue::is_sensitive));
        headers.insert(COOKIE, joined);
    }
}

/// Adds the credential, unless the call brings its own.
fn authenticate(request: &mut Request, scheme: Auth, secret: &str) -> Result<(), Error> {
    let (name, value) = match scheme {
        Auth::None => return Ok(()),
        Auth::Query(name) => {
            // The link of a page or of a redirect may repeat it, or an older one.
            if has_parameter(&request.url, name) {
                remove_parameter(&mut request.url, name);
            }
            request.url.query_pairs_mut().append_pair(name, secret);
            return Ok(());
        }
        Auth::Header(name) => {
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|error| Error::config("the key's header").with_source(error))?;
            (name, HeaderValue::try_from(secret))
        }
        Auth::Cookie(name) if has_cookie(&request.headers, name) => return Ok(()),
        Auth::Cookie(name) => (COOKIE, HeaderValue::try_from(format!("{name}={secret}"))),
        Auth::Bearer => (AUTHORIZATION, HeaderValue::try_from(format!("Bearer {secret}"))),
        Auth::Basic => (AUTHORIZATION, HeaderValue::try_from(format!("Basic {secret}"))),
    };
    let mut value = value.map_err(|_| {
        Error::new(ErrorKind::Token, "the credential has a character no header can carry")
    })?;
    value.set_sensitive(true);
    if name == COOKIE {
        request.headers.append(COOKIE, value);
        join_cookies(&mut request.headers);
    } else {
        request.headers.entry(name).or_insert(value);
    }
    Ok(())
}

/// The rest of a response of success.
async fn read(
    client: &Client,
    draft: &Draft,
    attempts: u32,
    head: Parts,
    body: Body,
    progress: &mut Progress<'_>,
) -> Result<Reply, Error> {
    let head = progress.head.insert(head);
    let (body, stream) = match draft.answer {
        Answer::Streamed => (Ok(Bytes::new()), Some(body)),
        Answer::Typed | Answer::Text => (body.collect(client.settings().body_limit).await, None),
    };
    let (status, headers) = (head.status, std::mem::take(&mut head.headers));
    match body {
        Ok(body) => Ok(Reply {
            client: client.clone(),
            operation: draft.operation(),
            answer: draft.answer,
            status,
            headers,
            body,
            stream,
            attempts,
            span: progress.span.clone(),
        }),
        Err(error) => Err(Error::body(error).with_head(status, headers)),
    }
}

/// What the server said against it: the status, and as much of the body as comes in good time.
async fn refusal(settings: &Settings, body: Body, progress: &mut Progress<'_>) -> Error {
    let mut limit = TimeLimit::new(settings.transport.as_ref(), Some(ERROR_BODY_TIME));
    // Whether or not all of it came, what came is kept.
    let _ = limit.run(pin!(body.read_some(ERROR_BODY_LIMIT, &mut progress.refusal))).await;
    progress.cut_short(settings, None)
}

fn refused(settings: &Settings, head: Parts, body: Vec<u8>) -> Error {
    let secret = settings.credential.known();
    Error::status_error(ApiError::new(head.status, head.headers, body.into(), secret))
}

#[cfg(test)]
mod tests;
