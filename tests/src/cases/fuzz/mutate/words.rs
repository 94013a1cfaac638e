//! Words that mean something to the generator, to YAML, to JSON or to Rust.

use fastrand::Rng;

/// Returns one of the words of a text.
pub fn one_of(words: &'static str, random: &mut Rng) -> &'static str {
    let count = words.split_whitespace().count();
    words.split_whitespace().nth(random.usize(..count.max(1))).unwrap_or_default()
}

/// Keys of OpenAPI and JSON Schema.
pub const KEYS: &str = "
    $ref $defs $id $anchor $dynamicRef $dynamicAnchor $self openapi swagger info title version
    description summary servers url variables default paths webhooks components schemas
    parameters requestBodies responses headers examples links callbacks securitySchemes
    mediaTypes tags security get put post delete patch head options trace query
    additionalOperations operationId requestBody content schema itemSchema encoding example
    deprecated in name required style explode allowReserved type format enum const properties
    patternProperties additionalProperties propertyNames items prefixItems contains allOf anyOf
    oneOf not if then else discriminator propertyName mapping defaultMapping nullable readOnly
    writeOnly minLength maxLength minimum maximum exclusiveMinimum multipleOf pattern minItems
    maxItems uniqueItems minProperties contentMediaType contentEncoding contentSchema
    unevaluatedProperties dependentRequired scheme flows contentType x-enum-varnames 200 201
    204 2XX 404 4XX default application/json text/plain text/event-stream application/x-ndjson
    application/jsonl multipart/form-data application/x-www-form-urlencoded
    application/octet-stream */* << overlay actions target update remove copy extends
";

/// Values of OpenAPI and JSON Schema, and targets of overlays.
pub const VALUES: &str = "
    object array string integer number boolean null file int32 int64 uint64 float double date
    date-time time duration uuid uri byte binary ipv4 ipv6 decimal password query path header
    cookie querystring form simple label matrix spaceDelimited pipeDelimited deepObject apiKey
    http oauth2 openIdConnect mutualTLS bearer basic 3.0.3 3.1.0 3.2.0 2.0 1.0.0 1.1.0 # #/
    #/paths #/components/schemas #/components/schemas/ #/$defs/A other.yaml#/A
    https://example.com/a.json #anchor $ $..* $.paths.*.* $..schemas.* $.info
    $..[?@.type=='object'] $.components.schemas $.paths['/a']
";

/// Texts that are awkward as names, as literals or in comments.
pub const ODD: &[&str] = &[
    "",
    " ",
    "self",
    "Self",
    "crate",
    "super",
    "type",
    "match",
    "async",
    "r#try",
    "_",
    "__",
    "1",
    "-1",
    "0x",
    "a-b",
    "a_b",
    "aB",
    "AB",
    "a b",
    "a.b",
    "a/b",
    "a~b",
    "a~1b",
    "a%20b",
    "a[]",
    "{a}",
    "{",
    "}",
    "{a}{b}",
    "ü",
    "名",
    "\u{1f600}",
    "\u{202e}abc",
    "\u{0}",
    "\r",
    "a\nb",
    "\u{feff}",
    "`",
    "```",
    "*/",
    "\"",
    "'",
    "\\",
    "#",
    "<b>",
    "[a](b)",
    "String",
    "Option",
    "Vec",
    "Result",
    "Client",
    "Error",
    "Json",
    "Err",
    "Ok",
    "None",
    "new",
    "default",
    "clone",
    "send",
    "null",
    "true",
    "yes",
    "~",
    "1e999",
    "NaN",
    "0",
    "1.0",
    "2026-01-01",
    "2026-01-02T03:04:05Z",
    "PT1H",
    "&a",
    "*a",
    "!!str",
    "? a",
    "- ",
    ": ",
    "=",
    "..",
    "../../etc",
    "/",
    "//",
    "CON",
    "id",
    "Id",
    "ID",
    "i d",
    "results",
    "next",
    "count",
];

/// Pieces of text that change how the rest is read.
pub const SIGNS: &[&str] = &[
    "NaN",
    "-Infinity",
    "1e999",
    "-0",
    "1.0",
    "\\ud800",
    "\\u0000",
    "\u{feff}",
    "[",
    "]",
    "{",
    "}",
    "{\"id\":",
    "\"",
    ",",
    ":",
    ": ",
    "null",
    "true",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "  ",
    "- ",
    "? ",
    "|\n",
    ">-\n",
    "&a ",
    "*a",
    "<<: *a\n",
    "!!binary ",
    "---\n",
    "...\n",
    "#",
    "'",
    "%YAML 1.1\n",
    "@",
    "`",
    "\u{85}",
    "\u{2028}",
    "9223372036854775808",
    "18446744073709551616",
    "0.1e1",
    "{\"a\":1,\"a\":2}",
];
