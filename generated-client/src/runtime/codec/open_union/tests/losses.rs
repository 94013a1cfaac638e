//! Values of several types of a union, of which only one is kept.

use std::collections::BTreeMap;

use serde_json::json;

use super::tolerantly;
use crate::runtime::{Client, Decode, Encode, MockTransport, Sink, Source, codec, from_json};

record!(Name { ; name });
record!(Place { id ; city });

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Anything {
    name: Option<String>,
    rest: BTreeMap<String, serde_json::Value>,
}

impl Decode for Anything {
    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
        match name {
            "name" => source.read(&mut self.name),
            other => source.collect(other, &mut self.rest),
        }
    }
}

impl Encode for Anything {
    fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        sink.put("name", &self.name)?;
        sink.put_all(&self.rest)
    }
}

codec!(Anything);

open_union! {
    /// A value may be of both types.
    pub enum Both { Name(Name), Place(Place) }
}

open_union! {
    /// One of the types has a place for everything.
    pub enum Open { Anything(Anything), Place(Place) }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holder {
    both: Option<Both>,
}

fields!(Holder { both });

#[test]
fn a_member_that_only_another_type_has_a_field_for_is_told() {
    let (both, drift) = tolerantly::<Both>(&json!({"id": 1, "city": "Bonn", "name": "n"}));
    assert_eq!(both, Both::Place(Place { id: 1, city: Some("Bonn".into()) }));
    assert_eq!(
        drift,
        [r#"/name: expected no field of another type than the chosen one, found "n""#]
    );
    // A field that no type knows is new, as anywhere.
    assert_eq!(tolerantly::<Both>(&json!({"id": 1, "new": 2})).1, [""; 0]);
    // An arm that does not match documents nothing: `id` is required.
    assert_eq!(tolerantly::<Both>(&json!({"name": "n", "city": "Bonn"})).1, [""; 0]);
    // A type that keeps everything loses nothing.
    let (open, drift) = tolerantly::<Open>(&json!({"name": "n", "id": 1}));
    assert!(matches!(open, Open::Anything(ref all) if all.rest["id"] == 1), "{open:?}");
    assert_eq!(drift, [""; 0]);
}

#[test]
fn what_is_left_out_is_told_of_a_whole_body_and_is_no_mismatch() {
    let body = br#"{"both": {"id": 1, "city": "Bonn", "name": "n"}}"#;
    let read = from_json::<Holder>(body).expect("reads");
    assert_eq!((read.drift.len(), read.drift[0].pointer.as_str()), (1, "/both/name"));
    assert!(read.drift[0].is_loss && read.drift[0].found == "n");
    // By serde alone, without a report, it is a valid value.
    let plain: Holder = serde_json::from_slice(body).expect("reads");
    assert_eq!(plain, read.value);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let call = |body: &str| {
        let mock = MockTransport::new();
        mock.expect("GET", "/x/").respond(200, body.as_bytes().to_vec());
        let client = Client::builder().api_key("k").strict(true).transport(mock).build();
        let call = client.expect("a client").get("/x/").call::<Holder>();
        runtime.block_on(async { call.with_response().await })
    };
    let strict = call(r#"{"both": {"id": 1, "city": "Bonn", "name": "n"}}"#).expect("documented");
    assert_eq!(strict.drift.len(), 1);
    let error = call(r#"{"both": {"id": 1, "name": "n", "city": 5}}"#).expect_err("a mismatch");
    assert_eq!(error.decode().and_then(|decode| decode.pointer()), Some("/both/city"));
}
