//! Unions (`oneOf`, `anyOf`): one type of several, or whatever a server sends beside them.
//!
//! A union is always read from a JSON tree, so that its arms can be compared. With a discriminator its value names the arm, which
//! is then read as tolerantly as anything else; without one the arm wins that explains the most keys of those that the value
//! reads as without any drift. A value that fits none is `Unknown`, and nothing of it is lost.
//!
//! The discriminator is a member of the value, or one of an object around it, so many levels up.

use super::Json;
use super::codec::{At, Report, Slot};
use serde::ser::{Error as _, Serialize, Serializer};
use std::borrow::Cow;

/// Declares a union; with `#[tag = "…"]` first, one whose arm is named by that member of the object; with `#[tag("…", up = 1)]`
/// one whose arm is named by that member of the object which the value itself is a member of. Arms that no value names are for
/// all values that name none.
#[allow(unused_macros, reason = "an API may have none")]
macro_rules! open_union {
    (#[tag = $tag:literal] $(#[$meta:meta])* pub enum $name:ident {
        $($(#[$arm_meta:meta])* $arm:ident($type:ty $(,)?) $(= $first:literal $(| $more:literal)*)?),+ $(,)?
    }) => {
        $crate::runtime::open_union! {
            @union $(#[$meta])* $name { $($(#[$arm_meta])* $arm($type),)+ }
            |arms| {
                arms.look_for_tag(0, $tag);
                $(arms.offer_named(&[$($first $(, $more)*)?], Self::$arm);)+
                $(arms.offer_unnamed(&[$($first $(, $more)*)?], Self::$arm);)+
            }
            |value, serializer| match value {
                $(Self::$arm(arm) => $crate::runtime::encode_tagged(
                    arm,
                    $tag,
                    &[$($first $(, $more)*)?],
                    serializer,
                ),)+
                Self::Unknown(value) => serde::Serialize::serialize(value, serializer),
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
                $(arms.offer_named(&[$($first $(, $more)*)?], Self::$arm);)+
                $(arms.offer_unnamed(&[$($first $(, $more)*)?], Self::$arm);)+
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
                $(Self::$arm(arm) => serde::Serialize::serialize(arm, serializer),)+
                Self::Unknown(value) => serde::Serialize::serialize(value, serializer),
            }
        }
    };
    (@union $(#[$meta:meta])* $name:ident { $($(#[$arm_meta:meta])* $arm:ident($type:ty),)+ }
    |$arms:ident| $choose:block |$value:ident, $serializer:ident| $write:expr) => {
        $crate::runtime::union_type! { $(#[$meta])* $name { $($(#[$arm_meta])* $arm($type),)+ } }

        impl serde::Serialize for $name {
            #[inline]
            fn serialize<S: serde::Serializer>(
                &self,
                $serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                let $value = self;
                $write
            }
        }

        impl $crate::runtime::Union for $name {
            #[inline]
            fn choose($arms: &mut $crate::runtime::Arms<'_, Self>) $choose

            #[inline]
            fn unknown(value: $crate::runtime::Json) -> Self {
                Self::Unknown(value)
            }
        }
    };
}

/// The part that all kinds of unions share: the enum, its default and how it is read.
#[allow(unused_macros, reason = "an API may have none")]
macro_rules! union_type {
    ($(#[$meta:meta])* $name:ident { $($(#[$arm_meta:meta])* $arm:ident($type:ty $(,)?),)+ }) => {
        $(#[$meta])*
        #[allow(clippy::large_enum_variant, reason = "arms are as large as the API's objects")]
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$arm_meta])* $arm($type),)+
            /// A value that fits none of the documented types.
            Unknown($crate::runtime::Json),
        }

        impl Default for $name {
            /// No value: `Unknown(null)`.
            #[inline]
            fn default() -> Self {
                Self::Unknown($crate::runtime::Json::Null)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                $crate::runtime::by_tree(deserializer)
            }
        }

        impl $crate::runtime::Slot for $name {
            const EXPECTED: &'static str = "one of several types";

            #[inline]
            fn tolerant(
                value: &$crate::runtime::Json,
                at: &$crate::runtime::At<'_>,
                report: &mut $crate::runtime::Report,
            ) -> std::result::Result<Self, $crate::runtime::Mismatch> {
                Ok($crate::runtime::decode_union(value, at, report))
            }
        }
    };
}

pub(crate) use {open_union, union_type};

/// What `open_union!` writes for a union.
pub(crate) trait Union: Sized {
    /// Offers every arm that may fit.
    fn choose(arms: &mut Arms<'_, Self>);

    /// The value that fits no arm.
    fn unknown(value: Json) -> Self;
}

/// Reads a union: the best of its arms.
pub(crate) fn decode_union<U: Union>(value: &Json, at: &At<'_>, report: &mut Report) -> U {
    let arms_left = report.arms_left();
    let mut arms = Arms { value, at, tag: None, is_named: false, arms_left, best: None };
    U::choose(&mut arms);
    report.set_arms_left(arms.arms_left);
    match arms.best {
        Some((arm, within)) => {
            report.take_in(within);
            arm
        }
        None => {
            // Within a union the arm that knows the value is better.
            report.count_unexplained(1);
            U::unknown(value.clone())
        }
    }
}

/// The arms of a union, compared as they are offered.
pub(crate) struct Arms<'a, U> {
    value: &'a Json,
    at: &'a At<'a>,
    /// What the value, or something around it, says about the arm.
    tag: Option<Cow<'a, str>>,
    /// Whether the tag names an arm.
    is_named: bool,
    arms_left: u32,
    /// The best arm so far, and what was noted while it was read.
    best: Option<(U, Report)>,
}

impl<'a, U> Arms<'a, U> {
    /// Finds out what names the arm: a member of the value, or of an object so many levels above it.
    pub(crate) fn look_for_tag(&mut self, levels: usize, name: &str) {
        let object = if levels == 0 { Some(self.value) } else { self.at.above(levels) };
        self.tag = object.and_then(|object| text(object.get(name)?));
    }

    /// Takes an arm that the tag names, whatever of it does not fit, if it fits better than those before it.
    pub(crate) fn offer_named<T: Slot>(&mut self, names: &[&str], wrap: fn(T) -> U) {
        if self.tag.as_deref().is_some_and(|tag| names.contains(&tag)) {
            self.is_named = true;
            self.try_arm(wrap, |_| true);
        }
    }

    /// Takes an arm that the tag does not name, if it names none and this has no names, or if there is no tag.
    pub(crate) fn offer_unnamed<T: Slot>(&mut self, names: &[&str], wrap: fn(T) -> U) {
        if !self.is_named && (names.is_empty() || self.tag.is_none()) {
            self.offer(wrap);
        }
    }

    /// Takes an arm that the value fits exactly, if it fits better than those before it.
    pub(crate) fn offer<T: Slot>(&mut self, wrap: fn(T) -> U) {
        self.try_arm(wrap, Report::is_exact);
    }

    fn try_arm<T: Slot>(&mut self, wrap: fn(T) -> U, is_good: fn(&Report) -> bool) {
        let perfect = self.best.as_ref().is_some_and(|(_, best)| best.misfit() == (0, 0));
        if self.arms_left == 0 || perfect {
            return;
        }
        let mut report = Report::with_arms_left(self.arms_left - 1);
        let arm = T::tolerant(self.value, self.at, &mut report);
        self.arms_left = report.arms_left();
        if let Ok(arm) = arm
            && is_good(&report)
            && self.best.as_ref().is_none_or(|(_, best)| report.misfit() < best.misfit())
        {
            self.best = Some((wrap(arm), report));
        }
    }
}

/// What names an arm, as text: a discriminator may be a number or a boolean.
fn text(value: &Json) -> Option<Cow<'_, str>> {
    match value {
        Json::String(text) => Some(Cow::Borrowed(text)),
        Json::Number(_) | Json::Bool(_) => Some(Cow::Owned(value.to_string())),
        _ => None,
    }
}

/// Writes an arm with the member that names it. The arm's own field for that is kept where it says another name of the same arm.
pub(crate) fn encode_tagged<T: Serialize, S: Serializer>(
    arm: &T,
    tag: &str,
    names: &[&str],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut value = serde_json::to_value(arm).map_err(S::Error::custom)?;
    if let (Json::Object(members), Some(name)) = (&mut value, names.first()) {
        let said = members.get(tag).filter(|said| !said.is_null());
        if !said.and_then(text).is_some_and(|said| names.contains(&&*said)) {
            let is_text = said.is_none_or(Json::is_string);
            // A number is written as one.
            let parsed = serde_json::from_str(name).ok().filter(|_| !is_text);
            members.insert(tag.to_owned(), parsed.unwrap_or_else(|| Json::from(*name)));
        }
    }
    value.serialize(serializer)
}

#[cfg(test)]
#[allow(unreachable_pub, reason = "the macros declare public types")]
mod tests;
