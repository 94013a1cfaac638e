//! The link from one page of a list to the next, in the forms that APIs use.

use url::{Url, form_urlencoded};

use crate::runtime::aliases::Json;
use crate::runtime::auth::secret::Secret;
use crate::runtime::auth::{Auth, Credential};
use crate::runtime::error::Error;
use crate::runtime::request::uri::{encode, retain, scalar};
use crate::runtime::settings::Settings;

/// The way in which a page of a list refers to the next one.
///
/// Places are JSON pointers into the response body: `/paging/next`, or the empty string for the
/// whole body. If `more` is set, a page where that place is not `true` is the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextPage {
    /// By a link in the body; the last page has none.
    Link {
        /// The place of the link.
        at: &'static str,
        /// The place that indicates whether there are more pages.
        more: Option<&'static str>,
    },
    /// By a cursor in the body, which is sent as a query parameter; the last page has none.
    Cursor {
        /// The place of the cursor.
        at: &'static str,
        /// The query parameter.
        parameter: &'static str,
        /// The place that indicates whether there are more pages.
        more: Option<&'static str>,
    },
    /// By a field of the last item, which is sent as a query parameter; the last page is empty, or
    /// indicated by `more`.
    LastItem {
        /// The place of the items.
        items: &'static str,
        /// The place of the field in an item: `/id`.
        field: &'static str,
        /// The query parameter.
        parameter: &'static str,
        /// The place that indicates whether there are more pages.
        more: Option<&'static str>,
    },
    /// By an offset: a query parameter with the number of items on all pages before. The last page
    /// is empty, or indicated by `total` or `more`.
    Offset {
        /// The place of the items.
        items: &'static str,
        /// The query parameter.
        parameter: &'static str,
        /// The place of the number of items in the whole list.
        total: Option<&'static str>,
        /// The place that indicates whether there are more pages.
        more: Option<&'static str>,
    },
    /// By a page number in a query parameter. The last page is empty, or indicated by `pages` or
    /// `more`.
    Number {
        /// The place of the items.
        items: &'static str,
        /// The query parameter.
        parameter: &'static str,
        /// The number of the first page: 1, or 0.
        first: u64,
        /// The place of the number of pages.
        pages: Option<&'static str>,
        /// The place that indicates whether there are more pages.
        more: Option<&'static str>,
    },
}

impl NextPage {
    /// Returns the link or the value of the parameter for the page after this one; `None` if it is
    /// the last.
    pub(crate) fn next_token(self, body: &Json, url: &Url) -> Option<String> {
        let number = |place: Option<&str>| body.pointer(place?)?.as_u64();
        match self {
            _ if !self.has_more(body) => None,
            NextPage::Link { at, .. } | NextPage::Cursor { at, .. } => text(body.pointer(at)?),
            NextPage::LastItem { items, field, .. } => {
                text(list(body, items).last()?.pointer(field)?)
            }
            NextPage::Offset { items, parameter, total, .. } => {
                let count = list(body, items).len() as u64;
                let next = value_in(url, parameter).unwrap_or(0).saturating_add(count);
                let is_last = count == 0 || number(total).is_some_and(|total| next >= total);
                (!is_last).then(|| next.to_string())
            }
            NextPage::Number { items, parameter, first, pages, .. } => {
                let next = value_in(url, parameter).unwrap_or(first).saturating_add(1);
                let before = next.saturating_sub(first);
                let is_last = list(body, items).is_empty()
                    || number(pages).is_some_and(|pages| before >= pages);
                (!is_last).then(|| next.to_string())
            }
        }
    }

    /// Returns the URL of the next page.
    pub(crate) fn locate(self, token: &str, here: &Url, settings: &Settings) -> Result<Url, Error> {
        match self {
            NextPage::Link { .. } => follow(token, here, settings),
            NextPage::Cursor { parameter, .. }
            | NextPage::LastItem { parameter, .. }
            | NextPage::Offset { parameter, .. }
            | NextPage::Number { parameter, .. } => Ok(with_parameter(here, parameter, token)),
        }
    }

    fn has_more(self, body: &Json) -> bool {
        let (NextPage::Link { more, .. }
        | NextPage::Cursor { more, .. }
        | NextPage::LastItem { more, .. }
        | NextPage::Offset { more, .. }
        | NextPage::Number { more, .. }) = self;
        more.is_none_or(|more| body.pointer(more) == Some(&Json::Bool(true)))
    }
}

/// Resolves a link, if it stays on the origin that the credential is for.
pub(crate) fn follow(link: &str, here: &Url, settings: &Settings) -> Result<Url, Error> {
    let base = &settings.base;
    let invalid =
        |error| Error::invalid_request("the link to the next page is not a URL").with_source(error);
    let link = without_key(link, &settings.credential, settings.facts.auth, &settings.further);
    let mut url = here.join(&link).map_err(invalid)?;
    // Servers behind a proxy that terminates TLS write links with the scheme they see themselves.
    if base.scheme() == "https" && url.scheme() == "http" && url.port().is_none() {
        // Between http and https this always succeeds.
        let _ = url.set_scheme("https");
    }
    if url.origin() == base.origin() {
        return Ok(url);
    }
    let origin = url.origin().ascii_serialization();
    Err(Error::invalid_request(format!(
        "the next page is at {origin}, not on the client's server; the key is not sent there"
    )))
}

/// Removes the client's keys from a link, in which the server may have repeated them.
///
/// The client adds them to each request itself; in a link they would be printed, or stored as a
/// position.
pub(crate) fn without_key(
    link: &str,
    credential: &Credential,
    key: Auth,
    further: &[(Auth, Secret)],
) -> String {
    let Some((path, rest)) = link.split_once('?') else {
        return link.to_owned();
    };
    let (query, fragment) = rest.split_at(rest.find('#').unwrap_or(rest.len()));
    let secret = credential.known();
    let parameter = match (credential, key) {
        (Credential::Key(_), Auth::Query(name)) => Some(name),
        _ => None,
    };
    let is_key = |name: &str, value: &str| {
        parameter == Some(name)
            || secret.as_ref().is_some_and(|secret| secret.matches(value))
            || further.iter().any(|(scheme, secret)| {
                matches!(scheme, Auth::Query(key) if *key == name) || secret.matches(value)
            })
    };
    if !form_urlencoded::parse(query.as_bytes()).any(|(name, value)| is_key(&name, &value)) {
        return link.to_owned();
    }
    // The question mark stays, so that the link is never empty.
    format!("{path}?{}{fragment}", retain(query, |name, value| !is_key(name, value)))
}

/// Returns the URL with one parameter set; the others keep their encoding.
fn with_parameter(url: &Url, name: &str, value: &str) -> Url {
    let mut query = retain(url.query().unwrap_or_default(), |given, _| given != name);
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(&format!("{}={}", encode(name), encode(value)));
    let mut url = url.clone();
    url.set_query(Some(&query));
    url
}

fn value_in(url: &Url, name: &str) -> Option<u64> {
    url.query_pairs().find(|(given, _)| given == name)?.1.parse().ok()
}

/// Returns a link or a cursor; after the last page APIs write `null`, an empty string or `false`.
fn text(value: &Json) -> Option<String> {
    match value {
        Json::Null | Json::Bool(false) => None,
        value => Some(scalar(value)).filter(|text| !text.is_empty()),
    }
}

fn list<'b>(body: &'b Json, place: &str) -> &'b [Json] {
    body.pointer(place).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}
