//! The hand-written parts of the client that are about this repository's API alone.

/// Returns whether a file of the client is about this API alone.
pub(super) fn is_own(path: &str) -> bool {
    path == "src/own.rs" || path.starts_with("src/own/")
}

/// Returns a text without the lines from one with `<own>` to the next with `</own>`, and without
/// those with `<own/>`.
pub(super) fn without_own(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.contains("<own>") {
            lines.find(|line| line.contains("</own>"));
        } else if !line.contains("<own/>") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept.replace("\n\n\n", "\n\n")
}

#[cfg(test)]
mod tests {
    use super::{is_own, without_own};

    #[test]
    fn files_are_known_by_their_folder() {
        assert!(is_own("src/own.rs") && is_own("src/own/verdict/tests.rs"));
        assert!(!is_own("src/runtime/own.rs") && !is_own("src/owner.rs"));
    }

    #[test]
    fn lines_between_the_marks_go() {
        let text = "mod a;\n// <own>\nmod own;\n// </own>\nmod z;\n\n<!-- <own> -->\n\n# Own\n\n\
                    <!-- </own> -->\n\n# Z\n";
        let row = "| z |\n| own <!-- <own/> --> |\n";
        assert_eq!(without_own(row), "| z |\n");
        assert_eq!(without_own(text), "mod a;\nmod z;\n\n# Z\n");
    }
}
