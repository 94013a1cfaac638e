//! Work on several threads, whose results come in the order of the work.

use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does the work for each item, on as many threads as there are processors.
pub(crate) fn map<I, R>(items: I, work: impl Fn(I::Item) -> R + Sync) -> Vec<R>
where
    I: IntoIterator<IntoIter: ExactSizeIterator + Send>,
    R: Send,
{
    let items = items.into_iter();
    let threads = thread::available_parallelism().map_or(1, usize::from).min(items.len());
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let items = Mutex::new(items.enumerate());
    let next = || items.lock().unwrap_or_else(PoisonError::into_inner).next();
    let run = || {
        while let Some((index, item)) = next() {
            let result = work(item);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((index, result));
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            // A system that has no more threads leaves the work to this one.
            let _ = thread::Builder::new().spawn_scoped(scope, run);
        }
        run();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does two things at the same time, and returns the results of both.
pub(crate) fn both<L: Send, R>(left: impl Fn() -> L + Sync, right: impl FnOnce() -> R) -> (L, R) {
    let (beside, right) = thread::scope(|scope| {
        let beside = thread::Builder::new().spawn_scoped(scope, &left);
        let right = right();
        (beside.ok().and_then(|thread| thread.join().ok()), right)
    });
    // A system that has no more threads leaves the work to this one.
    (beside.unwrap_or_else(left), right)
}
