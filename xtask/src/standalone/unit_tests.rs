//! The unit tests of the runtime, which stay in this repository: they test it with the facts of
//! this repository's API.

/// Returns whether a file of the client has nothing but unit tests.
pub(super) fn is_unit_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// Returns a text without its items under `#[cfg(test)]`. rustfmt puts the brace that ends an item
/// below its attribute.
pub(super) fn without_unit_tests(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(margin) = line.strip_suffix("#[cfg(test)]")
            && margin.trim().is_empty()
        {
            let is_end = |line: &&str| {
                let at_margin = line.strip_prefix(margin).filter(|rest| !rest.starts_with(' '));
                at_margin.is_some_and(|rest| {
                    rest == "}" || !rest.starts_with('#') && rest.ends_with(';')
                })
            };
            // The attributes between, the item, and all within it.
            lines.find(is_end);
        } else {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    // Blank lines stood between the items.
    format!("{}\n", kept.trim_end().replace("\n\n\n", "\n\n").replace("{\n\n", "{\n"))
}

#[cfg(test)]
mod tests {
    use super::{is_unit_test, without_unit_tests};

    #[test]
    fn unit_tests_are_known_by_their_paths() {
        assert!(is_unit_test("src/runtime/page/tests.rs"));
        assert!(is_unit_test("src/runtime/call/tests/retries.rs"));
        assert!(!is_unit_test("src/runtime/transport/mock.rs"));
    }

    #[test]
    fn items_for_tests_go_and_all_others_stay() {
        let text = "mod a;\n\n#[cfg(test)]\nimpl A {\n    fn of() -> A {\n        A;\n    }\n}\n\n\
                    #[cfg(any(test, feature = \"test-util\"))]\nmod mock;\n\nfn f() {}\n\n\
                    mod b {\n    impl B {\n        #[cfg(test)]\n        fn of() -> B {\n            B;\n        \
                    }\n\n        fn g() {}\n    }\n}\n\n\
                    #[cfg(test)]\n#[allow(unreachable_pub, reason = \"types\")]\nmod tests;\n";
        assert_eq!(
            without_unit_tests(text),
            "mod a;\n\n#[cfg(any(test, feature = \"test-util\"))]\nmod mock;\n\nfn f() {}\n\n\
             mod b {\n    impl B {\n        fn g() {}\n    }\n}\n"
        );
    }
}
