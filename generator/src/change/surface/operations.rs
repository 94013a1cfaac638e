//! Calls as items.

use super::items::{BASIC, BEARER, BodyItem, JobItem, MemberItem, OperationItem, PresenceItem};
use super::reference::TypeRef;
use super::{limits, types};
use crate::model::{
    Auth, Body, BodyContent, Job, Operation, Output, PathParameter, PathStyle, Reading, TypeId,
};
use crate::names::{Member, MethodNames, Name};
use crate::output::emit::Model;
use crate::output::emit::outline;
use crate::text::pointer::Pointer;

/// Describes an operation.
pub(super) fn operation(
    model: &Model<'_>,
    operation: &Operation,
    names: &MethodNames,
) -> OperationItem {
    let pointer = operation.method.place_at(&operation.path);
    let in_path = operation.path_parameters.iter().zip(&names.in_path);
    let accept = operation.accept.as_deref().unwrap_or("the usual media types");
    OperationItem {
        method: operation.method.to_string(),
        path: operation.path.clone(),
        name: names.name.to_string(),
        former: names.former.iter().map(ToString::to_string).collect(),
        deprecated: operation.deprecated,
        words: words(model, operation),
        in_path: in_path
            .map(|(parameter, name)| path_parameter(model, parameter, name, &pointer))
            .collect(),
        pointer: pointer.to_string(),
        parameters: parameters(model, operation, names),
        call: model.api.own_call(operation).map(|id| id.0),
        body: operation.body.as_ref().map(body),
        output: output(&operation.output),
        reading: format!("{accept}, {}", reading(operation.reading)),
        credentials: operation.accepted.iter().map(auth).collect(),
        job: operation.job.as_ref().zip(names.waiting.as_ref()).map(job),
    }
}

/// Returns the texts of the document that the method's documentation is made of.
fn words(model: &Model<'_>, operation: &Operation) -> String {
    let body = operation.body.as_ref().and_then(|body| body.description.as_ref());
    let texts = [operation.summary.as_ref(), operation.description.as_ref(), body];
    let texts = texts.into_iter().flatten().chain(&operation.answers);
    let shown = texts.map(|text| outline::shown(model, Some(text), &[]));
    let see = operation.see.clone();
    let all: Vec<String> = shown.chain(see).filter(|text| !text.is_empty()).collect();
    all.join("\n\n")
}

fn reading(reading: Reading) -> &'static str {
    match reading {
        Reading::AsDocumented => "read as documented",
        Reading::ByContentType => "read by its content type",
    }
}

fn path_parameter(
    model: &Model<'_>,
    parameter: &PathParameter,
    name: &Name,
    operation: &Pointer,
) -> MemberItem {
    let docs = &parameter.docs;
    MemberItem {
        wire: parameter.wire.clone(),
        pointer: operation.to_string(),
        name: name.to_string(),
        setter: name.to_string(),
        ty: TypeRef::of(&parameter.ty),
        presence: PresenceItem::Required,
        held: None,
        constant: false,
        deprecated: parameter.deprecated,
        words: outline::shown(model, docs.text.as_deref(), &[&parameter.wire, name.as_str()]),
        default: docs.default.as_ref().map(ToString::to_string),
        limits: limits::of(&docs.constraints),
        style: match parameter.style {
            PathStyle::Simple => "simple",
            PathStyle::SimpleExploded => "simple, exploded",
            PathStyle::Label => "label",
            PathStyle::LabelExploded => "label, exploded",
            PathStyle::Matrix => "matrix",
            PathStyle::MatrixExploded => "matrix, exploded",
            PathStyle::Reserved => "several segments",
        }
        .to_owned(),
    }
}

/// Describes the other parameters, those first that are arguments.
fn parameters(model: &Model<'_>, operation: &Operation, names: &MethodNames) -> Vec<MemberItem> {
    let argument = |name: &Name| Member { name: name.clone(), setter: name.clone() };
    let required = model.api.required_parameters(operation).zip(&names.required);
    let required = required.map(|(field, name)| types::member(model, field, &argument(name)));
    let id = operation.parameters;
    let optional = id.into_iter().flat_map(|id| optional(model, id));
    required.chain(optional).collect()
}

fn optional(model: &Model<'_>, id: TypeId) -> Vec<MemberItem> {
    let crate::model::Shape::Struct(decl) = &model.api[id].shape else { return Vec::new() };
    let fields = decl.fields.iter().zip(&model.names[id].members);
    let optional = fields.filter(|(field, _)| !field.required);
    optional.map(|(field, names)| types::member(model, field, names)).collect()
}

fn body(body: &Body) -> BodyItem {
    let named = |id: &TypeId| TypeRef::Named(id.0);
    let json = |name: &Option<String>| name.as_deref().unwrap_or("application/json").to_owned();
    let (ty, encoding) = match &body.content {
        BodyContent::Json(ty, name) => (TypeRef::of(ty), json(name)),
        BodyContent::Form(ty, styles) if styles.is_empty() => {
            (TypeRef::of(ty), "application/x-www-form-urlencoded".to_owned())
        }
        BodyContent::Form(ty, styles) => {
            (TypeRef::of(ty), format!("application/x-www-form-urlencoded {styles:?}"))
        }
        BodyContent::Multipart(id) => (named(id), "multipart/form-data".to_owned()),
        BodyContent::JsonOrMultipart(id, name) => {
            (named(id), format!("{}, or multipart/form-data", json(name)))
        }
        BodyContent::AnyMultipart => (TypeRef::plain("Form"), "multipart/form-data".to_owned()),
        BodyContent::Text { media_type } => (TypeRef::plain("String"), media_type.clone()),
        BodyContent::Bytes { media_type } => (TypeRef::plain("Bytes"), media_type.clone()),
    };
    BodyItem { ty, optional: body.optional, encoding }
}

fn output(output: &Output) -> TypeRef {
    match output {
        Output::Empty => TypeRef::plain("()"),
        Output::Json(ty) => TypeRef::of(ty),
        Output::Optional(ty) => TypeRef::Option(Box::new(TypeRef::of(ty))),
        Output::Text => TypeRef::plain("String"),
        Output::Bytes => TypeRef::plain("Bytes"),
    }
}

fn job((job, name): (&Job, &Name)) -> JobItem {
    let place = if job.in_path { "path" } else { "query" };
    let credentials: Vec<String> = job.accepted.iter().map(auth).collect();
    let counts = job
        .counts
        .iter()
        .map(|counts| format!(" or {} is {} in sum", counts.total, counts.finished.join(", ")));
    let counts: String = counts.collect();
    JobItem {
        name: name.to_string(),
        output: TypeRef::of(&job.output),
        polling: format!(
            "{} {} with {} in the {place} from {}, until {} is {} or {}{counts}; {}, {}, {credentials:?}",
            job.method,
            job.path,
            job.parameter,
            job.id,
            job.status,
            job.done.join(", "),
            job.failed.join(", "),
            job.accept.as_deref().unwrap_or_default(),
            reading(job.reading),
        ),
    }
}

/// Returns a way to prove who the client is, as text.
pub(super) fn auth(one: &Auth) -> String {
    match one {
        Auth::Header(name) => format!("header {name}"),
        Auth::Query(name) => format!("query parameter {name}"),
        Auth::Cookie(name) => format!("cookie {name}"),
        Auth::Bearer => BEARER.to_owned(),
        Auth::Basic => BASIC.to_owned(),
        Auth::Http(name) => format!("HTTP {name}"),
        Auth::All(all) => all.iter().map(auth).collect::<Vec<_>>().join(" and "),
        Auth::None => "none".to_owned(),
    }
}
