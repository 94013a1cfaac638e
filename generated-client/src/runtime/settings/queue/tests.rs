//! Order, limit and cancelled requests.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use super::*;

fn poll(future: Pin<&mut impl Future<Output = Permit>>) -> Option<Permit> {
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(permit) => Some(permit),
        Poll::Pending => None,
    }
}

#[test]
fn requests_take_turns_in_the_order_of_their_arrival() {
    let queue = Arc::new(Queue::new(2));
    let [mut a, mut b] = [pin!(queue.enter()), pin!(queue.enter())];
    let (first, second) = (poll(a.as_mut()).expect("free"), poll(b.as_mut()).expect("free"));
    let [mut c, mut d, mut e] = [pin!(queue.enter()), pin!(queue.enter()), pin!(queue.enter())];
    assert!(poll(c.as_mut()).is_none() && poll(d.as_mut()).is_none());
    drop(first);
    // The last to come cannot overtake, and the second is not called yet.
    assert!(poll(e.as_mut()).is_none() && poll(d.as_mut()).is_none());
    let third = poll(c.as_mut()).expect("its turn");
    drop(second);
    assert!(poll(e.as_mut()).is_none());
    let fourth = poll(d.as_mut()).expect("its turn");
    drop((third, fourth));
    drop(poll(e.as_mut()).expect("free"));
    assert_eq!(queue.lock().active, 0);
}

#[test]
fn a_request_that_is_dropped_gives_its_turn_away() {
    let queue = Arc::new(Queue::new(1));
    let permit = poll(pin!(queue.enter())).expect("free");
    let (mut a, mut b) = (Box::pin(queue.enter()), Box::pin(queue.enter()));
    let mut c = pin!(queue.enter());
    assert!(poll(a.as_mut()).is_none() && poll(b.as_mut()).is_none());
    assert!(poll(c.as_mut()).is_none());
    // One that waits, and one that was called.
    drop(a);
    drop(permit);
    drop(b);
    drop(poll(c).expect("its turn"));
    let state = queue.lock();
    assert_eq!((state.active, state.places.len()), (0, 0));
}
