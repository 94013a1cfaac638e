//! Reading, strictly and tolerantly, and writing.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::runtime::codec::drift::{At, Drift, Report};
use crate::runtime::codec::macros::codec;
use crate::runtime::codec::tree::parse::parse;
use crate::runtime::codec::{Decode, Encode, Sink, Slot, Source};
use crate::runtime::error::Error;
use crate::runtime::response::output::{Cast, Output, Response};
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::{
    Body, BoxFuture, Client, Field, IsoDuration, Json, Page, Request, Transport, TransportError,
};

/// As the generator writes types.
#[derive(Clone, Debug, Default, PartialEq)]
struct Thing {
    id: i64,
    name: Option<String>,
    owner: Option<i64>,
    label: String,
    note: Field<String>,
    tags: Option<Vec<String>>,
    made: Option<DateTime<Utc>>,
    parts: Vec<Thing>,
    rest: BTreeMap<String, i64>,
}

impl Decode for Thing {
    const REQUIRED: &'static [&'static str] = &["id", "owner"];

    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
        match name {
            "id" => source.read(&mut self.id),
            "name" => source.read(&mut self.name),
            "owner" => source.read(&mut self.owner),
            "label" => source.read(&mut self.label),
            "note" => source.read(&mut self.note),
            "tags" => source.read(&mut self.tags),
            "made" => source.read(&mut self.made),
            "parts" => source.read(&mut self.parts),
            _ => source.collect(name, &mut self.rest),
        }
    }
}

impl Encode for Thing {
    fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        sink.put("id", &self.id)?;
        sink.put("name", &self.name)?;
        sink.put_nullable("owner", &self.owner)?;
        sink.put("note", &self.note)?;
        sink.put("made", &self.made)?;
        sink.put_all(&self.rest)
    }
}

codec!(Thing);

fn client(strict: bool, on_drift: impl Fn(&Drift) + Send + Sync + 'static) -> Client {
    let builder = Client::builder().api_key("k").base_url("http://localhost");
    let builder = builder.transport(NoTransport).strict(strict).on_drift(on_drift);
    builder.build().expect("a client")
}

struct NoTransport;

impl Transport for NoTransport {
    fn send(&self, _: Request) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        Box::pin(async { Err(TransportError::connect("there is no network")) })
    }

    fn sleep(&self, _: std::time::Duration) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }
}

fn read<T: Output>(body: &'static str) -> Result<T::Value, Error> {
    T::read(RawResponse::of_body(client(false, |_| {}).settings(), body))
}

fn drift(body: &'static str) -> (Thing, Vec<(String, Json)>) {
    let response = read::<Response<Thing>>(body).expect("reads");
    let drift = response.drift.into_iter().map(|drift| (drift.pointer, drift.found)).collect();
    (response.value, drift)
}

#[test]
fn what_fits_is_read_without_drift() {
    let (thing, drift) = drift(
        r#"{"id": 1, "name": "a\nb", "owner": null, "note": null, "tags": ["x"],
            "made": "2026-01-02T03:04:05+01:00", "parts": [{"id": 2, "owner": 3}], "ex\u0074ra": 7}"#,
    );
    assert_eq!(drift, []);
    assert_eq!(thing.name.as_deref(), Some("a\nb"));
    assert_eq!(thing.note, Field::Null);
    assert_eq!(
        thing.made.map(|made| made.to_rfc3339()).as_deref(),
        Some("2026-01-02T02:04:05+00:00")
    );
    assert_eq!(thing.parts[0].owner, Some(3));
    assert_eq!(thing.rest["extra"], 7);
}

