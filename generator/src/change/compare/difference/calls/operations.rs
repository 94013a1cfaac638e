//! Operations: those that come and go, and the expression, the options and the response of those
//! that stay.

use std::collections::{BTreeMap, BTreeSet};

use super::about::{about, response_item, with_response, with_signature};
use super::{bodies, parameters};
use crate::change::compare::code::call::{Call, handle};
use crate::change::compare::code::hint;
use crate::change::compare::code::signature;
use crate::change::compare::code::witness;
use crate::change::compare::difference::aliases::{ALIAS, Called, Item, aliases, renaming};
use crate::change::compare::difference::differ::{Differ, Relation};
use crate::change::compare::difference::widening::Travels;
use crate::change::compare::entry::{Entry, Thing};
use crate::change::compare::kind::{Kind, WireClass};
use crate::change::surface::items::{JobItem, OperationItem};

pub(in crate::change::compare::difference) fn compare(differ: &mut Differ<'_>) {
    let redirected = redirected(differ);
    for place in &differ.pairs.removed {
        if let Some(call) = differ.old_operation(*place) {
            let entry = gone(call);
            differ.push(entry);
        }
    }
    for place in &differ.pairs.added {
        if let Some(call) = differ.new_operation(*place) {
            let entry = added(call);
            differ.push(entry);
        }
    }
    differ.entries.extend(redirected);
    for (one, other) in &differ.pairs.operations {
        if let (Some(old), Some(new)) = (differ.old_operation(*one), differ.new_operation(*other)) {
            both(differ, old, new);
        }
    }
}

/// Returns the expressions that are calls of something else than before.
fn redirected(differ: &Differ<'_>) -> Vec<Entry> {
    let pairs = &differ.pairs;
    let kept = pairs.operations.iter().filter_map(|(_, place)| differ.new_operation(*place));
    let news = kept.chain(pairs.added.iter().filter_map(|place| differ.new_operation(*place)));
    let by_expression: BTreeMap<String, Call<'_>> =
        news.map(|call| (call.expression(), call)).collect();
    let kept = pairs.operations.iter().filter_map(|(place, _)| differ.old_operation(*place));
    let olds = kept.chain(pairs.removed.iter().filter_map(|place| differ.old_operation(*place)));
    let entry = |old: Call<'_>| {
        let new = by_expression.get(&old.expression())?;
        (old.key() != new.key()).then(|| {
            let (one, other) = (old.wire(), new.wire());
            let expression = old.expression();
            Entry::new(Kind::CallRedirected, Thing::same(&expression))
                .http(format!("`{other}` has the name that `{one}` had"))
                .rust(format!("`{expression}(…)` calls `{other}` instead of `{one}`"))
                .at(Some(&old.operation.pointer), Some(&new.operation.pointer))
                .item(
                    old.item(),
                    Some(signature::method(old.surface, old.operation)),
                    Some(signature::method(new.surface, new.operation)),
                )
                .remedy(hint::keep_method(&one, &old.way()))
        })
    };
    olds.filter_map(entry).collect()
}

fn gone(call: Call<'_>) -> Entry {
    let signature = signature::method(call.surface, call.operation);
    Entry::new(Kind::OperationRemoved, Thing::gone(call.key()))
        .http(format!("`{}` is gone", call.wire()))
        .rust(format!("`{}(…)` is gone", call.expression()))
        .wire(WireClass::Incompatible)
        .at(Some(&call.operation.pointer), None)
        .item(call.item(), Some(signature), None)
        .items(call_item(call).map(|(path, declared)| (path, Some(declared), None)))
        .witness_by(witness::call(call.surface, call.resource, call.operation))
}

fn added(call: Call<'_>) -> Entry {
    let signature = signature::method(call.surface, call.operation);
    Entry::new(Kind::OperationAdded, Thing::added(call.key()))
        .http(format!("`{}` is there", call.wire()))
        .rust(format!("`{}(…)`", call.expression()))
        .wire(WireClass::Compatible)
        .at(None, Some(&call.operation.pointer))
        .item(call.item(), None, Some(signature))
        .items(call_item(call).map(|(path, declared)| (path, None, Some(declared))))
        .witness_by(witness::call(call.surface, call.resource, call.operation))
}

/// Returns the type of the call, if it has one of its own, and its declaration.
fn call_item(call: Call<'_>) -> Option<(String, String)> {
    let ty = call.surface.types.get(call.operation.call?)?;
    Some((format!("types::{}", ty.name), signature::declaration(ty)))
}

fn both(differ: &mut Differ<'_>, old: Call<'_>, new: Call<'_>) {
    name(differ, old, new);
    parameters::in_path(differ, old, new);
    parameters::others(differ, old, new);
    bodies::compare(differ, old, new);
    call_type(differ, old, new);
    response(differ, old, new);
    job(differ, old, new);
    rest(differ, old, new);
}

