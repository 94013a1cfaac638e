//! Paths with their parameters, bodies and responses.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use super::names::{Version, parameter, text};
use super::schemas::{flat_object, object, scalar, schema};

const PLACES: [&str; 8] =
    ["boats", "boat-crews", "Boats", "v2/boats", "self", "types", "boats/{id}", "a/{id}/b/{other}"];

/// Returns the paths of a document; each has a first segment of its own.
pub fn paths(version: Version, count: usize) -> impl Strategy<Value = Value> {
    let path = subsequence(PLACES.as_slice(), 1..4);
    path.prop_flat_map(move |places| {
        let items: Vec<_> = places
            .iter()
            .enumerate()
            .map(|(number, place)| item(version, count, place, number))
            .collect();
        items.prop_map(move |items| {
            let paths = places.iter().zip(items).map(|(place, item)| (format!("/{place}"), item));
            paths.collect::<Map<_, _>>().into()
        })
    })
}

/// Returns the security schemes of every document.
pub fn security_schemes() -> Value {
    json!({
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "token": {"type": "http", "scheme": "bearer"},
        "basic": {"type": "http", "scheme": "basic"},
        "session": {"type": "apiKey", "in": "cookie", "name": "sid"},
        "flow": {
            "type": "oauth2",
            "flows": {"clientCredentials": {"tokenUrl": "https://example.com/token", "scopes": {}}},
        },
    })
}

fn item(version: Version, count: usize, place: &str, number: usize) -> BoxedStrategy<Value> {
    let names: Vec<String> =
        place.split(['{', '}']).skip(1).step_by(2).map(str::to_owned).collect();
    let shared: Vec<_> = names.into_iter().map(|name| in_path(version, name)).collect();
    let methods = subsequence(["get", "put", "post", "delete", "patch"].as_slice(), 1..4);
    let operations = methods.prop_flat_map(move |methods| {
        let operations: Vec<_> =
            methods.iter().map(|method| operation(version, count, method, number)).collect();
        operations.prop_map(move |operations| {
            methods.iter().map(|method| (*method).to_owned()).zip(operations).collect::<Map<_, _>>()
        })
    });
    (shared, operations)
        .prop_map(|(shared, mut item)| {
            if !shared.is_empty() {
                item.insert("parameters".to_owned(), json!(shared));
            }
            item.into()
        })
        .boxed()
}

fn in_path(version: Version, name: String) -> impl Strategy<Value = Value> {
    let style = select(["simple", "label", "matrix"].as_slice());
    (scalar(version), style, any::<bool>()).prop_map(move |(schema, style, explode)| {
        json!({"name": name, "in": "path", "required": true, "schema": schema, "style": style, "explode": explode})
    })
}

fn operation(
    version: Version,
    count: usize,
    method: &'static str,
    number: usize,
) -> BoxedStrategy<Value> {
    let takes_body = !["get", "delete"].contains(&method);
    let body =
        if takes_body { option::of(body(version, count)).boxed() } else { Just(None).boxed() };
    let tags = select(vec![json!([]), json!(["boats"]), json!(["Odd tag/1", "boats"])]);
    let security = option::weighted(
        0.2,
        select(vec![
            json!([]),
            json!([{}]),
            json!([{"basic": []}]),
            json!([{"key": [], "session": []}, {"flow": []}]),
        ]),
    );
    let parts = (
        parameters(version),
        body,
        responses(version, count),
        (tags, security, text(), any::<bool>(), any::<bool>()),
    );
    parts
        .prop_map(move |(parameters, body, responses, (tags, security, text, has_id, is_old))| {
            let mut operation = json!({"tags": tags, "description": text, "responses": responses});
            let mut set = |is_set: bool, key: &str, value: Value| {
                if is_set {
                    operation[key] = value;
                }
            };
            set(!parameters.is_empty(), "parameters", json!(parameters));
            set(body.is_some(), "requestBody", body.unwrap_or_default());
            set(security.is_some(), "security", security.unwrap_or_default());
            set(has_id, "operationId", json!(format!("{method}_Boat-{number}")));
            set(is_old, "deprecated", json!(true));
            operation
        })
        .boxed()
}

