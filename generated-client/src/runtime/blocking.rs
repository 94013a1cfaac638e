//! Blocking calls, for programs without an async runtime and for threads that may block.
//!
//! One background thread of the process runs all blocking calls. They have connections of their
//! own: a connection that belongs to the runtime of a blocked thread could not make progress.

use std::sync::OnceLock;
use std::sync::mpsc::sync_channel;
use std::thread::ThreadId;

use tokio::runtime::{Builder, Handle};

use crate::runtime::aliases::BoxFuture;
use crate::runtime::call::Call;
use crate::runtime::error::Error;
use crate::runtime::response::job::Job;
use crate::runtime::response::output::Output;
use crate::runtime::response::page::Paged;
use crate::runtime::response::page::walk::{Items, Pages};
use crate::runtime::send::raw_response::RawResponse;

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
    /// - in a middleware or token provider that serves a blocking call, which would wait for
    ///   itself.
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
        let ended = match self.settings_mut().for_blocking()? {
            Some(settings) => {
                *self.settings_mut() = settings;
                run(self.run())?
            }
            None => finish(self.run())?,
        };
        Self::read(ended)
    }
}

/// Sends a call, and blocks until its response arrives.
fn send<T>(mut call: Call<T>) -> Result<RawResponse, Error> {
    let operation = call.request.operation();
    let outcome = match call.settings.for_blocking()? {
        Some(settings) => {
            call.settings = settings;
            run(call.execute(None))
        }
        None => finish(call.execute(None)),
    };
    outcome.map_err(|error| error.with_operation(operation))
}

/// Blocks on a future whose connections may belong to the runtime of this thread.
fn finish<R: Send + 'static>(call: BoxFuture<'static, Result<R, Error>>) -> Result<R, Error> {
    if Handle::try_current().is_ok() {
        return Err(Error::invalid_request(
            "a blocking call inside an async runtime, over connections that may need this thread; \
             await the call, or send it from a thread of its own (`std::thread::spawn`)",
        ));
    }
    run(call)
}

/// Runs a call or a job on the background thread.
fn run<R: Send + 'static>(call: BoxFuture<'static, Result<R, Error>>) -> Result<R, Error> {
    let background = background()?;
    if std::thread::current().id() == background.thread {
        return Err(Error::invalid_request(
            "a blocking call from a middleware or token provider of a blocking call would wait for \
             itself; await it",
        ));
    }
    let (sender, receiver) = sync_channel(1);
    let task = background.runtime.spawn(call);
    background.runtime.spawn(async move {
        // The receiver may be gone.
        let _ = sender.send(task.await);
    });
    match receiver.recv() {
        Ok(Ok(outcome)) => outcome,
        // A panic of a middleware, provider or transport is not an error of the network.
        Ok(Err(ended)) if ended.is_panic() => std::panic::resume_unwind(ended.into_panic()),
        _ => Err(Error::config("the thread for blocking calls is gone")),
    }
}

/// The thread that runs all blocking calls.
struct Background {
    runtime: Handle,
    thread: ThreadId,
}

fn background() -> Result<&'static Background, Error> {
    static BACKGROUND: OnceLock<Result<Background, String>> = OnceLock::new();
    let background = BACKGROUND.get_or_init(|| {
        let runtime =
            Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
        let handle = runtime.handle().clone();
        let thread = std::thread::Builder::new()
            .name("blocking-calls".to_owned())
            .spawn(move || runtime.block_on(std::future::pending::<()>()))
            .map_err(|error| error.to_string())?;
        Ok(Background { runtime: handle, thread: thread.thread().id() })
    });
    background
        .as_ref()
        .map_err(|error| Error::config(format!("no thread for blocking calls: {error}")))
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
