//! Pairs of documents, each with a movement that would take a name from something.

mod calls;
mod types;

/// All movements.
pub(super) fn all() -> impl Iterator<Item = &'static Movement> {
    calls::CALLS.iter().chain(types::TYPES)
}

/// A movement: the documents in their order, and lines that the last lock has.
pub(super) struct Movement {
    pub(super) name: &'static str,
    pub(super) steps: &'static [Step],
    pub(super) kept: &'static [&'static str],
    pub(super) alone: Alone,
}

/// The names where there is no lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alone {
    /// Some are others.
    Moves,
    /// The rules alone keep them.
    Stays,
}

/// A document: calls, each `METHOD /path answer`, with `< body` behind it, and schemas.
pub(super) struct Step {
    pub(super) calls: &'static [&'static str],
    pub(super) schemas: &'static [(&'static str, &'static str)],
    pub(super) config: &'static str,
}

impl Step {
    /// Returns the text of the document.
    pub(super) fn document(&self) -> String {
        let mut paths: std::collections::BTreeMap<&str, Vec<String>> = Default::default();
        for call in self.calls {
            let (method, rest) = call.split_once(' ').expect("a method");
            let (path, rest) = rest.split_once(' ').expect("a path");
            let (answer, body) = rest.split_once(" < ").unwrap_or((rest, ""));
            let (answer, mark) = answer.split_once(" + ").unwrap_or((answer, "x-none"));
            let body = if body.is_empty() {
                String::new()
            } else {
                format!(
                    "requestBody: {{ content: {{ application/json: {{ schema: {} }} }} }}, ",
                    schema(body)
                )
            };
            let parameters: Vec<String> = path
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}'))
                .map(|(name, _)| {
                    format!(
                        "{{ name: {name}, in: path, required: true, schema: {{ type: string }} }}"
                    )
                })
                .collect();
            paths.entry(path).or_default().push(format!(
                "{}: {{ {mark}: true, parameters: [{}], {body}responses: {{ \"200\": {{ description: d, content: \
                 {{ application/json: {{ schema: {} }} }} }} }} }}",
                method.to_lowercase(),
                parameters.join(", "),
                schema(answer),
            ));
        }
        let paths =
            paths.iter().map(|(path, calls)| format!("  {path}: {{ {} }}\n", calls.join(", ")));
        let schemas =
            self.schemas.iter().map(|(name, text)| format!("    {name}: {}\n", schema(text)));
        format!(
            "openapi: 3.0.3\ninfo: {{ title: Boats, version: '1' }}\npaths:\n{}components:\n  schemas:\n    Unused: {{ type: string }}\n{}",
            paths.collect::<String>(),
            schemas.collect::<String>(),
        )
    }
}

/// Returns a schema: `Boat` by its name, `[Boat]` many of it, `a|b` an enum, `{ name: …, kind: … }`
/// an object, `name` and `text` for texts, with a title behind `//`.
fn schema(text: &str) -> String {
    let text = text.trim();
    if let Some((text, words)) = text.split_once("//") {
        let inner = schema(text);
        return inner.replacen('{', &format!("{{ description: '{}', ", words.trim()), 1);
    }
    if let Some(items) = text.strip_prefix('[') {
        return format!("{{ type: array, items: {} }}", schema(items.trim_end_matches(']')));
    }
    if let Some(members) = text.strip_prefix('{') {
        let members = members.trim_end_matches('}').split(',').filter(|one| !one.trim().is_empty());
        let members = members.map(|member| {
            let (name, text) = member.split_once(':').expect("a member");
            let (name, end) = match name.trim().strip_suffix('!') {
                Some(name) => (name, ", readOnly: true }"),
                None => (name.trim(), " }"),
            };
            let schema = schema(text);
            let schema = schema.strip_suffix(" }").unwrap_or(&schema);
            format!("{name}: {schema}{end}")
        });
        return format!(
            "{{ type: object, properties: {{ {} }} }}",
            members.collect::<Vec<_>>().join(", ")
        );
    }
    if text.contains('|') {
        return format!("{{ type: string, enum: [{}] }}", text.replace('|', ", "));
    }
    match text {
        "text" => "{ type: string }".to_owned(),
        "number" => "{ type: integer }".to_owned(),
        name => format!("{{ $ref: '#/components/schemas/{name}' }}"),
    }
}

const MARK: &str = "[resources]\ndocumented-extensions = ['x-mark']\n";

const BOAT: (&str, &str) = ("Boat", "{ name: text, length: number }");

const fn step(
    calls: &'static [&'static str],
    schemas: &'static [(&'static str, &'static str)],
) -> Step {
    Step { calls, schemas, config: "" }
}
