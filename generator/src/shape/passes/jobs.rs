//! Jobs: the pairs of operations that `codegen.toml` declares, of which one starts a job and the
//! other reports its progress.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::input::config::{Config, JobConfig, near};
use crate::model::{Api, Counts, Job, Operation, Output, Shape};
use crate::text::pointer::Pointer;

/// Gives each operation that starts a job the way to wait for it. An entry about an operation that
/// the document no longer has is of no use, but no fault.
pub(in crate::shape) fn pair(api: &mut Api, config: &Config, diagnostics: &mut Diagnostics) {
    for (index, declared) in config.jobs.iter().enumerate() {
        let at = Pointer::root().child("jobs").child(index);
        if !api.operations().any(|operation| key(operation) == declared.poll) {
            report_absent(api, &declared.poll, &at.child("poll"), diagnostics);
            continue;
        }
        match job(api, declared) {
            Ok(job) => start(api, &declared.start.0, &job, &at, diagnostics),
            Err((field, message)) => {
                let help = match field {
                    "parameter" => "write the name of the parameter that takes the id".to_owned(),
                    "done" => NO_END.to_owned(),
                    _ => operations_like(&declared.poll, api),
                };
                refuse(&at.child(field), message, help, diagnostics);
            }
        }
    }
}

const NO_END: &str = "write the statuses of success, or `total` and `finished`: the places of the \
                      numbers of all parts and of the finished ones";

/// Gives the job to the operations that start it.
fn start(api: &mut Api, starts: &[String], job: &Job, at: &Pointer, diagnostics: &mut Diagnostics) {
    let list = at.child("start");
    for (index, wanted) in starts.iter().enumerate() {
        // A single text has no index.
        let here = if starts.len() == 1 { &list } else { &list.child(index) };
        let mut operations = api.resources.iter_mut().flat_map(|resource| &mut resource.operations);
        let Some(operation) = operations.find(|operation| key(operation) == *wanted) else {
            report_absent(api, wanted, here, diagnostics);
            continue;
        };
        match unfilled(job, operation) {
            None => operation.job = Some(job.clone()),
            Some(other) => {
                let poll = format!("{} {}", job.method, job.path);
                let message = format!("`{poll}` needs `{other}` too, which no answer gives");
                let help = operations_like(&poll, api);
                refuse(&at.child("poll"), message, help, diagnostics);
                return;
            }
        }
    }
}

/// Returns a parameter in the path of the polls that neither the job's id nor the start's own path
/// gives: that gives those behind the same beginning.
fn unfilled<'j>(job: &'j Job, start: &Operation) -> Option<&'j str> {
    let given = |wire: &str| {
        let beginning =
            |path: &str| path.split_once(&format!("{{{wire}}}")).map(|(text, _)| text.to_owned());
        let needed = beginning(&job.path);
        needed.is_some() && needed == beginning(&start.path)
    };
    job.others.iter().map(String::as_str).find(|wire| !given(wire))
}

fn report_absent(api: &Api, operation: &str, at: &Pointer, diagnostics: &mut Diagnostics) {
    let message = format!("the client has no operation `{operation}`");
    let one = Diagnostic::new(Code::ConfigUnused, at, message).in_origin(Origin::Config);
    diagnostics.report(one.help(operations_like(operation, api)));
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

/// Returns the way to wait for a job, or the part of its declaration that is wrong, and why.
fn job(api: &Api, declared: &JobConfig) -> Result<Job, (&'static str, String)> {
    let poll = api.operations().find(|operation| key(operation) == declared.poll);
    let poll = poll.ok_or_else(|| ("poll", format!("the client has no `{}`", declared.poll)))?;
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
    let mut required = fields.iter().filter(|field| field.required).map(|field| &field.wire);
    if let Some(other) = required.find(|wire| **wire != parameter) {
        return Err((
            "poll",
            format!("`{}` needs `{other}` too, which no answer gives", declared.poll),
        ));
    }
    let counts = counts(declared);
    if declared.done.is_empty() && counts.is_none() {
        return Err(("done", "nothing says when the job is over".to_owned()));
    }
    let others = poll.path_parameters.iter().map(|other| &other.wire);
    Ok(Job {
        method: poll.method,
        path: poll.path.clone(),
        others: others.filter(|wire| **wire != parameter).cloned().collect(),
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
        counts,
    })
}

fn counts(declared: &JobConfig) -> Option<Counts> {
    let total = declared.total.clone().filter(|_| !declared.finished.is_empty())?;
    Some(Counts { total, finished: declared.finished.clone() })
}
