//! Facts of streams that no document can have, from `codegen.toml`.

use wildmatch::WildMatch;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::input::config::{Config, StreamConfig, near};
use crate::model::{Api, BodyContent, EventStream, Operation, Output};
use crate::text::pointer::Pointer;

/// Gives its facts to the streams that `codegen.toml` configures. The first entry with a fact for
/// an operation decides.
pub(in crate::shape) fn apply(api: &mut Api, config: &Config, diagnostics: &mut Diagnostics) {
    for (index, declared) in config.streams.iter().enumerate() {
        let at = Pointer::root().child("streams").child(index);
        let known: Vec<String> = api.operations().filter(|one| is_stream(one)).map(key).collect();
        for pattern in &declared.operations.0 {
            if known.iter().any(|key| WildMatch::new(pattern).matches(key)) {
                continue;
            }
            let message = format!("no stream of events is the response of `{pattern}`");
            let write = "write `METHOD /path` of an operation that answers with one; `*` stands for any text";
            let help = near::help(pattern, known.iter().map(String::as_str), write);
            report(diagnostics, &at.child("operations"), message, help);
        }
        let is_used = known.iter().any(|key| matches_any(declared, key));
        if !apply_one(api, declared) && is_used {
            let flag = declared.flag.as_deref().unwrap_or_default();
            let message = format!("none of these calls has a JSON body for the member `{flag}`");
            report(diagnostics, &at.child("flag"), message, "delete the key".to_owned());
        }
    }
}

fn report(diagnostics: &mut Diagnostics, at: &Pointer, message: String, help: String) {
    let one = Diagnostic::new(Code::ConfigUnused, at, message).help(help);
    diagnostics.report(one.in_origin(Origin::Config));
}

/// Applies an entry; returns whether its flag, if it has one, has a place in some body.
fn apply_one(api: &mut Api, declared: &StreamConfig) -> bool {
    let mut is_sent = declared.flag.is_none();
    for operation in api.resources.iter_mut().flat_map(|one| &mut one.operations) {
        let key = key(operation);
        if !matches_any(declared, &key) {
            continue;
        }
        let has_body = operation.body.as_ref().is_some_and(|body| {
            matches!(body.content, BodyContent::Json(..) | BodyContent::JsonOrMultipart(..))
        });
        let Some(stream) = stream_mut(operation) else { continue };
        if stream.end.is_none() {
            stream.end.clone_from(&declared.terminator);
        }
        if stream.flag.is_none() && has_body {
            stream.flag.clone_from(&declared.flag);
            is_sent = true;
        }
    }
    is_sent
}

fn matches_any(declared: &StreamConfig, key: &str) -> bool {
    declared.operations.0.iter().any(|pattern| WildMatch::new(pattern).matches(key))
}

fn key(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

fn is_stream(operation: &Operation) -> bool {
    operation.stream.is_some() || matches!(operation.output, Output::Events(_))
}

fn stream_mut(operation: &mut Operation) -> Option<&mut EventStream> {
    match &mut operation.output {
        Output::Events(stream) => Some(stream),
        _ => operation.stream.as_mut(),
    }
}
