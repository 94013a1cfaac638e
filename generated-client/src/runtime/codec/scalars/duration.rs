//! Durations of ISO 8601.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime::codec::Slot;
use crate::runtime::codec::drift::{At, Mismatch, Report};
use crate::runtime::codec::tree::JsonRef;
use crate::runtime::codec::tree::fit::Fit;

/// A duration of ISO 8601, such as `PT1H30M` (an hour and a half) or `P1M` (a month).
///
/// It keeps the text that the API sends: a month or a year has no fixed length, so not every such
/// duration is a number of seconds. Two durations are equal if their texts are.
///
/// ```
/// use std::time::Duration;
///
/// use cekura::values::IsoDuration;
///
/// let reminder: IsoDuration = "PT1H30M".parse()?;
/// assert_eq!(reminder.to_std(), Some(Duration::from_secs(5400)));
/// assert_eq!(IsoDuration::from(Duration::from_secs(90)).as_str(), "PT1M30S");
/// # Ok::<(), cekura::values::InvalidDuration>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IsoDuration(String);

impl IsoDuration {
    /// Returns the text, such as `PT1H30M`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the length. `None` if it is not fixed (years and months), negative, too long for
    /// the type, or if the server sent a text that is no duration.
    pub fn to_std(&self) -> Option<Duration> {
        let parts = parts(&self.0).filter(|parts| !parts.negative)?;
        let mut total = Duration::ZERO;
        for part in parts.parts {
            let seconds = match part.unit {
                _ if part.is_zero() => continue,
                Unit::Year | Unit::Month => return None,
                Unit::Week => 604_800,
                Unit::Day => 86_400,
                Unit::Hour => 3_600,
                Unit::Minute => 60,
                Unit::Second => 1,
            };
            total = total.checked_add(part.length(seconds)?)?;
        }
        Some(total)
    }
}

/// No time at all: `PT0S`.
impl Default for IsoDuration {
    fn default() -> Self {
        IsoDuration("PT0S".to_owned())
    }
}

impl fmt::Display for IsoDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for IsoDuration {
    type Err = InvalidDuration;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<&str> for IsoDuration {
    type Error = InvalidDuration;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for IsoDuration {
    type Error = InvalidDuration;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if parts(&text).is_some() { Ok(IsoDuration(text)) } else { Err(InvalidDuration(text)) }
    }
}

impl From<IsoDuration> for String {
    fn from(duration: IsoDuration) -> Self {
        duration.0
    }
}

/// Hours, minutes and seconds, with as many decimals as are needed.
impl From<Duration> for IsoDuration {
    fn from(duration: Duration) -> Self {
        let seconds = duration.as_secs();
        let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        let mut text = "PT".to_owned();
        for (number, unit) in [(hours, 'H'), (minutes, 'M')] {
            if number > 0 {
                text.push_str(&format!("{number}{unit}"));
            }
        }
        let fraction = format!("{:09}", duration.subsec_nanos());
        match fraction.trim_end_matches('0') {
            "" if seconds == 0 && text.len() > 2 => {}
            "" => text.push_str(&format!("{seconds}S")),
            fraction => text.push_str(&format!("{seconds}.{fraction}S")),
        }
        IsoDuration(text)
    }
}

impl Serialize for IsoDuration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for IsoDuration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl Slot for IsoDuration {
    const EXPECTED: &'static str = "a duration (ISO 8601)";

    /// Keeps a text that is no duration, and reports it: it may be one in another notation, such
    /// as `01:30:00`.
    fn tolerant(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        let Some(text) = value.as_str() else {
            return at.default_for_null(Self::EXPECTED, value, report);
        };
        if parts(text).is_none() {
            report.note(at, Self::EXPECTED, value);
        }
        Ok(IsoDuration(text.to_owned()))
    }

    fn fit(value: JsonRef<'_>, _: u8) -> Fit {
        match value.as_str() {
            Some(text) if parts(text).is_some() => Fit::EXACT,
            Some(_) => Fit::WRONG,
            None => Fit::IMPOSSIBLE,
        }
    }
}

/// A text that is no duration of ISO 8601.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDuration(String);

impl fmt::Display for InvalidDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no duration of ISO 8601, such as PT1H30M or P7D", self.0)
    }
}

impl std::error::Error for InvalidDuration {}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

struct Parts<'t> {
    negative: bool,
    parts: Vec<Part<'t>>,
}

/// A number with its unit; the fraction is its digits.
struct Part<'t> {
    whole: &'t str,
    fraction: &'t str,
    unit: Unit,
}

