use super::{Sources, Style, render, render_in};
use crate::diagnostic::{Code, Diagnostic, LineColumn, Origin, Related, spans, without_bom};
use crate::input::source::tree::Findings;
use crate::input::source::{DuplicateKeys, yaml};
use crate::text::pointer::Pointer;

fn sources(text: &str) -> Sources<'_> {
    Sources {
        document: ("spec/openapi.yaml", text),
        overlay: None,
        docs: &[],
        config: None,
        webhooks: None,
        lock: None,
        files: &[],
    }
}

/// Renders diagnostics with the places that reading the YAML texts gives.
fn render_read(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let mut list = diagnostics.to_vec();
    let inputs = [(Origin::Document, Some(sources.document)), (Origin::Overlay, sources.overlay)];
    for (origin, input) in inputs {
        let Some((_, text)) = input.filter(|(_, text)| !text.starts_with('{')) else { continue };
        let text = without_bom(text);
        if let Ok((_, places)) = yaml::read(text, &Findings::new(DuplicateKeys::Last)) {
            spans::fill(&mut list, origin, text, &places);
        }
    }
    render(&list, sources)
}

fn at(code: Code, pointer: &str, message: &str) -> Diagnostic {
    Diagnostic::new(code, &Pointer::parse(pointer), message)
}

#[test]
fn looks_as_rustc_prints() {
    let text = "paths:\n  /a/:\n    get:\n      schema: {$ref: '#/components/schemas/No'}\n";
    let diagnostic = at(
        Code::DanglingRef,
        "/paths/~1a~1/get/schema/$ref",
        "`#/components/schemas/No` does not exist",
    );
    assert_eq!(
        render_read(&[diagnostic], &sources(text)),
        "\
error[dangling-ref]: `#/components/schemas/No` does not exist
 --> spec/openapi.yaml:4:16
  |
4 |       schema: {$ref: '#/components/schemas/No'}
  |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = note: at #/paths/~1a~1/get/schema/$ref
  = help: add the missing part, or replace the reference, with an action in overlay.yaml, such as
          - target: $.paths['/a/'].get.schema
            update: { $ref: … }
"
    );
}

fn duplicate(pointer: &str) -> Diagnostic {
    let mut diagnostic = at(Code::DuplicateKeySame, pointer, "the key `a` is given twice");
    diagnostic.occurrence = 1;
    diagnostic.related = Some(Related::new(diagnostic.pointer.clone(), "first given here"));
    diagnostic
}

#[test]
fn near_places_share_an_excerpt() {
    assert_eq!(
        render_read(&[duplicate("/a")], &sources("\u{feff}a: 1\nb: 2\na: 1\n")),
        "\
warning[duplicate-key-same]: the key `a` is given twice
 --> spec/openapi.yaml:3:1
  |
1 | a: 1
  | ---- first given here
2 | b: 2
3 | a: 1
  | ^^^^
  |
  = note: at #/a
"
    );
}

#[test]
fn far_places_have_excerpts_of_their_own() {
    let text =
        format!("a: 1\n{}a: 1\n", (10..20).map(|n| format!("b{n}: 2\n")).collect::<String>());
    assert_eq!(
        render_read(&[duplicate("/a")], &sources(&text)),
        "\
warning[duplicate-key-same]: the key `a` is given twice
  --> spec/openapi.yaml:12:1
   |
12 | a: 1
   | ^^^^
   |
  ::: spec/openapi.yaml:1:1
   |
 1 | a: 1
   | ---- first given here
   |
   = note: at #/a
"
    );
}

