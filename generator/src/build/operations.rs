//! Operations: what each takes and gives.

use std::collections::BTreeMap;

use openapiv3::{
    MediaType, Operation as Source, ReferenceOr, Response, Schema, SchemaKind, StatusCode,
    Type as Kind,
};

use super::Builder;
use super::bodies::{Media, json_name, media};
use super::resources::{NamedOperation, NamedResource};
use super::schemas::Place;
use super::select::Selected;
use crate::diagnostic::Code;
use crate::model::{
    Arm, Direction, NameHint, Operation, Output, Resource, Shape, Type, TypeDecl, Union, Version,
    Words,
};
use crate::pointer::Pointer;
use crate::words::singular;

mod texts;

/// A success of an operation: its status, and what comes with it.
struct Success<'d> {
    status: String,
    response: &'d Response,
    pointer: Pointer,
    /// Whether no body can come, whatever is said of it.
    bodiless: bool,
}

impl<'d> Success<'d> {
    /// What may come, by media type.
    fn content(&self) -> impl Iterator<Item = (&'d String, &'d MediaType)> + use<'d> {
        self.response.content.iter().filter({
            let comes = !self.bodiless;
            move |_| comes
        })
    }
}

impl<'d> Builder<'d> {
    /// Builds the operations of all resources, and with them every type that they reach.
    pub(super) fn resources(&mut self, named: Vec<NamedResource<'d>>) -> Vec<Resource> {
        let mut resources = Vec::new();
        for NamedResource { name, version, operations } in named {
            let description = self.tag_description(&operations);
            let mut operations: Vec<Operation> =
                operations.iter().map(|one| self.operation(one, &name, version)).collect();
            let shared = texts::take_shared(&mut operations);
            resources.push(Resource { name, version, description, shared, operations });
        }
        resources
    }

    fn operation(
        &mut self,
        one: &NamedOperation<'d>,
        resource: &str,
        version: Option<Version>,
    ) -> Operation {
        let selected = &one.selected;
        let words = base_words(&one.name, resource, version);
        self.report_beyond_client(selected);
        let parameters = self.parameters(selected, &words);
        let operation = selected.operation;
        let body = self.body(selected, &words);
        let output = self.output(operation, &words, &selected.pointer);
        let accept = match &output {
            Output::Json(_) | Output::Optional(_) => {
                self.json_name_of_success(operation, &selected.pointer)
            }
            _ => None,
        };
        Operation {
            method: selected.method,
            path: super::parameters::on_the_wire(selected.path).to_owned(),
            name: one.name.clone(),
            summary: texts::telling(operation.summary.as_ref(), selected.path)
                .or_else(|| selected.item.summary.clone()),
            description: texts::telling(operation.description.as_ref(), selected.path)
                .or_else(|| selected.item.description.clone()),
            answers: self.answers(selected, &format!("{resource}_{}", one.name)),
            see: operation.external_docs.as_ref().map(|docs| docs.url.clone()),
            deprecated: operation.deprecated,
            path_parameters: parameters.in_path,
            parameters: parameters.others,
            body,
            output,
            accept,
            accepted: super::auth::accepted(self.document, operation),
            job: None,
        }
    }

    /// What the operation asks of a client beside the call itself, and does not get.
    fn report_beyond_client(&mut self, selected: &Selected<'d>) {
        let item = selected.pointer.parent().unwrap_or_default();
        let (servers, at) = match selected.operation.servers.as_slice() {
            [] => (&selected.item.servers, item),
            _ => (&selected.operation.servers, selected.pointer.clone()),
        };
        // Those that all calls go to anyway are no news.
        let base = self.document.servers.first().map(super::auth::address);
        let addresses: Vec<String> = servers.iter().map(super::auth::address).collect();
        if !addresses.is_empty() && !addresses.iter().any(|address| Some(address) == base.as_ref())
        {
            let message =
                format!("the call goes where all others go, not to {}", addresses.join(", "));
            self.diagnostics.add(Code::ServerSkipped, &at.child("servers"), message);
        }
        if let Some((_, fragment)) = selected.path.split_once('#') {
            let message = format!(
                "`#{fragment}` is never sent: it only tells two descriptions of one path apart"
            );
            let at = selected.pointer.parent().unwrap_or_default();
            self.diagnostics.add(Code::KeywordIgnored, &at, message);
        }
        if super::auth::asks_for_several(self.document, selected.operation) {
            let message = "the call needs several credentials at once; the client gives one, the others go into headers by hand";
            self.diagnostics.add(
                Code::SeveralCredentials,
                &selected.pointer.child("security"),
                message,
            );
        }
    }

    /// What the document says of the successes.
    fn answers(&mut self, selected: &Selected<'d>, name: &str) -> Vec<String> {
        let successes = self.successes(selected.operation, &selected.pointer);
        let said: Vec<&str> =
            successes.iter().map(|success| success.response.description.as_str()).collect();
        texts::answers(&said, name, selected.operation)
    }

