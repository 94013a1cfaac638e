//! Lint: the places where a published document is probably wrong, each with the correction that
//! would mend it.
//!
//! Decides what is suspicious, not what is true: only somebody who knows the API can say. The rules
//! look at the operations that the client is made of, before their texts and examples go:
//!
//! | rule | finds |
//! |---|---|
//! | `examples` | examples that do not fit the types beside them |
//! | `answers` | answers with the schema of their own request; members that only a text speaks of |
//! | `computed` | read-only texts without a format, which a method of the server may compute |
//! | the generator's | arms that nothing tells apart, labels of no value, servers of developers |

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::change::extract::Published;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Stopped};
use crate::document::Document;
use crate::input::config::Config;
use crate::input::lock::Lock;
use crate::input::overlay;
use crate::input::overlay::gone::Places;
use crate::text::pointer::Pointer;
use crate::{Input, lower, shape};

mod action;
mod alternatives;
mod answers;
mod computed;
mod examples;

pub use action::Action;

/// A place of a document that is probably wrong.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The place and the fault.
    pub diagnostic: Diagnostic,
    /// The correction, where one can be proposed.
    pub action: Option<Action>,
}

/// The codes of the generator's own diagnostics that speak of the document's faults.
const OWN: [Code; 3] = [Code::UnionUntagged, Code::EnumDocMismatch, Code::ServerPrivate];

/// Finds the places of a document that are probably wrong, in their order. What the overlay
/// corrects is no finding any more.
///
/// # Errors
///
/// The diagnostics, if the document cannot be read.
pub fn lint(input: &Input<'_>) -> Result<Vec<Finding>, Vec<Diagnostic>> {
    let mut diagnostics = Diagnostics::default();
    match run(input, &mut diagnostics) {
        Ok(findings) => Ok(located(findings, input)),
        Err(Stopped) => Err(crate::located(diagnostics, input)),
    }
}

fn run(input: &Input<'_>, diagnostics: &mut Diagnostics) -> Result<Vec<Finding>, Stopped> {
    let mut published = Published::read(input, diagnostics)?;
    let readable = answers::readable(&published.tree);
    published.keep_selected();
    let Published { tree, config, .. } = published;
    let (mut tree, corrected) = corrected(tree, input.overlay);
    let mut findings = examples::find(&tree);
    findings.extend(answers::find(&tree, &readable));
    findings.extend(computed::find(&tree, &corrected));
    tree.sort_all_objects();
    findings.extend(own(tree, &config));
    Ok(findings)
}

/// Applies the overlay, as far as it is about this document, and returns the schemas that it
/// changes: somebody has looked at them.
fn corrected(tree: Value, text: Option<&str>) -> (Value, BTreeSet<Pointer>) {
    let Some(text) = text else { return (tree, BTreeSet::new()) };
    let mut corrected = tree.clone();
    // The overlay corrects what was extracted; that some action of it finds nothing here is no
    // fault.
    let mut places = Places::lenient();
    let _ = overlay::correct(&mut corrected, text, &mut places, &mut Diagnostics::default());
    let mut changed = BTreeSet::new();
    lower::grammar::walk(&tree, &mut |node, value, at| {
        let at = at.pointer();
        if node == lower::grammar::Node::Schema && corrected.pointer(at.as_str()) != Some(value) {
            changed.insert(at);
        }
        lower::grammar::Descend::Into
    });
    (corrected, changed)
}

/// Returns what the generator itself has to say of the document.
fn own(tree: Value, config: &Config) -> Vec<Finding> {
    let mut diagnostics = Diagnostics::default();
    let unlike = alternatives::unlike(&tree);
    let Ok(lowered) = lower::lower(tree, &mut diagnostics) else { return Vec::new() };
    // Faults of the configuration are told where a client is generated.
    let _ = shape::shape(&Document::read(lowered), config, &Lock::default(), &mut diagnostics);
    let all = diagnostics.into_located(&[]);
    let own = all.into_iter().filter(|one| {
        let tells_itself = one.code == Code::UnionUntagged && unlike.contains(&one.pointer);
        OWN.contains(&one.code) && !tells_itself
    });
    own.map(|diagnostic| Finding { diagnostic, action: None }).collect()
}

/// Returns the findings in the order of their places, with lines and columns.
fn located(mut findings: Vec<Finding>, input: &Input<'_>) -> Vec<Finding> {
    findings.sort_by(|one, other| one.diagnostic.cmp(&other.diagnostic));
    let mut diagnostics = Diagnostics::default();
    for finding in &findings {
        diagnostics.report(finding.diagnostic.clone());
    }
    let mut actions: BTreeMap<(Code, Pointer), Action> = BTreeMap::new();
    for Finding { diagnostic, action } in findings {
        let key = (diagnostic.code, diagnostic.pointer);
        actions.extend(action.map(|action| (key, action)));
    }
    let with_action = |diagnostic: Diagnostic| {
        let action = actions.get(&(diagnostic.code, diagnostic.pointer.clone())).cloned();
        Finding { diagnostic, action }
    };
    crate::located(diagnostics, input).into_iter().map(with_action).collect()
}

#[cfg(test)]
mod tests;
