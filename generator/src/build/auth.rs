//! Which server the client calls, and how it proves who it is.

use openapiv3::{APIKeyLocation, OpenAPI, ReferenceOr, SecurityScheme, Server};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::Auth;
use crate::pointer::Pointer;

/// The address in the configuration, else the document's first server with its variables at their defaults. Empty where the
/// document names none that stands alone: the client's user must give one then.
pub(super) fn base_url(
    document: &OpenAPI,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> String {
    if let Some(url) = &config.package.base_url {
        return url.clone();
    }
    let at = Pointer::root().child("servers");
    let Some(server) = document.servers.first() else { return String::new() };
    let url = address(server);
    let others: Vec<String> =
        document.servers.iter().skip(1).map(address).filter(|other| *other != url).collect();
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
        return url;
    }
    // A relative server (`/api/v3`) is relative to where the document was, which nobody told us.
    if !url.is_empty() {
        let message = format!(
            "`{url}` is no whole address; give one as `base-url` in codegen.toml, or when the client is made"
        );
        diagnostics.add(Code::ServerSkipped, &at, message);
    }
    String::new()
}

/// The address of a server, with its variables at their defaults.
pub(super) fn address(server: &Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url.trim_end_matches('/').to_owned()
}

/// The security scheme of the client: of those that are accepted nearly as often as the most accepted one, a key before a token.
pub(super) fn choose(document: &OpenAPI, config: &Config, diagnostics: &mut Diagnostics) -> Auth {
    let schemes = document.components.iter().flat_map(|components| &components.security_schemes);
    let known: Vec<(&str, Auth)> =
        schemes.filter_map(|(name, scheme)| Some((name.as_str(), auth(scheme)?))).collect();
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
    let uses = |name: &str| {
        document.operations().filter(|(_, _, operation)| accepts(document, operation, name)).count()
    };
    let most = known.iter().map(|(name, _)| uses(name)).max().unwrap_or(0);
    // A key is what people have; a scheme that opens a few more operations is no reason to ask for another.
    let common = known.iter().filter(|(name, _)| uses(name) * 2 >= most);
    common
        .min_by_key(|(name, auth)| (rank(auth), std::cmp::Reverse(uses(name)), *name))
        .map_or(Auth::None, |(_, auth)| auth.clone())
}

/// Reports what a client with one credential cannot carry out.
pub(super) fn report_unsupported(document: &OpenAPI, diagnostics: &mut Diagnostics) {
    let at = Pointer::root().descend(["components", "securitySchemes"]);
    let schemes = document.components.iter().flat_map(|components| &components.security_schemes);
    for (name, scheme) in schemes.filter(|(_, scheme)| auth(scheme).is_none()) {
        if let ReferenceOr::Item(SecurityScheme::HTTP { scheme, .. }) = scheme {
            diagnostics.add(
                Code::Unsupported,
                &at.child(name),
                format!("the HTTP scheme `{scheme}` is not supported"),
            );
        }
    }
}

/// Whether an operation asks for several credentials at once, however it is called.
pub(super) fn asks_for_several(document: &OpenAPI, operation: &openapiv3::Operation) -> bool {
    let requirements = operation.security.as_ref().or(document.security.as_ref());
    requirements.is_some_and(|all| !all.is_empty() && all.iter().all(|one| one.len() > 1))
}

/// The credentials that an operation takes, each enough alone; empty where any or none will do. An operation that says for
/// itself that it asks for nothing is sent nothing: others may listen.
pub(super) fn accepted(document: &OpenAPI, operation: &openapiv3::Operation) -> Vec<Auth> {
    if operation.security.as_ref().is_some_and(Vec::is_empty) {
        return vec![Auth::None];
    }
    if is_open(document, operation) {
        return Vec::new();
    }
    let schemes = document.components.iter().flat_map(|components| &components.security_schemes);
    let fitting = schemes.filter(|(name, _)| accepts(document, operation, name));
    let mut found: Vec<Auth> = Vec::new();
    for auth in fitting.filter_map(|(_, scheme)| auth(scheme)) {
        if !found.contains(&auth) {
            found.push(auth);
        }
    }
    found
}

/// Whether one scheme alone is enough to call an operation.
pub(super) fn accepts(document: &OpenAPI, operation: &openapiv3::Operation, scheme: &str) -> bool {
    let requirements = operation.security.as_ref().or(document.security.as_ref());
    requirements.is_some_and(|all| all.iter().any(|one| one.len() == 1 && one.contains_key(scheme)))
}

/// Whether an operation can be called by anybody.
pub(super) fn is_open(document: &OpenAPI, operation: &openapiv3::Operation) -> bool {
    let requirements = operation.security.as_ref().or(document.security.as_ref());
    requirements.is_none_or(|all| all.is_empty() || all.iter().any(|one| one.is_empty()))
}

fn auth(scheme: &ReferenceOr<SecurityScheme>) -> Option<Auth> {
    let ReferenceOr::Item(scheme) = scheme else { return None };
    match scheme {
        SecurityScheme::APIKey { location, name, .. } => Some(match location {
            APIKeyLocation::Header => Auth::Header(name.clone()),
            APIKeyLocation::Query => Auth::Query(name.clone()),
            APIKeyLocation::Cookie => Auth::Cookie(name.clone()),
        }),
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => {
            Some(Auth::Bearer)
        }
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => {
            Some(Auth::Basic)
        }
        // The token of either flow goes where every bearer token goes (RFC 6750).
        SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => Some(Auth::Bearer),
        SecurityScheme::HTTP { .. } => None,
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
