//! Templates of paths: the placeholders in them, in the forms that documents write (RFC 6570,
//! `google.api.http`), as the plain form that a request fills in.

/// A template in the plain form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Template {
    /// The path with `{name}` alone in braces.
    pub path: String,
    /// The placeholders whose value may have several segments.
    pub reserved: Vec<String>,
}

/// Reads a template. A brace that is not closed ends with its segment.
pub(super) fn read(text: &str) -> Template {
    let mut template = Template::default();
    let mut rest = text;
    while let Some((literal, tail)) = rest.split_once('{') {
        template.path.push_str(literal);
        let (inner, after) = match closing(tail) {
            Some(end) => (tail.get(..end).unwrap_or_default(), tail.get(end + 1..)),
            None => {
                let end = tail.find('/').unwrap_or(tail.len());
                (tail.get(..end).unwrap_or_default(), tail.get(end..))
            }
        };
        template.placeholder(inner);
        rest = after.unwrap_or_default();
    }
    template.path.push_str(rest);
    template
}

/// Returns the place of the brace that closes a placeholder, if its segments are its own.
fn closing(tail: &str) -> Option<usize> {
    let end = tail.find('}')?;
    let inner = tail.get(..end).unwrap_or_default();
    // `{name=projects/*}` has slashes; else one between the braces means that one is missing.
    let is_whole = !inner.contains('/') || inner.contains('=');
    (is_whole && !inner.contains('{')).then_some(end)
}

impl Template {
    fn placeholder(&mut self, inner: &str) {
        // The query of RFC 6570 names parameters that are declared as such.
        if inner.starts_with(['?', '&']) {
            return;
        }
        let (name, pattern) = inner.split_once('=').unwrap_or((inner, ""));
        // A sign that stands alone is the name.
        let is_name = |name: &&str| name.chars().any(char::is_alphanumeric);
        let bare = name.strip_prefix('+').filter(is_name).unwrap_or(name);
        let bare = bare.strip_suffix('*').filter(is_name).unwrap_or(bare);
        if bare != name || pattern.contains('/') || pattern == "**" {
            self.reserved.push(bare.to_owned());
        }
        self.path.push_str(&format!("{{{bare}}}"));
    }
}

#[cfg(test)]
mod tests {
    use super::{Template, read};

    #[test]
    fn templates_of_all_kinds_have_one_form() {
        for (text, path, reserved) in [
            ("/a/{id}/b", "/a/{id}/b", &[][..]),
            ("/a/{id}:cancel", "/a/{id}:cancel", &[]),
            ("/files/{+path}", "/files/{path}", &["path"]),
            ("/files/{path*}", "/files/{path}", &["path"]),
            ("/v1/{name=projects/*/topics/*}:publish", "/v1/{name}:publish", &["name"]),
            ("/v1/{name=**}", "/v1/{name}", &["name"]),
            ("/v1/{id=*}", "/v1/{id}", &[]),
            ("/a/{id", "/a/{id}", &[]),
            ("/a/{id/b/{c}", "/a/{id}/b/{c}", &[]),
            ("/a{?page,size}", "/a", &[]),
            ("/a/b}", "/a/b}", &[]),
        ] {
            let reserved = reserved.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(read(text), Template { path: path.to_owned(), reserved }, "{text}");
        }
    }
}