#[test]
fn absent_null_and_value_are_written_apart() {
    let mut thing = Thing { id: 1, ..Thing::default() };
    assert_eq!(serde_json::to_string(&thing).expect("writes"), r#"{"id":1,"owner":null}"#);
    thing.note = Field::Null;
    thing.name = Some("n".into());
    thing.made = DateTime::from_timestamp(0, 500_000_000);
    thing.rest.insert("extra".into(), 2);
    let text = r#"{"id":1,"name":"n","owner":null,"note":null,"made":"1970-01-01T00:00:00.500Z","extra":2}"#;
    assert_eq!(serde_json::to_string(&thing).expect("writes"), text);
}

#[test]
fn an_optional_field_that_does_not_fit_is_dropped_and_noted() {
    let (thing, drift) =
        drift(r#"{"id": 1, "owner": "me", "tags": {"a": 1}, "extra": "x", "note": []}"#);
    assert_eq!((thing.owner, thing.tags, thing.rest.len()), (None, None, 0));
    assert_eq!(thing.note.into_option().as_deref(), Some("[]"));
    let places: Vec<&str> = drift.iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(places, ["/owner", "/tags", "/extra", "/note"]);
    assert_eq!(drift[0].1, json!("me"));
}

#[test]
fn a_text_keeps_what_is_none_as_json() {
    let (thing, drift) =
        drift(r#"{"id": 1, "owner": 1, "label": {"a": 1}, "name": 5, "tags": [true, "x"]}"#);
    assert_eq!((thing.label.as_str(), thing.name.as_deref()), (r#"{"a":1}"#, Some("5")));
    assert_eq!(thing.tags, Some(vec!["true".into(), "x".into()]));
    let places: Vec<&str> = drift.iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(places, ["/label", "/name", "/tags/0"]);
}

#[test]
fn drift_in_what_is_dropped_is_dropped_with_it() {
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Outer(Option<Thing>);
    impl Decode for Outer {
        fn field<S: Source>(&mut self, _: &str, source: &mut S) -> Result<(), S::Error> {
            source.read(&mut self.0)
        }
    }
    impl Encode for Outer {
        fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
            sink.put("thing", &self.0)
        }
    }
    codec!(Outer);
    let response = read::<Response<Outer>>(r#"{"thing": {"id": "x", "name": 5, "owner": 1}}"#);
    let response = response.expect("reads");
    assert_eq!(response.value, Outer(None));
    assert_eq!(response.drift.len(), 1);
    assert_eq!(
        response.drift[0].to_string(),
        r#"/thing: expected an integer at /thing/id, found an object {"id":"x","name":5,"owner":1}"#
    );
}

#[test]
fn a_required_field_that_is_missing_or_wrong_is_an_error_with_its_place() {
    let error =
        read::<Thing>(r#"{"id": 1, "owner": 2, "parts": [{"owner": 1}]}"#).expect_err("no id");
    let decode = error.decode().expect("a decode error");
    assert_eq!(decode.pointer(), Some("/parts/0/id"));
    assert_eq!((decode.expected(), decode.excerpt()), ("an integer", "nothing"));
    assert!(decode.body().starts_with(b"{\"id\": 1"));
    assert_eq!(
        read::<Thing>(r#"{"id": "1", "owner": 2}"#).expect_err("a text").to_string(),
        r#"GET /things/: 200 OK, but /id should be an integer, found "1""#
    );
}

#[test]
fn a_required_field_that_can_be_null_may_be_missing() {
    let (thing, drift) = drift(r#"{"id": 1}"#);
    assert_eq!(thing.owner, None);
    assert_eq!(drift, [("/owner".into(), Json::Null)]);
}

#[test]
fn of_a_key_that_comes_twice_the_last_counts() {
    assert_eq!(drift(r#"{"id": 1, "id": 2, "owner": 1, "extra": 1, "extra": 2}"#).0.id, 2);
    let (thing, drift) = drift(r#"{"id": "x", "id": 2, "owner": 1, "name": 1, "name": "n"}"#);
    assert_eq!((thing.id, thing.name.as_deref(), drift.len()), (2, Some("n"), 0));
}

/// Returns the value that a JSON text is read as, and the number of drifts; `None` if refused.
fn read_as<T: Slot>(body: &str) -> Option<(T, usize)> {
    if let Ok(exact) = serde_json::from_str(body) {
        return Some((exact, 0));
    }
    let tree = parse(body.as_bytes()).ok()?;
    let mut report = Report::new(tree.size());
    let value = T::tolerant(tree.root(), &At::ROOT, &mut report).ok()?;
    Some((value, report.into_drift().0.len()))
}

#[test]
fn texts_of_a_format_are_read_as_their_types() {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use chrono::NaiveTime;

    let time = NaiveTime::from_hms_micro_opt(10, 30, 0, 250_000).expect("a time");
    assert_eq!(read_as(r#""10:30:00.25""#), Some((time, 0)));
    assert_eq!(read_as(r#""10:30:00.25+02:00""#), Some((time, 1)));
    assert_eq!(read_as(r#""10:30:00.25Z""#), Some((time, 1)));
    let short = NaiveTime::from_hms_opt(9, 5, 0).expect("a time");
    assert_eq!(read_as::<NaiveTime>(r#""09:05""#).map(|(time, _)| time), Some(short));
    assert_eq!(read_as::<NaiveTime>(r#""25:00:00""#), None);
    assert_eq!(read_as(r#""192.0.2.1""#), Some((Ipv4Addr::new(192, 0, 2, 1), 0)));
    assert_eq!(read_as::<Ipv4Addr>(r#""192.0.2.256""#), None);
    assert_eq!(read_as(r#""::1""#), Some((Ipv6Addr::LOCALHOST, 0)));
    let read = |body| read_as::<IsoDuration>(body).map(|(read, drift)| (read.to_string(), drift));
    assert_eq!(read(r#""PT5M""#), Some(("PT5M".into(), 0)));
    assert_eq!(read(r#""00:05:00""#), Some(("00:05:00".into(), 1)));
    assert_eq!(read("300"), None);
}

#[test]
fn integers_and_times_come_in_many_spellings() {
    let (thing, drift) = drift(r#"{"id": 5.0, "owner": 1, "made": "2026-01-02 03:04:05.5"}"#);
    assert_eq!(thing.id, 5);
    assert_eq!(
        thing.made.map(|made| made.to_rfc3339()).as_deref(),
        Some("2026-01-02T03:04:05.500+00:00")
    );
    assert_eq!(drift, [("/made".into(), json!("2026-01-02 03:04:05.5"))]);
    assert!(read::<i32>("3000000000").is_err() && read::<i64>("1.5").is_err());
}

#[test]
fn an_array_where_a_page_is_documented_and_the_other_way_round() {
    let page = read::<Response<Page<Thing>>>(r#"[{"id": 1, "owner": 1}]"#).expect("reads");
    assert_eq!((page.value.results[0].id, page.drift.len()), (1, 1));
    let list = read::<Response<Vec<i64>>>(r#"{"count": 2, "results": [1, 2]}"#).expect("reads");
    assert_eq!((list.value, list.drift[0].pointer.as_str()), (vec![1, 2], ""));
    assert!(read::<Vec<i64>>(r#"{"items": []}"#).is_err());
    let error = read::<Page<Thing>>(r#"{"results": [{"owner": 1}]}"#).expect_err("no id");
    assert_eq!(error.decode().and_then(|decode| decode.pointer()), Some("/results/0/id"));
}

#[test]
fn an_empty_body_is_none_or_nothing_but_no_value() {
    assert_eq!(read::<Option<Thing>>(" ").expect("reads"), None);
    assert_eq!(read::<Option<i64>>("null").expect("reads"), None);
    read::<()>("<html>").expect("nobody asked");
    assert_eq!(read::<Json>("").expect("reads"), Json::Null);
    let error = read::<Thing>("").expect_err("nothing");
    assert_eq!(
        error.to_string(),
        "GET /things/: 200 OK, but the body should be an object, found an empty body"
    );
    // A whole answer is never dropped.
    assert!(read::<Option<i64>>(r#""x""#).is_err());
}

#[test]
fn a_body_that_is_no_json_is_quoted() {
    let error = read::<Thing>("<html>Maintenance</html>").expect_err("no JSON");
    assert!(error.to_string().contains("should be JSON"), "{error}");
    assert!(error.to_string().contains("<html>Maintenance</html>"), "{error}");
    let deep = "[".repeat(1000);
    assert!(read::<Json>(deep.leak()).is_err());
}

#[test]
fn a_strict_client_refuses_drift_and_a_hook_hears_of_it() {
    const BODY: &str = r#"{"id": 1, "owner": "me"}"#;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hook = {
        let heard = Arc::clone(&heard);
        move |drift: &Drift| heard.lock().expect("a lock").push(drift.to_string())
    };
    let error = Thing::read(RawResponse::of_body(client(true, hook.clone()).settings(), BODY))
        .expect_err("strict");
    assert_eq!(error.decode().and_then(|decode| decode.pointer()), Some("/owner"));
    Thing::read(RawResponse::of_body(client(false, hook).settings(), BODY)).expect("tolerant");
    assert_eq!(*heard.lock().expect("a lock"), [r#"/owner: expected an integer, found "me""#]);
}

#[test]
fn a_cast_reads_with_serde_alone() {
    assert_eq!(read::<Cast<(u8, u8)>>("[1, 2]").expect("reads"), (1, 2));
    let error = read::<Cast<u8>>("{}").expect_err("an object");
    assert!(error.decode().is_some());
}

#[test]
fn values_that_json_does_not_allow_cost_one_field() {
    let (thing, drift) = drift(
        "\u{feff}{\"id\": 1, \"owner\": NaN, \"name\": \"a\\ud800b\", \"label\": -Infinity,
            \"made\": 1e999, \"tags\": [\"\\ud83d\\ude00\"]}",
    );
    assert_eq!((thing.id, thing.owner, thing.made), (1, None, None));
    assert_eq!(thing.name.as_deref(), Some("a\u{fffd}b"));
    assert_eq!(thing.label, "-Infinity");
    assert_eq!(thing.tags, Some(vec!["\u{1f600}".into()]));
    let found: Vec<(&str, &Json)> = drift.iter().map(|(at, found)| (at.as_str(), found)).collect();
    assert_eq!(
        found,
        [
            ("/owner", &json!("NaN")),
            ("/name", &json!("a\u{fffd}b")),
            ("/label", &json!("-Infinity")),
            ("/made", &json!("1e999")),
        ]
    );
    let error = read::<Thing>("{\"id\": NaN, \"owner\": 1}").expect_err("a required field");
    assert_eq!(error.to_string(), "GET /things/: 200 OK, but /id should be an integer, found NaN");
    // A value without a type keeps it as text.
    let json = read::<Response<Json>>("[NaN, 1]").expect("reads");
    assert_eq!((json.value, json.drift[0].pointer.as_str()), (json!(["NaN", 1]), "/0"));
}

#[test]
fn drift_beyond_a_hundred_places_is_counted() {
    let items = vec![r#"{"id": 1, "owner": "me"}"#; 250].join(",");
    let body: &str = format!("[{items}]").leak();
    let response = read::<Response<Vec<Thing>>>(body).expect("reads");
    assert_eq!((response.drift.len(), response.more_drift), (100, 150));
    assert_eq!(response.drift[99].pointer, "/99/owner");
}

#[test]
fn large_values_and_long_keys_are_cut_in_drift() {
    let long = "x".repeat(100_000);
    let body = format!(r#"{{"id": 1, "owner": ["{long}", 1], "{long}": "no number"}}"#);
    let response = read::<Response<Thing>>(body.leak()).expect("reads");
    let [owner, extra] = &response.drift[..] else { panic!("two drifts") };
    assert!(owner.is_cut && owner.found.to_string().len() < 1100, "{}", owner.found);
    assert!(owner.to_string().ends_with('…') && owner.to_string().len() < 300, "{owner}");
    assert_eq!(extra.pointer, format!("/{}…", "x".repeat(257)));
    assert!(!extra.is_cut);
}

#[test]
fn floats_round_trip() {
    for text in ["0.12345678901234567", "5e-324", "1.7976931348623157e308", "9007199254740993.5"] {
        let number: f64 = text.parse().expect("a number");
        assert_eq!(serde_json::from_str::<f64>(text).expect("reads").to_bits(), number.to_bits());
    }
    // Of 17 digits, serde_json reads every tenth one step off without `float_roundtrip`.
    let mut state = 1_u64;
    for _ in 0..10_000 {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = f64::from_bits(state >> 2);
        let text = serde_json::to_string(&number).expect("writes");
        let read: f64 = serde_json::from_str(&text).expect("reads");
        assert_eq!(read.to_bits(), number.to_bits(), "{text}");
    }
}
