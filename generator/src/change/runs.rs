//! Comparison of two runs: the surfaces of both, what differs, why, and where it stands.

use super::compare::{Cause, Comparison, Refused, locate};
use super::surface::build::Planned;
use super::surface::describe;
use super::surface::whole::Surface;
use crate::diagnostic::positions::Text;
use crate::diagnostic::{Diagnostic, Diagnostics, Homes, Origin, Stopped};
use crate::document::Document;
use crate::input::config::Config;
use crate::stage::workers;
use crate::text::locate::places::Places;
use crate::{Input, Plan, located, locked, resolved};

/// The most documents that are in memory at the same time.
const AT_ONCE: usize = 4;

/// Describes the public API of a client, without emitting it.
///
/// # Errors
///
/// The diagnostics, if one of them is an error.
pub fn surface(input: &Input<'_>) -> Result<Surface, Vec<Diagnostic>> {
    Prepared::of(input)?.plan(input).map(|version| version.surface())
}

/// Describes the versions of one client, in their order. Where an input has no lock, its things
/// keep the names that they have in the version before.
pub fn surfaces(inputs: &[Input<'_>]) -> Vec<Result<Surface, Vec<Diagnostic>>> {
    let mut surfaces = Vec::new();
    let mut lock: Option<String> = None;
    for inputs in inputs.chunks(AT_ONCE) {
        let mut versions = Vec::new();
        for (input, prepared) in inputs.iter().zip(workers::map(inputs, Prepared::of)) {
            let input = Input { lock: input.lock.or(lock.as_deref()), ..*input };
            let version = prepared.and_then(|prepared| prepared.plan(&input));
            lock = version.as_ref().ok().map(|version| version.next_lock(&input)).or(lock);
            versions.push(version);
        }
        let described = workers::map(&versions, |version| {
            version.as_ref().map(Version::surface).map_err(Clone::clone)
        });
        surfaces.extend(described);
    }
    surfaces
}

/// Compares two clients. Where several inputs differ, each change has those as its causes that
/// bring it about one after the other. Where neither has a lock, the new one keeps the names of the
/// old one, as it would have in one repository.
///
/// # Errors
///
/// [`Refused`], if one of the two has errors.
pub fn compare(old: &Input<'_>, new: &Input<'_>) -> Result<Comparison, Refused> {
    compared(None, old, new)
}

/// Compares two clients as [`compare`] does, of which the old one was made by another generator,
/// which described its API with [`surface`]. What the two generators make of the old input has the
/// generator as its cause.
///
/// # Errors
///
/// [`Refused`], if this generator finds errors in one of the two.
pub fn compare_with(
    described: &Surface,
    old: &Input<'_>,
    new: &Input<'_>,
) -> Result<Comparison, Refused> {
    compared(Some(described), old, new)
}

fn compared(
    before: Option<&Surface>,
    old: &Input<'_>,
    new: &Input<'_>,
) -> Result<Comparison, Refused> {
    let mut prepared = workers::map([old, new], Prepared::of).into_iter();
    let mut next = || prepared.next().unwrap_or_else(|| Err(Vec::new()));
    let one = next().and_then(|prepared| prepared.plan(old)).map_err(Refused::Old)?;
    let carried = (old.lock.is_none() && new.lock.is_none()).then(|| one.next_lock(old));
    let carried = carried.as_deref();
    let old = Input { lock: old.lock.or(carried), ..*old };
    let new = Input { lock: new.lock.or(carried), ..*new };
    // The names of the new version wait for those of the old one, the descriptions do not.
    let (first, other) = workers::both(
        || before.cloned().unwrap_or_else(|| one.surface()),
        || {
            let other = next().and_then(|prepared| prepared.plan(&new))?;
            Ok((other.surface(), other.text(new.document)))
        },
    );
    let (other, text) = other.map_err(Refused::New)?;
    let mut steps = steps(&old, &new);
    if before.is_some() {
        steps.insert(0, (Cause::Generator, old));
    }
    let mut comparison = Comparison::of(&first, &other);
    comparison.find_causes(first, &steps, |input| surface(input).ok());
    locate(&mut comparison.entries, &one.text(old.document), &text);
    Ok(comparison)
}

/// Returns the old input with one input after the other replaced by the new one, where they differ.
fn steps<'a>(old: &Input<'a>, new: &Input<'a>) -> Vec<(Cause, Input<'a>)> {
    let mut input = *old;
    let mut steps = Vec::new();
    if old.document != new.document || old.webhooks != new.webhooks || old.files != new.files {
        (input.document, input.source, input.gone) = (new.document, new.source, new.gone);
        (input.webhooks, input.files) = (new.webhooks, new.files);
        steps.push((Cause::Document, input));
    }
    if old.overlay != new.overlay || old.docs != new.docs {
        (input.overlay, input.docs) = (new.overlay, new.docs);
        steps.push((Cause::Overlay, input));
    }
    if old.config != new.config {
        input.config = new.config;
        steps.push((Cause::Configuration, input));
    }
    if old.lock != new.lock {
        input.lock = new.lock;
        steps.push((Cause::Lock, input));
    }
    steps
}

/// A document that is read and resolved: the work that no lock bears on.
struct Prepared {
    config: Config,
    document: Document,
    diagnostics: Diagnostics,
}

/// A version of a client, decided but not yet described.
struct Version {
    plan: Plan,
    /// The places in the document that are known, and the homes of what was moved.
    places: Option<Places>,
    homes: Homes,
}

impl Prepared {
    fn of(input: &Input<'_>) -> Result<Self, Vec<Diagnostic>> {
        let mut diagnostics = Diagnostics::default();
        let prepared =
            Config::parse(input.config.unwrap_or_default(), &mut diagnostics).and_then(|config| {
                let document = resolved(&config, input, &mut diagnostics, &mut |_| ())?;
                Ok((config, document))
            });
        match prepared {
            Ok((config, document)) => Ok(Self { config, document, diagnostics }),
            Err(Stopped) => Err(located(diagnostics, input)),
        }
    }

    fn plan(self, input: &Input<'_>) -> Result<Version, Vec<Diagnostic>> {
        let Self { config, document, mut diagnostics } = self;
        let plan = locked(input, &mut diagnostics)
            .and_then(|lock| Plan::of(&document, &config, lock, &mut diagnostics, &mut |_| ()))
            .and_then(|plan| diagnostics.propagate().map(|()| plan));
        let Ok(plan) = plan else { return Err(located(diagnostics, input)) };
        let (places, homes) = diagnostics.take_places(Origin::Document);
        Ok(Version { plan, places, homes })
    }
}

impl Version {
    /// Returns the public API.
    fn surface(&self) -> Surface {
        let Plan { api, names, layout, package, facts, .. } = &self.plan;
        describe(&Planned { api, names, layout, package, facts })
    }

    /// Returns the text of the lock for the next version.
    fn next_lock(&self, input: &Input<'_>) -> String {
        self.plan.next_lock(input.release).to_string()
    }

    /// Returns the document, with the places that are known.
    fn text(self, text: &str) -> Text<'_> {
        Text { text, places: self.places, homes: self.homes }
    }
}
