//! The arms of a union: which of them may match, which fits best, and reading it.

use serde::Serializer;

use crate::runtime::aliases::Json;
use crate::runtime::codec::Slot;
use crate::runtime::codec::drift::{At, Mark, Mismatch, Part, Report};
use crate::runtime::codec::open_union::tag::Tag;
use crate::runtime::codec::tree::fit::{DEEPEST, Fit};
use crate::runtime::codec::tree::places::Places;
use crate::runtime::codec::tree::{JsonRef, Value};

/// A union; implemented by `open_union!`.
pub(crate) trait Union: Sized {
    /// Offers every arm that may match.
    fn choose(arms: &mut Arms<'_, Self>);

    /// Returns the union for a value that matches no arm.
    fn unknown(value: Json) -> Self;

    /// Writes the value.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// The arms of a union, which are found, compared, and then read.
pub(crate) struct Arms<'a, U> {
    value: JsonRef<'a>,
    at: &'a At<'a>,
    pub(super) report: Report,
    /// The tag that selects the arm, from the value or an object around it.
    tag: Option<JsonRef<'a>>,
    /// An arm has the value of the tag.
    is_named: bool,
    step: Step,
    /// The number of arms that were offered in this step.
    number: usize,
    /// The arms that may match, the best first.
    pub(super) offered: Vec<Offered>,
    /// The outcome of reading an arm.
    read: Option<Result<U, Mismatch>>,
    /// The members that arms have a place for.
    pub(super) places: Places,
}

/// An arm that may match.
#[derive(Clone, Copy)]
pub(super) struct Offered {
    number: usize,
    pub(super) fit: Fit,
}

/// The purpose of offering the arms; each time all are offered, in the same order.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// To find those that may match.
    Find,
    /// To compare the first ones so many levels deep.
    Compare { levels: u8, count: usize },
    /// To read the one of this number.
    Read(usize),
    /// To record the members that the one of this number has a place for, or all have.
    Place(Option<usize>),
}

impl<'a, U: Union> Arms<'a, U> {
    pub(super) fn new(value: JsonRef<'a>, at: &'a At<'a>, report: Report) -> Self {
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
            places: Places::default(),
        }
    }

    pub(super) fn take(&mut self, step: Step) {
        (self.step, self.number) = (step, 0);
        U::choose(self);
    }

    /// Compares the first arms, and drops those that cannot match.
    pub(super) fn compare(&mut self, levels: u8, count: usize) {
        self.take(Step::Compare { levels, count });
        self.offered[..count].sort_by_key(|arm| arm.fit);
        self.offered.retain(|arm| !arm.fit.is_impossible && !arm.fit.is_text_of_other);
    }

    /// Sorts the arms, and returns how many of them are as good as the first.
    pub(super) fn sort(&mut self) -> usize {
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
    pub(super) fn read_best(&mut self, equal: usize) -> Option<U> {
        let mark = self.report.mark();
        let mut best: Option<(U, Part)> = None;
        let mut why = None;
        let mut is_limited = false;
        let mut chosen = 0;
        for index in 0..self.offered.len() {
            let number = self.offered[index].number;
            if best.is_some() && index >= equal {
                break;
            }
            if index > 0 && !self.report.may_reread(self.value.size()) {
                is_limited = true;
                break;
            }
            match self.read(number, mark) {
                Ok((arm, part)) => {
                    if best.as_ref().is_none_or(|(_, best)| part.misfit() < best.misfit()) {
                        (best, chosen) = (Some((arm, part)), number);
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
                self.note_losses(chosen);
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

    /// Reports the members that the chosen arm drops and another one that may match has a field
    /// for: the value is of both types, as `anyOf` allows.
    fn note_losses(&mut self, chosen: usize) {
        // A tag excludes the other arms.
        if self.is_named || self.offered.len() < 2 || !self.value.is_object() {
            return;
        }
        let own = self.places_in(&[chosen]);
        if own.are_complete() {
            return;
        }
        let numbers: Vec<usize> = self.offered.iter().map(|arm| arm.number).collect();
        let all = self.places_in(&numbers);
        for ((name, value), is_lost) in self.value.members().zip(own.lacking(&all)) {
            if is_lost {
                self.report.note_loss(&self.at.name(name), value);
            }
        }
    }

    fn places_in(&mut self, numbers: &[usize]) -> Places {
        self.places = Places::of_members(self.value);
        for number in numbers {
            self.take(Step::Place(Some(*number)));
        }
        std::mem::take(&mut self.places)
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
            self.tag = object.and_then(|object| object.get(name)).filter(|tag| is_scalar(*tag));
        }
    }

    /// Offers an arm if it has the value of the tag.
    pub(crate) fn offer_named<T: Slot>(&mut self, names: &[Tag], wrap: fn(T) -> U) {
        if self.tag.is_some_and(|tag| names.iter().any(|name| name.is(tag))) {
            self.is_named = true;
            self.offer(wrap);
        }
    }

    /// Offers an arm without the value of the tag, if no arm has it, and if this arm has no tag
    /// values or there is no tag.
    pub(crate) fn offer_unnamed<T: Slot>(&mut self, names: &[Tag], wrap: fn(T) -> U) {
        if !self.is_named && (names.is_empty() || self.tag.is_none()) {
            self.offer(wrap);
        }
    }

    /// Offers the arm that is meant by every value of the tag that no arm has, and by none.
    pub(crate) fn offer_default<T: Slot>(&mut self, wrap: fn(T) -> U) {
        if !self.is_named {
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
            Step::Place(wanted) if wanted.is_none_or(|wanted| wanted == number) => {
                T::places(self.value, &mut self.places);
            }
            Step::Read(_) | Step::Place(_) => {}
        }
    }
}

/// Returns whether a value can be a tag.
fn is_scalar(value: JsonRef<'_>) -> bool {
    matches!(
        value.value(),
        Value::Text(_) | Value::Bool(_) | Value::Integer(_) | Value::Unsigned(_) | Value::Float(_)
    )
}