#[test]
fn long_lines_are_cut_around_the_mark() {
    let filler = "0123456789".repeat(30);
    let text = format!(
        "{{\"ä\": \"{filler}\", \"a\": 1, \"b\": \"{filler}\", \"a\": 1, \"c\": \"{filler}\"}}"
    );
    let output = render_read(&[duplicate("/a")], &sources(&text));
    assert_eq!(
        output,
        "\
warning[duplicate-key-same]: the key `a` is given twice
 --> spec/openapi.yaml:1:628
  |
1 | …3456789012345678901234567890123456789\", \"a\": 1, \"c\": \"0123456789012345678901234567890123456789012345678901234567890123456789012345…
  |                                          ^^^^^^
  |
 ::: spec/openapi.yaml:1:311
  |
1 | …3456789012345678901234567890123456789\", \"a\": 1, \"b\": \"0123456789012345678901234567890123456789012345678901234567890123456789012345…
  |                                          ------ first given here
  |
  = note: at #/a
"
    );
}

#[test]
fn a_position_needs_no_pointer() {
    let mut diagnostic = at(Code::Syntax, "", "this is no YAML");
    diagnostic.position = Some(LineColumn { line: 2, column: 4 });
    assert_eq!(
        render_read(&[diagnostic], &sources("a: 1\nä: ]\n")),
        "\
error[syntax]: this is no YAML
 --> spec/openapi.yaml:2:4
  |
2 | ä: ]
  |    ^
  |
  = help: correct the text of the document; nothing of it was read
"
    );
}

#[test]
fn each_input_has_its_own_text() {
    let diagnostics = [
        at(Code::OverlayNoReason, "/actions/0", "no reason").in_origin(Origin::Overlay),
        at(Code::ConfigUnused, "/crate/name", "unused").in_origin(Origin::Config).help("delete it"),
        at(Code::Widened, "/a", "wider"),
    ];
    let all = Sources {
        document: ("d.json", "{\"a\": {}}"),
        overlay: Some(("o.yaml", "actions:\n  - target: $.a\n")),
        docs: &[],
        config: Some(("c.toml", "[crate]\nname = 'x'\n")),
        webhooks: None,
        lock: None,
        files: &[],
    };
    assert_eq!(
        render_read(&diagnostics, &all),
        "\
warning[overlay-no-reason]: no reason
 --> o.yaml:2:5
  |
2 |   - target: $.a
  |     ^^^^^^^^^^^
  |
  = note: at #/actions/0
  = help: explain in the action's `description` why the document needs it

warning[config-unused]: unused
 --> c.toml:2:1
  |
2 | name = 'x'
  | ^^^^^^^^^^
  |
  = note: at #/crate/name
  = help: delete it

note[widened]: wider
 --> d.json:1:2
  |
1 | {\"a\": {}}
  |  ^^^
  |
  = note: at #/a
"
    );
    let output = render(&diagnostics, &Sources { overlay: None, config: None, ..all });
    assert!(
        output.contains("--> overlay.yaml\n") && output.contains("--> codegen.toml\n"),
        "{output}"
    );
}

#[test]
fn nothing_panics_on_odd_texts() {
    let mut far = at(Code::Syntax, "", "a\nb\u{7}\u{1b}[31m");
    far.position = Some(LineColumn { line: usize::MAX, column: usize::MAX });
    let mut zero = far.clone();
    zero.position = Some(LineColumn { line: 0, column: 0 });
    let diagnostics = [far, zero, duplicate("/a/b/c"), at(Code::Malformed, "/x", "x")];
    let long = format!("a: \"{}\"", "ä😀".repeat(500));
    for text in ["", "\n", "\r\n\r\n", "ä", "a: 1\r\na: 1", &long, "{\"a\"", "\u{feff}", "\t\ta"] {
        for style in [Style::Plain, Style::Coloured] {
            assert!(render_in(style, &diagnostics, &sources(text)).contains("error"), "{text}");
        }
    }
    assert!(!render(&diagnostics, &sources(&long)).contains('\u{1b}'));
}

#[test]
fn colours_only_where_asked_for() {
    let diagnostics = [at(Code::Malformed, "/a", "x")];
    assert!(!render(&diagnostics, &sources("a: 1")).contains('\u{1b}'));
    assert!(render_in(Style::Coloured, &diagnostics, &sources("a: 1")).contains('\u{1b}'));
    assert_eq!(render_read(&[], &sources("a: 1")), "");
}
