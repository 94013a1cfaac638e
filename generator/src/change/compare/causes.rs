//! Causes: the input whose change brings an entry about, found by changing one after the other.

use super::comparison::Comparison;
use super::entry::{Cause, Entry, Thing};
use crate::change::surface::whole::Surface;
use crate::diagnostic::Diagnostic;

/// The diagnostics of an input that has errors, so that it cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Those of the old input.
    Old(Vec<Diagnostic>),
    /// Those of the new input.
    New(Vec<Diagnostic>),
}

impl Comparison {
    /// Finds the causes of all entries: each step is the old input with one more of its parts
    /// replaced by the new one. Where no part differs, only the generator can.
    pub(crate) fn find_causes<I>(
        &mut self,
        first: Surface,
        steps: &[(Cause, I)],
        describe: impl Fn(&I) -> Option<Surface>,
    ) {
        match steps {
            [] => self.set_cause(Cause::Generator),
            [(only, _)] => self.set_cause(*only),
            _ if self.entries.is_empty() => {}
            several => self.take_causes(&walk(first, several, describe)),
        }
    }

    fn set_cause(&mut self, cause: Cause) {
        self.entries.iter_mut().for_each(|entry| {
            entry.causes.insert(cause);
        });
    }

    /// Takes over causes from the comparisons of steps. What none of them has comes of all of them
    /// together.
    fn take_causes(&mut self, steps: &[(Vec<Cause>, Self)]) {
        for entry in &mut self.entries {
            for (causes, step) in steps {
                if step.entries.iter().any(|other| is_part_of(other, entry)) {
                    entry.causes.extend(causes);
                }
            }
            if entry.causes.is_empty() {
                entry.causes.extend(steps.iter().flat_map(|(causes, _)| causes));
            }
        }
    }
}

/// Returns whether an entry of a step is, or leads to, one of the whole: a name in between may be a
/// third one.
fn is_part_of(step: &Entry, whole: &Entry) -> bool {
    let Thing { old, new } = &step.thing;
    let is_side = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
    step.kind == whole.kind && (is_side(old, &whole.thing.old) || is_side(new, &whole.thing.new))
}

/// Compares step by step. A step that is refused is taken together with the next one: an action of
/// an overlay may have no place in another document.
fn walk<I>(
    first: Surface,
    steps: &[(Cause, I)],
    describe: impl Fn(&I) -> Option<Surface>,
) -> Vec<(Vec<Cause>, Comparison)> {
    let (mut before, mut causes, mut walked) = (first, Vec::new(), Vec::new());
    for (cause, input) in steps {
        causes.push(*cause);
        if let Some(after) = describe(input) {
            walked.push((std::mem::take(&mut causes), Comparison::of(&before, &after)));
            before = after;
        }
    }
    walked
}
