//! The lowest rate at which the body of a request has to be taken.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::aliases::{BoxError, BoxFuture};
use crate::runtime::transport::Transport;
use crate::runtime::transport::body::Body;
use crate::runtime::transport::throughput::WINDOW;

/// The pieces in which bytes are sent, to see how many of them are taken.
const PIECE: usize = 16 * 1024;

/// The progress of an upload, in the current window.
#[derive(Default)]
struct Progress {
    bytes: u64,
    /// The time in which the server was not waited for: before the body is read, and while the
    /// program has no more of it.
    idle: Duration,
    /// The time at which that began.
    idle_since: Option<Duration>,
    has_ended: bool,
}

/// A watch on an upload.
pub(crate) struct UploadWatch {
    transport: Arc<dyn Transport>,
    bytes_per_second: u64,
    progress: Arc<Mutex<Progress>>,
}

impl UploadWatch {
    /// Watches a body, which is returned as it is to be sent.
    pub(crate) fn new(
        transport: Arc<dyn Transport>,
        bytes_per_second: u64,
        body: Body,
    ) -> (Self, Body) {
        let idle_since = transport.now();
        let progress = Arc::new(Mutex::new(Progress { idle_since, ..Progress::default() }));
        let length = body.length();
        let watched = Watched {
            transport: Arc::clone(&transport),
            progress: Arc::clone(&progress),
            body,
            rest: Bytes::new(),
        };
        let watch = UploadWatch { transport, bytes_per_second, progress };
        (watch, if length == Some(0) { Body::empty() } else { Body::stream(watched, length) })
    }

    /// Runs the sending; returns `None` if too little of the body is taken in a window.
    pub(crate) async fn run<T>(&self, send: impl Future<Output = T>) -> Option<T> {
        let mut send = pin!(send);
        let mut timer: Option<BoxFuture<'static, ()>> = None;
        poll_fn(|cx| {
            if let Poll::Ready(done) = send.as_mut().poll(cx) {
                return Poll::Ready(Some(done));
            }
            loop {
                // From then on the time limit of the attempt is enough.
                if lock(&self.progress).has_ended {
                    return Poll::Pending;
                }
                let window = timer.get_or_insert_with(|| self.transport.limit(WINDOW));
                if window.as_mut().poll(cx).is_pending() {
                    return Poll::Pending;
                }
                timer = None;
                if self.was_too_slow() {
                    return Poll::Ready(None);
                }
            }
        })
        .await
    }

    /// Returns whether too little was taken in the window that ends now.
    fn was_too_slow(&self) -> bool {
        let mut progress = lock(&self.progress);
        let now = self.transport.now();
        progress.pause_ends(now);
        let waited = WINDOW.saturating_sub(progress.idle);
        let wanted = self.bytes_per_second as f64 * waited.as_secs_f64();
        let is_slow = !progress.has_ended && (progress.bytes as f64) < wanted;
        (progress.bytes, progress.idle) = (0, Duration::ZERO);
        is_slow
    }
}

impl Progress {
    /// Adds the pause until now; if it goes on, its rest belongs to the next window.
    fn pause_ends(&mut self, now: Option<Duration>) {
        if let (Some(since), Some(now)) = (self.idle_since, now) {
            self.idle += now.saturating_sub(since);
            self.idle_since = Some(now);
        }
    }
}

fn lock(progress: &Mutex<Progress>) -> MutexGuard<'_, Progress> {
    progress.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A body that records its progress.
struct Watched {
    transport: Arc<dyn Transport>,
    progress: Arc<Mutex<Progress>>,
    body: Body,
    /// The rest of a chunk.
    rest: Bytes,
}

impl Stream for Watched {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let now = this.transport.now();
        lock(&this.progress).pause_ends(now);
        let next = if this.rest.is_empty() {
            Pin::new(&mut this.body).poll_next(cx)
        } else {
            Poll::Ready(Some(Ok(std::mem::take(&mut this.rest))))
        };
        let mut progress = lock(&this.progress);
        progress.idle_since = if next.is_pending() { now } else { None };
        match next {
            Poll::Ready(Some(Ok(mut chunk))) => {
                this.rest = chunk.split_off(chunk.len().min(PIECE));
                progress.bytes += chunk.len() as u64;
                Poll::Ready(Some(Ok(chunk)))
            }
            Poll::Ready(end) => {
                progress.has_ended = true;
                Poll::Ready(end)
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

impl Drop for Watched {
    /// An HTTP library does not read on at the announced length.
    fn drop(&mut self) {
        lock(&self.progress).has_ended = true;
    }
}
