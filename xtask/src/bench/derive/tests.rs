use std::collections::BTreeMap;

use super::{derived, manifest};
use crate::bench::types::Types;

const BOATS: &str = r#"
use crate::runtime::{Decode, Encode, codec, open_enum};

pub struct Boat {
    /// Id.
    pub id: i64,
    pub r#type: Option<Kind>,
    pub length: Field<f64>,
    pub owner: Option<String>,
    pub extra: BTreeMap<String, Json>,
}

impl Decode for Boat {
    const REQUIRED: &'static [&'static str] = &["id", "boat-owner"];

    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
        match name {
            "id" => source.read(&mut self.id),
            "type" => source.read(&mut self.r#type),
            "length" => source.read(&mut self.length),
            "boat-owner" => {
                source.read(&mut self.owner)
            }
            _ => source.collect(name, &mut self.extra),
        }
    }
}

impl Encode for Boat {
    fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        sink.put("id", &self.id)?;
        sink.put("type", &self.r#type)?;
        sink.put("length", &self.length)?;
        sink.put_nullable("boat-owner", &self.owner)?;
        sink.put_all(&self.extra)
    }
}

codec!(Boat);

open_enum! {
    pub enum Kind { Sail = "sail", Steam = "steam" }
}
"#;

const DERIVED: &str = r#"use crate::runtime::{Decode, Encode, codec, open_enum};
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Boat {
    /// Id.
    pub id: i64,
    #[serde(default)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<Kind>,
    #[serde(default)]
    #[serde(skip_serializing_if = "crate::runtime::Field::is_absent")]
    pub length: Field<f64>,
    #[serde(rename = "boat-owner")]
    pub owner: Option<String>,
    #[serde(flatten)]
    pub extra: BTreeMap<String, Json>,
}
derived_object!(Boat);
derived_enum! {
    pub enum Kind { Sail = "sail", Steam = "steam" }
}
"#;

#[test]
fn derives_say_what_the_two_impls_said() {
    let parse = |text: &str| syn::parse_file(text).expect("it is Rust");
    let files = BTreeMap::from([
        ("boats.rs".to_owned(), parse(BOATS)),
        ("mod.rs".to_owned(), parse("//! Boats.\nmod boats;")),
    ]);
    let types = Types::of(files.values()).expect("they are known");
    let texts = derived(files, &types).expect("there is a mod.rs");
    assert_eq!(texts["boats.rs"], DERIVED);
    assert!(texts["mod.rs"].contains("#[macro_use]\nmod derived_for_bench;\nmod boats;"));
    parse(&texts["derived_for_bench.rs"]);
}

#[test]
fn the_manifest_switches_derives_on() {
    let with = |serde: &str| manifest(&format!("[dependencies]\nserde = {serde}\n"));
    assert_eq!(
        with("{ version = \"1\", features = [\"std\"] }").expect("it depends on serde"),
        "[dependencies]\nserde = { version = \"1\", features = [\"std\", \"derive\"] }\n"
    );
    assert!(with("\"1\"").expect("it depends on serde").contains("features = [\"derive\"]"));
    assert!(manifest("[dependencies]\n").is_err());
}
