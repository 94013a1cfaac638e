//! Iteration over the pages and the items of a list.

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use url::Url;

use crate::runtime::call::Call;
use crate::runtime::error::Error;
use crate::runtime::request::prepared::PreparedRequest;
use crate::runtime::response::output::Output;
use crate::runtime::response::page::Paged;
use crate::runtime::response::page::next::follow;
use crate::runtime::send::raw_response::{RawResponse, ResponseFuture};
use crate::runtime::settings::Settings;

impl<P: Paged> Call<P> {
    /// Returns a stream of all pages from this one on, each fetched when it is polled.
    ///
    /// The stream ends after the last page or the first error. A link to a next page is followed
    /// only on the client's own origin.
    ///
    /// A call that is not idempotent (usually POST and PATCH) is not repeated for the next page,
    /// since it could create or bill something twice: if there is one, an error of kind
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) follows the first page. Set
    /// [`idempotent(true)`](Call::idempotent) for a call that only reads.
    pub fn pages(self) -> Pages<P> {
        Pages::new(self)
    }

    /// Returns a stream of all items from this page on. The pages are fetched as by
    /// [`pages`](Call::pages).
    pub fn items(self) -> Items<P> {
        Items::new(self.pages())
    }

    /// Starts at another page of the same list: at the `next` link of an earlier page, or at an
    /// earlier [`Pages::position`] or [`Items::position`].
    pub fn resume(mut self, page: &str) -> Self {
        let settings = &*self.settings;
        let url = self.request.url(settings);
        match url.and_then(|here| follow(page, &here, settings)) {
            Ok(url) => self.request.location = Some(url),
            Err(error) => {
                self.error.get_or_insert(error);
            }
        }
        self
    }
}

/// The pages of a list: a `Stream`.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<P> {
    settings: Arc<Settings>,
    /// The request of the next page.
    request: Box<PreparedRequest>,
    state: State,
    /// The URL of the page that was returned last.
    current: Option<Url>,
    /// The URLs of all pages so far, to detect a server whose links form a circle.
    seen: HashSet<Url>,
    output: PhantomData<fn() -> P>,
}

enum State {
    Ready,
    Waiting(ResponseFuture),
    /// The next page cannot be requested; the error has not been returned yet.
    Refused(Error),
    /// An error was returned.
    Failed,
    /// The last page was returned.
    Ended,
}

impl<P: Paged> Pages<P> {
    fn new(call: Call<P>) -> Self {
        let Call { settings, mut request, error, .. } = call;
        let url = match error {
            Some(error) => Err(error),
            None => request.url(&settings),
        };
        let mut seen = HashSet::new();
        let state = match url {
            Ok(url) => {
                seen.insert(url.clone());
                request.location = Some(url);
                State::Ready
            }
            Err(error) => State::Refused(error.with_operation(request.operation())),
        };
        Pages { settings, request, state, current: None, seen, output: PhantomData }
    }

    /// Returns the next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<P, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns the URL of the next page, for [`Call::resume`]; after an error, of the page that
    /// failed. `None` after the last page.
    pub fn position(&self) -> Option<&str> {
        match self.state {
            State::Ended => None,
            _ => self.request.location.as_ref().map(Url::as_str),
        }
    }

    /// Returns the next page for a blocking caller: `send` waits for a call, `finish` for one that
    /// was started by polling.
    #[cfg(feature = "blocking")]
    pub(crate) fn next_with(
        &mut self,
        send: impl FnOnce(Call<P>) -> Result<Box<RawResponse>, Error>,
        finish: impl FnOnce(ResponseFuture, &Settings) -> Result<Box<RawResponse>, Error>,
    ) -> Option<Result<P, Error>> {
        let response = match std::mem::replace(&mut self.state, State::Failed) {
            State::Ready => send(self.call()),
            State::Waiting(started) => {
                finish(started, &self.settings).map_err(|error| self.with_operation(error))
            }
            State::Refused(error) => Err(error),
            ended @ (State::Failed | State::Ended) => {
                self.state = ended;
                return None;
            }
        };
        Some(response.and_then(|response| self.read(response)))
    }

