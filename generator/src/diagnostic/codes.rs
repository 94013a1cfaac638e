//! The catalogue of codes: each with its severity and the help that goes with it. Codes are stable;
//! people grep for them.

use std::fmt;

use super::Severity;

pub use explanation::{Block, Explanation, Part};

mod explanation;

macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ $name:ident = $text:literal, $severity:ident, $help:literal; )*) => {
        /// The kind of a diagnostic. The text of a code is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $( $(#[doc = $doc])+ $name, )* }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable text, as in `error[dangling-ref]`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }

            /// Returns the code with this text.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)* _ => None }
            }

            /// Returns the meaning in a sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_start()),* }
            }

            /// Returns the severity of the diagnostics with this code.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),* }
            }

            /// Returns a sentence on what a reader can do; empty where there is nothing to do.
            pub fn help(self) -> &'static str {
                match self { $(Self::$name => $help),* }
            }
        }
    };
}

codes! {
    /// The text is neither JSON nor YAML.
    Syntax = "syntax", Error, "correct the text of the document; nothing of it was read";
    /// A text, or what it asks for, is beyond a bound of the generator.
    TooLarge = "too-large", Error, "";
    /// A name or a text is longer or deeper than a bound of the generator, and was cut.
    Shortened = "shortened", Warning, "write it shorter, or replace it with an action in overlay.yaml";
    /// A conflict of a merge is not resolved.
    MergeConflict = "merge-conflict", Error, "";
    /// The root is no OpenAPI 3.0, 3.1 or 3.2 document.
    NotOpenApi = "not-openapi", Error, "the generator reads OpenAPI 3.0.x, 3.1.x and 3.2.x documents";
    /// One mapping has a key twice, with different values.
    DuplicateKey = "duplicate-key", Error, "remove one of the two, or write `duplicate-keys = \"last\"` under `[document]` in codegen.toml to let the last one win, as JSON parsers do";
    /// One mapping has a key twice, with different values, and `codegen.toml` lets the last one
    /// win.
    DuplicateKeyLast = "duplicate-key-last", Warning, "";
    /// One mapping has a key twice, with the same value.
    DuplicateKeySame = "duplicate-key-same", Warning, "";
    /// A YAML number that JSON has no way to write: infinity, or no number at all.
    NumberNotFinite = "number-not-finite", Warning, "write a number, or replace it with an action in overlay.yaml";
    /// A YAML tag such as `!binary`, which an OpenAPI document has no use for.
    YamlTag = "yaml-tag", Warning, "";
    /// The file is YAML though it is named as JSON, or the other way round.
    FormatMismatch = "format-mismatch", Warning, "";
    /// The overlay is no Overlay 1.0 or 1.1 document, or an action of it cannot be read.
    OverlayInvalid = "overlay-invalid", Error, "see the OpenAPI Overlay Specification, 1.0.0 or 1.1.0";
    /// An overlay action gives no reason.
    OverlayNoReason = "overlay-no-reason", Warning, "explain in the action's `description` why the document needs it";
    /// An overlay action matches nothing.
    OverlayNoMatch = "overlay-no-match", Error, "the vendor may have corrected the document: delete the action, or correct its target";
    /// A part of an overlay has no place since the document lost it.
    OverlayGone = "overlay-gone", Warning, "delete it, or keep it if the vendor may bring the place back";
    /// An overlay action changes nothing: what it asks for is so already.
    OverlayNoEffect = "overlay-no-effect", Warning, "the vendor may have corrected the document: delete the action";
    /// `codegen.toml` has an entry that the generator does not know.
    ConfigInvalid = "config-invalid", Error, "";
    /// An entry of `codegen.toml` matches nothing in the document.
    ConfigUnused = "config-unused", Warning, "delete the entry, or correct it";
    /// An entry of `codegen.toml` says nothing of something that the document has now.
    ConfigIncomplete = "config-incomplete", Warning, "";
    /// A piece of the document has not the form the specification asks for.
    Malformed = "malformed", Error, "correct it with an action in overlay.yaml";
    /// Something is indented less or further than what it belongs to.
    Indentation = "indentation", Error, "";
    /// A small fault that leaves no doubt about what is meant was repaired.
    Repaired = "repaired", Warning, "";
    /// A `$ref` leads nowhere.
    DanglingRef = "dangling-ref", Error, "add the missing part, or replace the reference, with an action in overlay.yaml";
    /// A `$ref` leads into another document.
    ExternalRef = "external-ref", Error, "bundle the documents into one first";
    /// A `$ref` leads nowhere, in a component that no operation reaches.
    UnreachedRef = "unreached-ref", Warning, "";
    /// A chain of `$ref`s comes back to where it began.
    CircularRef = "circular-ref", Error, "break the circle with an action in overlay.yaml";
    /// A path has a placeholder that no parameter declares.
    PathParameterUndeclared = "path-parameter-undeclared", Warning, "declare the parameter, with `in: path` and `required: true`, with an action in overlay.yaml";
    /// A template of a path has braces that do not match.
    PathTemplate = "path-template", Warning, "correct the path in the document: an overlay can remove it and add it under another key";
    /// A header has a name that HTTP forbids, and is left out.
    HeaderName = "header-name", Warning, "correct the name with an action in overlay.yaml";
    /// A path parameter is declared that its path has no placeholder for.
    PathParameterUnused = "path-parameter-unused", Warning, "";
    /// A path parameter is not marked as required, which it always is.
    PathParameterOptional = "path-parameter-optional", Warning, "";
    /// Two paths differ only in the names of their placeholders.
    PathsEquivalent = "paths-equivalent", Warning, "";
    /// Two operations have one `operationId`; nothing is named by it.
    OperationIdRepeated = "operation-id-repeated", Warning, "";
    /// A security requirement names a scheme that the document does not have.
    SecuritySchemeUnknown = "security-scheme-unknown", Warning, "add the scheme to `components.securitySchemes` with an action in overlay.yaml";
    /// A tag of a discriminator maps to a schema that the document does not have.
    DiscriminatorDangling = "discriminator-dangling", Warning, "correct the mapping with an action in overlay.yaml";
    /// An array of a 3.0 document has no `items`.
    ArrayWithoutItems = "array-without-items", Warning, "";
    /// A schema of a 3.0 document is `true` or `false`.
    BooleanSchemaIn30 = "boolean-schema-in-3.0", Warning, "";
    /// An enum of a 3.0 document has no values.
    EnumEmpty = "enum-empty", Warning, "";
    /// A type list has the same name more than once.
    TypeRepeated = "type-repeated", Warning, "";
    /// An enum lists a value more than once.
    EnumRepeated = "enum-repeated", Warning, "";
    /// The documentation of an enum lists a value that it does not have, or leaves one out.
    EnumDocMismatch = "enum-doc-mismatch", Note, "";
    /// `nullable`, which OpenAPI 3.1 removed, stands in a 3.1 document; it is honoured.
    NullableIn31 = "nullable-in-3.1", Note, "";
    /// Schema keywords stand where media types belong; they were read as the schema of a JSON body.
    ContentRepaired = "content-repaired", Warning, "";
    /// A construct is wider in Rust than in the document.
    Widened = "widened", Note, "";
    /// Types hold this one in so many steps that the compiler would give up.
    HeldIndirectly = "held-indirectly", Note, "";
    /// Several types are possible and the document does not say how to tell them apart.
    UnionUntagged = "union-untagged", Note, "";
    /// A schema that nothing can satisfy, or that has no effect in its place.
    SchemaIgnored = "schema-ignored", Note, "";
    /// A keyword that has no meaning here.
    KeywordIgnored = "keyword-ignored", Note, "";
    /// A parameter has values nested in its value, for which its style has no form.
    NestedParameter = "nested-parameter", Warning, "";
    /// A media type was left out because another of the same operation serves better.
    MediaTypeSkipped = "media-type-skipped", Note, "";
    /// A success response was left out because another of the same operation decides the type.
    ResponseSkipped = "response-skipped", Note, "";
    /// A server that the client does not call by itself.
    ServerSkipped = "server-skipped", Note, "choose one with `base-url` in codegen.toml";
    /// The server that calls go to is that of a developer, or in a private network.
    ServerPrivate = "server-private", Warning, "";
    /// An operation asks for another credential than the client's usual one, or for several.
    OtherCredential = "other-credential", Note, "";
    /// The document lets the body be left out; every call sends it.
    BodyRequired = "body-required", Note, "";
    /// A part of the document that the client has no place for.
    Unsupported = "unsupported", Warning, "";
    /// `codegen.toml` leaves this operation out.
    Deselected = "deselected", Note, "";
    /// An operation mirrors another under a second path, and was left out.
    MirrorSkipped = "mirror-skipped", Note, "";
    /// A schema that no selected operation reaches.
    Unreached = "unreached", Note, "";
    /// Two things wanted one name; one of them got a suffix.
    NameCollision = "name-collision", Note, "choose a name in codegen.toml";
    /// A name of the document has no letters or digits to make an identifier of.
    NameInvented = "name-invented", Note, "choose a name in codegen.toml";
    /// `names.lock` has a line that is none, or two lines that contradict each other.
    LockInvalid = "lock-invalid", Error, "restore the file from version control, or delete it to derive all names anew";
    /// The rules would give another name today; the one that the thing has is kept.
    NameHeld = "name-held", Note, "choose a name in codegen.toml";
    /// Schemas that have no names of their own, and are the same, became one type.
    TypesUnited = "types-united", Note, "";
    /// An example, or a default, does not fit the type beside it.
    ExampleMismatch = "example-mismatch", Warning, "correct the one that is wrong with an action in overlay.yaml";
    /// An answer has the schema of its own request.
    AnswerIsRequest = "answer-is-request", Warning, "if the server answers otherwise, replace the schema with an action in overlay.yaml";
    /// A text says that the answer has a member which its schema does not have.
    AnswerLacksMember = "answer-lacks-member", Warning, "add the member with an action in overlay.yaml";
    /// A read-only text without a format or an example, as servers declare what a method computes.
    ComputedText = "computed-text", Warning, "if the value is none, correct the type with an action in overlay.yaml";
    /// The generator contradicts itself.
    Internal = "internal", Error, "report it, with the document, to the maintainers of the generator";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::Code;

    fn texts(folder: &Path, into: &mut String) {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                texts(&path, into);
            } else if !path.ends_with("tests.rs") && !path.ends_with("codes.rs") {
                into.push_str(&fs::read_to_string(&path).unwrap_or_default());
            }
        }
    }

    #[test]
    fn every_code_is_reported_somewhere() {
        let mut text = String::new();
        for folder in ["src", "../xtask/src"] {
            texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut text);
        }
        for code in Code::ALL {
            let reported = format!("Code::{code:?}");
            let is_whole = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
            assert!(text.split(&reported).skip(1).any(is_whole), "{code:?} is never reported");
        }
    }
}
