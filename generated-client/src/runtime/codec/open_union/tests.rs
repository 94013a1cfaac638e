//! Unions: the choice of an arm, and writing.

use serde_json::json;

use crate::runtime::codec::Slot;
use crate::runtime::codec::drift::{At, Report};
use crate::runtime::{Decode, Encode, Sink, Source, codec};

/// Declares a record of optional texts, and required ones, as the emitter would write it.
macro_rules! record {
    ($name:ident { $($required:ident)* ; $($optional:ident)* }) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name { $($required: i64,)* $($optional: Option<String>,)* }
        impl Decode for $name {
            const REQUIRED: &'static [&'static str] = &[$(stringify!($required)),*];
            fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
                match name {
                    $(stringify!($required) => source.read(&mut self.$required),)*
                    $(stringify!($optional) => source.read(&mut self.$optional),)*
                    _ => source.skip(),
                }
            }
        }
        impl Encode for $name {
            fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
                $(sink.put(stringify!($required), &self.$required)?;)*
                $(sink.put(stringify!($optional), &self.$optional)?;)*
                let _ = sink;
                Ok(())
            }
        }
        codec!($name);
    };
}

record!(Cat { ; name purrs });
record!(Dog { id ; name kind });
record!(Fish { ; name purrs fins });

open_union! {
    /// Without discriminator.
    pub enum Animal { Cat(Cat), Dog(Dog), Fish(Fish), Text(String), Items(Vec<i64>) }
}

open_union! {
    #[tag = "kind"]
    /// With one.
    pub enum Pet { Cat(Cat) = "cat", Dog(Dog) = "dog" | "puppy" }
}

fn animal(value: serde_json::Value) -> Animal {
    serde_json::from_value(value).expect("a union reads anything")
}

#[test]
fn the_arm_that_explains_the_most_keys_wins_and_the_first_on_a_tie() {
    assert!(matches!(animal(json!({"name": "a"})), Animal::Cat(_)));
    assert!(matches!(animal(json!({"name": "a", "id": 1, "kind": "x"})), Animal::Dog(_)));
    assert!(matches!(animal(json!({"name": "a", "fins": "2", "x": 1})), Animal::Fish(_)));
    assert!(matches!(animal(json!("text")), Animal::Text(_)));
    assert!(matches!(animal(json!([1, 2])), Animal::Items(_)));
}

#[test]
fn what_fits_no_arm_is_kept_whole() {
    for value in [json!({"name": 5}), json!(true), json!(null), json!([1, "x"])] {
        assert_eq!(animal(value.clone()), Animal::Unknown(value.clone()));
        assert_eq!(serde_json::to_value(animal(value.clone())).expect("writes"), value);
    }
}

#[test]
fn a_discriminator_names_the_arm() {
    let pet = |value| serde_json::from_value::<Pet>(value).expect("a union reads anything");
    assert!(matches!(pet(json!({"kind": "puppy", "id": 1})), Pet::Dog(_)));
    assert!(matches!(pet(json!({"kind": "cat", "name": "a"})), Pet::Cat(_)));
    let without_id = json!({"kind": "dog"});
    assert_eq!(pet(without_id.clone()), Pet::Unknown(without_id));
    let unknown = json!({"kind": "emu"});
    assert_eq!(pet(unknown.clone()), Pet::Unknown(unknown));
}

#[test]
fn the_discriminator_is_written_once() {
    let cat = Pet::Cat(Cat { name: Some("a".into()), purrs: None });
    assert_eq!(serde_json::to_string(&cat).expect("writes"), r#"{"kind":"cat","name":"a"}"#);
    let puppy = Pet::Dog(Dog { id: 1, kind: Some("puppy".into()), name: None });
    assert_eq!(serde_json::to_string(&puppy).expect("writes"), r#"{"id":1,"kind":"puppy"}"#);
}

/// A union that contains itself, with arms that look alike.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Left {
    child: Option<Box<Tree>>,
}
impl Decode for Left {
    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
        match name {
            "child" => source.read(&mut self.child),
            _ => source.skip(),
        }
    }
}
impl Encode for Left {
    fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        sink.put("child", &self.child)
    }
}
codec!(Left);
open_union! {
    /// Two arms of one shape.
    pub enum Tree { A(Left), B(Left), C(Left) }
}

#[test]
fn unions_in_unions_take_bounded_time() {
    let mut value = json!({"surprise": 1});
    for _ in 0..60 {
        value = json!({"child": value, "surprise": 1});
    }
    let tree: Tree = serde_json::from_value(value).expect("a union reads anything");
    assert!(matches!(tree, Tree::A(_) | Tree::Unknown(_)));
}

open_union! {
    #[tag("kind", up = 2)]
    /// Told by the object around the one that holds it.
    pub enum Means { Boat(Cat) = "boat" | "ship", Raft(Fish) = "raft", Log(Dog) }
}

