//! Scalar values, and values without a type.

pub(crate) mod duration;

use std::net::{Ipv4Addr, Ipv6Addr};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::Deserialize;
use serde::de::value::{Error as PlainError, StrDeserializer};
use uuid::Uuid;

use crate::runtime::aliases::{Json, JsonObject};
use crate::runtime::codec::body::{CollectedBody, DecodeFailure, Decoded};
use crate::runtime::codec::drift::{At, Mismatch, Report};
use crate::runtime::codec::tree::fit::Fit;
use crate::runtime::codec::tree::places::Places;
use crate::runtime::codec::tree::{JsonRef, Value};
use crate::runtime::codec::{Slot, json_body};

/// Implements `Slot` for a type by a function that reads it, or returns `None`.
macro_rules! plain {
    ($($type:ty, $expected:literal, $read:expr;)*) => { $(
        impl Slot for $type {
            const EXPECTED: &'static str = $expected;

            fn tolerant(
                value: JsonRef<'_>,
                at: &At<'_>,
                report: &mut Report,
            ) -> Result<Self, Mismatch> {
                let read: fn(JsonRef<'_>) -> Option<Self> = $read;
                match read(value) {
                    Some(read) => Ok(read),
                    None => at.default_for_null($expected, value, report),
                }
            }

            fn fit(value: JsonRef<'_>, _: u8) -> Fit {
                let read: fn(JsonRef<'_>) -> Option<Self> = $read;
                Fit::exact_if(read(value).is_some())
            }
        }
    )* };
}

plain! {
    bool, "true or false", |value| value.as_bool();
    f32, "a number", |value| value.as_f64().map(|number| number as f32);
    f64, "a number", |value| value.as_f64();
    i32, "an integer", integer;
    i64, "an integer", integer;
    u32, "an integer", integer;
    u64, "an integer", integer;
    NaiveDate, "a date", of_text;
    Uuid, "a UUID", of_text;
}

/// Implements `Slot` for an address, which has no default; in place of null it is unspecified.
macro_rules! address {
    ($($type:ty, $expected:literal;)*) => { $(
        impl Slot for $type {
            const EXPECTED: &'static str = $expected;

            fn tolerant(
                value: JsonRef<'_>,
                at: &At<'_>,
                report: &mut Report,
            ) -> Result<Self, Mismatch> {
                match of_text(value) {
                    Some(read) => Ok(read),
                    None => at
                        .default_for_null($expected, value, report)
                        .map(|()| Self::UNSPECIFIED),
                }
            }

            fn fit(value: JsonRef<'_>, _: u8) -> Fit {
                Fit::exact_if(of_text::<Self>(value).is_some())
            }
        }
    )* };
}

address! {
    Ipv4Addr, "an IPv4 address";
    Ipv6Addr, "an IPv6 address";
}

/// Returns an integer. `5.0` is one in JSON Schema, and some servers write it.
pub(crate) fn integer<T: TryFrom<i64> + TryFrom<u64>>(value: JsonRef<'_>) -> Option<T> {
    match value.value() {
        Value::Integer(number) => T::try_from(number).ok(),
        Value::Unsigned(number) => T::try_from(number).ok(),
        Value::Float(number) => T::try_from(whole(number)?).ok(),
        _ => None,
    }
}

/// Returns a float without fraction, in the range where every integer is exact.
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}

/// Returns a value that is written as text, as serde reads it.
fn of_text<T: for<'de> Deserialize<'de>>(value: JsonRef<'_>) -> Option<T> {
    T::deserialize(StrDeserializer::<PlainError>::new(value.as_str()?)).ok()
}

impl Slot for String {
    const EXPECTED: &'static str = "a string";

    fn tolerant(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        match value.value() {
            Value::Text(text) => return Ok(text.to_owned()),
            Value::Mended(_) => report.note(at, VALID_STRING, value),
            _ => report.note(at, Self::EXPECTED, value),
        }
        Ok(match value.value() {
            Value::Null => String::new(),
            Value::Mended(text) | Value::NoNumber(text) => text.to_owned(),
            _ => value.to_json().to_string(),
        })
    }

    fn fit(value: JsonRef<'_>, _: u8) -> Fit {
        match value.value() {
            Value::Text(_) => Fit::EXACT,
            Value::Mended(_) => Fit::WRONG,
            _ => Fit::TEXT_OF_OTHER,
        }
    }

    fn from_body(body: &CollectedBody<'_>) -> Result<Decoded<Self>, DecodeFailure> {
        if body.is_text {
            let text = String::from_utf8_lossy(body.bytes).into_owned();
            return Ok(Decoded::exact(text));
        }
        json_body(body)
    }
}

/// The description of a string without lone surrogates.
const VALID_STRING: &str = "a string of valid Unicode";

impl Slot for DateTime<Utc> {
    const EXPECTED: &'static str = "a date-time (RFC 3339)";

    /// Reads a date-time without a zone as UTC, and reports it.
    fn tolerant(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        if let Some(exact) = of_text(value) {
            return Ok(exact);
        }
        let Some(naive) = value.as_str().and_then(without_zone) else {
            return at.default_for_null(Self::EXPECTED, value, report);
        };
        report.note(at, Self::EXPECTED, value);
        Ok(naive.and_utc())
    }

    fn fit(value: JsonRef<'_>, _: u8) -> Fit {
        match of_text::<Self>(value) {
            Some(_) => Fit::EXACT,
            None if value.as_str().and_then(without_zone).is_some() => Fit::WRONG,
            None => Fit::IMPOSSIBLE,
        }
    }
}

fn without_zone(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0))
}