impl Part<'_> {
    fn is_zero(&self) -> bool {
        [self.whole, self.fraction].iter().all(|digits| digits.bytes().all(|digit| digit == b'0'))
    }

    /// Returns the length of so many units of so many seconds, to the nanosecond.
    fn length(&self, seconds: u64) -> Option<Duration> {
        const NANOSECONDS: u128 = 1_000_000_000;
        let whole = self.whole.parse::<u64>().ok()?.checked_mul(seconds)?;
        let digits = self.fraction.get(..9).unwrap_or(self.fraction);
        let nanoseconds = format!("{digits:0<9}").parse::<u128>().ok()? * u128::from(seconds);
        let carried = u64::try_from(nanoseconds / NANOSECONDS).ok()?;
        let rest = u32::try_from(nanoseconds % NANOSECONDS).ok()?;
        Some(Duration::new(whole.checked_add(carried)?, rest))
    }
}

/// Returns the parts of a duration: `P`, years to days, then `T` and hours to seconds. Each unit
/// stands at most once, in this order, and only the last number may have a fraction.
fn parts(text: &str) -> Option<Parts<'_>> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let rest = rest.strip_prefix('P')?;
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    let mut parts = Vec::new();
    read(date, &[('Y', Unit::Year), ('M', Unit::Month), ('W', Unit::Week), ('D', Unit::Day)])
        .map(|read| parts.extend(read))?;
    if let Some(time) = time.map(|time| {
        read(time, &[('H', Unit::Hour), ('M', Unit::Minute), ('S', Unit::Second)])
            .filter(|parts| !parts.is_empty())
    }) {
        parts.extend(time?);
    }
    let (last, earlier) = parts.split_last()?;
    let ordered = earlier.iter().chain([last]).is_sorted_by(|one, two| one.unit < two.unit);
    let whole = earlier.iter().all(|part| part.fraction.is_empty());
    (ordered && whole).then_some(Parts { negative, parts })
}

/// Reads numbers, each followed by the letter of its unit.
fn read<'t>(mut text: &'t str, units: &[(char, Unit)]) -> Option<Vec<Part<'t>>> {
    let mut parts = Vec::new();
    while !text.is_empty() {
        let end = text.find(|sign: char| sign.is_ascii_alphabetic())?;
        let (number, rest) = text.split_at(end);
        let letter = rest.chars().next()?;
        let (_, unit) = units.iter().find(|(name, _)| *name == letter)?;
        let (whole, fraction) = match number.split_once(['.', ',']) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (number, None),
        };
        for digits in [Some(whole), fraction].into_iter().flatten() {
            if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
                return None;
            }
        }
        parts.push(Part { whole, fraction: fraction.unwrap_or_default(), unit: *unit });
        text = rest.get(1..)?;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_of_iso_8601_are_read_and_others_refused() {
        for text in ["PT0S", "P1Y2M3DT4H5M6S", "P2W", "P1M", "PT1.5H", "PT0,25S", "-P1D", "+PT1M"] {
            assert_eq!(text.parse::<IsoDuration>().unwrap().as_str(), text);
        }
        for text in [
            "",
            "P",
            "PT",
            "P1DT",
            "1D",
            "P1H",
            "PT1D",
            "P1D2Y",
            "PT1M1M",
            "PT.5S",
            "PT5.S",
            "PT1.5H3M",
            "PT-5S",
            "PT1",
            "5 minutes",
            "01:30:00",
            "PT１S",
            "pt1s",
        ] {
            let error = text.parse::<IsoDuration>().unwrap_err();
            assert!(error.to_string().starts_with(&format!("{text:?} is no duration")), "{error}");
        }
    }

    #[test]
    fn a_fixed_length_converts_both_ways() {
        let length = |text: &str| text.parse::<IsoDuration>().unwrap().to_std();
        assert_eq!(length("P1W2DT3H4M5.25S"), Some(Duration::from_millis(788_645_250)));
        assert_eq!(length("P0Y1D"), Some(Duration::from_secs(86_400)));
        assert_eq!(length("PT0.5H"), Some(Duration::from_secs(1_800)));
        assert_eq!(length("PT0.1234567891S"), Some(Duration::from_nanos(123_456_789)));
        for text in ["P1M", "P1Y", "-PT1S", "PT99999999999999999999S", "P18446744073709551615W"] {
            assert_eq!(length(text), None, "{text}");
        }
        for (milliseconds, text) in
            [(0, "PT0S"), (90_000, "PT1M30S"), (3_600_000, "PT1H"), (1_050, "PT1.05S")]
        {
            let duration = IsoDuration::from(Duration::from_millis(milliseconds));
            assert_eq!(duration.as_str(), text);
            assert_eq!(duration.to_std(), Some(Duration::from_millis(milliseconds)));
        }
    }
}
