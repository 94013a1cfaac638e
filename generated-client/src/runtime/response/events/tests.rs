//! Parsing of streams, wherever their chunks end.

use std::time::Duration;

use bytes::Bytes;

use super::frame::Frame;
use super::parser::Parser;
use crate::runtime::request::events::{EventData, EventFormat};

const SERVER_SENT: EventFormat = EventFormat::ServerSent(EventData::Json);

/// Parses a body that arrives in these chunks; each event is its parts, in short.
fn parsed(format: EventFormat, limit: usize, chunks: &[&[u8]]) -> (Vec<String>, Parser) {
    let mut parser = Parser::new(format, limit);
    let mut found = Vec::new();
    for chunk in chunks {
        parser.push(Bytes::copy_from_slice(chunk));
        while let Some(frame) = parser.next() {
            found.push(short(frame));
        }
    }
    found.extend(parser.last().map(short));
    (found, parser)
}

/// `7/tick/50ms/data`
fn short(frame: Frame) -> String {
    match frame {
        Frame::TooLong => "too long".to_owned(),
        Frame::Event { data, id, name, retry } => {
            let retry = retry.map(|retry| format!("{retry:?}"));
            let parts = [id, name, retry].map(Option::unwrap_or_default).join("/");
            format!("{parts}/{}", String::from_utf8_lossy(&data))
        }
    }
}

/// Parses a body in one chunk, in chunks of one byte, and in two, with the boundary anywhere.
fn parsed_anyhow(format: EventFormat, body: &str) -> Vec<String> {
    let body = body.as_bytes();
    let (whole, _) = parsed(format, 100, &[body]);
    let bytes: Vec<&[u8]> = body.chunks(1).collect();
    assert_eq!(parsed(format, 100, &bytes).0, whole, "byte by byte");
    for end in 0..=body.len() {
        let (first, second) = body.split_at(end);
        assert_eq!(parsed(format, 100, &[first, second]).0, whole, "in two at {end}");
    }
    whole
}

#[test]
fn the_examples_of_the_standard() {
    let stream = |body| parsed_anyhow(SERVER_SENT, body);
    assert_eq!(stream("data: YHOO\ndata: +2\ndata: 10\n\n"), ["///YHOO\n+2\n10"]);
    let ids =
        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third\n\n";
    assert_eq!(stream(ids), ["1///first event", "///second event", "/// third"]);
    // The last has no end: the standard drops it, and servers mean it.
    assert_eq!(stream("data\n\ndata\ndata\n\ndata:"), ["///", "///\n", "///"]);
    assert_eq!(stream("data:test\n\ndata: test\n\n"), ["///test", "///test"]);
}

#[test]
fn lines_end_in_three_ways_and_characters_anywhere() {
    for end in ["\n", "\r\n", "\r"] {
        let body =
            "\u{feff}event: é\nid: 7\nretry: 50\ndata: a\u{1f600}\n\n\n: x\ndata: \u{feff}b\n\n";
        assert_eq!(
            parsed_anyhow(SERVER_SENT, &body.replace('\n', end)),
            ["7/é/50ms/a\u{1f600}", "7///\u{feff}b"],
            "{end:?}"
        );
    }
}

#[test]
fn fields_that_are_none_are_ignored() {
    let body =
        "id: a\0b\nretry: 1x\nretry:\nname: x\n data: y\ndata : z\nevent:\ndata: d\n\nid: 9\n\n";
    let (found, parser) = parsed(SERVER_SENT, 100, &[body.as_bytes()]);
    assert_eq!(found, ["///d"]);
    assert_eq!((parser.last_id(), parser.retry()), (Some("9"), None));
}

#[test]
fn an_id_counts_once_its_event_is_complete() {
    let (_, mut parser) = parsed(SERVER_SENT, 100, &[b"retry: 9\ndata: x\nid: 1\n\n"]);
    parser.push(Bytes::from_static(b"id: 2\ndata: half"));
    assert_eq!(parser.next(), None);
    assert_eq!(parser.last_id(), Some("1"));
    parser.restart();
    parser.push(Bytes::from_static(b"data: y\n\n"));
    let frame = parser.next().map(short);
    assert_eq!(frame.as_deref(), Some("1///y"));
    assert_eq!(parser.retry(), Some(Duration::from_millis(9)));
}

#[test]
fn what_is_too_long_is_told_once_and_dropped() {
    let long = "x".repeat(50);
    let (lines, texts) = (EventFormat::JsonLines, EventFormat::JsonSequence);
    let cases = [
        (SERVER_SENT, format!("data: {long}{long}\nid: 3\n\ndata: b\n\n"), "3///b"),
        (
            SERVER_SENT,
            format!("data: {long}\ndata: {long}\ndata: c\n\nid: 3\ndata: b\n\n"),
            "3///b",
        ),
        (lines, format!("\"{long}{long}\"\n1\n"), "///1"),
        (texts, format!("\u{1e}\"{long}{long}\"\n\u{1e}1\n"), "///1"),
    ];
    for (format, body, next) in cases {
        let bytes: Vec<&[u8]> = body.as_bytes().chunks(7).collect();
        assert_eq!(parsed(format, 80, &bytes).0, ["too long", next], "{body}");
        assert_eq!(parsed(format, 80, &[body.as_bytes()]).0, ["too long", next], "{body}");
    }
    // Nobody waits for the end of what has none.
    let mut parser = Parser::new(SERVER_SENT, 80);
    parser.push(Bytes::from(vec![b'x'; 81]));
    assert_eq!(parser.next(), Some(Frame::TooLong));
    parser.push(Bytes::from(vec![b'x'; 1000]));
    assert_eq!(parser.next(), None);
}

#[test]
fn lines_of_json() {
    let body = "{\"a\": 1}\r\n\n \n{\"é\": \"\\n\"}\n[2]";
    assert_eq!(
        parsed_anyhow(EventFormat::JsonLines, body),
        ["///{\"a\": 1}\r", "///{\"é\": \"\\n\"}", "///[2]"]
    );
}

#[test]
fn a_sequence_of_json_texts() {
    let body = "\u{1e}{\n\"a\": \"}\\\"\n\"}\n\u{1e}\u{1e}[1,\u{1e}2\n\n3\n\u{1e}\"é\"";
    assert_eq!(
        parsed_anyhow(EventFormat::JsonSequence, body),
        ["///{\n\"a\": \"}\\\"\n\"}", "///[1,", "///2", "///3", "///\"é\""]
    );
}