impl Slot for NaiveTime {
    const EXPECTED: &'static str = "a time of day";

    /// Reads a time with a zone as the time at that zone, and one without seconds; reports either.
    fn tolerant(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        if let Some(exact) = of_text(value) {
            return Ok(exact);
        }
        let Some(time) = value.as_str().and_then(time_at_zone) else {
            return at.default_for_null(Self::EXPECTED, value, report);
        };
        report.note(at, Self::EXPECTED, value);
        Ok(time)
    }

    fn fit(value: JsonRef<'_>, _: u8) -> Fit {
        match of_text::<Self>(value) {
            Some(_) => Fit::EXACT,
            None if value.as_str().and_then(time_at_zone).is_some() => Fit::WRONG,
            None => Fit::IMPOSSIBLE,
        }
    }
}

/// Reads a time of day that may have a zone, or lack seconds.
fn time_at_zone(text: &str) -> Option<NaiveTime> {
    let local = without_offset(text);
    let formats = ["%H:%M:%S%.f", "%H:%M"];
    formats.iter().find_map(|format| NaiveTime::parse_from_str(local, format).ok())
}

/// Returns a time of day without the zone at its end: `Z`, `+02:00`, `-0530`.
fn without_offset(text: &str) -> &str {
    let text = text.trim();
    let local = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    local.split(['+', '-']).next().unwrap_or(local).trim_end()
}

impl Slot for Json {
    const EXPECTED: &'static str = "any value";

    /// Copies the value. What JSON does not allow is kept as text, and reported.
    fn tolerant(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        note_invalid(value, at, report);
        Ok(value.to_json())
    }

    fn fit(_: JsonRef<'_>, _: u8) -> Fit {
        Fit::EXACT
    }

    fn places(_: JsonRef<'_>, places: &mut Places) {
        places.keep_all();
    }

    fn absent() -> Option<Self> {
        Some(Json::Null)
    }

    fn from_body(body: &CollectedBody<'_>) -> Result<Decoded<Self>, DecodeFailure> {
        if !body.is_text || body.is_empty() {
            return json_body(body);
        }
        // Some servers call JSON text.
        let value = serde_json::from_slice(body.bytes).ok();
        let value = value.filter(|value: &Self| value.is_object() || value.is_array());
        let text = || String::from_utf8_lossy(body.bytes).into();
        Ok(Decoded::exact(value.unwrap_or_else(text)))
    }
}

impl Slot for JsonObject {
    const EXPECTED: &'static str = "an object";

    fn tolerant(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        match Json::tolerant(value, at, report)? {
            Json::Object(members) => Ok(members),
            _ => at.default_for_null(Self::EXPECTED, value, report),
        }
    }

    fn fit(value: JsonRef<'_>, _: u8) -> Fit {
        Fit::exact_if(value.is_object())
    }

    fn places(_: JsonRef<'_>, places: &mut Places) {
        places.keep_all();
    }
}

/// Reports the parts of a value that JSON does not allow.
fn note_invalid(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) {
    match value.value() {
        Value::Mended(_) => report.note(at, VALID_STRING, value),
        Value::NoNumber(_) => report.note(at, "JSON", value),
        Value::Array => {
            for (index, item) in value.items().enumerate() {
                note_invalid(item, &at.index(index), report);
            }
        }
        Value::Object => {
            for (name, value) in value.members() {
                note_invalid(value, &at.name(name), report);
            }
        }
        _ => {}
    }
}

impl Slot for () {
    const EXPECTED: &'static str = "nothing";

    fn tolerant(_: JsonRef<'_>, _: &At<'_>, _: &mut Report) -> Result<Self, Mismatch> {
        Ok(())
    }

    fn fit(_: JsonRef<'_>, _: u8) -> Fit {
        Fit::EXACT
    }

    fn absent() -> Option<Self> {
        Some(())
    }

    /// Ignores the body.
    fn from_body(_: &CollectedBody<'_>) -> Result<Decoded<Self>, DecodeFailure> {
        Ok(Decoded::exact(()))
    }
}