fn name(differ: &mut Differ<'_>, old: Call<'_>, new: Call<'_>) {
    let (one, other) = (old.expression(), new.expression());
    let [was, is] = [old.operation, new.operation]
        .map(|operation| Called { name: &operation.name, former: &operation.former });
    let path = |name: &str| format!("resources::{}::{name}()", new.resource.handle);
    let alias = |call: Call<'_>, name: &str| {
        let former = OperationItem { name: name.to_owned(), ..call.operation.clone() };
        witness::call(call.surface, call.resource, &former)
    };
    let item = Item { path: &path, witness: &|name| alias(old, name) };
    let renewed = Item { path: &path, witness: &|name| alias(new, name) };
    differ.entries.extend(aliases((was, item), (is, renewed)));
    if one == other || renames_all(differ, old, new) {
        return;
    }
    let kind = if handle(old.resource) == handle(new.resource) {
        renaming(Kind::OperationRenamed, was, is)
    } else {
        Kind::OperationRenamed
    };
    let left = (kind == Kind::RenamedWithAlias).then(|| ALIAS.to_owned());
    let took_over = (kind == Kind::AliasTookOver).then(|| ALIAS.to_owned());
    let user = if kind == Kind::RenamedWithAlias { new } else { old };
    let entry = about(kind, old, new, "")
        .http(format!("`{}` is the same", new.wire()))
        .rust(format!("`{one}(…)` is `{other}(…)`"))
        .item(old.item(), Some(signature::method(old.surface, old.operation)), left)
        .item(new.item(), took_over, Some(signature::method(new.surface, new.operation)))
        .remedy(hint::keep_method(&new.wire(), &old.way()))
        .witness_by(witness::call(user.surface, user.resource, user.operation));
    differ.push(entry);
}

/// Returns whether the handle is called otherwise as a whole, which is an entry of the resource.
fn renames_all(differ: &Differ<'_>, old: Call<'_>, new: Call<'_>) -> bool {
    let thing = Thing::both(handle(old.resource), handle(new.resource));
    old.operation.name == new.operation.name
        && handle(old.resource) != handle(new.resource)
        && differ.entries.iter().any(|entry| entry.thing == thing)
}

fn call_type(differ: &mut Differ<'_>, old: Call<'_>, new: Call<'_>) {
    let spelled = |call: Call<'_>| signature::returned(call.surface, call.operation);
    let kind = match (old.operation.call, new.operation.call) {
        (None, Some(_)) => Kind::CallTypeAdded,
        (Some(_), None) => Kind::CallTypeRemoved,
        _ => return,
    };
    let (one, other) = (spelled(old), spelled(new));
    let entry = about(kind, old, new, "call")
        .http(format!(
            "`{}` has {} option",
            new.wire(),
            match kind {
                Kind::CallTypeAdded => "its first",
                _ => "no longer any",
            }
        ))
        .rust(format!("`{}(…)` returns `{other}` instead of `{one}`", new.expression()))
        .witness_by(witness::call_type(if kind == Kind::CallTypeAdded { new } else { old }));
    let entry = with_signature(entry, old, new)
        .items(call_item(old).map(|(path, declared)| (path, Some(declared), None)))
        .items(call_item(new).map(|(path, declared)| (path, None, Some(declared))));
    differ.push(entry);
}

fn response(differ: &mut Differ<'_>, old: Call<'_>, new: Call<'_>) {
    let (one, other) = (&old.operation.output, &new.operation.output);
    let read = witness::returned(old, &old.surface.spell(one));
    differ.note(one, other, (response_item(old, new), Some(read)));
    if let Relation::Different = differ.relation(one, other) {
        let (was, is) = differ.spelled(one, other);
        let wire = differ.wire_of_types(one, other, Travels::In);
        let entry = about(Kind::ResponseTypeChanged, old, new, "response")
            .http(format!("the response of `{}` is another", new.wire()))
            .rust(format!("`{}(…)` returns `{is}` instead of `{was}`", new.expression()))
            .wire(wire)
            .witness_by(witness::returned(old, &was));
        differ.push(with_response(entry, old, new));
    } else if old.operation.reading != new.operation.reading {
        let (one, other) = (&old.operation.reading, &new.operation.reading);
        differ.push(
            about(Kind::ReadingChanged, old, new, "response")
                .http(format!("the response of `{}`: {other}; before: {one}", new.wire()))
                .rust(format!("`{}(…)` reads the response in another way", new.expression()))
                .wire(WireClass::Compatible),
        );
    }
}

/// `client.boats().run_and_wait(…)`
fn waits(call: Call<'_>, job: &JobItem) -> String {
    format!("{}.{}(…)", handle(call.resource), job.name)
}

/// The method that waits.
fn job_item(call: Call<'_>, job: &JobItem) -> String {
    format!("resources::{}::{}()", call.resource.handle, job.name)
}

