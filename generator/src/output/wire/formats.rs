//! Texts in formats that the client has types for.

use std::ops::Range;

/// Returns a text of a format.
pub(super) fn sample(format: &str) -> Option<&'static str> {
    Some(match format {
        "date-time" => "2026-05-04T10:30:45Z",
        "date" => "2026-05-04",
        "time" => "10:30:45",
        "duration" => "PT5M",
        "uuid" => "6f1c2b1e-3d4a-4c5b-8a6d-000000000abc",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "email" => "somebody@example.com",
        "uri" | "url" => "https://example.com/",
        "hostname" => "example.com",
        "byte" => "c2FtcGxl",
        "decimal" => "12.5",
        _ => return None,
    })
}

/// Judges a text: `None` if it is not of the format, else whether it is written in the only way.
pub(super) fn judge(format: &str, text: &str) -> Option<bool> {
    match format {
        "date-time" => {
            let (date, time) = text.split_once('T')?;
            let (time, is_utc) = match time.strip_suffix('Z') {
                Some(time) => (time, true),
                None => (time.get(..time.len().checked_sub(6)?)?, false),
            };
            let offset = text.get(text.len().checked_sub(6)?..)?;
            let is_offset = is_utc || has_form(offset, "+00:00") || has_form(offset, "-00:00");
            (is_date(date) && is_time(time) && is_offset).then_some(is_utc && time.len() == 8)
        }
        "date" => is_date(text).then_some(true),
        "time" => is_time(text).then_some(text.len() == 8),
        "duration" => is_duration(text).then_some(true),
        "uuid" => {
            let has_capital = text.contains(|letter: char| letter.is_ascii_uppercase());
            has_form(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx").then_some(!has_capital)
        }
        "ipv4" => {
            let parts: Vec<&str> = text.split('.').collect();
            let is_part = |part: &&str| part.parse::<u8>().is_ok_and(|n| n.to_string() == **part);
            (parts.len() == 4 && parts.iter().all(is_part)).then_some(true)
        }
        "ipv6" => is_ipv6(text).then_some(false),
        _ => Some(true),
    }
}

/// Returns whether a text has the form of an address of eight groups, or of fewer with one gap.
fn is_ipv6(text: &str) -> bool {
    let is_group =
        |group: &str| group.len() <= 4 && group.bytes().all(|byte| byte.is_ascii_hexdigit());
    let groups = text.split(':').filter(|group| !group.is_empty()).count();
    let gaps = text.matches("::").count();
    text.split(':').all(is_group)
        && !text.contains(":::")
        && (gaps == 0 && groups == 8 || gaps == 1 && groups < 8)
}

fn is_date(text: &str) -> bool {
    let part = |range: Range<usize>| number(text, range).unwrap_or_default();
    // No month is so short that a plausible day is none of its.
    has_form(text, "0000-00-00")
        && (1..=12).contains(&part(5..7))
        && (1..=28).contains(&part(8..10))
        || has_form(text, "0000-00-00") && is_long(part(5..7), part(8..10))
}

/// Returns whether a month has one of the last days of all months.
fn is_long(month: u8, day: u8) -> bool {
    match day {
        29 | 30 => (1..=12).contains(&month) && month != 2,
        31 => [1, 3, 5, 7, 8, 10, 12].contains(&month),
        _ => false,
    }
}

fn number(text: &str, range: Range<usize>) -> Option<u8> {
    text.get(range)?.parse().ok()
}

fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let part = |range: Range<usize>| number(whole, range).unwrap_or(u8::MAX);
    has_form(whole, "00:00:00")
        && part(0..2) < 24
        && part(3..5) < 60
        && part(6..8) < 60
        && (1..=9).contains(&fraction.len())
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let is_part = |part: &str, units: &str| {
        let mut digits = 0;
        let mut left = units.chars();
        for sign in part.chars() {
            match sign {
                '0'..='9' => digits += 1,
                unit if digits > 0 && left.any(|known| known == unit) => digits = 0,
                _ => return false,
            }
        }
        digits == 0
    };
    let (date, time) = rest.split_once('T').unwrap_or((rest, ""));
    !rest.is_empty() && !rest.ends_with('T') && is_part(date, "YMD") && is_part(time, "HMS")
}

/// Returns whether a text has the signs of a form, in which `0` stands for any digit and `x` for
/// any hexadecimal one.
fn has_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(|(byte, form)| match form {
            b'0' => byte.is_ascii_digit(),
            b'x' => byte.is_ascii_hexdigit(),
            sign => byte == sign,
        })
}

#[cfg(test)]
mod tests {
    use super::{judge, sample};

    #[test]
    fn samples_are_of_their_formats() {
        for format in ["date-time", "date", "time", "duration", "uuid", "ipv4"] {
            let text = sample(format).unwrap_or_default();
            assert_eq!(judge(format, text), Some(true), "{format}");
        }
        assert_eq!(judge("ipv6", sample("ipv6").unwrap_or_default()), Some(false));
    }

    #[test]
    fn texts_of_other_forms_are_refused() {
        for (format, text) in [
            ("date-time", "2026-05-04 10:30:45"),
            ("date-time", "2026-05-04T10:30:45"),
            ("date", "2026-02-30"),
            ("date", "04.05.2026"),
            ("time", "25:00:00"),
            ("duration", "5 minutes"),
            ("duration", "P"),
            ("uuid", "6f1c2b1e"),
            ("ipv4", "example.com"),
            ("ipv6", "2001:db8"),
        ] {
            assert_eq!(judge(format, text), None, "{format} {text}");
        }
        assert_eq!(judge("date-time", "2026-05-04T10:30:45.500+02:00"), Some(false));
    }
}
