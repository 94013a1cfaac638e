//! Changes of the vendor's document, in the folder that `CEKURA_SPECS` names: all of its calls and
//! types, without prose.

use cekura_codegen::compare::Verdict;
use cekura_codegen::{Extracted, Input, Prose, extract};
use cekura_tests::specs::version;

use super::change::{Change, State};
use super::faults;

/// Of a key that is given twice, the last counts.
const LAST: &str = "[document]\nduplicate-keys = \"last\"\n";

/// The changes, each with its verdict.
const CHANGES: [(&str, &str, Verdict); 8] = [
    ("v012", "v036", Verdict::Breaking),
    ("v036", "v037", Verdict::Breaking),
    ("v063", "v143", Verdict::Breaking),
    ("v122", "v123", Verdict::None),
    ("v138", "v139", Verdict::Additive),
    ("v143", "v243", Verdict::Breaking),
    ("v158", "v159", Verdict::None),
    ("v219", "v220", Verdict::None),
];

#[test]
#[ignore = "compiles sixteen clients of whole documents, for minutes"]
fn changes_of_the_vendors_document_are_what_comparisons_say() {
    let mut wrong = Vec::new();
    for (old, new, verdict) in CHANGES {
        let Some(change) = change(old, new) else { return };
        let found = change.from(State::Old).verdict();
        if found != verdict {
            wrong.push(format!("{old} to {new} is {found}, not {verdict}"));
        }
        wrong.extend(faults(&format!("proof-{old}-{new}"), &[change], |_, _| ()));
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn change(old: &str, new: &str) -> Option<Change> {
    let facts = |text: &str| {
        let input = Input { document: text, config: Some(LAST), ..Input::default() };
        let Extracted { text, .. } = extract(&input, Prose::Drop);
        text.expect("the facts")
    };
    let (one, other) = (facts(&version(old)?), facts(&version(new)?));
    let [one, other] = [&one, &other].map(|document| Input { document, ..Input::default() });
    Some(Change::of(format!("from_{old}"), &one, &other))
}
