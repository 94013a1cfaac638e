//! The lengths of calls and runs, which the API has as text.

use std::time::Duration;

/// Implements `length` for what has a `duration` in `MM:SS`.
macro_rules! length {
    ($($(#[$meta:meta])* $timed:ident)+) => { $(
        $(#[$meta])*
        impl crate::types::$timed {
            /// Returns how long it took: [`duration`](field@Self::duration), which is `MM:SS`, read
            /// as a time. `None` if there is none yet, or it is something else.
            pub fn length(&self) -> Option<Duration> {
                self.duration.as_deref().and_then(read)
            }
        }
    )+ };
}

length! {
    #[cfg(feature = "calls")]
    CallLog

    #[cfg(feature = "calls")]
    CallLogSummary

    #[cfg(any(feature = "results", feature = "runs", feature = "scenarios"))]
    Run
}

/// Reads `MM:SS`, or `HH:MM:SS` of a call that took hours.
fn read(text: &str) -> Option<Duration> {
    let parts: Vec<&str> = text.trim().split(':').collect();
    if !matches!(parts.len(), 2..=3) {
        return None;
    }
    let seconds = parts.into_iter().try_fold(0_u64, |sum, part| {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        sum.checked_mul(60)?.checked_add(part.parse().ok().filter(|_| is_number)?)
    });
    seconds.map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::read;

    #[test]
    fn minutes_and_seconds_are_a_time_and_nothing_else_is() {
        let seconds = |text| read(text).map(|length: Duration| length.as_secs());
        assert_eq!(seconds("01:02"), Some(62));
        assert_eq!(seconds("75:10"), Some(75 * 60 + 10));
        assert_eq!(seconds("1:00:05"), Some(3605));
        for text in ["", "12", "-1:00", "+1:00", "1:", "a:b", "1:2:3:4", "99999999999999999999:00"]
        {
            assert_eq!(seconds(text), None, "{text:?}");
        }
    }
}
