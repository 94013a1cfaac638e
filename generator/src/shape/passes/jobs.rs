//! Jobs: the pairs of operations that `codegen.toml` declares, of which one starts a job and the
//! other reports its progress.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::input::config::{Config, JobConfig, near};
use crate::model::{Api, Job, Operation, Output, Shape};
use crate::text::pointer::Pointer;

/// Gives each operation that starts a job the way to wait for it.
pub(in crate::shape) fn pair(api: &mut Api, config: &Config, diagnostics: &mut Diagnostics) {
    for (index, declared) in config.jobs.iter().enumerate() {
        let at = Pointer::root().child("jobs").child(index);
        match job(api, declared) {
            Ok(job) => start(api, &declared.start.0, &job, &at.child("start"), diagnostics),
            Err((field, message)) => {
                let help = match field {
                    "parameter" => "write the name of the parameter that takes the id".to_owned(),
                    _ => operations_like(&declared.poll, api),
                };
                refuse(&at.child(field), message, help, diagnostics);
            }
        }
    }
}

/// Gives the job to the operations that start it.
fn start(api: &mut Api, starts: &[String], job: &Job, at: &Pointer, diagnostics: &mut Diagnostics) {
    for (index, wanted) in starts.iter().enumerate() {
        let mut operations = api.resources.iter_mut().flat_map(|resource| &mut resource.operations);
        match operations.find(|operation| key(operation) == *wanted) {
            Some(operation) => operation.job = Some(job.clone()),
            None => {
                // A single text has no index.
                let at = if starts.len() == 1 { at } else { &at.child(index) };
                refuse(at, absent(wanted), operations_like(wanted, api), diagnostics);
            }
        }
    }
}

fn refuse(at: &Pointer, message: String, help: String, diagnostics: &mut Diagnostics) {
    let one = Diagnostic::new(Code::ConfigInvalid, at, message).in_origin(Origin::Config);
    diagnostics.report(one.help(help));
}

/// Returns the help for an operation that does not exist, or does not fit.
fn operations_like(wanted: &str, api: &Api) -> String {
    let keys: Vec<String> = api.operations().map(key).collect();
    let others = keys.iter().map(String::as_str).filter(|key| *key != wanted);
    near::help(wanted, others, "write `METHOD /path` of an operation of the client")
}

fn key(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

fn absent(operation: &str) -> String {
    format!("the client has no operation `{operation}`")
}

/// Returns the way to wait for a job, or the part of its declaration that is wrong, and why.
fn job(api: &Api, declared: &JobConfig) -> Result<Job, (&'static str, String)> {
    let poll = api.operations().find(|operation| key(operation) == declared.poll);
    let poll = poll.ok_or_else(|| ("poll", absent(&declared.poll)))?;
    let output = match &poll.output {
        Output::Json(ty) | Output::Optional(ty) => ty.clone(),
        _ => return Err(("poll", format!("`{}` does not answer with JSON", declared.poll))),
    };
    let last = declared.id.rsplit('/').next().unwrap_or_default();
    let parameter = declared.parameter.clone().unwrap_or_else(|| last.to_owned());
    let in_path = poll.path_parameters.iter().any(|other| other.wire == parameter);
    let fields = match poll.parameters.map(|id| &api[id].shape) {
        Some(Shape::Struct(decl)) => decl.fields.as_slice(),
        _ => &[],
    };
    if !in_path && !fields.iter().any(|field| field.wire == parameter) {
        return Err(("parameter", format!("`{}` has no parameter `{parameter}`", declared.poll)));
    }
    let others = poll.path_parameters.iter().map(|other| &other.wire);
    let others =
        others.chain(fields.iter().filter(|field| field.required).map(|field| &field.wire));
    if let Some(other) = others.into_iter().find(|wire| **wire != parameter) {
        return Err((
            "poll",
            format!("`{}` needs `{other}` too, which no answer gives", declared.poll),
        ));
    }
    Ok(Job {
        method: poll.method,
        path: poll.path.clone(),
        parameter,
        in_path,
        output,
        reading: poll.reading,
        accept: poll.accept.clone(),
        accepted: poll.accepted.clone(),
        id: declared.id.clone(),
        status: declared.status.clone(),
        done: declared.done.clone(),
        failed: declared.failed.clone(),
    })
}
