//! Walking through the pages of a list.

use super::super::draft::Draft;
use super::super::retry::Repeat;
use super::super::{BoxFuture, Call, Client, Error, Output, Reply};
use super::Paged;
use futures_core::Stream;
use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use url::Url;

/// The pages of a list: a `Stream`.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<P> {
    client: Client,
    /// The call of the next page.
    draft: Box<Draft>,
    state: State,
    /// The address of the page that was given last.
    given: Option<Url>,
    /// The pages so far: a server that sends us in a circle must not keep us there.
    seen: HashSet<Url>,
    output: PhantomData<fn() -> P>,
}

enum State {
    Ready,
    Waiting(BoxFuture<'static, Result<Reply, Error>>),
    /// The next page cannot be called; nobody was told yet.
    Refused(Error),
    /// An error was given.
    Failed,
    /// The last page was given.
    Ended,
}

impl<P: Paged> Pages<P> {
    pub(super) fn new(call: Call<P>) -> Self {
        let Call { client, mut draft, error, .. } = call;
        let url = match error {
            Some(error) => Err(error),
            None => draft.url(&client.settings().base),
        };
        let mut seen = HashSet::new();
        let state = match url {
            Ok(url) => {
                seen.insert(url.clone());
                draft.location = Some(url);
                State::Ready
            }
            Err(error) => State::Refused(error.with_operation(draft.operation())),
        };
        Pages { client, draft, state, given: None, seen, output: PhantomData }
    }

    /// The next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<P, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The address of the page that comes next, for [`Call::resume`]; after an error, of the page that failed. `None` after the
    /// last page.
    pub fn position(&self) -> Option<&str> {
        match self.state {
            State::Ended => None,
            _ => self.draft.location.as_ref().map(Url::as_str),
        }
    }

    /// The next page, by a caller that waits: for a call, or for one that was begun.
    #[cfg(feature = "blocking")]
    pub(in super::super) fn next_with(
        &mut self,
        send: impl FnOnce(Call<P>) -> Result<Reply, Error>,
        finish: impl FnOnce(BoxFuture<'static, Result<Reply, Error>>) -> Result<Reply, Error>,
    ) -> Option<Result<P, Error>> {
        let reply = match std::mem::replace(&mut self.state, State::Failed) {
            State::Ready => send(self.call()),
            State::Waiting(begun) => finish(begun).map_err(|error| self.of_operation(error)),
            State::Refused(error) => Err(error),
            over @ (State::Failed | State::Ended) => {
                self.state = over;
                return None;
            }
        };
        Some(reply.and_then(|reply| self.read(reply)))
    }

    fn call(&self) -> Call<P> {
        Call::new(self.client.clone(), self.draft.clone(), None)
    }

    /// Reads a page, and finds out what follows it.
    fn read(&mut self, reply: Reply) -> Result<P, Error> {
        let body = reply.body().clone();
        let page: P = P::read(reply)?;
        let Some(here) = self.draft.location.clone() else {
            return Ok(page);
        };
        self.state = match page.lead(&body, &here) {
            None => State::Ended,
            Some(lead) => match self.locate(&lead, &here) {
                Ok(url) => {
                    self.draft.location = Some(url);
                    self.before_next()
                }
                Err(error) => State::Refused(self.of_operation(error)),
            },
        };
        self.given = Some(here);
        Ok(page)
    }

    /// The state before the next page, whose call is the same call again.
    fn before_next(&self) -> State {
        let Draft { method, path, repeat, .. } = &*self.draft;
        if *repeat == Repeat::Harmless {
            return State::Ready;
        }
        State::Refused(self.of_operation(Error::invalid_request(format!(
            "there is a next page, but `{method} {path}` would be made again for it, and could do twice what it does; \
             `.idempotent(true)` allows it"
        ))))
    }

    fn locate(&mut self, lead: &str, here: &Url) -> Result<Url, Error> {
        let url = P::NEXT.locate(lead, here, self.client.settings())?;
        if self.seen.insert(url.clone()) {
            return Ok(url);
        }
        Err(Error::invalid_request("the pages of the list lead in a circle"))
    }

    fn of_operation(&self, error: Error) -> Error {
        error.with_operation(self.draft.operation())
    }
}

impl<P: Paged> Stream for Pages<P> {
    type Item = Result<P, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match std::mem::replace(&mut this.state, State::Failed) {
                State::Ready => this.state = State::Waiting(this.call().execute(None)),
                State::Waiting(mut reply) => {
                    let Poll::Ready(reply) = reply.as_mut().poll(cx) else {
                        this.state = State::Waiting(reply);
                        return Poll::Pending;
                    };
                    return Poll::Ready(Some(reply.and_then(|reply| this.read(reply))));
                }
                State::Refused(error) => return Poll::Ready(Some(Err(error))),
                over @ (State::Failed | State::Ended) => {
                    this.state = over;
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

/// Nothing in it is ever pinned.
impl<P: Paged> Unpin for Items<P> {}

impl<P: Paged> Items<P> {
    pub(super) fn new(pages: Pages<P>) -> Self {
        Items { pages, page: Vec::new().into_iter() }
    }

    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<P::Item, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The address of the page that the next item is from, for [`Call::resume`]; after an error, of the page that failed. `None`
    /// after the last item. Who resumes in the middle of a page gets all of its items again.
    pub fn position(&self) -> Option<&str> {
        match &self.pages.given {
            Some(given) if !self.page.as_slice().is_empty() => Some(given.as_str()),
            _ => self.pages.position(),
        }
    }

    /// The next item, from pages that are got this way.
    #[cfg(feature = "blocking")]
    pub(in super::super) fn next_with(
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
        f.debug_struct("Pages").field("path", &self.draft.path).finish_non_exhaustive()
    }
}

impl<P: Paged> fmt::Debug for Items<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("path", &self.pages.draft.path).finish_non_exhaustive()
    }
}
