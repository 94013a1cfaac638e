//! No text of a document leaves its place in a doc comment or a literal, and no document is read
//! from more files than it may have.

use cekura_codegen::bounds::FILES;
use cekura_codegen::diagnostic::Code;
use cekura_codegen::{Files, Input, generate};
use cekura_tests::hostile::{BROKEN_OUT, documents, everything};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use serde_json::{Map, Value, json};

#[test]
fn no_text_of_a_document_becomes_a_doctest_or_html() {
    let case = everything();
    let mut faults = Vec::new();
    for (number, document) in documents(&case).iter().enumerate() {
        let filled = document.matches(BROKEN_OUT).count();
        assert!(filled > 110, "document {number} has only {filled} texts with an insertion");
        let outcome = case.generate_from(document);
        let Some(output) = &outcome.output else { panic!("document {number} is refused") };
        for (path, text) in &output.files {
            faults.extend(fault(text).map(|fault| format!("{number} {path}: {fault}")));
        }
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        for line in output.ledger.lines() {
            let is_own = line.split_once("  ").is_some_and(|(code, _)| codes.contains(&code));
            if !is_own || line.contains(is_unseen) {
                faults.push(format!("{number} ledger: {line}"));
            }
        }
        if case.render(&outcome).contains(is_unseen) {
            faults.push(format!("{number}: the printed diagnostics have what is not seen"));
        }
    }
    assert!(faults.is_empty(), "{}:\n{}", faults.len(), faults.join("\n"));
}

/// A document of so many files is not one of `hostile/`, whose documents are read by people.
#[test]
fn files_beyond_the_bound_are_refused_where_the_first_is_named() {
    let names = (0..=FILES).map(|number| format!("{number}.yaml"));
    let properties: Map<String, Value> =
        names.clone().map(|name| (name.clone(), json!({ "$ref": name }))).collect();
    let content = json!({ "application/json": { "schema": { "properties": properties } } });
    let boats =
        json!({ "get": { "responses": { "200": { "description": "", "content": content } } } });
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Boats", "version": "1" },
        "servers": [{ "url": "https://boats.example" }],
        "paths": { "/boats/": boats },
    });
    let document = document.to_string();
    let files = Files {
        document: "boats.json".to_owned(),
        texts: names.map(|name| (name, "type: string".to_owned())).collect(),
        ..Files::default()
    };
    let input = Input { document: &document, files: Some(&files), ..Input::default() };
    let outcome = generate(&input);
    let errors: Vec<_> =
        outcome.diagnostics.iter().filter(|one| one.code == Code::TooLarge).collect();
    assert!(outcome.output.is_none());
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].message.contains("one more than the 10000 files"), "{:?}", errors[0]);
    assert!(errors[0].pointer.to_string().ends_with("/9999.yaml/$ref"), "{:?}", errors[0]);
}

fn is_unseen(letter: char) -> bool {
    letter.is_control() && letter != '\n'
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns the first fault of a file.
fn fault(text: &str) -> Option<String> {
    if let Some(letter) = text.chars().find(|letter| is_unseen(*letter)) {
        return Some(format!("it has {letter:?}"));
    }
    if let Err(error) = syn::parse_file(text) {
        return Some(format!("it is no Rust: {error}"));
    }
    comments(text).iter().find_map(|comment| {
        let fault = fault_of_comment(comment)?;
        Some(format!("{fault} in\n{comment}"))
    })
}

/// Returns the doc comments of a file, each in one text.
fn comments(text: &str) -> Vec<String> {
    let mut comments = vec![String::new()];
    for line in text.lines().map(str::trim_start) {
        match line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) {
            Some(rest) => {
                let comment = comments.last_mut().expect("one at least");
                comment.push_str(rest.strip_prefix(' ').unwrap_or(rest));
                comment.push('\n');
            }
            None => comments.push(String::new()),
        }
    }
    comments.retain(|comment| !comment.is_empty());
    comments
}

/// Returns what rustdoc would make of a comment and should not: a doctest, HTML, a link that leads
/// nowhere.
fn fault_of_comment(comment: &str) -> Option<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let parser = Parser::new_ext(comment, options);
    parser.into_iter().find_map(|event| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
            Some("an indented block".to_owned())
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            let is_text = ["text", "json"].contains(&&*info);
            (!is_text).then(|| format!("a block of {info:?}"))
        }
        Event::Html(text) | Event::InlineHtml(text) => Some(format!("HTML: {text}")),
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            let leads_somewhere =
                ["https://", "http://", "mailto:", "crate::", "Self::", "field@Self::", "Client::"]
                    .iter()
                    .any(|start| dest_url.starts_with(start));
            (!leads_somewhere).then(|| format!("a link to {dest_url}"))
        }
        _ => None,
    })
}