/// `Job<Progress>`
fn job_type(call: Call<'_>, job: &JobItem) -> Option<String> {
    Some(format!("Job<{}>", call.surface.spell(&job.output)))
}

fn job(differ: &mut Differ<'_>, old: Call<'_>, new: Call<'_>) {
    let entry = match (&old.operation.job, &new.operation.job) {
        (None, None) => return,
        (Some(job), None) => about(Kind::JobRemoved, old, new, "job")
            .http(format!("`{}` starts no job that can be awaited", new.wire()))
            .rust(format!("`{}` is gone", waits(old, job)))
            .item(job_item(old, job), job_type(old, job), None)
            .witness_by(witness::job(old, job)),
        (None, Some(job)) => about(Kind::JobAdded, old, new, "job")
            .http(format!("`{}` starts a job that can be awaited", new.wire()))
            .rust(format!("`{}`", waits(new, job)))
            .item(job_item(new, job), None, job_type(new, job))
            .witness_by(witness::job(new, job)),
        (Some(one), Some(other)) => return jobs(differ, (old, one), (new, other)),
    };
    differ.push(entry);
}

fn jobs(
    differ: &mut Differ<'_>,
    (old, one): (Call<'_>, &JobItem),
    (new, other): (Call<'_>, &JobItem),
) {
    if old.operation.name == new.operation.name && one.name != other.name {
        differ.push(
            about(Kind::JobRenamed, old, new, "job")
                .http(format!("the job of `{}` is the same", new.wire()))
                .rust(format!("`{}` is `{}`", waits(old, one), waits(new, other)))
                .item(job_item(old, one), job_type(old, one), None)
                .item(job_item(new, other), None, job_type(new, other))
                .witness_by(witness::job(old, one)),
        );
    }
    if let Relation::Different = differ.relation(&one.output, &other.output) {
        let (was, is) = differ.spelled(&one.output, &other.output);
        differ.push(
            about(Kind::JobTypeChanged, old, new, "job")
                .http(format!("the job of `{}` ends with another type", new.wire()))
                .rust(format!("`{}` returns `{is}` instead of `{was}`", waits(new, other)))
                .item(job_item(new, other), job_type(old, one), job_type(new, other))
                .witness_by(witness::job(old, one)),
        );
    } else if one.polling != other.polling {
        differ.push(
            about(Kind::JobPollingChanged, old, new, "job")
                .http(format!("the job of `{}` is polled by {}", new.wire(), other.polling))
                .rust(format!("`{}` polls otherwise", waits(new, other)))
                .wire(WireClass::Compatible),
        );
    }
}

/// Compares the credentials of a call. Of all calls that take what the client has, a change is an
/// entry of its own.
fn credentials(differ: &mut Differ<'_>, old: Call<'_>, new: Call<'_>) {
    let (one, other) = (&old.operation.credentials, &new.operation.credentials);
    if one == other {
        return;
    }
    let (was, is) = (differ.old.facts.taken(one), differ.new.facts.taken(other));
    if was == is {
        return;
    }
    let list = |list: &BTreeSet<&str>| list.iter().copied().collect::<Vec<_>>().join(" or ");
    let entry = about(Kind::CredentialsChanged, old, new, "security").http(format!(
        "`{}` takes {}, and took {}",
        new.wire(),
        list(&is),
        list(&was)
    ));
    let expression = new.expression();
    let entry = if was.is_subset(&is) {
        let more = list(&is.difference(&was).copied().collect());
        entry.rust(format!("`{expression}(…)` takes {more}, too")).wire(WireClass::Compatible)
    } else {
        entry
            .rust(format!("`{expression}(…)` is refused without one of these"))
            .wire(WireClass::Incompatible)
    };
    differ.push(entry);
}

fn rest(differ: &mut Differ<'_>, old: Call<'_>, new: Call<'_>) {
    let (one, other): (&OperationItem, &OperationItem) = (old.operation, new.operation);
    let expression = new.expression();
    credentials(differ, old, new);
    if one.deprecated != other.deprecated {
        let (kind, is) = if other.deprecated {
            (Kind::OperationDeprecated, "is deprecated")
        } else {
            (Kind::OperationRestored, "is no longer deprecated")
        };
        differ.push(
            about(kind, old, new, "")
                .http(format!("`{}` {is}", new.wire()))
                .rust(format!("`{expression}(…)` {is}"))
                .item(
                    new.item(),
                    Some(signature::marked(signature::method(old.surface, one), one.deprecated)),
                    Some(signature::marked(
                        signature::method(new.surface, other),
                        other.deprecated,
                    )),
                ),
        );
    }
    if one.words != other.words {
        differ.push(
            about(Kind::DocsChanged, old, new, "")
                .http(format!("the text on `{}` is another", new.wire()))
                .rust(format!("the documentation of `{expression}`")),
        );
    }
}
