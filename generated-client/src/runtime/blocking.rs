//! Calls from programs without an async runtime, and from threads that may wait.
//!
//! One background thread of the process runs all blocking calls. They have connections of their own: one that belongs to the
//! runtime of the waiting thread could never make progress while that thread waits.

use super::page::{Items, Pages};
use super::{BoxFuture, Call, Error, Job, Output, Paged, Reply};
use std::sync::OnceLock;
use std::sync::mpsc::sync_channel;
use std::thread::ThreadId;
use tokio::runtime::{Builder, Handle};

impl<T: Output> Call<T> {
    /// Sends the call and waits for its answer, for programs without an async runtime.
    ///
    /// It works inside an async runtime too, where it blocks the thread it is called on: call it by tokio's `spawn_blocking` there.
    ///
    /// # Errors
    ///
    /// As for an awaited call. It is also an error to call this
    ///
    /// - with a transport of your own on a thread of an async runtime, those of `spawn_blocking` included: the transport may depend
    ///   on the very thread that would wait. A thread from `std::thread::spawn` is none of these;
    /// - in a middleware or token provider, while they work for a blocking call: it would wait for itself.
    pub fn send_blocking(self) -> Result<T::Value, Error> {
        T::read(reply(self)?)
    }
}

impl<T: Output> Job<T> {
    /// Starts the job and waits for its end, for programs without an async runtime.
    ///
    /// # Errors
    ///
    /// As for an awaited job, and where [`Call::send_blocking`] cannot be called.
    pub fn send_blocking(mut self) -> Result<T::Value, Error> {
        let ended = match self.client_mut().blocking_twin()? {
            Some(twin) => {
                *self.client_mut() = twin;
                run(self.run())?
            }
            None => finish(self.run())?,
        };
        Self::read(ended)
    }
}

/// Sends a call, and waits for the reply.
fn reply<T>(mut call: Call<T>) -> Result<Reply, Error> {
    let operation = call.draft.operation();
    let sent = match call.client.blocking_twin()? {
        Some(twin) => {
            call.client = twin;
            run(call.execute(None))
        }
        None => finish(call.execute(None)),
    };
    sent.map_err(|error| error.with_operation(operation))
}

/// Waits for work whose connections may belong to the runtime of this thread.
fn finish<R: Send + 'static>(call: BoxFuture<'static, Result<R, Error>>) -> Result<R, Error> {
    if Handle::try_current().is_ok() {
        return Err(Error::invalid_request(
            "a blocking call inside an async runtime, over connections that may need this very thread; \
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
            "a blocking call from a middleware or token provider of a blocking call would wait for itself; await it",
        ));
    }
    let (sender, receiver) = sync_channel(1);
    let task = background.runtime.spawn(call);
    background.runtime.spawn(async move {
        // Whoever waited may be gone.
        let _ = sender.send(task.await);
    });
    match receiver.recv() {
        Ok(Ok(reply)) => reply,
        // Somebody's middleware, provider or transport panicked: that is no failure of the network.
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
    /// The pages as an iterator that waits. A page that an async caller has begun to wait for can be waited for outside its runtime
    /// only.
    pub fn blocking(self) -> BlockingPages<P> {
        BlockingPages(self)
    }

    fn next_blocking(&mut self) -> Option<Result<P, Error>> {
        self.next_with(reply, finish)
    }
}

impl<P: Paged> Items<P> {
    /// The items as an iterator that waits, as [`Pages::blocking`] does.
    pub fn blocking(self) -> BlockingItems<P> {
        BlockingItems(self)
    }
}

/// The pages of a list: an iterator that waits for each.
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct BlockingPages<P>(Pages<P>);

impl<P: Paged> BlockingPages<P> {
    /// Where the walk is, as [`Pages::position`] tells it.
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

/// The items of a list: an iterator that waits for each page.
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct BlockingItems<P: Paged>(Items<P>);

impl<P: Paged> BlockingItems<P> {
    /// Where the walk is, as [`Items::position`] tells it.
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
