//! The rate, as configured, lowered and raised.

use super::*;

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

#[test]
fn requests_are_spread_evenly() {
    let rate = RateLimit::new(millis(100));
    let pauses = [0, 0, 30, 500, 500].map(|now| rate.reserve(millis(now)).as_millis());
    assert_eq!(pauses, [0, 100, 170, 0, 100]);
}

#[test]
fn the_rate_is_halved_once_per_excess_and_recovers() {
    let rate = RateLimit::new(millis(100));
    rate.reserve(millis(0));
    // Two requests were rejected together.
    rate.rejected(millis(10), Some(millis(1_000)));
    rate.rejected(millis(20), Some(millis(1_000)));
    assert_eq!(rate.reserve(millis(20)), millis(1_000));
    assert_eq!(rate.reserve(millis(1_020)), millis(200));
    rate.rejected(millis(2_000), None);
    assert_eq!(rate.reserve(millis(2_000)), millis(400));
    for at in 3..100 {
        rate.rejected(Duration::from_secs(1_000 * at), None);
    }
    assert_eq!(rate.with(|state| state.interval), millis(6_400));
    (0..500).for_each(|_| rate.accepted());
    assert_eq!(rate.with(|state| state.interval), millis(100));
}
