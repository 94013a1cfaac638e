//! Unions (`oneOf`, `anyOf`): one of several types, or any other value that a server sends.
//!
//! A union is always read from a JSON tree, so that its arms can be compared. With a discriminator,
//! its value selects the arm, which is then read tolerantly. Without one, the arms that match
//! without drift compete, and the one that explains the most keys wins. A value that matches no arm
//! is kept whole as `Unknown`.
//!
//! The discriminator is a member of the value itself, or of an object some levels above it.

use std::borrow::Cow;

use serde::ser::{Error as _, Serialize, Serializer};

use crate::runtime::aliases::Json;
use crate::runtime::codec::Slot;
use crate::runtime::codec::drift::{At, Mismatch, Report};

/// Declares a union.
///
/// With `#[tag = "…"]` first, that member of the value selects the arm; with
/// `#[tag("…", up = 1)]`, that member of the object that contains the value. An arm without tag
/// values is tried if no other arm has the value of the tag.
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
                Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
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
            $name, "one of several types", by_tree, encode_union, tolerant_union
        }
    };
}

pub(crate) use open_union;

/// A union; implemented by `open_union!`.
pub(crate) trait Union: Sized {
    /// Offers every arm that may match.
    fn choose(arms: &mut Arms<'_, Self>);

    /// Returns the union for a value that matches no arm.
    fn unknown(value: Json) -> Self;

    /// Writes the value.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

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
    value: &Json,
    at: &At<'_>,
    report: &mut Report,
) -> Result<U, Mismatch> {
    Ok(best_arm(value, at, report))
}

fn best_arm<U: Union>(value: &Json, at: &At<'_>, report: &mut Report) -> U {
    let arms_left = report.arms_left();
    let mut arms = Arms { value, at, tag: None, is_named: false, arms_left, best: None };
    U::choose(&mut arms);
    report.set_arms_left(arms.arms_left);
    match arms.best {
        Some((arm, within)) => {
            report.append(within);
            arm
        }
        None => {
            // In an enclosing union an arm that knows the value is better.
            report.count_unexplained(1);
            U::unknown(value.clone())
        }
    }
}

/// The arms of a union, compared as they are offered.
pub(crate) struct Arms<'a, U> {
    value: &'a Json,
    at: &'a At<'a>,
    /// The tag that selects the arm, from the value or an object around it.
    tag: Option<Cow<'a, str>>,
    /// An arm has the value of the tag.
    is_named: bool,
    arms_left: u32,
    /// The best arm so far, and what was noted while it was read.
    best: Option<(U, Report)>,
}

impl<'a, U> Arms<'a, U> {
    /// Reads the tag: a member of the value, or of the object this many levels above it.
    pub(crate) fn look_for_tag(&mut self, levels: usize, name: &str) {
        let object = if levels == 0 { Some(self.value) } else { self.at.above(levels) };
        self.tag = object.and_then(|object| text(object.get(name)?));
    }

    /// Tries an arm if it has the value of the tag, even with drift.
    pub(crate) fn offer_named<T: Slot>(&mut self, names: &[&str], wrap: fn(T) -> U) {
        if self.tag.as_deref().is_some_and(|tag| names.contains(&tag)) {
            self.is_named = true;
            self.try_arm(wrap, |_| true);
        }
    }

    /// Tries an arm without the value of the tag, if no arm has it, and if this arm has no tag
    /// values or there is no tag.
    pub(crate) fn offer_unnamed<T: Slot>(&mut self, names: &[&str], wrap: fn(T) -> U) {
        if !self.is_named && (names.is_empty() || self.tag.is_none()) {
            self.offer(wrap);
        }
    }

    /// Tries an arm, which must match without drift.
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

/// Returns a tag as text; it may also be a number or a boolean.
fn text(value: &Json) -> Option<Cow<'_, str>> {
    match value {
        Json::String(text) => Some(Cow::Borrowed(text)),
        Json::Number(_) | Json::Bool(_) => Some(Cow::Owned(value.to_string())),
        _ => None,
    }
}

/// Writes an arm with its tag. The arm's own field is kept if it holds another tag of the same arm.
pub(crate) fn encode_tagged<T: Serialize, S: Serializer>(
    arm: &T,
    tag: &str,
    names: &[&str],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut value = serde_json::to_value(arm).map_err(S::Error::custom)?;
    if let (Json::Object(members), Some(name)) = (&mut value, names.first()) {
        let own = members.get(tag).filter(|own| !own.is_null());
        if !own.and_then(text).is_some_and(|own| names.contains(&&*own)) {
            let is_text = own.is_none_or(Json::is_string);
            // A tag that was a number stays a number.
            let parsed = serde_json::from_str(name).ok().filter(|_| !is_text);
            members.insert(tag.to_owned(), parsed.unwrap_or_else(|| Json::from(*name)));
        }
    }
    value.serialize(serializer)
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macros declare public types")]
mod tests;
