//! Pages of a list, and walking through them.

use super::codec::{At, Mismatch, Report, items_of};
use super::draft::Draft;
use super::{
    Call, CallFuture, Client, Decode, Encode, Error, Json, Sink, Slot, Source, decode, encode,
    tolerant,
};
use futures_core::Stream;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::HashSet;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use url::Url;

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// How many items the whole list has.
    pub count: Option<i64>,
    /// Where the next page is; nothing on the last.
    pub next: Option<String>,
    /// Where the page before is; nothing on the first.
    pub previous: Option<String>,
    /// The items of this page.
    pub results: Vec<T>,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Page { count: None, next: None, previous: None, results: Vec::new() }
    }
}

impl<T: Slot> Decode for Page<T> {
    const REQUIRED: &'static [&'static str] = &["results"];

    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
        match name {
            "count" => source.read(&mut self.count),
            "next" => source.read(&mut self.next),
            "previous" => source.read(&mut self.previous),
            "results" => source.read(&mut self.results),
            _ => source.skip(),
        }
    }
}

impl<T: Slot> Encode for Page<T> {
    fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        sink.put("count", &self.count)?;
        sink.put("next", &self.next)?;
        sink.put("previous", &self.previous)?;
        sink.put("results", &self.results)
    }
}

impl<'de, T: Slot> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decode(deserializer)
    }
}

impl<T: Slot> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        encode(self, serializer)
    }
}

impl<T: Slot> Slot for Page<T> {
    const EXPECTED: &'static str = "a page";

    /// A bare array where a page is documented is its only page, and noted.
    fn tolerant(value: &Json, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        let Json::Array(items) = value else {
            return tolerant(value, at, report);
        };
        report.note(at, Self::EXPECTED, value);
        Ok(Page { results: items_of(items, at, report)?, ..Page::default() })
    }
}

impl<T: Slot> Call<Page<T>> {
    /// All pages from this one on, each fetched when it is asked for.
    ///
    /// The page size is the caller's; the stream ends after the last page or the first error. A link to a next page is followed
    /// only on the client's own origin.
    pub fn pages(self) -> Pages<T> {
        let Call { client, draft, error, .. } = self;
        let call = Call::new(client.clone(), draft.clone(), error);
        Pages { client, draft, state: State::Ready(call), seen: HashSet::new() }
    }

    /// All items of all pages from this one on.
    pub fn items(self) -> Items<T> {
        Items { pages: self.pages(), page: Vec::new().into_iter() }
    }

    /// Starts at another page of the same list: the `next` link of a page seen before.
    pub fn resume(mut self, next: &str) -> Self {
        match location(&self.client, next) {
            Ok(url) => self.draft.location = Some(url),
            Err(error) => drop(self.error.get_or_insert(error)),
        }
        self
    }
}

/// The pages of a list: a `Stream`.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T> {
    client: Client,
    /// The first call, for those that follow.
    draft: Box<Draft>,
    state: State<T>,
    /// The pages so far: a server that sends us in a circle must not keep us there.
    seen: HashSet<String>,
}

enum State<T> {
    Ready(Call<Page<T>>),
    Waiting(CallFuture<Page<T>>),
    /// The page before was good; its link is not.
    Failed(Error),
    Done,
}

impl<T: Slot> Pages<T> {
    /// The next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The next page, by a caller that waits: for a call, or for one that was begun.
    #[cfg(feature = "blocking")]
    pub(super) fn next_with(
        &mut self,
        wait: impl FnOnce(Result<Call<Page<T>>, CallFuture<Page<T>>>) -> Result<Page<T>, Error>,
    ) -> Option<Result<Page<T>, Error>> {
        let page = match std::mem::replace(&mut self.state, State::Done) {
            State::Done => return None,
            State::Failed(error) => Err(error),
            State::Ready(call) => wait(Ok(call)),
            State::Waiting(begun) => wait(Err(begun)),
        };
        if let Ok(page) = &page {
            self.state = self.after(page);
        }
        Some(page)
    }

    /// What follows a page.
    fn after(&mut self, page: &Page<T>) -> State<T> {
        let Some(next) = page.next.as_deref().filter(|next| !next.is_empty()) else {
            return State::Done;
        };
        match location(&self.client, next) {
            Ok(url) if !self.seen.insert(url.to_string()) => {
                State::Failed(self.error("the pages of the list lead in a circle"))
            }
            Ok(url) => {
                let mut draft = self.draft.clone();
                draft.location = Some(url);
                State::Ready(Call::new(self.client.clone(), draft, None))
            }
            Err(error) => State::Failed(error.with_operation(self.draft.operation())),
        }
    }

    fn error(&self, message: &str) -> Error {
        Error::invalid_request(message).with_operation(self.draft.operation())
    }
}

impl<T: Slot> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match std::mem::replace(&mut this.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Ready(call) => this.state = State::Waiting(call.into_future()),
                State::Waiting(mut waiting) => {
                    let Poll::Ready(page) = Pin::new(&mut waiting).poll(cx) else {
                        this.state = State::Waiting(waiting);
                        return Poll::Pending;
                    };
                    if let Ok(page) = &page {
                        this.state = this.after(page);
                    }
                    return Poll::Ready(Some(page));
                }
            }
        }
    }
}

/// The items of a list: a `Stream`.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T> {
    pages: Pages<T>,
    page: std::vec::IntoIter<T>,
}

impl<T: Slot> Items<T> {
    /// The pages, and what is left of the one at hand.
    #[cfg(feature = "blocking")]
    pub(super) fn into_parts(self) -> (Pages<T>, std::vec::IntoIter<T>) {
        (self.pages, self.page)
    }

    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, Error>>
    where
        T: Unpin,
    {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T: Slot + Unpin> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(cx)) {
                Some(Ok(page)) => self.page = page.results.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Where a link leads, if it stays with the server that the credential is for.
fn location(client: &Client, next: &str) -> Result<Url, Error> {
    let invalid =
        |error| Error::invalid_request("the link to the next page is no URL").with_source(error);
    let base = &client.settings().base;
    let mut url = base.join(next).map_err(invalid)?;
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

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("path", &self.draft.path).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("path", &self.pages.draft.path).finish_non_exhaustive()
    }
}
