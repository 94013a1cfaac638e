//! Calls from programs without an async runtime, and from threads that may wait.
//!
//! One background thread of the process runs all blocking calls. They have connections of their own: one that belongs to the
//! runtime of the waiting thread could never make progress while that thread waits.

use super::call::CallFuture;
use super::page::{Items, Pages};
use super::{BoxFuture, Call, Error, ErrorKind, Output, Page, Reply, Slot};
use std::future::IntoFuture;
use std::sync::OnceLock;
use std::sync::mpsc::sync_channel;
use tokio::runtime::{Builder, Handle};

impl<T: Output> Call<T> {
    /// Sends the call and waits for its answer, for programs without an async runtime.
    ///
    /// It works inside an async runtime too, where it blocks the thread it is called on: use `spawn_blocking` there.
    ///
    /// # Errors
    ///
    /// As for an awaited call. With a transport of your own it is also an error to call this inside an async runtime: the
    /// transport may depend on the very thread that would wait.
    pub fn send_blocking(mut self) -> Result<T::Value, Error> {
        if let Some(twin) = self.client.blocking_twin()? {
            self.client = twin;
        } else if Handle::try_current().is_ok() {
            return Err(inside_a_runtime().with_operation(self.draft.operation()));
        }
        wait(self.into_future())
    }
}

fn inside_a_runtime() -> Error {
    Error::invalid_request(
        "`send_blocking` was called inside an async runtime, with a transport that may need this very thread; await the call",
    )
}

/// Reads the answer of a call that runs in the background.
fn wait<T: Output>(call: CallFuture<T>) -> Result<T::Value, Error> {
    T::read(run(call.into_reply())?)
}

/// Runs a call on the background thread.
fn run(call: BoxFuture<'static, Result<Reply, Error>>) -> Result<Reply, Error> {
    let gone = || Error::new(ErrorKind::Connection, "the thread for blocking calls is gone");
    let (sender, receiver) = sync_channel(1);
    background()?.spawn(async move {
        // Whoever waited may be gone.
        let _ = sender.send(call.await);
    });
    receiver.recv().map_err(|_| gone())?
}

fn background() -> Result<&'static Handle, Error> {
    static BACKGROUND: OnceLock<Result<Handle, String>> = OnceLock::new();
    let handle = BACKGROUND.get_or_init(|| {
        let runtime =
            Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
        let handle = runtime.handle().clone();
        std::thread::Builder::new()
            .name("blocking-calls".to_owned())
            .spawn(move || runtime.block_on(std::future::pending::<()>()))
            .map_err(|error| error.to_string())?;
        Ok(handle)
    });
    handle.as_ref().map_err(|error| Error::config(format!("no thread for blocking calls: {error}")))
}

impl<T: Slot> Pages<T> {
    /// The pages as an iterator that waits.
    pub fn blocking(self) -> BlockingPages<T> {
        BlockingPages(self)
    }
}

impl<T: Slot> Items<T> {
    /// The items as an iterator that waits.
    pub fn blocking(self) -> BlockingItems<T> {
        let (pages, page) = self.into_parts();
        BlockingItems { pages: pages.blocking(), page }
    }
}

/// The pages of a list: an iterator that waits for each.
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct BlockingPages<T>(Pages<T>);

impl<T: Slot> Iterator for BlockingPages<T> {
    type Item = Result<Page<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next_with(|call| match call {
            Ok(call) => call.send_blocking(),
            Err(begun) => wait(begun),
        })
    }
}

/// The items of a list: an iterator that waits for each page.
#[must_use = "an iterator does nothing until it is asked"]
pub struct BlockingItems<T> {
    pages: BlockingPages<T>,
    page: std::vec::IntoIter<T>,
}

impl<T: Slot> Iterator for BlockingItems<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.page.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(page) => self.page = page.results.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<T> std::fmt::Debug for BlockingItems<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("BlockingItems").finish()
    }
}
