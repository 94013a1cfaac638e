//! Secrets that are compared, and kinds that stand outside of the body.

use std::collections::BTreeMap;

use serde_json::json;

use super::{KindSource, SecretError, read_event, same_secret};
use crate::runtime::aliases::Json;
use crate::runtime::auth::secret::Secret;
use crate::runtime::open_union;

open_union! {
    #[tag("x-kind", up = 1)]
    pub enum ByHeader { Count(i64) = "count", Name(String) = "name" }
}

open_union! {
    #[tag("/meta/a~1b", up = 1)]
    pub enum ByMember { All(BTreeMap<String, Json>) = "all", Any(Json) = "any" }
}

#[test]
fn only_the_whole_secret_passes() {
    let secret = Secret::new("s3cret");
    assert_eq!(same_secret(&secret, Some("s3cret")), Ok(()));
    assert_eq!(same_secret(&secret, Some(b"s3cret")), Ok(()));
    for other in ["", "s3cre", "s3crets", "S3cret", "s3creT", " s3cret"] {
        assert_eq!(same_secret(&secret, Some(other)), Err(SecretError::Wrong), "{other:?}");
    }
    assert_eq!(same_secret(&secret, None::<&str>), Err(SecretError::Missing));
}

#[test]
fn without_a_secret_of_ones_own_nothing_passes() {
    for sent in ["", "a"] {
        assert_eq!(same_secret(&Secret::new(""), Some(sent)), Err(SecretError::Wrong), "{sent:?}");
    }
}

#[test]
fn a_header_tells_the_kind() {
    let read = |kind: Option<&[u8]>, body: &[u8]| {
        read_event::<ByHeader>(body, KindSource::Header("x-kind", kind)).map(|read| read.value)
    };
    assert_eq!(read(Some(b"count"), b"7").unwrap(), ByHeader::Count(7));
    assert_eq!(read(Some(b" name "), b"\"7\"").unwrap(), ByHeader::Name("7".to_owned()));
    assert_eq!(read(Some(b"other"), b"7").unwrap(), ByHeader::Unknown(json!(7)));
    // Without it, the form does.
    assert_eq!(read(None, b"7").unwrap(), ByHeader::Count(7));
    assert_eq!(read(Some(b"\xff"), b"7").unwrap(), ByHeader::Unknown(json!(7)));
    assert!(read(Some(b"count"), b"{").unwrap_err().to_string().contains("JSON"));
}

#[test]
fn a_member_further_in_tells_the_kind() {
    let read = |body: Json| {
        let body = body.to_string();
        read_event::<ByMember>(body.as_bytes(), KindSource::At("/meta/a~1b")).unwrap().value
    };
    let body = json!({"meta": {"a/b": "any"}});
    assert_eq!(read(body.clone()), ByMember::Any(body));
    let body = json!({"meta": {"a/b": "other"}});
    assert_eq!(read(body.clone()), ByMember::Unknown(body));
    assert_eq!(read(json!([])), ByMember::Any(json!([])));
}

#[test]
fn a_payload_that_does_not_match_its_kind_is_drift() {
    let read = read_event::<ByHeader>(b"[]", KindSource::Header("x-kind", Some(b"count"))).unwrap();
    assert_eq!(read.value, ByHeader::Unknown(json!([])));
    assert_eq!(read.drift.len(), 1, "{:?}", read.drift);
}