/// Returns parameters beside the path, each name once at its place.
fn parameters(version: Version) -> impl Strategy<Value = Vec<Value>> {
    let list = || scalar(version).prop_map(|items| json!({"type": "array", "items": items}));
    let shape = prop_oneof![
        (
            scalar(version),
            select(vec![("query", "form"), ("header", "simple"), ("cookie", "form")])
        ),
        (
            list(),
            select(vec![
                ("query", "form"),
                ("query", "spaceDelimited"),
                ("query", "pipeDelimited"),
                ("header", "simple"),
            ])
        ),
        (
            flat_object(version),
            select(vec![("query", "deepObject"), ("query", "form"), ("header", "simple")])
        ),
        (flat_object(version), Just(("query", "content"))),
    ];
    let one = (shape, any::<bool>(), any::<bool>());
    btree_map(parameter(), one, 0..4).prop_map(|all| {
        let all = all.into_iter().map(|(name, ((schema, (place, style)), required, explode))| {
            let mut one = json!({"name": name, "in": place, "required": required});
            if style == "content" {
                one["content"] = json!({"application/json": {"schema": schema}});
            } else {
                one["schema"] = schema;
                one["style"] = json!(style);
                one["explode"] = json!(explode || style == "deepObject");
            }
            one
        });
        all.collect()
    })
}

fn body(version: Version, count: usize) -> impl Strategy<Value = Value> {
    let binary = json!({"type": "string", "format": "binary"});
    let media = prop_oneof![
        4 => schema(version, count, 2).prop_map(|schema| ("application/json", json!({"schema": schema}))),
        1 => object(version, count, 1).prop_map(|schema| ("application/merge-patch+json", json!({"schema": schema}))),
        1 => flat_object(version).prop_map(|schema| ("application/x-www-form-urlencoded", json!({"schema": schema}))),
        2 => flat_object(version).prop_map({
            let binary = binary.clone();
            move |mut schema| {
                schema["properties"]["file"] = binary.clone();
                schema["properties"]["files"] = json!({"type": "array", "items": binary.clone()});
                let encoding = json!({"file": {"contentType": "image/png"}});
                ("multipart/form-data", json!({"schema": schema, "encoding": encoding}))
            }
        }),
        1 => Just(("text/plain", json!({"schema": {"type": "string"}}))),
        1 => Just(("application/octet-stream", json!({"schema": binary}))),
    ];
    (vec(media, 1..3), any::<bool>()).prop_map(|(media, required)| {
        let content: Map<_, _> =
            media.into_iter().map(|(name, media)| (name.to_owned(), media)).collect();
        json!({"required": required, "content": content})
    })
}

fn responses(version: Version, count: usize) -> impl Strategy<Value = Value> {
    let content = prop_oneof![
        1 => Just(json!({})),
        5 => schema(version, count, 2).prop_map(|schema| json!({"application/json": {"schema": schema}})),
        1 => Just(json!({"text/csv": {"schema": {"type": "string"}}})),
        1 => Just(json!({"application/pdf": {"schema": {"type": "string", "format": "binary"}}})),
        1 => schema(version, count, 1).prop_map(|schema| json!({"text/event-stream": {"schema": schema}})),
        1 => object(version, count, 1).prop_map(|schema| json!({"application/x-ndjson": {"schema": schema}})),
        1 => object(version, count, 1).prop_map(|schema| {
            json!({"application/json": {"schema": schema}, "text/event-stream": {"schema": schema}})
        }),
        1 => Just(json!({"*/*": {}})),
    ];
    let response = (content, text(), any::<bool>())
        .prop_map(|(content, text, has_header)| {
            let mut response = json!({"description": text});
            if content != json!({}) {
                response["content"] = content;
            }
            if has_header {
                response["headers"] = json!({"X-Rate": {"schema": {"type": "integer"}}});
            }
            response
        })
        .boxed();
    let statuses = select(vec![
        vec!["200"],
        vec!["201", "default"],
        vec!["204"],
        vec!["200", "404", "4XX"],
        vec!["200", "201"],
        vec!["2XX", "5XX"],
        vec!["default"],
        vec!["202", "200", "204"],
    ]);
    statuses.prop_flat_map(move |statuses| {
        vec(response.clone(), statuses.len()).prop_map(move |responses| {
            let all = statuses.iter().map(|status| (*status).to_owned()).zip(responses);
            all.collect::<Map<_, _>>().into()
        })
    })
}