    fn call(&self) -> Call<P> {
        Call::new(Arc::clone(&self.settings), self.request.clone(), None)
    }

    /// Decodes a page, and determines the next one.
    fn read(&mut self, response: Box<RawResponse>) -> Result<P, Error> {
        let body = response.body.clone();
        let page: P = P::read(response)?;
        let Some(here) = self.request.location.clone() else {
            return Ok(page);
        };
        self.state = match page.next_token(&body, &here) {
            None => State::Ended,
            Some(token) => match self.locate(&token, &here) {
                Ok(url) => {
                    self.request.location = Some(url);
                    self.before_next()
                }
                Err(error) => State::Refused(self.with_operation(error)),
            },
        };
        self.current = Some(here);
        Ok(page)
    }

    /// Returns the state before the next page, whose request is a repetition of the first.
    fn before_next(&self) -> State {
        let PreparedRequest { method, path, idempotent, .. } = &*self.request;
        if *idempotent {
            return State::Ready;
        }
        State::Refused(self.with_operation(Error::invalid_request(format!(
            "there is a next page, but `{method} {path}` is not idempotent and would be repeated; \
             `.idempotent(true)` allows it"
        ))))
    }

    fn locate(&mut self, token: &str, here: &Url) -> Result<Url, Error> {
        let url = P::NEXT.locate(token, here, &self.settings)?;
        if self.seen.insert(url.clone()) {
            return Ok(url);
        }
        Err(Error::invalid_request("the links between the pages of the list form a circle"))
    }

    fn with_operation(&self, error: Error) -> Error {
        error.with_operation(self.request.operation())
    }
}

impl<P: Paged> Stream for Pages<P> {
    type Item = Result<P, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match std::mem::replace(&mut this.state, State::Failed) {
                State::Ready => this.state = State::Waiting(this.call().execute(None)),
                State::Waiting(mut response) => {
                    let Poll::Ready(response) = response.as_mut().poll(cx) else {
                        this.state = State::Waiting(response);
                        return Poll::Pending;
                    };
                    return Poll::Ready(Some(response.and_then(|response| this.read(response))));
                }
                State::Refused(error) => return Poll::Ready(Some(Err(error))),
                ended @ (State::Failed | State::Ended) => {
                    this.state = ended;
                    return Poll::Ready(None);
                }
            }
        }
    }
}

/// The items of a list: a `Stream`.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<P: Paged> {
    pages: Pages<P>,
    page: std::vec::IntoIter<P::Item>,
}

// No field is pinned.
impl<P: Paged> Unpin for Items<P> {}

impl<P: Paged> Items<P> {
    fn new(pages: Pages<P>) -> Self {
        Items { pages, page: Vec::new().into_iter() }
    }

    /// Returns the next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<P::Item, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns the URL of the page of the next item, for [`Call::resume`]; after an error, of the
    /// page that failed. `None` after the last item. Resuming in the middle of a page returns all
    /// of its items again.
    pub fn position(&self) -> Option<&str> {
        match &self.pages.current {
            Some(current) if !self.page.as_slice().is_empty() => Some(current.as_str()),
            _ => self.pages.position(),
        }
    }

    /// Returns the next item for a blocking caller; `next` waits for the next page.
    #[cfg(feature = "blocking")]
    pub(crate) fn next_with(
        &mut self,
        mut next: impl FnMut(&mut Pages<P>) -> Option<Result<P, Error>>,
    ) -> Option<Result<P::Item, Error>> {
        loop {
            if let Some(item) = self.page.next() {
                return Some(Ok(item));
            }
            match next(&mut self.pages)? {
                Ok(page) => self.page = page.into_items().into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<P: Paged> Stream for Items<P> {
    type Item = Result<P::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(cx)) {
                Some(Ok(page)) => self.page = page.into_items().into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("path", &self.request.path).finish_non_exhaustive()
    }
}

impl<P: Paged> fmt::Debug for Items<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("path", &self.pages.request.path).finish_non_exhaustive()
    }
}
