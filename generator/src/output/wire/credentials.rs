//! The credentials of a call: those that the document asks for, and their places in the request.

use crate::document::{Document, Scheme, Security, SecurityScheme};

/// A secret that no document has in its texts: answers are cleared of secrets.
const SECRET: &str = "s3cr3t-of-this-test";

/// The credentials of one call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Credentials {
    /// The names of the schemes, each with its secret.
    pub given: Vec<(String, String)>,
    /// The headers that have them.
    pub headers: Vec<(String, String)>,
    /// The pairs of the query that have them.
    pub query: Vec<String>,
}

/// Returns the credentials of the first alternative that a client supports.
///
/// # Errors
///
/// The scheme that it does not.
pub(super) fn of(document: &Document, security: &Security) -> Result<Credentials, String> {
    if security.none {
        return Ok(Credentials::default());
    }
    let mut foreign = None;
    for names in security.alternatives.iter() {
        match alternative(document, names) {
            Ok(credentials) => return Ok(credentials),
            Err(scheme) => foreign = foreign.or(Some(scheme)),
        }
    }
    foreign.map_or_else(|| Ok(Credentials::default()), Err)
}

fn alternative(document: &Document, names: &[String]) -> Result<Credentials, String> {
    let mut credentials = Credentials::default();
    let mut placed: Vec<&Scheme> = Vec::new();
    let in_one_header = |scheme: &Scheme| matches!(place(scheme), Scheme::Http(_));
    for name in names {
        let known = document.security_schemes.iter().find(|scheme| scheme.name == *name);
        let Some(SecurityScheme { scheme, .. }) = known else { continue };
        if !placed.iter().any(|other| place(other) == place(scheme)) {
            if in_one_header(scheme) && placed.iter().any(|other| in_one_header(other)) {
                return Err(name.clone());
            }
            place_in(&mut credentials, name, scheme)?;
            placed.push(scheme);
        }
    }
    Ok(credentials)
}

/// Returns the place of a scheme in requests.
fn place(scheme: &Scheme) -> Scheme {
    match scheme {
        Scheme::Token => Scheme::Http("bearer".to_owned()),
        Scheme::Http(name) => Scheme::Http(name.to_ascii_lowercase()),
        other => other.clone(),
    }
}

fn place_in(credentials: &mut Credentials, name: &str, scheme: &Scheme) -> Result<(), String> {
    let mut secret = SECRET.to_owned();
    match place(scheme) {
        Scheme::HeaderKey(header) => credentials.headers.push((header, secret.clone())),
        Scheme::CookieKey(cookie) => {
            credentials.headers.push(("cookie".to_owned(), format!("{cookie}={secret}")));
        }
        Scheme::QueryKey(key) => {
            let mut pair = url::form_urlencoded::Serializer::new(String::new());
            credentials.query.push(pair.append_pair(&key, &secret).finish());
        }
        Scheme::Http(kind) if kind == "bearer" => {
            credentials.headers.push(("authorization".to_owned(), format!("Bearer {secret}")));
        }
        Scheme::Http(kind) if kind == "basic" => {
            secret = format!("user:{secret}");
            // `user:s3cr3t-of-this-test` in base64.
            let encoded = "dXNlcjpzM2NyM3Qtb2YtdGhpcy10ZXN0";
            credentials.headers.push(("authorization".to_owned(), format!("Basic {encoded}")));
        }
        Scheme::Http(_) | Scheme::Token => return Err(name.to_owned()),
    }
    credentials.given.push((name.to_owned(), secret));
    Ok(())
}
