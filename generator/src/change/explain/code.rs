//! Items in the text of a file, as the printer writes them: each begins and ends at the margin, and
//! so do the members one step inside.

/// The code that is wanted of a file.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted<'a> {
    /// A method in the `impl` of a handle.
    Method { of: &'a str, name: &'a str },
    /// The declaration of a type.
    Type(&'a str),
    /// A field, variant or arm, and the methods that are called as it is.
    Member { of: &'a str, name: &'a str },
}

/// Returns the lines of what is wanted, pieces apart by a line that says so.
pub(super) fn of(text: &str, wanted: &Wanted<'_>) -> String {
    let items = items(text);
    let pieces: Vec<String> = match *wanted {
        Wanted::Type(name) => {
            items.iter().filter(|item| declares(item, name)).map(|item| join(item)).collect()
        }
        Wanted::Method { of, name } => members(&items, of, name),
        Wanted::Member { of, name } => members(&items, of, name),
    };
    pieces.join("\n")
}

/// Splits a file into its items, each with its docs and attributes.
fn items(text: &str) -> Vec<Vec<&str>> {
    let mut items = Vec::new();
    let mut item: Vec<&str> = Vec::new();
    for line in text.lines() {
        if item.is_empty() && line.is_empty() {
            continue;
        }
        item.push(line);
        let ends = line.starts_with('}') || !line.starts_with([' ', '/', '#']) && is_whole(line);
        if ends {
            items.push(std::mem::take(&mut item));
        } else if line.is_empty()
            && item.iter().all(|line| line.starts_with("//") || line.is_empty())
        {
            // Docs of the file.
            item.clear();
        }
    }
    items
}

/// Returns whether a line of the margin is an item of its own.
fn is_whole(line: &str) -> bool {
    line.ends_with(';') || line.ends_with('}')
}

/// Returns whether an item declares a type, perhaps inside of a macro.
fn declares(item: &[&str], name: &str) -> bool {
    item.iter().any(|line| {
        let line = line.trim_start();
        let rest = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
        rest.is_some_and(|rest| word(rest) == name)
    })
}

/// Returns whether an item implements something on a type.
fn implements(item: &[&str], name: &str) -> bool {
    item.iter().any(|line| line.strip_prefix("impl ").is_some_and(|rest| word(rest) == name))
}

/// Returns the members of a type that are called so: of its declaration, and of what is implemented
/// on it.
fn members(items: &[Vec<&str>], of: &str, name: &str) -> Vec<String> {
    let own = items.iter().filter(|item| declares(item, of) || implements(item, of));
    own.flat_map(|item| split(item))
        .filter(|member| is_called(member, name))
        .map(|member| join(&member))
        .collect()
}

/// Splits an item into its members, each with its docs and attributes.
fn split<'l>(item: &[&'l str]) -> Vec<Vec<&'l str>> {
    // Inside of a macro everything is one step further in.
    let step = if item
        .iter()
        .any(|line| line.starts_with("    pub enum ") || line.starts_with("    pub struct "))
    {
        8
    } else {
        4
    };
    let mut members = Vec::new();
    let mut member: Vec<&str> = Vec::new();
    for line in item {
        let indent = line.len() - line.trim_start().len();
        if line.is_empty() && member.is_empty() || !line.is_empty() && indent < step {
            member.clear();
            continue;
        }
        member.push(line);
        let content = line.trim_start();
        let is_text = content.starts_with("//") || content.starts_with("#[");
        if indent == step && !is_text && (content.ends_with([',', ';']) || content.starts_with('}'))
        {
            members.push(std::mem::take(&mut member));
        }
    }
    members
}

/// Returns whether a member is called so.
fn is_called(member: &[&str], name: &str) -> bool {
    let mut lines = member.iter().map(|line| line.trim_start());
    let first =
        lines.find(|line| !line.is_empty() && !line.starts_with("//") && !line.starts_with("#["));
    let Some(first) = first else { return false };
    let first = first.strip_prefix("pub ").unwrap_or(first);
    let first = first.strip_prefix("async ").unwrap_or(first);
    word(first.strip_prefix("fn ").unwrap_or(first)) == name
}

/// Returns the identifier that a text begins with.
fn word(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '#');
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

fn join(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Wanted, of};

    const TEXT: &str = "\
// @generated

//! Boats.

pub(super) mod parts;

use crate::runtime::Client;

/// A boat.
#[derive(Clone)]
pub struct Boat {
    /// Its name.
    ///
    /// Long.
    pub name: String,

    pub length: Option<f64>,
}

impl Boat {
    /// Sets the name.
    pub fn name(mut self, value: &str) -> Self {
        self.name = value.into();
        self
    }

    pub fn names(&self) -> usize {
        0
    }
}

open_enum! {
    /// Rigs.
    pub enum Rig {
        /// One mast.
        Sloop = \"sloop\",
        Ketch = \"ketch\",
    }
}
";

    #[test]
    fn types_members_and_methods_are_found_with_their_docs() {
        let boat = of(TEXT, &Wanted::Type("Boat"));
        assert!(boat.starts_with("/// A boat.\n#[derive(Clone)]\npub struct Boat {"), "{boat}");
        assert!(boat.ends_with("}\n") && !boat.contains("impl"), "{boat}");
        let name = of(TEXT, &Wanted::Member { of: "Boat", name: "name" });
        assert!(
            name.starts_with("    /// Its name.\n    ///\n    /// Long.\n    pub name"),
            "{name}"
        );
        assert!(name.contains("pub fn name(") && !name.contains("names"), "{name}");
        let ketch = of(TEXT, &Wanted::Member { of: "Rig", name: "Ketch" });
        assert_eq!(ketch, "        Ketch = \"ketch\",\n");
        let names = of(TEXT, &Wanted::Method { of: "Boat", name: "names" });
        assert_eq!(names.lines().count(), 3, "{names}");
        assert!(of(TEXT, &Wanted::Type("Rig")).starts_with("open_enum! {\n    /// Rigs."));
        assert_eq!(of(TEXT, &Wanted::Type("Ship")), "");
    }
}
