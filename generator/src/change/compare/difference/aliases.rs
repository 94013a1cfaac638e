//! Former names, which are there beside the new ones for a while.

use crate::change::compare::code::witness::Witness;
use crate::change::compare::entry::{Entry, Thing};
use crate::change::compare::kind::Kind;

/// The declaration of a former name.
pub(super) const ALIAS: &str = "deprecated alias";

/// A thing by its name, and by those that it had.
#[derive(Clone, Copy)]
pub(super) struct Called<'n> {
    pub name: &'n str,
    pub former: &'n [String],
}

impl Called<'_> {
    fn was(self, name: &str) -> bool {
        self.former.iter().any(|former| former == name)
    }
}

/// Returns the kind of a renaming, which breaks nobody while the old name is there too.
pub(super) fn renaming(plain: Kind, old: Called<'_>, new: Called<'_>) -> Kind {
    match (new.was(old.name), old.was(new.name)) {
        (true, false) => Kind::RenamedWithAlias,
        (false, true) => Kind::AliasTookOver,
        // Both names are there before and after; only the documentation prefers another.
        (true, true) => Kind::DocsChanged,
        (false, false) => plain,
    }
}

/// The item that a name of a thing is, and a use of it.
#[derive(Clone, Copy)]
pub(super) struct Item<'n> {
    pub path: &'n dyn Fn(&str) -> String,
    pub witness: &'n dyn Fn(&str) -> Witness,
}

/// Returns the entries on former names that come and go by themselves.
pub(super) fn aliases(
    (old, was): (Called<'_>, Item<'_>),
    (new, is): (Called<'_>, Item<'_>),
) -> Vec<Entry> {
    let path = is.path;
    let gone = old.former.iter().filter(|name| !new.was(name) && *name != new.name);
    let gone = gone.map(|name| {
        Entry::new(Kind::AliasRemoved, Thing::gone(path(name)))
            .http(format!("the former name of `{}` is gone", path(new.name)))
            .rust(format!("`{}`, which was `{}`, is gone", path(name), path(new.name)))
            .item(path(name), Some(ALIAS.to_owned()), None)
            .witness_by((was.witness)(name))
    });
    let added = new.former.iter().filter(|name| !old.was(name) && *name != old.name);
    let added = added.map(|name| {
        Entry::new(Kind::AliasAdded, Thing::added(path(name)))
            .http(format!("a former name of `{}` is there", path(new.name)))
            .rust(format!("`{}` is an alias of `{}`", path(name), path(new.name)))
            .item(path(name), None, Some(ALIAS.to_owned()))
            .witness_by((is.witness)(name))
    });
    gone.chain(added).collect()
}
