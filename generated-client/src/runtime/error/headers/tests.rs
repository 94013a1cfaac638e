//! The forms of the header.

use super::*;

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let parsed = pairs.iter().map(|(name, value)| {
        (http::HeaderName::from_static(name), value.parse().expect("a value"))
    });
    parsed.collect()
}

#[test]
fn retry_after_has_many_forms() {
    let wait = |pairs: &[_]| retry_after(&headers(pairs));
    assert_eq!(wait(&[("retry-after", "3")]), Some(Duration::from_secs(3)));
    assert_eq!(wait(&[("retry-after", " 0.25 ")]), Some(Duration::from_millis(250)));
    assert_eq!(
        wait(&[("retry-after-ms", "150"), ("retry-after", "9")]),
        Some(Duration::from_millis(150))
    );
    let date = ("date", "Wed, 21 Oct 2026 07:28:00 GMT");
    assert_eq!(
        wait(&[("retry-after", "Wed, 21 Oct 2026 07:28:07 GMT"), date]),
        Some(Duration::from_secs(7))
    );
    assert_eq!(
        wait(&[("retry-after", "Wed, 21 Oct 2026 07:27:00 GMT"), date]),
        Some(Duration::ZERO)
    );
    for nonsense in ["-1", "NaN", "-inf", "soon", ""] {
        assert_eq!(wait(&[("retry-after", nonsense)]), None, "{nonsense}");
        // The other header may be valid.
        let both = [("retry-after-ms", nonsense), ("retry-after", "9")];
        assert_eq!(wait(&both), Some(Duration::from_secs(9)), "{nonsense}");
    }
}

#[test]
fn a_number_beyond_all_durations_is_the_longest_one() {
    for number in ["inf", "1e300", "99999999999999999999999"] {
        for name in ["retry-after", "retry-after-ms"] {
            let pause = retry_after(&headers(&[(name, number)])).expect("a duration");
            assert!(pause > Duration::from_secs(1_000_000_000), "{name} {number} {pause:?}");
        }
    }
}
