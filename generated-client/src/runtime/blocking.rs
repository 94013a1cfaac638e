//! Blocking calls, for programs without an async runtime and for threads that may block.
//!
//! A background thread of the client runs its blocking calls. They have connections of their own: a
//! connection that belongs to the runtime of a blocked thread could not make progress.

pub(crate) mod download;
pub(crate) mod events;

use std::sync::Arc;

use tokio::runtime::{Handle, RuntimeFlavor};

use crate::runtime::call::Call;
use crate::runtime::error::Error;
use crate::runtime::request::prepared::BodyMode;
use crate::runtime::response::job::Job;
use crate::runtime::response::output::Output;
use crate::runtime::response::page::Paged;
use crate::runtime::response::page::walk::{Items, Pages};
use crate::runtime::send::raw_response::{RawResponse, ResponseFuture};
use crate::runtime::settings::Settings;

impl<T: Output> Call<T> {
    /// Sends the call and blocks until its response arrives, for programs without an async runtime.
    ///
    /// Inside an async runtime, use it in tokio's `spawn_blocking`: it blocks the current thread.
    ///
    /// # Errors
    ///
    /// As for an awaited call. It is also an error to call this
    ///
    /// - with a transport of your own on a thread of an async runtime, including the threads of
    ///   `spawn_blocking`: the transport may depend on the blocked thread. A thread from
    ///   `std::thread::spawn` is fine;
    /// - with a token provider inside a current-thread runtime: the provider's own connections may
    ///   depend on the blocked thread. Log in outside of it, or use a multi-thread runtime;
    /// - in a middleware or token provider that serves a blocking call of the same client, which
    ///   would wait for itself.
    pub fn send_blocking(self) -> Result<T::Value, Error> {
        T::read(send(self)?)
    }
}

impl<T: Output> Job<T> {
    /// Starts the job and blocks until it ends, for programs without an async runtime.
    ///
    /// # Errors
    ///
    /// As for an awaited job, and as for [`Call::send_blocking`].
    pub fn send_blocking(mut self) -> Result<T::Value, Error> {
        let settings = for_blocking(self.settings_mut())?;
        *self.settings_mut() = Arc::clone(&settings);
        let ended = settings.blocking.run(self.run())?;
        Self::read(ended)
    }
}

/// Sends a call, and blocks until its response arrives.
fn send<T>(call: Call<T>) -> Result<Box<RawResponse>, Error> {
    send_as(call, None)
}

/// Sends a call whose body is treated in this way.
pub(crate) fn send_as<T>(
    mut call: Call<T>,
    body_mode: Option<BodyMode>,
) -> Result<Box<RawResponse>, Error> {
    let operation = call.request.operation();
    let settings =
        for_blocking(&call.settings).map_err(|error| error.with_operation(operation.clone()))?;
    call.settings = Arc::clone(&settings);
    let outcome = settings.blocking.run(call.execute(body_mode));
    outcome.map_err(|error| error.with_operation(operation))
}

/// Returns the settings for blocking calls, unless the call would depend on this thread.
fn for_blocking(settings: &Arc<Settings>) -> Result<Arc<Settings>, Error> {
    let own = settings.for_blocking()?;
    let Ok(runtime) = Handle::try_current() else {
        return Ok(own.unwrap_or_else(|| Arc::clone(settings)));
    };
    let is_blocked = runtime.runtime_flavor() == RuntimeFlavor::CurrentThread;
    if is_blocked && settings.credential.tokens().is_some() {
        return Err(Error::invalid_request(
            "a blocking call inside a current-thread runtime, with a token provider that may need \
             this thread; await the call, or send it from a thread of its own \
             (`std::thread::spawn`)",
        ));
    }
    own.ok_or_else(inside_runtime)
}

pub(crate) fn inside_runtime() -> Error {
    Error::invalid_request(
        "a blocking call inside an async runtime, over connections that may need this thread; \
         await the call, or send it from a thread of its own (`std::thread::spawn`)",
    )
}

/// Blocks on a call that was begun by polling, whose connection may belong to the runtime of this
/// thread.
fn finish(call: ResponseFuture, settings: &Settings) -> Result<Box<RawResponse>, Error> {
    if Handle::try_current().is_ok() {
        return Err(inside_runtime());
    }
    settings.blocking.run(call)
}

impl<P: Paged> Pages<P> {
    /// Returns the pages as a blocking iterator. A page whose request was started by polling can
    /// only be waited for outside of the async runtime.
    pub fn blocking(self) -> BlockingPages<P> {
        BlockingPages(self)
    }

    fn next_blocking(&mut self) -> Option<Result<P, Error>> {
        self.next_with(send, finish)
    }
}

impl<P: Paged> Items<P> {
    /// Returns the items as a blocking iterator; see [`Pages::blocking`].
    pub fn blocking(self) -> BlockingItems<P> {
        BlockingItems(self)
    }
}

/// The pages of a list: a blocking iterator.
#[derive(Debug)]
#[must_use = "iterators are lazy"]
pub struct BlockingPages<P>(Pages<P>);

impl<P: Paged> BlockingPages<P> {
    /// Returns the position in the list; see [`Pages::position`].
    pub fn position(&self) -> Option<&str> {
        self.0.position()
    }
}

impl<P: Paged> Iterator for BlockingPages<P> {
    type Item = Result<P, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next_blocking()
    }
}

/// The items of a list: a blocking iterator.
#[derive(Debug)]
#[must_use = "iterators are lazy"]
pub struct BlockingItems<P: Paged>(Items<P>);

impl<P: Paged> BlockingItems<P> {
    /// Returns the position in the list; see [`Items::position`].
    pub fn position(&self) -> Option<&str> {
        self.0.position()
    }
}

impl<P: Paged> Iterator for BlockingItems<P> {
    type Item = Result<P::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next_with(Pages::next_blocking)
    }
}
