//! Values with all that is required, at every depth.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use uuid::Uuid;

use crate::runtime::{Decode, Encode, IsoDuration, Page, Sink, Source, codec, fake};

macro_rules! required {
    ($name:ident { $($field:ident: $type:ty),* } $(, $optional:ident: $of:ty)?) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        struct $name { $($field: $type,)* $($optional: Option<$of>,)? }
        impl Decode for $name {
            const REQUIRED: &'static [&'static str] = &[$(stringify!($field)),*];
            fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
                match name {
                    $(stringify!($field) => source.read(&mut self.$field),)*
                    $(stringify!($optional) => source.read(&mut self.$optional),)?
                    _ => source.skip(),
                }
            }
        }
        impl Encode for $name {
            fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
                $(sink.put(stringify!($field), &self.$field)?;)*
                $(sink.put(stringify!($optional), &self.$optional)?;)?
                let _ = sink;
                Ok(())
            }
        }
        codec!($name);
    };
}

required!(Inner { id: i64, made: DateTime<Utc>, day: NaiveDate, key: Uuid, lasts: IsoDuration });
required!(Outer {
    inner: Inner, list: Vec<Inner>, map: BTreeMap<String, bool>, ratio: f64, name: String,
    nothing: Option<i64>
}, maybe: Inner);

#[test]
fn required_members_are_added_at_every_depth() {
    let bare = fake::<Outer>(json!(null));
    assert_eq!((bare.inner.id, bare.list.len(), bare.name.as_str()), (1, 0, "text"));
    assert_eq!((bare.nothing, bare.maybe), (None, None));
    let given = json!({
        "name": "mine", "maybe": {"id": 7}, "list": [{"id": 8}, {}], "inner": {"key": Uuid::nil()},
    });
    let outer = fake::<Outer>(given);
    assert_eq!(outer.name, "mine");
    assert_eq!(outer.maybe.expect("given").id, 7);
    assert_eq!(outer.list.iter().map(|inner| inner.id).collect::<Vec<_>>(), [8, 1]);
    assert_eq!(outer.inner.key, Uuid::nil());
    let page = fake::<Page<Inner>>(json!({"results": [{}]}));
    assert_eq!(page.results[0].lasts.as_str(), "PT1M");
    assert_eq!(fake::<Vec<i64>>(json!([1, 2])), [1, 2]);
    assert_eq!(fake::<String>(json!(null)), "text");
}

#[test]
#[should_panic(expected = "`/inner/id` should be an integer")]
fn a_member_that_does_not_match_panics() {
    fake::<Outer>(json!({"inner": {"id": "x"}}));
}
