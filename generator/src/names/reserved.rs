//! Names that are taken: by the language, by the prelude, by the runtime.

/// Public types may not be called like these: what a file of the generated crate, or of its user, expects to mean
/// something else. The prelude of edition 2024, the runtime's contract, and what generated files import.
pub(super) const TYPES: &[&str] = &[
    // Rust's prelude and what derives name
    "AsMut", "AsRef", "Box", "Clone", "Copy", "Debug", "Default", "DoubleEndedIterator", "Drop", "Eq", "Err",
    "ExactSizeIterator", "Extend", "Fn", "FnMut", "FnOnce", "From", "FromIterator", "Future", "Hash", "Into",
    "IntoFuture", "IntoIterator", "Iterator", "None", "Ok", "Option", "Ord", "PartialEq", "PartialOrd", "Result", "Self",
    "Send", "Sized", "Some", "String", "Sync", "ToOwned", "ToString", "TryFrom", "TryInto", "Unpin", "Vec",
    // the runtime: the contract, and what the crate shows at its root
    "ApiError", "ApiFacts", "Auth", "Bytes", "Call", "Client", "ClientBuilder", "Decode", "Drift", "Encode", "Error",
    "ErrorKind", "Field", "Form", "Json", "JsonObject", "Middleware", "Multipart", "Output", "Page", "ParameterWriter",
    "Parameters", "Part", "RawResponse", "RequestBuilder", "Response", "Secret", "Sink", "Slot", "Source", "Transport",
    // other imports of generated files
    "BTreeMap", "DateTime", "NaiveDate", "Utc", "Uuid", "V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "S",
];

/// Methods that the client has already.
pub(super) const CLIENT_METHODS: &[&str] = &[
    "base_url", "builder", "clone", "delete", "from_env", "get", "head", "middleware", "new", "options", "patch", "post",
    "put", "request", "trace", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "with_key",
];

/// Modules of the generated folder that are not resources'.
pub(super) const MODULES: &[&str] = &["facts", "resources", "shared", "types", "versions", "mod", "lib", "main"];

/// Features that the crate has already, and the names of its optional dependencies.
pub(super) const FEATURES: &[&str] = &[
    "blocking", "config-file", "default", "full", "native-tls", "reqwest", "resources", "rustls", "stream", "test-util",
    "tokio", "toml", "tracing", "wasm",
];

/// A setter of one of these names would hide a method of a trait that everybody uses, or look like one.
pub(super) const SETTERS: &[&str] = &[
    "add", "as_mut", "as_ref", "bitand", "bitor", "bitxor", "borrow", "borrow_mut", "clone", "clone_from", "cmp", "default",
    "deref", "deref_mut", "div", "drop", "eq", "fmt", "from", "from_iter", "from_str", "hash", "index", "index_mut",
    "into", "into_iter", "mul", "ne", "neg", "new", "next", "not", "partial_cmp", "rem", "shl", "shr", "sub", "to_owned",
    "to_string", "try_from", "try_into",
];

/// Strict and reserved keywords of edition 2024 (The Rust Reference, "Keywords").
pub(super) fn is_keyword(name: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
        "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match",
        "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait",
        "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
    ];
    KEYWORDS.contains(&name)
}
