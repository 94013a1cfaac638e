//! The server that the client calls, and the credential that it sends.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::document::{Document, Scheme, Security};
use crate::input::config::{Config, near};
use crate::model::Auth;
use crate::text::pointer::Pointer;

/// Returns the address in the configuration, else that of the document's first server that is a
/// whole one.
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
    let servers = &document.servers;
    let is_whole = |url: &&String| {
        let parsed = Url::parse(url).ok().filter(|_| !url.contains('{'));
        parsed.is_some_and(|url| ["http", "https"].contains(&url.scheme()))
    };
    let Some(url) = servers.iter().find(is_whole) else {
        report_no_server(servers, &at, diagnostics);
        return String::new();
    };
    let others = servers.iter().filter(|other| *other != url);
    // Trailing slashes are gone: that of the host alone, too.
    let others: Vec<&str> =
        others.map(|other| if other.is_empty() { "/" } else { other.as_str() }).collect();
    if !others.is_empty() {
        let message = format!("calls go to {url}; the document also names {}", others.join(", "));
        diagnostics.add(Code::ServerSkipped, &at, message);
    }
    if is_private(url) {
        let public = servers.iter().filter(is_whole).find(|other| !is_private(other));
        let wanted = public.map_or("https://…", String::as_str);
        let place = servers.iter().position(|server| server == url).unwrap_or_default();
        let message = format!("calls go to {url}, which only its own machine or network reaches");
        diagnostics.report(
            Diagnostic::new(Code::ServerPrivate, &at.child(place).child("url"), message)
                .help(format!("write `base-url = \"{wanted}\"` under `[crate]` in codegen.toml")),
        );
    }
    url.clone()
}

/// Reports that no server of the document can be called as it stands.
fn report_no_server(servers: &[String], at: &Pointer, diagnostics: &mut Diagnostics) {
    let Some(url) = servers.first().filter(|url| !url.is_empty()) else { return };
    let message = if url.contains('{') {
        format!("`{url}` has a variable without a value")
    } else {
        // A relative server (`/api/v3`) is relative to the address of the document, which is not
        // known.
        format!(
            "`{url}` is no whole address; give one as `base-url` in codegen.toml, or when the client is made"
        )
    };
    diagnostics.add(Code::ServerSkipped, &at.child(0).child("url"), message);
}

/// Returns whether an address leads to the machine or the network that it is used in.
fn is_private(url: &str) -> bool {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let ends = [".localhost", ".local", ".internal", ".lan"];
    host == "localhost"
        || ends.iter().any(|end| host.ends_with(end))
        || ip_4(&host).is_some_and(|ip| {
            // RFC 1122 section 3.2.1.3, RFC 1918, RFC 3927.
            matches!(ip, [0 | 10 | 127, ..] | [172, 16..=31, ..] | [192, 168, ..] | [169, 254, ..])
        })
        // RFC 4291: loopback, unspecified; RFC 4193; link-local.
        || ["::1", "::"].contains(&host.as_str())
        || host.contains(':')
            && ["fc", "fd", "fe8", "fe9", "fea", "feb"].iter().any(|start| host.starts_with(start))
}

/// Reads an address of IPv4.
fn ip_4(host: &str) -> Option<[u8; 4]> {
    let parts: Option<Vec<u8>> = host.split('.').map(|part| part.parse().ok()).collect();
    parts?.try_into().ok()
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
        let names = known.iter().map(|(name, _)| *name);
        let help = near::help(wanted, names, "delete the line: the document has no schemes");
        diagnostics.report(
            Diagnostic::new(Code::ConfigInvalid, &at, message).in_origin(Origin::Config).help(help),
        );
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

/// Returns the schemes that a client supports, by name.
pub(super) fn supported(document: &Document) -> Vec<(String, Auth)> {
    let all = document.security_schemes.iter();
    let known = all.filter_map(|one| Some((one.name.clone(), auth(&one.scheme)?)));
    known.collect()
}

/// Returns the credentials that are each enough; none where all will do that a client may have.
///
/// An operation that itself asks for nothing is sent nothing: others may listen. A scheme that the
/// document does not describe, or that is the transport's (`mutualTLS`), asks for nothing that a
/// request carries.
pub(super) fn accepted(document: &Document, security: &Security, usual: &Auth) -> Vec<Auth> {
    if security.none {
        return vec![Auth::None];
    }
    let mut found: Vec<Auth> = Vec::new();
    for schemes in security.alternatives.iter() {
        let mut all: Vec<Auth> = Vec::new();
        for auth in schemes.iter().filter_map(|name| asked(document, name)) {
            if !all.contains(&auth) {
                all.push(auth);
            }
        }
        let alternative = match all.as_slice() {
            [] => Auth::None,
            [only] => only.clone(),
            _ => Auth::All(all),
        };
        if !found.contains(&alternative) {
            found.push(alternative);
        }
    }
    let declares = |wanted: &Auth| {
        document.security_schemes.iter().any(|one| auth(&one.scheme).as_ref() == Some(wanted))
    };
    let takes_all = found.contains(usual)
        && [Auth::Bearer, Auth::Basic].iter().all(|auth| found.contains(auth) || !declares(auth));
    if takes_all { Vec::new() } else { found }
}

/// Returns why the client's usual credential is not enough for an operation, and what is to be set
/// for it.
pub(super) fn beyond(document: &Document, security: &Security, usual: &Auth) -> Option<String> {
    let mut wanted: Vec<String> = Vec::new();
    for schemes in security.alternatives.iter() {
        let names = schemes.iter().filter(|name| asked(document, name).is_some());
        let names: Vec<&String> = names.collect();
        match names.as_slice() {
            [] => return None,
            [only] if asked(document, only).as_ref() == Some(usual) => return None,
            several => {
                let quoted: Vec<String> = several.iter().map(|name| format!("`{name}`")).collect();
                wanted.push(quoted.join(" together with "));
            }
        }
    }
    let is_foreign = |name: &&String| matches!(asked(document, name), Some(Auth::Http(_)));
    let how = if security.alternatives.iter().flatten().any(|name| is_foreign(&name)) {
        "a caller sets as a header"
    } else {
        "a client sets with `ClientBuilder::credential`"
    };
    (!wanted.is_empty()).then(|| {
        format!("the call asks for {}, which {how}; it is not sent without", wanted.join(" or "))
    })
}

/// Returns what a scheme asks of a request; `None` for one that the document does not describe.
fn asked(document: &Document, name: &str) -> Option<Auth> {
    let found = document.security_schemes.iter().find(|scheme| scheme.name == name)?;
    Some(match (auth(&found.scheme), &found.scheme) {
        (Some(auth), _) => auth,
        (None, Scheme::Http(name)) => Auth::Http(name.clone()),
        (None, _) => return None,
    })
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
        Auth::Http(_) | Auth::All(_) | Auth::None => 5,
    }
}
