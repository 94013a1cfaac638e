//! The names of files, as references write them: relative to the file that they stand in, and never
//! outside of the document's folder.

use percent_encoding::percent_decode_str;
use url::Url;

use crate::text::pointer::Pointer;

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) at: Pointer,
}

/// Returns whether a name is that of a file on the network.
pub(super) fn is_remote(name: &str) -> bool {
    name.contains("://")
}

/// Returns the place that a reference means which stands in the file called `base`.
///
/// # Errors
///
/// The reason, as the end of a sentence about the reference, if it can lead nowhere.
pub(super) fn resolve(reference: &str, base: &str) -> Result<Place, String> {
    let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let file = if address.is_empty() { base.to_owned() } else { file(address, base)? };
    let at = Pointer::from_reference(&format!("#{fragment}"))
        .ok_or("ends with an anchor, which is not read in other files")?;
    Ok(Place { file, at })
}

fn file(address: &str, base: &str) -> Result<String, String> {
    match Url::parse(address) {
        Ok(url) if url.scheme().len() > 1 => return remote(url),
        Ok(_) => return Err("names a drive, and is not relative to the document".to_owned()),
        Err(_) if is_remote(base) => {}
        Err(_) => return local(address, base),
    }
    let joined = Url::parse(base).and_then(|base| base.join(address));
    remote(joined.map_err(|error| format!("is no address: {error}"))?)
}

fn remote(mut url: Url) -> Result<String, String> {
    if !["https", "http"].contains(&url.scheme()) {
        return Err(format!("has the scheme `{}`, which is not read", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("has a user or a password in it".to_owned());
    }
    url.set_fragment(None);
    Ok(url.into())
}

/// Returns the path of a file in the document's folder.
fn local(address: &str, base: &str) -> Result<String, String> {
    const OUTSIDE: &str = "leads out of the document's folder";
    if address.starts_with('/') {
        return Err("is absolute, and not relative to the document".to_owned());
    }
    if address.contains('?') {
        return Err("has a query, which a file cannot have".to_owned());
    }
    let mut steps: Vec<String> = base.split('/').map(str::to_owned).collect();
    steps.pop();
    for step in address.split('/') {
        let decoded = percent_decode_str(step).decode_utf8();
        let step = decoded.map_err(|_| "is not UTF-8 when it is decoded")?;
        match step.as_ref() {
            "" | "." => {}
            ".." => {
                steps.pop().ok_or(OUTSIDE)?;
            }
            step if step.contains(['/', '\\', ':']) || step.chars().any(char::is_control) => {
                return Err("has a character that no file of a document has".to_owned());
            }
            step => steps.push(step.to_owned()),
        }
    }
    if steps.is_empty() {
        return Err("is a folder".to_owned());
    }
    Ok(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::resolve;

    fn read(reference: &str, base: &str) -> Result<String, String> {
        resolve(reference, base).map(|place| format!("{}#{}", place.file, place.at))
    }

    #[test]
    fn references_are_relative_to_their_file() {
        for (reference, base, expected) in [
            ("a.yaml", "openapi.yaml", "a.yaml#"),
            ("./s/a.yaml#/A~1b", "openapi.yaml", "s/a.yaml#/A~1b"),
            ("b.yaml#/x%20y", "s/a.yaml", "s/b.yaml#/x y"),
            ("../openapi.yaml#/components", "s/a.yaml", "openapi.yaml#/components"),
            ("a%20b.yaml", "s/a.yaml", "s/a b.yaml#"),
            ("#/A", "s/a.yaml", "s/a.yaml#/A"),
            ("t/%2e%2e/./b.yaml", "s/a.yaml", "s/b.yaml#"),
            ("https://h/x/a.yaml#/A", "openapi.yaml", "https://h/x/a.yaml#/A"),
            ("../b.yaml?v=1#/B", "https://h/x/a.yaml", "https://h/b.yaml?v=1#/B"),
            ("/b.yaml", "https://h/x/a.yaml", "https://h/b.yaml#"),
            ("//o/b.yaml", "https://h/x/a.yaml", "https://o/b.yaml#"),
        ] {
            assert_eq!(read(reference, base).as_deref(), Ok(expected), "{reference}");
        }
    }

    #[test]
    fn nothing_leads_out_of_the_folder() {
        for (reference, part) in [
            ("../a.yaml", "leads out"),
            ("s/../../a.yaml", "leads out"),
            ("%2e%2e/a.yaml", "leads out"),
            ("%2E./a.yaml", "leads out"),
            ("s/..%2f..%2fa.yaml", "a character"),
            ("..%5ca.yaml", "a character"),
            ("..\\a.yaml", "a character"),
            ("\\\\server\\share", "a character"),
            ("/etc/passwd", "is absolute"),
            ("//server/a.yaml", "is absolute"),
            ("%2fetc/passwd", "a character"),
            ("C:/a.yaml", "names a drive"),
            ("c:a.yaml", "names a drive"),
            ("s/c:a.yaml", "a character"),
            ("a.yaml%00.json", "a character"),
            ("a\0.yaml", "a character"),
            ("a%0Ab", "a character"),
            ("file:///etc/passwd", "scheme `file`"),
            ("data:text/plain,x", "scheme `data`"),
            ("https://me:secret@h/a.yaml", "a user or a password"),
            ("a.yaml?x", "a query"),
            ("%ff.yaml", "not UTF-8"),
            (".", "a folder"),
            ("./", "a folder"),
            ("a.yaml#Boat", "an anchor"),
        ] {
            let reason = read(reference, "openapi.yaml").expect_err(reference);
            assert!(reason.contains(part), "{reference:?}: {reason}");
        }
        assert!(read("../../a.yaml", "s/b.yaml").is_err());
        assert!(read("file:///etc/passwd", "https://h/a.yaml").is_err());
    }
}
