//! Names of media types (RFC 6838), as far as more than one stage tells them apart.

/// The formats of a body that is a stream of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stream {
    /// `text/event-stream`.
    ServerSent,
    /// A JSON text a line, by any of the names that this has.
    JsonLines,
    /// `application/json-seq` (RFC 7464), or a structured variant.
    JsonSequence,
}

impl Stream {
    /// Returns the format of a media type, if it is one of streams.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let essence = essence(name);
        if essence == "text/event-stream" {
            return Some(Self::ServerSent);
        }
        let subtype = essence.strip_prefix("application/").or(essence.strip_prefix("text/"))?;
        // A structured variant has the format as its suffix (RFC 6838 section 4.2.8).
        let format = subtype.rsplit('+').next().unwrap_or(subtype);
        match format.strip_prefix("x-").unwrap_or(format) {
            "json-seq" => Some(Self::JsonSequence),
            "jsonl" | "ndjson" | "jsonlines" | "json-lines" | "ldjson" => Some(Self::JsonLines),
            // The name that NDJSON had in Spring before it had one.
            _ if subtype == "stream+json" => Some(Self::JsonLines),
            _ => None,
        }
    }

    /// Returns the usual name of the format.
    pub(crate) fn usual_name(self) -> &'static str {
        match self {
            Self::ServerSent => "text/event-stream",
            Self::JsonLines => "application/jsonl",
            Self::JsonSequence => "application/json-seq",
        }
    }
}

/// Returns a media type without its parameters, in lower case.
pub(crate) fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::Stream;

    #[test]
    fn formats_are_known_by_all_their_names() {
        let of = |name: &str| Stream::of(name);
        assert_eq!(of("text/event-stream; charset=utf-8"), Some(Stream::ServerSent));
        for name in [
            "application/jsonl",
            "application/x-ndjson",
            "Application/X-JSONLines",
            "application/json-lines",
            "text/x-ndjson",
            "application/stream+json",
            "application/vnd.acme.v1+jsonl",
        ] {
            assert_eq!(of(name), Some(Stream::JsonLines), "{name}");
        }
        for name in ["application/json-seq", "application/geo+json-seq"] {
            assert_eq!(of(name), Some(Stream::JsonSequence), "{name}");
        }
        for name in ["application/json", "application/x-json-stream+json", "text/plain", "*/*", ""]
        {
            assert_eq!(of(name), None, "{name}");
        }
    }
}
