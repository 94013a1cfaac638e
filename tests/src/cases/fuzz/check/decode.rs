//! Both readers of the client's codec agree, and what is written is read again.

use std::collections::BTreeMap;
use std::fmt::Debug;

use cekura::codec::{At, JsonRef, Mismatch, Report, Slot, from_json};
use cekura::types::{
    Agent, CallLog, CronJob, Dashboard, Metric, Run, RunResult, RunResultSummary, Scenario,
    TestProfile, Widget, WidgetDataResponse,
};
use cekura::values::IsoDuration;
use cekura::webhooks::Event;
use cekura::{Json, Page};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The answers of the tests that the rows of the table below read.
pub const SEEDS: &[&str] = &[
    "results/get",
    "calls/get",
    "agents/get",
    "metrics/get",
    "scenarios/get",
    "dashboards/get",
    "widgets/get",
    "widgets/data",
    "test_profiles/get",
    "cron_jobs/list",
    "results/list",
    "runs/bulk",
    "webhooks/event",
    "scalars/any",
    "scalars/maps",
    "scalars/lists",
];

/// The check of each type.
const CHECKS: &[fn(&[u8])] = &[
    reads::<RunResult>,
    reads::<CallLog>,
    reads::<Agent>,
    reads::<Metric>,
    reads::<Scenario>,
    reads::<Dashboard>,
    reads::<Widget>,
    reads::<WidgetDataResponse>,
    reads::<TestProfile>,
    reads::<Vec<CronJob>>,
    reads::<Page<RunResultSummary>>,
    reads::<Vec<Run>>,
    reads::<Event>,
    reads::<Json>,
    reads::<BTreeMap<String, Option<IsoDuration>>>,
    reads::<Vec<Option<f64>>>,
];

/// Checks an input: a letter for the type, and JSON.
///
/// # Panics
///
/// If a property does not hold.
pub fn check(input: &[u8]) {
    let Some((letter, text)) = input.split_first() else { return };
    let row = usize::from(letter.wrapping_sub(b'A')) % CHECKS.len();
    CHECKS[row](text);
}

/// Checks a text for one type.
fn reads<T: Slot + PartialEq + Debug>(text: &[u8]) {
    let tolerant = from_json::<Tolerantly<T>>(text);
    let read = from_json::<T>(text);
    match (&read, &tolerant) {
        (Ok(_), Err(error)) => panic!("refused by the tolerant reader alone: {error}"),
        (Err(error), Ok(_)) => panic!("accepted by the tolerant reader alone: {error}"),
        _ => {}
    }
    if let Ok(strict) = serde_json::from_slice::<T>(text) {
        let tolerant = tolerant.expect("what the strict reader accepts");
        let drift: Vec<_> = tolerant.drift.iter().filter(|drift| !drift.is_loss).collect();
        assert!(drift.is_empty(), "accepted strictly: {drift:?}");
        assert_eq!(tolerant.value.0, strict, "the values of both readers");
        let text = serde_json::to_vec(&strict).expect("a value that can be written");
        let again = serde_json::from_slice::<T>(&text);
        let again = again.unwrap_or_else(|error| panic!("{error}: {}", shown(&text)));
        assert_eq!(again, strict, "written as {}", shown(&text));
    } else if let Ok(read) = read {
        let is_exact = read.drift.iter().all(|drift| drift.is_loss) && read.more_drift == 0;
        let again = reread(&read.value);
        if is_exact {
            assert_eq!(again, read.value, "what was read without drift");
        }
        // What did not match once does so now, which may decide what the value beside it is.
        let once_more = reread(&again);
        assert_eq!(once_more, again, "what was read and written before");
    }
}

/// Writes a value, and reads that.
fn reread<T: Slot>(value: &T) -> T {
    let text = serde_json::to_vec(value).expect("a value that can be written");
    match from_json::<T>(&text) {
        Ok(read) => read.value,
        Err(error) => panic!("{error}: {}", shown(&text)),
    }
}

fn shown(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}

/// A value that the strict reader refuses, whatever it is: so that the tolerant one reads it.
#[derive(Debug)]
struct Tolerantly<T>(T);

impl<T: Serialize> Serialize for Tolerantly<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for Tolerantly<T> {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("to be read tolerantly"))
    }
}

impl<T: Slot> Slot for Tolerantly<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn tolerant(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        T::tolerant(value, at, report).map(Self)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self)
    }
}
