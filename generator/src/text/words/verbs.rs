//! The verbs that names of operations begin with.

/// Verbs that a path may spell. Words that are as often nouns (`report`, `test`) are not among
/// them.
const VERBS: &str = "\
    accept activate add apply approve archive ask assign attach build cancel check claim clear \
    clone close complete confirm connect copy create deactivate delete detach disable disconnect \
    dismiss duplicate edit enable end evaluate execute export finish fix fork generate get hide \
    import improve install invite join leave list lock mark merge move notify open optimise \
    optimize pause ping preview process publish refresh regenerate register reject release \
    reload remove rename reopen reorder replace reproduce rerun reset resolve restart restore \
    resume retry revert review revoke rotate run save search send set share show simplify skip \
    start stop submit subscribe summarise summarize suspend switch sync toggle transfer trigger \
    unarchive unassign undo unlink unlock unmark unpublish unsubscribe update upload validate \
    verify";

/// Returns whether a word of a path is a verb.
pub(crate) fn is_verb(word: &str) -> bool {
    VERBS.split(' ').any(|verb| verb == word)
}

/// Returns `closes` of `close`; `None` if the word is no verb that is known.
pub(crate) fn third_person(verb: &str) -> Option<String> {
    let hisses = ["s", "x", "z", "ch", "sh", "o"].iter().any(|ending| verb.ends_with(ending));
    let inflected = match verb.strip_suffix('y') {
        _ if hisses => format!("{verb}es"),
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{verb}s"),
    };
    is_verb(verb).then_some(inflected)
}
