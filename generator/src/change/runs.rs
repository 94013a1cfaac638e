//! Comparison of two runs: the surfaces of both, what differs, why, and where it stands.

use super::compare::{Cause, Comparison, Refused, Text, locate};
use super::surface::build::Planned;
use super::surface::describe;
use super::surface::whole::Surface;
use crate::diagnostic::{Diagnostic, Diagnostics, Origin};
use crate::input::config::Config;
use crate::output::print;
use crate::{Input, Plan, located, plan};

/// Describes the public API of a client, without emitting it.
///
/// # Errors
///
/// The diagnostics, if one of them is an error.
pub fn surface(input: &Input<'_>) -> Result<Surface, Vec<Diagnostic>> {
    described(input).map(|(surface, _)| surface)
}

/// Compares two clients. Where several inputs differ, each change has those as its causes that
/// bring it about one after the other.
///
/// # Errors
///
/// [`Refused`], if one of the two has errors.
pub fn compare(old: &Input<'_>, new: &Input<'_>) -> Result<Comparison, Refused> {
    let [(one, old_text), (other, new_text)] = both(old, new)?;
    let mut comparison = Comparison::of(&one, &other);
    let steps = steps(old, new);
    comparison.find_causes(one, &steps, |input| surface(input).ok());
    locate(&mut comparison.entries, &old_text, &new_text);
    Ok(comparison)
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
    let [(_, old_text), (other, new_text)] = both(old, new)?;
    let mut comparison = Comparison::of(described, &other);
    let mut steps = steps(old, new);
    steps.insert(0, (Cause::Generator, *old));
    comparison.find_causes(described.clone(), &steps, |input| surface(input).ok());
    locate(&mut comparison.entries, &old_text, &new_text);
    Ok(comparison)
}

/// Describes both clients at once.
fn both<'a>(old: &Input<'a>, new: &Input<'a>) -> Result<[(Surface, Text<'a>); 2], Refused> {
    let mut described = print::workers::map(&[old, new], |input| described(input)).into_iter();
    let mut next = || described.next().unwrap_or_else(|| Err(Vec::new()));
    Ok([next().map_err(Refused::Old)?, next().map_err(Refused::New)?])
}

/// Returns the old input with one input after the other replaced by the new one, where they differ.
fn steps<'a>(old: &Input<'a>, new: &Input<'a>) -> Vec<(Cause, Input<'a>)> {
    let mut input = *old;
    let mut steps = Vec::new();
    if old.document != new.document {
        (input.document, input.source) = (new.document, new.source);
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

/// Describes a client, with what is known of the places in its document.
fn described<'a>(input: &Input<'a>) -> Result<(Surface, Text<'a>), Vec<Diagnostic>> {
    let mut diagnostics = Diagnostics::default();
    let plan = Config::parse(input.config.unwrap_or_default(), &mut diagnostics)
        .and_then(|config| plan(&config, input, &mut diagnostics, &mut |_| ()))
        .and_then(|plan| diagnostics.propagate().map(|()| plan));
    let Ok(Plan { api, names, layout, package, facts, .. }) = plan else {
        return Err(located(diagnostics, input));
    };
    let surface = describe(&Planned {
        api: &api,
        names: &names,
        layout: &layout,
        package: &package,
        facts: &facts,
    });
    let (places, moved) = diagnostics.take_places(Origin::Document);
    Ok((surface, Text { text: input.document, places, moved }))
}
