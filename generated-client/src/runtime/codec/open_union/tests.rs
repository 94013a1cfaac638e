//! Unions: the choice of an arm, and writing.

use std::collections::BTreeMap;

use serde_json::json;

use crate::runtime::codec::Slot;
use crate::runtime::codec::drift::{At, Report};
use crate::runtime::codec::tree::build::Builder;
use crate::runtime::{Decode, Encode, Sink, Source, codec, open_enum};

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

/// Reads a value tolerantly, and returns its drift.
fn tolerantly<T: Slot>(value: &serde_json::Value) -> (T, Vec<String>) {
    let tree = Builder::read(value).expect("a document");
    let mut report = Report::new(tree.size());
    let read = T::tolerant(tree.root(), &At::ROOT, &mut report).expect("reads");
    (read, report.into_drift().0.iter().map(ToString::to_string).collect())
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
    for value in [json!(true), json!(null), json!([1, "x"]), json!(1.5)] {
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
    let (unknown, drift) = tolerantly::<Pet>(&without_id);
    assert_eq!(unknown, Pet::Unknown(without_id));
    assert_eq!(drift, ["the body: expected an integer at /id, found an object {\"kind\":\"dog\"}"]);
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
fn a_choice_that_would_take_too_long_is_drift() {
    let mut value = json!({"surprise": 1});
    for _ in 0..60 {
        value = json!({"child": value, "surprise": 1});
    }
    let (tree, drift) = tolerantly::<Tree>(&value);
    assert!(matches!(tree, Tree::A(_)));
    assert!(drift[0].contains("only one of its types matches"), "{drift:?}");
    serde_json::from_value::<Tree>(value).expect_err("drift");
    // Without surprises the first arm is as good as the others.
    let mut value = json!({});
    for _ in 0..60 {
        value = json!({"child": value});
    }
    assert!(matches!(serde_json::from_value(value).expect("reads"), Tree::A(_)));
}

record!(Named { ; });
open_union! {
    /// The second has fewer fields.
    pub enum Fields { Named(Named), Numbered(Deep) }
}
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deep {
    x: Option<i64>,
    y: Option<Box<Deep>>,
}
fields!(Deep { x y });

#[test]
fn an_arm_with_a_wrong_optional_field_is_better_than_one_that_drops_the_key() {
    let (fields, drift) = tolerantly::<Fields>(&json!({"x": "no number"}));
    assert_eq!(fields, Fields::Numbered(Deep::default()));
    assert_eq!(drift, [r#"/x: expected an integer, found "no number""#]);
}

record!(Seven { seven ; });
macro_rules! nest {
    ($($name:ident($inner:ty))*) => { $(
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name { nest: $inner }
        impl Decode for $name {
            const REQUIRED: &'static [&'static str] = &["nest"];
            fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
                match name {
                    "nest" => source.read(&mut self.nest),
                    _ => source.skip(),
                }
            }
        }
        impl Encode for $name {
            fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
                sink.put("nest", &self.nest)
            }
        }
        codec!($name);
    )* };
}
nest! {
    Int1(i64) Int2(Int1) Int3(Int2) Int4(Int3) Int5(Int4) Int6(Int5)
    Bool1(bool) Bool2(Bool1) Bool3(Bool2) Bool4(Bool3) Bool5(Bool4) Bool6(Bool5)
}
open_union! {
    /// Told apart six levels down.
    pub enum Far { Int(Int6), Bool(Bool6), Seven(Seven) }
}

#[test]
fn arms_that_differ_far_down_are_told_apart_by_reading_them() {
    let far = |inner| json!({"nest": {"nest": {"nest": {"nest": {"nest": {"nest": inner}}}}}});
    assert!(matches!(serde_json::from_value(far(json!(1))).expect("reads"), Far::Int(_)));
    assert!(matches!(serde_json::from_value(far(json!(true))).expect("reads"), Far::Bool(_)));
    let (neither, drift) = tolerantly::<Far>(&far(json!("x")));
    assert_eq!(neither, Far::Unknown(far(json!("x"))));
    assert_eq!(drift.len(), 1, "{drift:?}");
}

open_enum! {
    /// A constant.
    pub enum One { One = "one" }
}
open_enum! {
    /// Another.
    pub enum Two { Two = "two" }
}
#[derive(Clone, Debug, Default, PartialEq)]
pub struct First {
    kind: Option<One>,
    a: Option<i64>,
    b: Option<i64>,
}
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Second {
    kind: Option<Two>,
    a: Option<i64>,
}
fields!(First { kind a b });
fields!(Second { kind a });
open_union! {
    /// Told apart by a constant.
    pub enum Constant { First(First), Second(Second) }
}

#[test]
fn a_constant_outweighs_keys() {
    assert_eq!((One::VARIANTS.len(), Two::VARIANTS.len()), (1, 1));
    let value = json!({"kind": "two", "a": 1, "b": 2});
    assert!(matches!(serde_json::from_value(value).expect("reads"), Constant::Second(_)));
}

open_union! {
    /// Any JSON, as documents describe it.
    pub enum Any { Text(String), Number(f64), Flag(bool), Items(Vec<Any>), Object(BTreeMap<String, Any>) }
}

#[test]
fn many_untagged_values_are_all_read() {
    let items: Vec<_> = (0..50_000).map(|n| json!([n, "x", {"y": true}])).collect();
    let any: Any = serde_json::from_value(items.into()).expect("reads");
    let Any::Items(items) = &any else { panic!("an array") };
    assert!(items.iter().all(|item| matches!(item, Any::Items(inner) if inner.len() == 3)));
    let Any::Items(last) = &items[49_999] else { panic!("an array") };
    assert!(matches!(&last[2], Any::Object(object) if object["y"] == Any::Flag(true)));
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
    let value = json!({"kind": "cat", "name": 5, "purrs": {}});
    let (pet, drift) = tolerantly::<Pet>(&value);
    // A text keeps what came as JSON.
    assert_eq!(pet, Pet::Cat(Cat { name: Some("5".into()), purrs: Some("{}".into()) }));
    assert_eq!(drift.len(), 2);
    assert!(drift[0].starts_with("/name: ") && drift[1].starts_with("/purrs: "), "{drift:?}");
    serde_json::from_value::<Pet>(value).expect_err("the fast path leaves it to the tolerant one");
}

open_union! {
    #[tag = "level"]
    /// Two arms of one name, and a name that is a number.
    pub enum Deck { Upper(Cat) = 1, Lower(Fish) = 1, Hold(Level) = 2, Flag(Dog) = true }
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

mod fuzz;
mod losses;
