//! Unions (`oneOf`, `anyOf`): one of several types, or any other value that a server sends.
//!
//! A union is always read from a document in memory, so that its arms can be compared. With a
//! discriminator, its value selects the arm. Without one, the arms are compared by the keys of the
//! value, the kinds of its members and the constants among them, some levels deep ([`Fit`]), which
//! takes time in proportion to the value. Only the best is read, tolerantly; equal ones and worse
//! ones only if it does not match, and only so often that the time stays linear: if there would be
//! more to compare, that is drift. A value that no arm fits is kept whole as `Unknown`. If the
//! chosen arm drops a member that another one has a field for, that is told, too ([`Places`]).
//!
//! The discriminator is a member of the value itself, or of an object some levels above it.

pub(crate) mod arms;
pub(crate) mod probe;
pub(crate) mod tag;

use serde::ser::{Error as _, Serialize, Serializer};

use crate::runtime::aliases::Json;
use crate::runtime::codec::drift::{At, Mismatch, Report};
use crate::runtime::codec::open_union::arms::{Arms, Step, Union};
use crate::runtime::codec::open_union::tag::Tag;
use crate::runtime::codec::tree::JsonRef;
use crate::runtime::codec::tree::fit::Fit;
use crate::runtime::codec::tree::places::Places;