/// `{"kind": …, "held": [{"means": …}]}`, where the kind is three levels above, and `{"kind": …,
/// "held": {"means": …}}`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Around {
    kind: Option<String>,
    held: Option<Held>,
}
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Held {
    means: Option<Means>,
}
macro_rules! fields {
    ($type:ident { $($field:ident)* } $($by:ident $tree:ident)?) => {
        impl Decode for $type {
            fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
                match name {
                    $(stringify!($field) => source.read(&mut self.$field),)*
                    _ => source.skip(),
                }
            }
        }
        impl Encode for $type {
            fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
                $(sink.put(stringify!($field), &self.$field)?;)*
                Ok(())
            }
        }
        codec!($type $($by $tree)?);
    };
}
fields!(Held { means });
fields!(Around { kind held } by tree);

#[test]
fn an_object_around_the_value_names_the_arm_wherever_its_member_stands() {
    let means = |text: &str| {
        let around: Around = serde_json::from_str(text).expect("reads");
        around.held.and_then(|held| held.means).expect("means")
    };
    // By its keys alone it would be the first that fits.
    for text in [
        r#"{"kind": "raft", "held": {"means": {"name": "a"}}}"#,
        r#"{"held": {"means": {"name": "a"}}, "kind": "raft"}"#,
    ] {
        assert!(matches!(means(text), Means::Raft(_)), "{text}");
    }
    assert!(matches!(means(r#"{"kind":"ship","held":{"means":{}}}"#), Means::Boat(_)));
    assert!(matches!(means(r#"{"held":{"means":{"name":"a"}}}"#), Means::Boat(_)));
    assert!(matches!(means(r#"{"kind":"sub","held":{"means":{"name":"a"}}}"#), Means::Unknown(_)));
    // Alone, there is nothing around it.
    let held: Held = serde_json::from_value(json!({"means": {"name": "a"}})).expect("reads");
    assert!(matches!(held.means, Some(Means::Boat(_))));
}

#[test]
fn an_arm_that_is_named_is_read_as_tolerantly_as_anything_else() {
    let mut report = Report::default();
    let value = json!({"kind": "cat", "name": 5, "purrs": {}});
    let pet = Pet::tolerant(&value, &At::ROOT, &mut report).expect("a union reads anything");
    // A text keeps what came as JSON.
    assert_eq!(pet, Pet::Cat(Cat { name: Some("5".into()), purrs: Some("{}".into()) }));
    let places: Vec<&str> = report.drift.iter().map(|drift| drift.pointer.as_str()).collect();
    assert_eq!(places, ["/name", "/purrs"]);
    serde_json::from_value::<Pet>(value).expect_err("the fast path leaves it to the tolerant one");
}

open_union! {
    #[tag = "level"]
    /// Two arms of one name, and a name that is a number.
    pub enum Deck { Upper(Cat) = "1", Lower(Fish) = "1", Hold(Level) = "2" }
}
record!(Level { level ; });

#[test]
fn a_name_may_be_a_number_and_mean_several_arms() {
    let deck = |value| serde_json::from_value::<Deck>(value).expect("a union reads anything");
    assert!(matches!(deck(json!({"level": 1, "name": "a"})), Deck::Upper(_)));
    assert!(matches!(deck(json!({"level": "1", "fins": "a"})), Deck::Lower(_)));
    let hold = deck(json!({"level": 2}));
    assert_eq!(hold, Deck::Hold(Level { level: 2 }));
    assert_eq!(serde_json::to_string(&hold).expect("writes"), r#"{"level":2}"#);
    let wrong = Deck::Hold(Level { level: 7 });
    assert_eq!(serde_json::to_string(&wrong).expect("writes"), r#"{"level":2}"#);
}

#[test]
fn such_an_object_is_refused_on_the_fast_path_where_it_does_not_fit() {
    let error = serde_json::from_str::<Around>(r#"{"kind": 5}"#).expect_err("a number");
    assert_eq!(error.to_string(), "/kind: expected a string, found 5");
}

open_union! {
    /// A union in a union, before the arm that fits.
    pub enum Outer { Animal(Animal), Flag(bool) }
}

#[test]
fn a_union_that_knows_nothing_of_the_value_leaves_it_to_the_arms_behind_it() {
    assert_eq!(serde_json::from_value::<Outer>(json!(true)).expect("reads"), Outer::Flag(true));
}

#[test]
fn the_arm_decides_the_discriminator_not_what_its_field_says() {
    let puppy = Pet::Dog(Dog { id: 1, kind: Some("cat".into()), name: None });
    assert_eq!(serde_json::to_string(&puppy).expect("writes"), r#"{"id":1,"kind":"dog"}"#);
}
