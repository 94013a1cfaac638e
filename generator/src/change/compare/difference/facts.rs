//! Facts of the crate: its name, its address, its credentials.

use super::differ::Differ;
use crate::change::compare::entry::{Entry, Thing};
use crate::change::compare::kind::{Kind, WireClass};

pub(super) fn compare(differ: &mut Differ<'_>) {
    let (old, new) = (&differ.old.facts, &differ.new.facts);
    let mut entries = Vec::new();
    let mut fact = |kind: Kind, thing: &str, one: &str, other: &str, rust: String| {
        if one != other {
            let http = format!("`{one}` is `{other}` now");
            entries.push(Entry::new(kind, Thing::same(thing)).http(http).rust(rust));
        }
    };
    let (one, other) = (&old.package, &new.package);
    let rust = format!("the crate `{one}` is called `{other}`");
    fact(Kind::CrateRenamed, "crate", one, other, rust);
    for (thing, one, other) in [
        ("url-variable", &old.url_variable, &new.url_variable),
        ("key-variable", &old.key_variable, &new.key_variable),
    ] {
        let rust = format!("`Client::from_env()` reads `{other}`, and no longer `{one}`");
        fact(Kind::VariableRenamed, thing, one, other, rust);
    }
    let rust = format!("every call goes to `{}`", new.base_url);
    fact(Kind::BaseUrlChanged, "server", &old.base_url, &new.base_url, rust);
    let rust = format!("`Client::new` sends the key as {}", new.auth);
    fact(Kind::AuthChanged, "authentication", &old.auth, &new.auth, rust);
    let rust = "the header `User-Agent` of every call is another".to_owned();
    fact(Kind::UserAgentChanged, "user-agent", &old.user_agent, &new.user_agent, rust);
    let rust = "the documentation of the crate".to_owned();
    fact(Kind::DocsChanged, "title", &old.title, &new.title, rust);
    let on_the_wire = [Kind::BaseUrlChanged, Kind::AuthChanged];
    for entry in &mut entries {
        if on_the_wire.contains(&entry.kind) {
            entry.wire = WireClass::Incompatible;
        }
        let pointer = if entry.kind == Kind::BaseUrlChanged { "/servers" } else { "" };
        let pointer = if entry.kind == Kind::DocsChanged { "/info/title" } else { pointer };
        *entry = entry.clone().at(Some(pointer), Some(pointer));
    }
    differ.entries.extend(entries);
    schemes(differ);
}

fn schemes(differ: &mut Differ<'_>) {
    let (old, new) = (&differ.old.facts.schemes, &differ.new.facts.schemes);
    let at = |name: &str| format!("/components/securitySchemes/{}", name.replace('/', "~1"));
    for (name, scheme) in old {
        let rust = format!("`ClientBuilder::credential(\"{name}\", …)`");
        let entry = match new.get(name) {
            Some(other) if other == scheme => continue,
            Some(other) => Entry::new(Kind::SchemeChanged, Thing::same(name))
                .http(format!("the security scheme `{name}` is {other}, and was {scheme}"))
                .rust(format!("{rust} sends the credential there"))
                .at(Some(&at(name)), Some(&at(name))),
            None => Entry::new(Kind::SchemeRemoved, Thing::gone(name))
                .http(format!("the security scheme `{name}` is gone"))
                .rust(format!("{rust} is refused when the client is built"))
                .at(Some(&at(name)), None),
        };
        differ.push(entry.wire(WireClass::Incompatible));
    }
    for name in new.keys().filter(|name| !old.contains_key(*name)) {
        differ.push(
            Entry::new(Kind::SchemeAdded, Thing::added(name))
                .http(format!("there is a security scheme `{name}`"))
                .rust(format!("`ClientBuilder::credential(\"{name}\", …)`"))
                .wire(WireClass::Compatible)
                .at(None, Some(&at(name))),
        );
    }
}
