//! Where the next page of a list is: the ways in which APIs tell it.

use super::super::auth::{Auth, Credential};
use super::super::client::Settings;
use super::super::uri::{encode, retain, scalar};
use super::super::{Error, Json};
use url::{Url, form_urlencoded};

/// Where a list's next page is, told by the page before it.
///
/// Places are JSON pointers into the body of the response: `/paging/next`, or the empty text for the whole body. Whatever the
/// way, a page whose `more` (if there is such a place) is anything but `true` is the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextPage {
    /// At the link in the body; the last page has none.
    Link {
        /// The place of the link.
        at: &'static str,
        /// The place that says whether there are more pages.
        more: Option<&'static str>,
    },
    /// At a cursor in the body, which is sent back as a query parameter; the last page has none.
    Cursor {
        /// The place of the cursor.
        at: &'static str,
        /// The parameter that takes it.
        parameter: &'static str,
        /// The place that says whether there are more pages.
        more: Option<&'static str>,
    },
    /// After the last item, one of whose fields is sent back as a query parameter; the last page is empty, or `more` tells it.
    LastItem {
        /// The place of the items.
        items: &'static str,
        /// The place of the field in an item: `/id`.
        field: &'static str,
        /// The parameter that takes it.
        parameter: &'static str,
        /// The place that says whether there are more pages.
        more: Option<&'static str>,
    },
    /// After so many items: a query parameter counts those of all pages before, from 0. The last page is empty, or `total` or
    /// `more` tells it.
    Offset {
        /// The place of the items.
        items: &'static str,
        /// The parameter that counts.
        parameter: &'static str,
        /// The place that says how many items the whole list has.
        total: Option<&'static str>,
        /// The place that says whether there are more pages.
        more: Option<&'static str>,
    },
    /// At the next number, in a query parameter. The last page is empty, or `pages` or `more` tells it.
    Number {
        /// The place of the items.
        items: &'static str,
        /// The parameter that takes the number.
        parameter: &'static str,
        /// The number of the first page: 1, or 0.
        first: u64,
        /// The place that says how many pages there are.
        pages: Option<&'static str>,
        /// The place that says whether there are more pages.
        more: Option<&'static str>,
    },
}

impl NextPage {
    /// What leads from a page, by its body and address, to the next: a link or the value of a parameter. `None` after the last.
    pub(super) fn lead(self, body: &Json, url: &Url) -> Option<String> {
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

    /// The address of the page that a lead leads to.
    pub(super) fn locate(self, lead: &str, here: &Url, settings: &Settings) -> Result<Url, Error> {
        match self {
            NextPage::Link { .. } => follow(lead, here, settings),
            NextPage::Cursor { parameter, .. }
            | NextPage::LastItem { parameter, .. }
            | NextPage::Offset { parameter, .. }
            | NextPage::Number { parameter, .. } => Ok(with_parameter(here, parameter, lead)),
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

/// Where a link leads, if it stays with the server that the credential is for.
pub(super) fn follow(link: &str, here: &Url, settings: &Settings) -> Result<Url, Error> {
    let base = &settings.base;
    let invalid =
        |error| Error::invalid_request("the link to the next page is no URL").with_source(error);
    let mut url = here.join(&without_key(link, settings)).map_err(invalid)?;
    // Servers behind a proxy that ends TLS write links with the scheme they see themselves.
    if base.scheme() == "https" && url.scheme() == "http" && url.port().is_none() {
        // Between http and https this always succeeds.
        let _ = url.set_scheme("https");
    }
    if url.origin() == base.origin() {
        return Ok(url);
    }
    let origin = url.origin().ascii_serialization();
    Err(Error::invalid_request(format!(
        "the next page is at {origin}, another server than the client's; the key is not sent there"
    )))
}

/// A link without the client's key, which the server may have repeated. The client adds it to each request anew; here it would be
/// printed, or kept with the place where a walk was.
pub(super) fn without_key(link: &str, settings: &Settings) -> String {
    let Some((path, rest)) = link.split_once('?') else {
        return link.to_owned();
    };
    let (query, fragment) = rest.split_at(rest.find('#').unwrap_or(rest.len()));
    let secret = settings.credential.known();
    let parameter = match (&settings.credential, settings.facts.auth) {
        (Credential::Key(_), Auth::Query(name)) => Some(name),
        _ => None,
    };
    let is_key = |name: &str, value: &str| {
        parameter == Some(name) || secret.as_ref().is_some_and(|secret| secret.is(value))
    };
    if !form_urlencoded::parse(query.as_bytes()).any(|(name, value)| is_key(&name, &value)) {
        return link.to_owned();
    }
    // The question mark stays: a link of nothing would be none.
    format!("{path}?{}{fragment}", retain(query, |name, value| !is_key(name, value)))
}

/// An address with one parameter set; the others stay as they are written.
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

/// A link or a cursor; APIs write the end as `null`, as nothing, or as `false`.
fn text(value: &Json) -> Option<String> {
    match value {
        Json::Null | Json::Bool(false) => None,
        value => Some(scalar(value)).filter(|text| !text.is_empty()),
    }
}

fn list<'b>(body: &'b Json, place: &str) -> &'b [Json] {
    body.pointer(place).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}
