//! Names that are taken: by the language, by the prelude, by the runtime.

use std::collections::BTreeSet;

use super::scalars;

/// Returns the names that no public type may have: those that a file of the generated crate, or of
/// its user, expects to mean something else.
pub(super) fn types() -> BTreeSet<String> {
    let imported = scalars::SCALARS.iter().flat_map(|scalar| scalar.idents());
    let names = [PRELUDE, RUNTIME, OTHERS].concat().into_iter().chain(imported);
    names.map(str::to_owned).collect()
}

/// Returns whether no public type may have the name.
pub(super) fn is_type(name: &str) -> bool {
    is_version(name) || types().contains(name)
}

/// Returns whether a name is that of a version, `V1` or `v1`, which nothing else may have.
pub(super) fn is_version(name: &str) -> bool {
    let number = name.strip_prefix(['V', 'v']);
    number.is_some_and(|number| {
        !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit())
    })
}

/// The prelude of edition 2024, and the traits that derives name.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// The runtime: what generated files import, and what the crate shows at its root. A test holds the
/// list to it. Names in the modules of the crate are free: `types::Request` is not
/// `transport::Request`.
const RUNTIME: &[&str] = &[
    "ApiDefault",
    "ApiFacts",
    "Auth",
    "Bytes",
    "Call",
    "Client",
    "ClientBuilder",
    "Decode",
    "DecodeError",
    "Decoded",
    "Encode",
    "Error",
    "ErrorKind",
    "Field",
    "FieldStyle",
    "Form",
    "Id",
    "Indirect",
    "IsoDuration",
    "Job",
    "JobStates",
    "Json",
    "JsonObject",
    "KindSource",
    "Multipart",
    "NextPage",
    "Page",
    "Paged",
    "Part",
    "Response",
    "Secret",
    "SecretError",
    "Sink",
    "Source",
];

/// Further names in generated files: a map, and the parameter of the codec's functions.
const OTHERS: &[&str] = &["BTreeMap", "S"];

/// Methods that the client has already, for its users or for the runtime.
/// `tests/tests/architecture.rs` holds the list to it.
pub(super) const CLIENT_METHODS: &[&str] = &[
    "base_url",
    "builder",
    "clone",
    "delete",
    "from_env",
    "get",
    "head",
    "new",
    "options",
    "patch",
    "post",
    "put",
    "request",
    "request_as",
    "retries_left",
    "trace",
    "with",
    "with_settings",
];

/// Methods that each call has already, or may have; a parameter is never set by them.
/// `tests/tests/architecture/contract.rs` holds the list to the runtime.
pub(super) const CALL_METHODS: &[&str] = &[
    "and_stream",
    "and_wait",
    "api_key",
    "bearer_token",
    "body",
    "cast",
    "download",
    "download_blocking",
    "extra_body",
    "extra_query",
    "header",
    "idempotency_key",
    "idempotent",
    "items",
    "min_upload_throughput",
    "optional",
    "pages",
    "raw",
    "reconnect",
    "resume",
    "retries",
    "send_blocking",
    "terminator",
    "timeout",
    "total_timeout",
    "with_response",
];

/// Modules of the generated folder that are not resources'.
pub(super) const MODULES: &[&str] =
    &["facts", "parameters", "resources", "shared", "types", "versions", "mod", "lib", "main"];

/// Features that the crate has already.
pub(super) const FEATURES: &[&str] = &[
    "blocking",
    "config-file",
    "default",
    "gzip",
    "http2",
    "native-tls",
    "reqwest",
    "resources",
    "rustls",
    "test-util",
    "tracing",
];

/// A setter of one of these names would hide a method of a trait that everybody uses, or look like
/// one.
pub(super) const SETTERS: &[&str] = &[
    "add",
    "as_mut",
    "as_ref",
    "bitand",
    "bitor",
    "bitxor",
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "cmp",
    "default",
    "deref",
    "deref_mut",
    "div",
    "drop",
    "eq",
    "fmt",
    "from_iter",
    "from_str",
    "hash",
    "index",
    "into",
    "into_iter",
    "mul",
    "ne",
    "new",
    "partial_cmp",
    "rem",
    "serialize",
    "shl",
    "shr",
    "sub",
    "to_owned",
    "to_string",
    "try_into",
];

/// Strict and reserved keywords of edition 2024 (The Rust Reference, "Keywords").
pub(super) fn is_keyword(name: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
        "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
        "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv",
        "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try",
        "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
    ];
    KEYWORDS.contains(&name)
}
