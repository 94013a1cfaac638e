//! Measures of the text: the lengths of functions and lines, and the openings of documentation.

/// The words that documentation is not to open with.
const OPENERS: [&str; 7] = ["What", "Whether", "How", "Which", "Where", "When", "Who"];

/// The most columns of a line of comments.
pub const COLUMNS: usize = 100;

/// Returns the functions of a text, each with the number of its first line and its length. rustfmt
/// closes a function in the column where it began.
pub fn functions(text: &str) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = lines.iter().enumerate().filter(|(_, line)| is_function(line));
    let lengths = starts.filter_map(|(start, line)| {
        let indent = &line[..line.len() - line.trim_start().len()];
        let end = lines[start..].iter().position(|line| *line == format!("{indent}}}"))?;
        Some((start + 1, end + 1))
    });
    lengths.collect()
}

/// Returns whether a function with a body of several lines begins here.
fn is_function(line: &str) -> bool {
    let mut words = line.split_whitespace().skip_while(|word| {
        word.starts_with("pub") || ["const", "async", "in", "super)"].contains(word)
    });
    words.next() == Some("fn") && !line.trim_end().ends_with([';', '}'])
}

/// Returns the first lines of the doc comments of a text, each with its number.
pub fn openings(text: &str) -> Vec<(usize, &str)> {
    let mut openings = Vec::new();
    let mut within = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_start();
        let doc = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        if let (Some(doc), false) = (doc, within) {
            openings.push((index + 1, doc.trim_start()));
        }
        within = doc.is_some();
    }
    openings
}

/// Returns whether a doc comment opens with one of the [`OPENERS`].
pub fn opens_with_question(opening: &str) -> bool {
    let first = opening.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    OPENERS.contains(&first)
}

/// Returns the numbers of the lines of comments that are too long.
pub fn long_comments(text: &str) -> Vec<usize> {
    let lines = text.lines().enumerate();
    let long = lines
        .filter(|(_, line)| line.trim_start().starts_with("//") && line.chars().count() > COLUMNS);
    long.map(|(index, _)| index + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::{functions, long_comments, openings, opens_with_question};

    const TEXT: &str = "//! Numbers.\n//! More.\n\n/// Whether it is one.\nfn one() -> bool {\n    \
                        true\n}\n\nimpl A {\n    /// Returns two.\n    pub(crate) fn two() {\n        \
                        2\n    }\n\n    fn three();\n}\n";

    #[test]
    fn functions_have_their_lengths() {
        assert_eq!(functions(TEXT), [(5, 3), (11, 3)]);
    }

    #[test]
    fn doc_comments_have_an_opening_each() {
        let openings = openings(TEXT);
        assert_eq!(openings, [(1, "Numbers."), (4, "Whether it is one."), (10, "Returns two.")]);
        let questions = openings.iter().filter(|(_, text)| opens_with_question(text)).count();
        assert_eq!(questions, 1);
        assert!(!opens_with_question("However it is"));
    }

    #[test]
    fn comments_have_a_hundred_columns() {
        let at_most = format!("// {}", "é".repeat(97));
        assert!(long_comments(&at_most).is_empty());
        assert_eq!(long_comments(&format!("a\n    {at_most}\n")), [2]);
    }
}
