//! The documentation of a field or a parameter: limits, the default, the text.

use std::collections::BTreeMap;

use crate::change::compare::entry::Entry;
use crate::change::compare::kind::{Kind, WireClass};
use crate::change::surface::items::{Limit, LimitBound, MemberItem};

/// The names of a member in the texts of entries.
pub(super) struct Subject {
    pub http: String,
    pub rust: String,
    /// A request sends it.
    pub sent: bool,
}

/// Returns the entries on what stands in the documentation of a member.
pub(super) fn docs(
    old: &MemberItem,
    new: &MemberItem,
    subject: &Subject,
    about: &dyn Fn(Kind) -> Entry,
) -> Vec<Entry> {
    let mut entries = limits(old, new, subject, about);
    let documented = |entry: Entry| entry.rust(format!("the documentation of {}", subject.rust));
    if old.default != new.default {
        let shown = |default: &Option<String>| match default {
            Some(default) => format!("`{default}`"),
            None => "none".to_owned(),
        };
        let (one, other) = (shown(&old.default), shown(&new.default));
        entries.push(
            documented(about(Kind::DefaultChanged))
                .http(format!("the default of {} is {other}, and was {one}", subject.http))
                .wire(if subject.sent { WireClass::Compatible } else { WireClass::None }),
        );
    }
    if old.words != new.words {
        entries.push(
            documented(about(Kind::DocsChanged))
                .http(format!("the text on {} is another", subject.http)),
        );
    }
    entries
}

/// The way in which a limit moved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Move {
    Tighter,
    Looser,
    Elsewhere,
}

/// Returns one entry for the limits of a member that became tighter, one for those that became
/// looser, one for the others.
fn limits(
    old: &MemberItem,
    new: &MemberItem,
    subject: &Subject,
    about: &dyn Fn(Kind) -> Entry,
) -> Vec<Entry> {
    let by_rule = |limits: &[Limit]| -> BTreeMap<String, LimitBound> {
        limits.iter().map(|limit| (limit.rule.clone(), limit.bound.clone())).collect()
    };
    let (old, new) = (by_rule(&old.limits), by_rule(&new.limits));
    let mut moves: Vec<(Move, String)> = Vec::new();
    for (rule, bound) in &old {
        match new.get(rule) {
            Some(other) if other == bound => {}
            Some(other) => {
                moves.push((
                    moved(bound, other),
                    format!("{rule}: {}, was {}", shown(other), shown(bound)),
                ));
            }
            None => moves.push((Move::Looser, format!("{rule}: none, was {}", shown(bound)))),
        }
    }
    for (rule, bound) in new.iter().filter(|(rule, _)| !old.contains_key(*rule)) {
        moves.push((Move::Tighter, format!("{rule}: {}, was none", shown(bound))));
    }
    let entry = |(kind, way): (Kind, Move)| {
        let of = moves.iter().filter(|(one, _)| *one == way).map(|(_, text)| text.as_str());
        let texts: Vec<&str> = of.collect();
        let wire = match way {
            _ if !subject.sent => WireClass::None,
            Move::Looser => WireClass::Compatible,
            Move::Tighter | Move::Elsewhere => WireClass::Incompatible,
        };
        (!texts.is_empty()).then(|| {
            about(kind)
                .http(format!("{}: {}", subject.http, texts.join("; ")))
                .rust(format!("the documentation of {}", subject.rust))
                .wire(wire)
        })
    };
    let kinds = [
        (Kind::LimitTightened, Move::Tighter),
        (Kind::LimitLoosened, Move::Looser),
        (Kind::LimitChanged, Move::Elsewhere),
    ];
    kinds.into_iter().filter_map(entry).collect()
}

fn moved(old: &LimitBound, new: &LimitBound) -> Move {
    let is_tighter = match (old, new) {
        (LimitBound::AtLeast(one, open), LimitBound::AtLeast(other, other_open)) => {
            other > one || other == one && other_open > open
        }
        (LimitBound::AtMost(one, open), LimitBound::AtMost(other, other_open)) => {
            other < one || other == one && other_open > open
        }
        _ => return Move::Elsewhere,
    };
    if is_tighter { Move::Tighter } else { Move::Looser }
}

fn shown(bound: &LimitBound) -> String {
    match bound {
        LimitBound::AtLeast(value, false) => format!("at least {value}"),
        LimitBound::AtLeast(value, true) => format!("more than {value}"),
        LimitBound::AtMost(value, false) => format!("at most {value}"),
        LimitBound::AtMost(value, true) => format!("less than {value}"),
        LimitBound::Is(text) => format!("`{text}`"),
    }
}