/// Declares a union.
///
/// With `#[tag = "…"]` first, that member of the value selects the arm; with
/// `#[tag("…", up = 1)]`, that member of the object that contains the value. An arm without tag
/// values is tried if no other arm has the value of the tag. Values are texts, integers and flags.
/// With `default = Arm` behind the tag, that arm alone is tried then, and also if there is no tag.
macro_rules! open_union {
    (#[tag = $tag:literal] $(#[$meta:meta])* pub enum $name:ident {
        $($(#[$arm_meta:meta])* $arm:ident($type:ty $(,)?) $(= $first:literal $(| $more:literal)*)?),+ $(,)?
    }) => {
        $crate::runtime::open_union! {
            @union $(#[$meta])* $name { $($(#[$arm_meta])* $arm($type),)+ }
            |arms| {
                arms.look_for_tag(0, $tag);
                $(arms.offer_named($crate::runtime::tags![$($first $(, $more)*)?], Self::$arm);)+
                $(arms.offer_unnamed($crate::runtime::tags![$($first $(, $more)*)?], Self::$arm);)+
            }
            |value, serializer| match value {
                $(Self::$arm(arm) => $crate::runtime::encode_tagged(
                    arm,
                    $tag,
                    $crate::runtime::tags![$($first $(, $more)*)?],
                    serializer,
                ),)+
                Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
            }
        }
    };
    (#[tag($tag:literal, default = $default:ident)] $(#[$meta:meta])* pub enum $name:ident {
        $($(#[$arm_meta:meta])* $arm:ident($type:ty $(,)?) $(= $first:literal $(| $more:literal)*)?),+ $(,)?
    }) => {
        $crate::runtime::open_union! {
            @union $(#[$meta])* $name { $($(#[$arm_meta])* $arm($type),)+ }
            |arms| {
                arms.look_for_tag(0, $tag);
                $(arms.offer_named($crate::runtime::tags![$($first $(, $more)*)?], Self::$arm);)+
                arms.offer_default(Self::$default);
            }
            |value, serializer| match value {
                $(Self::$arm(arm) => $crate::runtime::encode_tagged(
                    arm,
                    $tag,
                    $crate::runtime::tags![$($first $(, $more)*)?],
                    serializer,
                ),)+
                Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
            }
        }
    };
    (#[tag($tag:literal, up = $up:literal, default = $default:ident)] $(#[$meta:meta])* pub enum $name:ident {
        $($(#[$arm_meta:meta])* $arm:ident($type:ty $(,)?) $(= $first:literal $(| $more:literal)*)?),+ $(,)?
    }) => {
        $crate::runtime::open_union! {
            @plain $(#[$meta])* $name { $($(#[$arm_meta])* $arm($type),)+ }
            |arms| {
                arms.look_for_tag($up, $tag);
                $(arms.offer_named($crate::runtime::tags![$($first $(, $more)*)?], Self::$arm);)+
                arms.offer_default(Self::$default);
            }
        }
    };
    (#[tag($tag:literal, up = $up:literal)] $(#[$meta:meta])* pub enum $name:ident {
        $($(#[$arm_meta:meta])* $arm:ident($type:ty $(,)?) $(= $first:literal $(| $more:literal)*)?),+ $(,)?
    }) => {
        $crate::runtime::open_union! {
            @plain $(#[$meta])* $name { $($(#[$arm_meta])* $arm($type),)+ }
            |arms| {
                arms.look_for_tag($up, $tag);
                $(arms.offer_named($crate::runtime::tags![$($first $(, $more)*)?], Self::$arm);)+
                $(arms.offer_unnamed($crate::runtime::tags![$($first $(, $more)*)?], Self::$arm);)+
            }
        }
    };
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$arm_meta:meta])* $arm:ident($type:ty $(,)?)),+ $(,)?
    }) => {
        $crate::runtime::open_union! {
            @plain $(#[$meta])* $name { $($(#[$arm_meta])* $arm($type),)+ }
            |arms| { $(arms.offer(Self::$arm);)+ }
        }
    };
    (@plain $(#[$meta:meta])* $name:ident { $($(#[$arm_meta:meta])* $arm:ident($type:ty),)+ }
    |$arms:ident| $choose:block) => {
        $crate::runtime::open_union! {
            @union $(#[$meta])* $name { $($(#[$arm_meta])* $arm($type),)+ }
            |$arms| $choose
            |value, serializer| match value {
                $(Self::$arm(arm) => ::serde::Serialize::serialize(arm, serializer),)+
                Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
            }
        }
    };
    (@union $(#[$meta:meta])* $name:ident { $($(#[$arm_meta:meta])* $arm:ident($type:ty),)+ }
    |$arms:ident| $choose:block |$value:ident, $serializer:ident| $write:expr) => {
        $(#[$meta])*
        #[allow(clippy::large_enum_variant, reason = "arms are as large as the API's objects")]
        #[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$arm_meta])* $arm($type),)+
            /// A value that matches none of the documented types.
            Unknown($crate::runtime::Json),
        }

        impl ::std::default::Default for $name {
            /// Returns no value: `Unknown(null)`.
            #[inline]
            fn default() -> Self {
                Self::Unknown($crate::runtime::Json::Null)
            }
        }

        impl ::std::convert::From<&$name> for $name {
            /// Clones, so that a call takes a union by reference, too.
            #[inline]
            fn from(value: &$name) -> Self {
                ::std::clone::Clone::clone(value)
            }
        }

        impl $crate::runtime::Union for $name {
            #[inline]
            fn choose($arms: &mut $crate::runtime::Arms<'_, Self>) $choose

            #[inline]
            fn unknown(value: $crate::runtime::Json) -> Self {
                Self::Unknown(value)
            }

            #[inline]
            fn write<S: ::serde::Serializer>(
                &self,
                $serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                let $value = self;
                $write
            }
        }

        $crate::runtime::impl_codec! {
            $name, "one of several types",
            by_tree, encode_union, tolerant_union, fit_of_union, places_of_union
        }
    };
}

pub(crate) use open_union;

/// Makes a union of the values of its arms, where the type of a value tells which arm is meant.
macro_rules! from_arms {
    (enum $name:ident { $($arm:ident $type:tt),+ $(,)? }) => {
        $($crate::runtime::from_arms! { @arm $name $arm $type })+
    };
    (@arm $name:ident $arm:ident (Box<$type:ty $(,)?> $(,)?)) => {
        impl ::std::convert::From<$type> for $name {
            #[inline]
            fn from(value: $type) -> Self {
                Self::$arm(::std::boxed::Box::new(value))
            }
        }
    };
    (@arm $name:ident $arm:ident (Indirect<$type:ty $(,)?> $(,)?)) => {
        impl ::std::convert::From<$type> for $name {
            #[inline]
            fn from(value: $type) -> Self {
                Self::$arm($crate::runtime::Indirect::new(value))
            }
        }
    };
    (@arm $name:ident $arm:ident (String $(,)?)) => {
        $crate::runtime::from_arms! { @plain $name $arm ::std::string::String }

        impl ::std::convert::From<&::std::primitive::str> for $name {
            #[inline]
            fn from(value: &::std::primitive::str) -> Self {
                Self::$arm(::std::convert::Into::into(value))
            }
        }
    };
    (@arm $name:ident $arm:ident ($type:ty $(,)?)) => {
        $crate::runtime::from_arms! { @plain $name $arm $type }
    };
    (@plain $name:ident $arm:ident $type:ty) => {
        impl ::std::convert::From<$type> for $name {
            #[inline]
            fn from(value: $type) -> Self {
                Self::$arm(value)
            }
        }
    };
}

pub(crate) use from_arms;

/// Writes a union.
#[inline]
pub(crate) fn encode_union<S: Serializer, U: Union>(
    value: &U,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.write(serializer)
}

/// Reads a union as the best of its arms.
#[inline]
pub(crate) fn tolerant_union<U: Union>(
    value: JsonRef<'_>,
    at: &At<'_>,
    report: &mut Report,
) -> Result<U, Mismatch> {
    Ok(best_arm(value, at, report))
}

/// Measures the fit of the best arm of a union.
///
/// Of several arms only the keys are compared, so that the time does not multiply in nested unions.
pub(crate) fn fit_of_union<U: Union>(value: JsonRef<'_>, levels: u8) -> Fit {
    if levels == 0 {
        return Fit::EXACT;
    }
    let mut arms = Arms::<U>::new(value, &At::ROOT, Report::new(0));
    arms.take(Step::Find);
    arms.compare(if arms.offered.len() == 1 { levels } else { 1 }, arms.offered.len());
    let unknown = Fit { unexplained: 1, ..Fit::EXACT };
    arms.offered.first().map_or(unknown, |best| best.fit)
}

/// Records the members that any arm of a union has a place for.
pub(crate) fn places_of_union<U: Union>(value: JsonRef<'_>, places: &mut Places) {
    let mut arms = Arms::<U>::new(value, &At::ROOT, Report::new(0));
    arms.take(Step::Find);
    arms.places = std::mem::take(places);
    arms.take(Step::Place(None));
    *places = arms.places;
}

fn best_arm<U: Union>(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) -> U {
    let mut arms = Arms::new(value, at, std::mem::replace(report, Report::new(0)));
    arms.take(Step::Find);
    let equal = arms.sort();
    let best = arms.read_best(equal);
    *report = arms.report;
    best.unwrap_or_else(|| {
        // In an enclosing union an arm that knows the value is better.
        report.count_unexplained(1);
        U::unknown(value.to_json())
    })
}

/// Writes an arm with its tag. The arm's own field is kept if it holds another tag of the same arm.
pub(crate) fn encode_tagged<T: Serialize, S: Serializer>(
    arm: &T,
    tag: &str,
    names: &[Tag],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut value = serde_json::to_value(arm).map_err(S::Error::custom)?;
    if let (Json::Object(members), Some(name)) = (&mut value, names.first()) {
        let own = members.get(tag);
        if !own.is_some_and(|own| names.iter().any(|name| name.is_written(own))) {
            members.insert(tag.to_owned(), name.to_json());
        }
    }
    value.serialize(serializer)
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macros declare public types")]
mod tests;
