//! Unions (`oneOf`, `anyOf`): one of several types, or any other value that a server sends.
//!
//! A union is always read from a document in memory, so that its arms can be compared. With a
//! discriminator, its value selects the arm. Without one, the arms are compared by the keys of the
//! value, the kinds of its members and the constants among them, some levels deep ([`Fit`]), which
//! takes time in proportion to the value. Only the best is read, tolerantly; equal ones and worse
//! ones only if it does not match, and only so often that the time stays linear: if there would be
//! more to compare, that is drift. A value that no arm fits is kept whole as `Unknown`.
//!
//! The discriminator is a member of the value itself, or of an object some levels above it.

pub(crate) mod probe;

use std::borrow::Cow;

use serde::ser::{Error as _, Serialize, Serializer};

use crate::runtime::aliases::Json;
use crate::runtime::codec::Slot;
use crate::runtime::codec::drift::{At, Mark, Mismatch, Part, Report};
use crate::runtime::codec::tree::fit::{DEEPEST, Fit};
use crate::runtime::codec::tree::{JsonRef, Value};

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
            $name, "one of several types",
            by_tree, encode_union, tolerant_union, fit_of_union
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

/// The arms of a union, which are found, compared, and then read.
pub(crate) struct Arms<'a, U> {
    value: JsonRef<'a>,
    at: &'a At<'a>,
    report: Report,
    /// The tag that selects the arm, from the value or an object around it.
    tag: Option<Cow<'a, str>>,
    /// An arm has the value of the tag.
    is_named: bool,
    step: Step,
    /// The number of arms that were offered in this step.
    number: usize,
    /// The arms that may match, the best first.
    offered: Vec<Offered>,
    /// The outcome of reading an arm.
    read: Option<Result<U, Mismatch>>,
}

/// An arm that may match.
#[derive(Clone, Copy)]
struct Offered {
    number: usize,
    fit: Fit,
}

/// The purpose of offering the arms; each time all are offered, in the same order.
#[derive(Clone, Copy)]
enum Step {
    /// To find those that may match.
    Find,
    /// To compare the first ones so many levels deep.
    Compare { levels: u8, count: usize },
    /// To read the one of this number.
    Read(usize),
}

impl<'a, U: Union> Arms<'a, U> {
    fn new(value: JsonRef<'a>, at: &'a At<'a>, report: Report) -> Self {
        Arms {
            value,
            at,
            report,
            tag: None,
            is_named: false,
            step: Step::Find,
            number: 0,
            offered: Vec::new(),
            read: None,
        }
    }

    fn take(&mut self, step: Step) {
        (self.step, self.number) = (step, 0);
        U::choose(self);
    }

    /// Compares the first arms, and drops those that cannot match.
    fn compare(&mut self, levels: u8, count: usize) {
        self.take(Step::Compare { levels, count });
        self.offered[..count].sort_by_key(|arm| arm.fit);
        self.offered.retain(|arm| !arm.fit.is_impossible && !arm.fit.is_text_of_other);
    }

    /// Sorts the arms, and returns how many of them are as good as the first.
    fn sort(&mut self) -> usize {
        // A tag that selects one arm needs no comparison.
        if self.is_named && self.offered.len() == 1 {
            return 1;
        }
        let mut equal = self.offered.len();
        for levels in 1..=DEEPEST {
            self.compare(levels, equal);
            let best = self.offered.first().map(|best| best.fit);
            let is_best = |arm: &&Offered| Some(arm.fit) == best;
            equal = self.offered.iter().take(equal).take_while(is_best).count();
            if equal < 2 {
                break;
            }
        }
        equal
    }

    /// Reads the best arm. Others are read if it does not match, which is drift if there are too
    /// many of them.
    fn read_best(&mut self, equal: usize) -> Option<U> {
        let mark = self.report.mark();
        let mut best: Option<(U, Part)> = None;
        let mut why = None;
        let mut is_limited = false;
        for (index, arm) in std::mem::take(&mut self.offered).into_iter().enumerate() {
            if best.is_some() && index >= equal {
                break;
            }
            if index > 0 && !self.report.may_reread(self.value.size()) {
                is_limited = true;
                break;
            }
            match self.read(arm.number, mark) {
                Ok((arm, part)) => {
                    if best.as_ref().is_none_or(|(_, best)| part.misfit() < best.misfit()) {
                        best = Some((arm, part));
                    }
                    if best.as_ref().is_some_and(|(_, best)| best.misfit() == (0, 0)) {
                        break;
                    }
                }
                Err(mismatch) => drop(why.get_or_insert(mismatch)),
            }
        }
        if is_limited {
            self.report.note(self.at, "a value that only one of its types matches", self.value);
        }
        match (best, why) {
            (Some((arm, part)), _) => {
                self.report.append(part);
                Some(arm)
            }
            (None, why) => {
                // Its tag or its keys are those of an arm, but it does not match.
                if let Some(why) = why {
                    self.report.drop_since(mark, self.at, self.value, &why);
                }
                None
            }
        }
    }

    /// Reads one arm, and removes its report.
    fn read(&mut self, number: usize, mark: Mark) -> Result<(U, Part), Mismatch> {
        self.take(Step::Read(number));
        let part = self.report.take_since(mark);
        let missing = || self.at.missing("one of several types");
        self.read.take().ok_or_else(missing)?.map(|arm| (arm, part))
    }
}

impl<U> Arms<'_, U> {
    /// Reads the tag: a member of the value, or of the object this many levels above it.
    pub(crate) fn look_for_tag(&mut self, levels: usize, name: &str) {
        if matches!(self.step, Step::Find) {
            let object = if levels == 0 { Some(self.value) } else { self.at.above(levels) };
            self.tag = object.and_then(|object| tag(object.get(name)?));
        }
    }

    /// Offers an arm if it has the value of the tag.
    pub(crate) fn offer_named<T: Slot>(&mut self, names: &[&str], wrap: fn(T) -> U) {
        if self.tag.as_deref().is_some_and(|tag| names.contains(&tag)) {
            self.is_named = true;
            self.offer(wrap);
        }
    }

    /// Offers an arm without the value of the tag, if no arm has it, and if this arm has no tag
    /// values or there is no tag.
    pub(crate) fn offer_unnamed<T: Slot>(&mut self, names: &[&str], wrap: fn(T) -> U) {
        if !self.is_named && (names.is_empty() || self.tag.is_none()) {
            self.offer(wrap);
        }
    }

    /// Offers an arm.
    pub(crate) fn offer<T: Slot>(&mut self, wrap: fn(T) -> U) {
        let number = self.number;
        self.number += 1;
        match self.step {
            Step::Find => self.offered.push(Offered { number, fit: Fit::EXACT }),
            Step::Compare { levels, count } => {
                let compared = &mut self.offered[..count];
                if let Some(arm) = compared.iter_mut().find(|arm| arm.number == number) {
                    arm.fit = T::fit(self.value, levels);
                }
            }
            Step::Read(wanted) if wanted == number => {
                let arm = T::tolerant(self.value, self.at, &mut self.report);
                self.read = Some(arm.map(wrap));
            }
            Step::Read(_) => {}
        }
    }
}

/// Returns a tag as text; it may also be a number or a boolean.
fn tag(value: JsonRef<'_>) -> Option<Cow<'_, str>> {
    match value.value() {
        Value::Text(text) => Some(Cow::Borrowed(text)),
        Value::Bool(_) | Value::Integer(_) | Value::Unsigned(_) | Value::Float(_) => {
            Some(Cow::Owned(value.scalar().to_string()))
        }
        _ => None,
    }
}

/// Returns a tag as text, like [`tag`].
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
