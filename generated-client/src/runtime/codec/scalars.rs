//! Scalar values.

use std::net::{Ipv4Addr, Ipv6Addr};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use crate::runtime::aliases::{Json, JsonObject};
use crate::runtime::codec::body::{CollectedBody, DecodeFailure, Decoded};
use crate::runtime::codec::drift::{At, Mismatch, Report};
use crate::runtime::codec::{Slot, json_body};

/// Implements `Slot` for types that serde reads from a tree as well as from text.
macro_rules! plain {
    ($($type:ty, $expected:literal;)*) => { $(
        impl Slot for $type {
            const EXPECTED: &'static str = $expected;

            fn tolerant(value: &Json, at: &At<'_>, _: &mut Report) -> Result<Self, Mismatch> {
                <$type>::deserialize(value).map_err(|_| at.mismatch($expected, value))
            }
        }
    )* };
}

plain! {
    bool, "true or false";
    f32, "a number";
    f64, "a number";
    NaiveDate, "a date";
    Uuid, "a UUID";
    Ipv4Addr, "an IPv4 address";
    Ipv6Addr, "an IPv6 address";
    JsonObject, "an object";
}

/// Implements `Slot` for integers. `5.0` is an integer in JSON Schema, and some servers write it.
macro_rules! integer {
    ($($type:ty)*) => { $(
        impl Slot for $type {
            const EXPECTED: &'static str = "an integer";

            fn tolerant(value: &Json, at: &At<'_>, _: &mut Report) -> Result<Self, Mismatch> {
                <$type>::deserialize(value)
                    .ok()
                    .or_else(|| whole(value).and_then(|whole| <$type>::try_from(whole).ok()))
                    .ok_or_else(|| at.mismatch(Self::EXPECTED, value))
            }
        }
    )* };
}

integer!(i32 i64 u64);

/// Returns a float without fraction, in the range where every integer is exact.
fn whole(value: &Json) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    value
        .as_f64()
        .filter(|number| number.fract() == 0.0 && number.abs() <= EXACT)
        .map(|number| number as i64)
}

impl Slot for String {
    const EXPECTED: &'static str = "a string";

    fn tolerant(value: &Json, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        Ok(match value {
            Json::String(text) => text.clone(),
            other => {
                report.note(at, Self::EXPECTED, other);
                json_text(other)
            }
        })
    }

    fn from_body(body: &CollectedBody<'_>) -> Result<Decoded<Self>, DecodeFailure> {
        if body.is_text {
            let text = String::from_utf8_lossy(body.bytes).into_owned();
            return Ok(Decoded::exact(text));
        }
        json_body(body)
    }
}

/// Returns the text of a value that is not a string; an empty one for `null`.
fn json_text(value: &Json) -> String {
    if value.is_null() { String::new() } else { value.to_string() }
}

impl Slot for DateTime<Utc> {
    const EXPECTED: &'static str = "a date-time (RFC 3339)";

    /// Reads a date-time without a zone as UTC, and reports it.
    fn tolerant(value: &Json, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        if let Ok(exact) = Self::deserialize(value) {
            return Ok(exact);
        }
        let naive = value.as_str().and_then(without_zone);
        let naive = naive.ok_or_else(|| at.mismatch(Self::EXPECTED, value))?;
        report.note(at, Self::EXPECTED, value);
        Ok(naive.and_utc())
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
    fn tolerant(value: &Json, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        if let Ok(exact) = Self::deserialize(value) {
            return Ok(exact);
        }
        let local = value.as_str().map(without_offset);
        let time = local.and_then(|local| {
            let formats = ["%H:%M:%S%.f", "%H:%M"];
            formats.iter().find_map(|format| NaiveTime::parse_from_str(local, format).ok())
        });
        let time = time.ok_or_else(|| at.mismatch(Self::EXPECTED, value))?;
        report.note(at, Self::EXPECTED, value);
        Ok(time)
    }
}

/// Returns a time of day without the zone at its end: `Z`, `+02:00`, `-0530`.
fn without_offset(text: &str) -> &str {
    let text = text.trim();
    let local = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    local.split(['+', '-']).next().unwrap_or(local).trim_end()
}

impl Slot for Json {
    const EXPECTED: &'static str = "any value";

    fn tolerant(value: &Json, _: &At<'_>, _: &mut Report) -> Result<Self, Mismatch> {
        Ok(value.clone())
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

impl Slot for () {
    const EXPECTED: &'static str = "nothing";

    fn tolerant(_: &Json, _: &At<'_>, _: &mut Report) -> Result<Self, Mismatch> {
        Ok(())
    }

    fn absent() -> Option<Self> {
        Some(())
    }

    /// Ignores the body.
    fn from_body(_: &CollectedBody<'_>) -> Result<Decoded<Self>, DecodeFailure> {
        Ok(Decoded::exact(()))
    }
}
