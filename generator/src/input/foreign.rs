//! Texts that are none of those that are read here: a merge that is not resolved, a pointer of Git
//! LFS, a page of HTML. A reader asks only when it has failed, for what a text is instead says more
//! than where reading it stopped.

use crate::diagnostic::{Code, Diagnostic, LineColumn, Origin, without_bom};
use crate::text::pointer::Pointer;

/// The signs that Git puts around the sides of a conflict.
const CONFLICT: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Returns the diagnostic about a text that could not be read, if it is known what it is.
pub(crate) fn recognise(text: &str, origin: Origin) -> Option<Diagnostic> {
    let text = without_bom(text);
    conflict(text, origin).or_else(|| other(text, origin))
}

/// Returns the diagnostic about the first sign of a merge that is not resolved.
pub(crate) fn conflict(text: &str, origin: Origin) -> Option<Diagnostic> {
    let mut signs = text.lines().enumerate().filter(|(_, line)| is_sign(line));
    let (first, _) = signs.next()?;
    let further = signs.filter(|(_, line)| line.starts_with("<<<<<<<")).count();
    let message = match further {
        0 => "a conflict of a merge is not resolved".to_owned(),
        more => format!("a conflict of a merge is not resolved, the first of {}", more + 1),
    };
    let help = match origin {
        Origin::Lock => {
            "keep the lines of both sides, delete those that begin with `<<<<<<<`, `=======` and `>>>>>>>`, and run the command again"
        }
        _ => {
            "keep what is right of the two sides, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`"
        }
    };
    Some(at_line(Code::MergeConflict, first + 1, message, origin).help(help))
}

/// Returns whether a line is one of those that Git writes: a sign, alone or with a name behind it.
fn is_sign(line: &str) -> bool {
    CONFLICT.iter().any(|sign| {
        let rest = line.strip_prefix(sign).map(str::trim_end);
        rest.is_some_and(|rest| rest.is_empty() || *sign != "=======" && rest.starts_with(' '))
    })
}

/// Returns the diagnostic about a text of another kind.
fn other(text: &str, origin: Origin) -> Option<Diagnostic> {
    // Comments of YAML and TOML may stand before anything.
    let mut lines = text.lines().enumerate();
    let (index, line) =
        lines.find(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))?;
    let start = line.trim_start().to_ascii_lowercase();
    let (message, help) = if start.starts_with("version https://git-lfs.") {
        (
            "the text is a pointer of Git LFS, which stands for the file",
            "fetch the file itself with `git lfs pull`, and run the command again",
        )
    } else if start.starts_with("<?xml") {
        ("the text is XML", "only JSON and YAML are read, and TOML in codegen.toml")
    } else if start.starts_with('<') && !start.starts_with("<<") {
        (
            "the text is a page of HTML",
            "this is a web page: the file is at another address, which the page mostly links to (`openapi.json`, `openapi.yaml`, on GitHub “Raw”)",
        )
    } else {
        return None;
    };
    let code = match origin {
        Origin::Document | Origin::File(_) | Origin::Webhooks => Code::NotOpenApi,
        Origin::Overlay | Origin::Docs(_) => Code::OverlayInvalid,
        Origin::Config => Code::ConfigInvalid,
        Origin::Lock => Code::LockInvalid,
    };
    Some(at_line(code, index + 1, message.to_owned(), origin).help(help))
}

fn at_line(code: Code, line: usize, message: String, origin: Origin) -> Diagnostic {
    let mut one = Diagnostic::new(code, &Pointer::root(), message).in_origin(origin);
    one.position = Some(LineColumn { line, column: 1 });
    one
}

#[cfg(test)]
mod tests;
