//! The thread on which a client's blocking calls run.
//!
//! Each client has one of its own: what blocks in the hooks of one client holds up no other. It is
//! started by the first blocking call and ends with the last clone of the client.

use std::sync::mpsc::sync_channel;
use std::sync::{Arc, OnceLock};
use std::thread::ThreadId;

use tokio::runtime::{Builder, Handle};
use tokio::task::AbortHandle;

use crate::runtime::aliases::BoxFuture;
use crate::runtime::error::Error;
use crate::runtime::transport::Transport;

/// The means of a client for blocking calls: connections of their own, and a thread.
///
/// It does not hold the client's settings, which hold it.
#[derive(Default)]
pub(crate) struct Blocking {
    transport: OnceLock<Arc<dyn Transport>>,
    background: OnceLock<Result<Background, String>>,
}

/// A thread with a runtime.
struct Background {
    runtime: Handle,
    thread: ThreadId,
    /// The task whose end is the end of the thread.
    alive: AbortHandle,
}

impl Blocking {
    /// Returns the transport for blocking calls, which is created if there is none yet.
    pub(crate) fn transport(
        &self,
        create: impl FnOnce() -> Result<Arc<dyn Transport>, Error>,
    ) -> Result<Arc<dyn Transport>, Error> {
        if let Some(transport) = self.transport.get() {
            return Ok(Arc::clone(transport));
        }
        let transport = create()?;
        // If two threads get here at once, one of the transports is dropped unused.
        Ok(Arc::clone(self.transport.get_or_init(|| transport)))
    }

    /// Returns whether a transport is that of blocking calls, whose connections belong to their
    /// thread.
    pub(crate) fn owns(&self, transport: &Arc<dyn Transport>) -> bool {
        self.transport.get().is_some_and(|own| Arc::ptr_eq(own, transport))
    }

    /// Runs a future on the thread for blocking calls, and waits for it.
    pub(crate) fn run<R: Send + 'static>(
        &self,
        work: BoxFuture<'static, Result<R, Error>>,
    ) -> Result<R, Error> {
        let background = self.background.get_or_init(Background::start);
        let background = background
            .as_ref()
            .map_err(|error| Error::config(format!("no thread for blocking calls: {error}")))?;
        if std::thread::current().id() == background.thread {
            return Err(Error::invalid_request(
                "a blocking call from a middleware or token provider of a blocking call of the \
                 same client would wait for itself; await it",
            ));
        }
        let (sender, receiver) = sync_channel(1);
        let task = background.runtime.spawn(work);
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
}

impl Background {
    fn start() -> Result<Self, String> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| error.to_string())?;
        let handle = runtime.handle().clone();
        let task = runtime.spawn(std::future::pending::<()>());
        let alive = task.abort_handle();
        let thread = std::thread::Builder::new()
            .name("blocking-calls".to_owned())
            .spawn(move || {
                // It ends when the client is dropped, with an error that nobody needs.
                let _ = runtime.block_on(task);
                runtime.shutdown_background();
            })
            .map_err(|error| error.to_string())?;
        Ok(Background { runtime: handle, thread: thread.thread().id(), alive })
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.alive.abort();
    }
}
