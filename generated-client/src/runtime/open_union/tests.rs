//! What unions choose, and what they write.

use crate::runtime::{Decode, Encode, Sink, Source, codec};
use serde_json::json;

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
