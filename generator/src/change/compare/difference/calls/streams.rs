//! The streams of events that calls may answer with instead of something else.

use super::about::about;
use crate::change::compare::code::call::{Call, handle};
use crate::change::compare::code::witness;
use crate::change::compare::difference::differ::{Differ, Relation};
use crate::change::compare::difference::widening::Travels;
use crate::change::compare::kind::{Kind, WireClass};
use crate::change::surface::items::StreamItem;

pub(super) fn compare(differ: &mut Differ<'_>, old: Call<'_>, new: Call<'_>) {
    let entry = match (&old.operation.stream, &new.operation.stream) {
        (None, None) => return,
        (Some(stream), None) => about(Kind::StreamRemoved, old, new, "stream")
            .http(format!("`{}` answers with no stream of events", new.wire()))
            .rust(format!("`{}` is gone", method(old, stream)))
            .wire(WireClass::Incompatible)
            .item(item(old, stream), returned(old, stream), None)
            .witness_by(witness::stream(old, stream)),
        (None, Some(stream)) => about(Kind::StreamAdded, old, new, "stream")
            .http(format!("`{}` may answer with a stream of events", new.wire()))
            .rust(format!("`{}`", method(new, stream)))
            .wire(WireClass::Compatible)
            .item(item(new, stream), None, returned(new, stream))
            .witness_by(witness::stream(new, stream)),
        (Some(one), Some(other)) => return both(differ, (old, one), (new, other)),
    };
    differ.push(entry);
}

/// `client.chats().create_stream(…)`
fn method(call: Call<'_>, stream: &StreamItem) -> String {
    format!("{}.{}(…)", handle(call.resource), stream.name)
}

/// The method for the stream.
fn item(call: Call<'_>, stream: &StreamItem) -> String {
    format!("resources::{}::{}()", call.resource.handle, stream.name)
}

/// `Call<streams::Events<Chunk>>`
fn returned(call: Call<'_>, stream: &StreamItem) -> Option<String> {
    Some(format!("Call<streams::Events<{}>>", call.surface.spell(&stream.data)))
}

fn both(
    differ: &mut Differ<'_>,
    (old, one): (Call<'_>, &StreamItem),
    (new, other): (Call<'_>, &StreamItem),
) {
    if old.operation.name == new.operation.name && one.name != other.name {
        differ.push(
            about(Kind::StreamRenamed, old, new, "stream")
                .http(format!("the stream of `{}` is the same", new.wire()))
                .rust(format!("`{}` is `{}`", method(old, one), method(new, other)))
                .item(item(old, one), returned(old, one), None)
                .item(item(new, other), None, returned(new, other))
                .witness_by(witness::stream(old, one)),
        );
    }
    if let Relation::Different = differ.relation(&one.data, &other.data) {
        let (was, is) = differ.spelled(&one.data, &other.data);
        let wire = differ.wire_of_types(&one.data, &other.data, Travels::In);
        differ.push(
            about(Kind::StreamTypeChanged, old, new, "stream")
                .http(format!("the events of `{}` have other data", new.wire()))
                .rust(format!("`{}` gives events of `{is}` instead of `{was}`", method(new, other)))
                .wire(wire)
                .item(item(new, other), returned(old, one), returned(new, other))
                .witness_by(witness::stream(old, one)),
        );
    } else if one.reading != other.reading {
        let (was, is) = (&one.reading, &other.reading);
        differ.push(
            about(Kind::StreamReadingChanged, old, new, "stream")
                .http(format!("the stream of `{}`: {is}; before: {was}", new.wire()))
                .rust(format!("`{}` reads the stream in another way", method(new, other)))
                .wire(WireClass::Compatible),
        );
    }
}
