use serde_json::json;

use super::page;
use crate::bench::types::Types;

const FLEET: &str = r#"
pub struct Fleet {
    pub name: String,
    pub boats: Vec<Boat>,
    pub flagship: Option<Box<Fleet>>,
    pub colour: Colour,
    pub means: Means,
}

impl Decode for Fleet {
    const REQUIRED: &'static [&'static str] = &["name", "boats", "colour", "means"];

    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
        match name {
            "name" => source.read(&mut self.name),
            "boats" => source.read(&mut self.boats),
            "flagship" => source.read(&mut self.flagship),
            "colour" => source.read(&mut self.colour),
            "means" => source.read(&mut self.means),
            _ => source.skip(),
        }
    }
}

pub struct Boat {
    pub fleet: Fleet,
}

impl Decode for Boat {
    const REQUIRED: &'static [&'static str] = &["fleet"];

    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
        match name {
            "fleet" => source.read(&mut self.fleet),
            _ => source.skip(),
        }
    }
}

pub struct Oar {
    pub length: f64,
}

impl Decode for Oar {
    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
        match name {
            "length" => source.read(&mut self.length),
            _ => source.skip(),
        }
    }
}

open_enum! {
    pub enum Colour { Red = "red", Blue = "blue" }
}

open_union! {
    #[tag = "by"]
    pub enum Means { Oar(Oar) = "oar" | "oars", Sail(Boat) = "sail" }
}
"#;

#[test]
fn a_sample_ends_where_types_come_round_again() {
    let file = syn::parse_file(FLEET).expect("it is Rust");
    let types = Types::of([&file].into_iter()).expect("they are known");
    assert_eq!(types.largest().map(|(name, _)| name), Some("Fleet"));
    let fleet = json!({
        "name": "A text of some fifty characters, as such texts are",
        // A boat needs its fleet, and a fleet its boats: this one has none.
        "boats": [],
        "colour": "red",
        "means": { "by": "oar", "length": 1234.5 },
    });
    assert_eq!(page(&types, "Fleet", 2), json!({ "count": 2, "results": [fleet, fleet] }));
}
