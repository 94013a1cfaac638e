//! The server that the client calls, and the credential that it sends.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::document::{Document, Scheme, Security};
use crate::model::Auth;
use crate::pointer::Pointer;

/// Returns the address in the configuration, else that of the document's first server.
///
/// It is empty where the document names none that stands alone: the client's user must give one
/// then.
pub(super) fn base_url(
    document: &Document,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> String {
    if let Some(url) = &config.package.base_url {
        return url.clone();
    }
    let at = Pointer::root().child("servers");
    let Some((url, others)) = document.servers.split_first() else { return String::new() };
    let others: Vec<&str> =
        others.iter().filter(|other| *other != url).map(String::as_str).collect();
    if !others.is_empty() {
        let message = format!("calls go to {url}; the document also names {}", others.join(", "));
        diagnostics.add(Code::ServerSkipped, &at, message);
    }
    if url.contains('{') {
        let message = format!("`{url}` has a variable without a value");
        diagnostics.add(Code::ServerSkipped, &at.child(0).child("url"), message);
        return String::new();
    }
    if url.starts_with("http://") || url.starts_with("https://") {
        return url.clone();
    }
    // A relative server (`/api/v3`) is relative to the address of the document, which is not known.
    if !url.is_empty() {
        let message = format!(
            "`{url}` is no whole address; give one as `base-url` in codegen.toml, or when the client is made"
        );
        diagnostics.add(Code::ServerSkipped, &at, message);
    }
    String::new()
}

/// Returns the credential of the client: of those that are accepted nearly as often as the most
/// accepted one, a key before a token.
pub(super) fn choose(document: &Document, config: &Config, diagnostics: &mut Diagnostics) -> Auth {
    let known: Vec<(&str, Auth)> = document
        .security_schemes
        .iter()
        .filter_map(|scheme| Some((scheme.name.as_str(), auth(&scheme.scheme)?)))
        .collect();
    if let Some(wanted) = &config.package.auth {
        if let Some((_, auth)) = known.iter().find(|(name, _)| name == wanted) {
            return auth.clone();
        }
        let at = Pointer::root().child("crate").child("auth");
        let message =
            format!("the document has no security scheme `{wanted}` that a client can use");
        diagnostics
            .report(Diagnostic::new(Code::ConfigInvalid, &at, message).in_origin(Origin::Config));
    }
    let counts = count_uses(document);
    let uses = |name: &str| counts.get(name).copied().unwrap_or(0);
    let most = known.iter().map(|(name, _)| uses(name)).max().unwrap_or(0);
    // A key is what people have; a scheme that opens a few more operations is no reason to ask for
    // another.
    let common = known.iter().filter(|(name, _)| uses(name) * 2 >= most);
    common
        .min_by_key(|(name, auth)| (rank(auth), Reverse(uses(name)), *name))
        .map_or(Auth::None, |(_, auth)| auth.clone())
}

/// Counts the operations that each scheme alone is enough for.
fn count_uses(document: &Document) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for operation in &document.operations {
        let enough: BTreeSet<&str> = single(&operation.security).collect();
        for name in enough {
            *counts.entry(name).or_default() += 1;
        }
    }
    counts
}

/// Reports the schemes that the client does not support.
pub(super) fn report_unsupported(document: &Document, diagnostics: &mut Diagnostics) {
    for scheme in document.security_schemes.iter().filter(|scheme| auth(&scheme.scheme).is_none()) {
        if let Scheme::Http(name) = &scheme.scheme {
            let message = format!("the HTTP scheme `{name}` is not supported");
            diagnostics.add(Code::Unsupported, &scheme.pointer, message);
        }
    }
}

/// Returns whether an operation asks for several credentials at once, in each alternative.
pub(super) fn asks_for_several(security: &Security) -> bool {
    let alternatives = &security.alternatives;
    !alternatives.is_empty() && alternatives.iter().all(|schemes| schemes.len() > 1)
}

/// Returns the credentials that are each enough alone; none where any will do, or no credential.
///
/// An operation that itself asks for nothing is sent nothing: others may listen.
pub(super) fn accepted(document: &Document, security: &Security) -> Vec<Auth> {
    if security.none {
        return vec![Auth::None];
    }
    if is_open(security) {
        return Vec::new();
    }
    let schemes = document.security_schemes.iter();
    let mut found: Vec<Auth> = Vec::new();
    for scheme in schemes.filter(|scheme| accepts(security, &scheme.name)) {
        found.extend(auth(&scheme.scheme).filter(|auth| !found.contains(auth)));
    }
    found
}

/// Returns the schemes that are each enough alone.
fn single(security: &Security) -> impl Iterator<Item = &str> {
    security.alternatives.iter().filter_map(|schemes| match schemes.as_slice() {
        [only] => Some(only.as_str()),
        _ => None,
    })
}

/// Returns whether one scheme alone is enough.
pub(super) fn accepts(security: &Security, scheme: &str) -> bool {
    single(security).any(|name| name == scheme)
}

/// Returns whether anybody can make the call.
pub(super) fn is_open(security: &Security) -> bool {
    let alternatives = &security.alternatives;
    alternatives.is_empty() || alternatives.iter().any(Vec::is_empty)
}

fn auth(scheme: &Scheme) -> Option<Auth> {
    match scheme {
        Scheme::HeaderKey(name) => Some(Auth::Header(name.clone())),
        Scheme::QueryKey(name) => Some(Auth::Query(name.clone())),
        Scheme::CookieKey(name) => Some(Auth::Cookie(name.clone())),
        Scheme::Http(name) if name.eq_ignore_ascii_case("bearer") => Some(Auth::Bearer),
        Scheme::Http(name) if name.eq_ignore_ascii_case("basic") => Some(Auth::Basic),
        Scheme::Http(_) => None,
        // The token of either flow goes where every bearer token goes (RFC 6750).
        Scheme::Token => Some(Auth::Bearer),
    }
}

fn rank(auth: &Auth) -> u8 {
    match auth {
        Auth::Header(_) => 0,
        Auth::Bearer => 1,
        Auth::Query(_) => 2,
        Auth::Basic => 3,
        Auth::Cookie(_) => 4,
        Auth::None => 5,
    }
}