    /// The description of the one tag that all the operations carry.
    fn tag_description(&self, operations: &[NamedOperation<'d>]) -> Option<String> {
        let mut tags = operations.iter().map(|one| one.selected.operation.tags.as_slice());
        let [first] = tags.next()? else { return None };
        let shared = tags.all(|tags| tags == std::slice::from_ref(first));
        let tag = self.document.tags.iter().find(|tag| shared && tag.name == *first)?;
        tag.description.clone().filter(|text| !text.trim().is_empty())
    }

    /// What the call gives: the one type of all its successes, or a choice of them.
    fn output(&mut self, operation: &'d Source, words: &Words, at: &Pointer) -> Output {
        let successes = self.successes(operation, at);
        let mut outputs: Vec<(String, Output, Pointer)> = Vec::new();
        // Bodies of several successes are named by their statuses.
        let several =
            successes.iter().filter(|success| success.content().next().is_some()).count() > 1;
        for success in &successes {
            let suffix = if several { status_word(&success.status) } else { "response".to_owned() };
            let output = self.success(success, &words.part(&suffix));
            if !outputs.iter().any(|(_, known, _)| *known == output) {
                outputs.push((success.status.clone(), output, success.pointer.clone()));
            }
        }
        let empty = outputs.iter().any(|(_, output, _)| *output == Output::Empty);
        outputs.retain(|(_, output, _)| *output != Output::Empty);
        let typed: Vec<(String, Type)> = outputs
            .iter()
            .filter_map(|(status, output, _)| json(output).map(|ty| (status.clone(), ty)))
            .collect();
        let main = match (typed.as_slice(), outputs.as_slice()) {
            (_, []) => return Output::Empty,
            ([], [(_, first, _), ..]) => first.clone(),
            ([(_, only)], _) => Output::Json(only.clone()),
            (several, _) => Output::Json(self.choice_of_successes(several, words, at)),
        };
        for (status, output, pointer) in
            outputs.iter().filter(|(_, output, _)| json(output).is_none() && *output != main)
        {
            let message = format!(
                "the answer with status {status} ({}) is given as the other successes are",
                in_words(output)
            );
            self.diagnostics.add(Code::ResponseSkipped, pointer, message);
        }
        match main {
            Output::Json(ty) if empty => Output::Optional(ty),
            other => other,
        }
    }

    /// The successes: 2xx, else `2XX`, else `default` where all else are errors (OpenAPI 3.1 section 4.8.16), in the order of
    /// their statuses.
    fn successes(&mut self, operation: &'d Source, at: &Pointer) -> Vec<Success<'d>> {
        let is_head = at.last() == "head";
        let at = at.child("responses");
        let mut found: BTreeMap<String, &'d ReferenceOr<Response>> = BTreeMap::new();
        let mut only_errors = true;
        for (status, response) in &operation.responses.responses {
            let (code, text) = match status {
                StatusCode::Code(code) => (*code, code.to_string()),
                StatusCode::Range(class) => (*class * 100, format!("{class}XX")),
            };
            only_errors &= code >= 400;
            if (200..300).contains(&code) {
                found.insert(text, response);
            } else if (300..400).contains(&code) {
                let message = "a redirect is followed within the API's own origin, else it is an error; it has no type";
                self.diagnostics.add(Code::ResponseSkipped, &at.child(&text), message);
            }
        }
        if found.is_empty() && only_errors {
            found.extend(
                operation
                    .responses
                    .default
                    .as_ref()
                    .map(|response| ("default".to_owned(), response)),
            );
        }
        let document = self.document;
        let mut successes = Vec::new();
        for (status, response) in found {
            let pointer = at.child(&status);
            let resolved = match response {
                ReferenceOr::Item(response) => Some(response),
                ReferenceOr::Reference { reference } => {
                    super::refs::component(reference, "responses")
                        .and_then(|name| document.components.as_ref()?.responses.get(&name))
                        .and_then(|response| self.resolve_response(response))
                }
            };
            let Some(response) = resolved else { continue };
            // RFC 9110 sections 9.3.2, 15.3.5 and 15.3.6.
            let bodiless = is_head || ["204", "205"].contains(&status.as_str());
            if bodiless && !response.content.is_empty() {
                let message = "no body comes with such an answer, whatever is said of it";
                self.diagnostics.add(Code::ResponseSkipped, &pointer.child("content"), message);
            }
            successes.push(Success { status, response, pointer, bodiless });
        }
        successes
    }

    /// The name of JSON where no success goes by the usual one.
    fn json_name_of_success(&mut self, operation: &'d Source, at: &Pointer) -> Option<String> {
        let successes = self.successes(operation, at);
        let content = successes.iter().flat_map(Success::content).map(|(name, _)| name);
        let mut names: Vec<&String> = content.filter(|name| media(name) == Media::Json).collect();
        names.sort();
        let all_odd = names.iter().all(|name| json_name(name).is_some());
        names.first().filter(|_| all_odd).and_then(|name| json_name(name))
    }

    fn success(&mut self, success: &Success<'d>, words: &Words) -> Output {
        let at = success.pointer.child("content");
        let mut choices: Vec<(Media, &String, &'d MediaType)> =
            success.content().map(|(name, value)| (media(name), name, value)).collect();
        // What says more comes first, then the usual name.
        choices.sort_by_key(|(kind, name, value)| {
            (*kind, value.schema.is_none(), json_name(name).is_some(), *name)
        });
        let Some((kind, name, value)) = choices.first().copied() else { return Output::Empty };
        if choices.len() > 1 {
            let others: Vec<&str> =
                choices.iter().skip(1).map(|(_, name, _)| name.as_str()).collect();
            let message =
                format!("`{name}` is asked for; the answer could also be {}", others.join(", "));
            self.diagnostics.add(Code::MediaTypeSkipped, &at, message);
        }
        let at = at.child(name).child("schema");
        if kind != Media::Json
            && let Some(schema) = &value.schema
            && self.resolve_schema(schema).is_some_and(is_structured)
        {
            let message = format!("`{name}` is given as it comes; its schema is not read");
            self.diagnostics.add(Code::Widened, &at, message);
        }
        match (kind, &value.schema) {
            (Media::Json, None) => Output::Json(Type::Json),
            (Media::Json, Some(schema)) => {
                if self.resolve_schema(schema).is_some_and(super::forms::is_binary) {
                    let message = "JSON of `format: binary` is a file; given as its bytes";
                    self.diagnostics.add(Code::Widened, &at, message);
                    return Output::Bytes { media_type: "*/*".to_owned() };
                }
                let typed = self.schema(schema, &Place::words(words, at));
                Output::Json(typed.member())
            }
            (Media::Text, _) => Output::Text { media_type: name.clone() },
            _ => Output::Bytes { media_type: name.clone() },
        }
    }

    /// Successes of several types: a union named by their statuses.
    fn choice_of_successes(
        &mut self,
        several: &[(String, Type)],
        words: &Words,
        at: &Pointer,
    ) -> Type {
        let pointer = at.child("responses");
        let message =
            "the successes differ in type; the one that explains the answer best is taken";
        self.diagnostics.add(Code::UnionUntagged, &pointer, message);
        let arms = several.iter().map(|(status, ty)| Arm {
            hint: Some(status_word(status)),
            ty: ty.clone(),
            boxed: false,
            tags: Vec::new(),
            text: Some(format!("The answer with status {status}.")),
        });
        let id = self.declare(TypeDecl {
            pointer,
            name: NameHint::Words(words.part("response")),
            description: None,
            deprecated: false,
            direction: Direction::Response,
            shape: Shape::Union(Union { tag: None, arms: arms.collect() }),
        });
        Type::Named(id)
    }
}

/// Whether the schema says more than that there is a text or a value.
fn is_structured(schema: &Schema) -> bool {
    !matches!(&schema.schema_kind, SchemaKind::Type(Kind::String(_)) | SchemaKind::Any(_))
}

fn in_words(output: &Output) -> String {
    match output {
        Output::Empty => "nothing".to_owned(),
        Output::Json(_) | Output::Optional(_) => "JSON".to_owned(),
        Output::Text { media_type } | Output::Bytes { media_type } => format!("`{media_type}`"),
    }
}

fn json(output: &Output) -> Option<Type> {
    match output {
        Output::Json(ty) => Some(ty.clone()),
        _ => None,
    }
}

/// The reason phrase of a status (RFC 9110 section 15.3), as words.
fn status_word(status: &str) -> String {
    let word = match status {
        "200" => "ok",
        "201" => "created",
        "202" => "accepted",
        "203" => "non_authoritative",
        "206" => "partial",
        "207" => "multi_status",
        other => return format!("status_{other}"),
    };
    word.to_owned()
}

/// The words that name what belongs to an operation: `list_scenarios`, `get_scenario`, `list_scenario_folders`,
/// `scenario_generate_instructions`.
fn base_words(name: &str, resource: &str, version: Option<Version>) -> Words {
    let one = singular(resource);
    let base = match name.split_once('_').unwrap_or((name, "")) {
        _ if matches!(name, "list" | "replace_all" | "update_all" | "delete_all") => {
            format!("{name}_{resource}")
        }
        (verb, "many") => format!("{verb}_many_{resource}"),
        (verb, "") if COMMON.contains(&verb) => format!("{verb}_{one}"),
        (verb, rest) if COMMON.contains(&verb) && !rest.starts_with("by_") => {
            format!("{verb}_{one}_{rest}")
        }
        _ => format!("{one}_{name}"),
    };
    Words { version, ..Words::plain(base) }
}

/// The verbs that stand first in the names of types too.
const COMMON: [&str; 10] =
    ["list", "create", "get", "replace", "update", "delete", "post", "head", "options", "trace"];
