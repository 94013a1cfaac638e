//! The queue of a client whose requests in progress are limited.
//!
//! By hand rather than by tokio's semaphore, which builds without an HTTP stack do not have.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// A queue in which requests wait for their turn, first come, first served.
#[derive(Debug)]
pub(crate) struct Queue {
    limit: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The permits in use, including those of requests that were called.
    active: usize,
    next: u64,
    /// The requests that have not taken their permit yet, in order.
    places: BTreeMap<u64, Place>,
}

#[derive(Debug)]
enum Place {
    Waiting(Waker),
    /// There is a permit for it.
    Called,
}

impl Queue {
    pub(crate) fn new(limit: usize) -> Self {
        Queue { limit, state: Mutex::default() }
    }

    /// Waits for a permit to send one request.
    pub(crate) async fn enter(self: &Arc<Self>) -> Permit {
        let mut ticket = Ticket { queue: self, number: None };
        poll_fn(|cx| ticket.poll(cx)).await
    }

    /// Passes a permit to the first that waits, or returns it.
    fn release(&self) {
        let mut state = self.lock();
        let first = state.places.values_mut().find(|place| matches!(place, Place::Waiting(_)));
        match first.map(|place| std::mem::replace(place, Place::Called)) {
            Some(Place::Waiting(waker)) => {
                drop(state);
                waker.wake();
            }
            _ => state.active -= 1,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of one request in the queue; it is given up when the request is dropped.
struct Ticket<'a> {
    queue: &'a Arc<Queue>,
    number: Option<u64>,
}

impl Ticket<'_> {
    fn poll(&mut self, cx: &Context<'_>) -> Poll<Permit> {
        let mut state = self.queue.lock();
        let number = match self.number {
            // While there is a permit nobody waits.
            None if state.active < self.queue.limit => {
                state.active += 1;
                return Poll::Ready(Permit(Arc::clone(self.queue)));
            }
            None => {
                state.next += 1;
                *self.number.insert(state.next)
            }
            Some(number) => number,
        };
        if let Some(Place::Called) = state.places.get(&number) {
            state.places.remove(&number);
            self.number = None;
            return Poll::Ready(Permit(Arc::clone(self.queue)));
        }
        state.places.insert(number, Place::Waiting(cx.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let place = self.number.and_then(|number| self.queue.lock().places.remove(&number));
        if let Some(Place::Called) = place {
            self.queue.release();
        }
    }
}

/// The permit to send one request, and to read its response.
#[derive(Debug)]
pub(crate) struct Permit(Arc<Queue>);

impl Drop for Permit {
    fn drop(&mut self) {
        self.0.release();
    }
}

#[cfg(test)]
mod tests;
