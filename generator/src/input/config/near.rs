//! The entry that was meant by one that does not exist.

/// The least likeness of two names at which one is taken for a misspelling of the other; 1 is
/// equality.
const ALIKE: f64 = 0.6;

/// Up to how many names are listed.
const FEW: usize = 8;

/// Returns a help line: the name that is most like the one that was given, or all of them if they
/// are few.
pub(crate) fn help<'n>(
    given: &str,
    names: impl IntoIterator<Item = &'n str>,
    otherwise: &str,
) -> String {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    names.dedup();
    let likeness = |name: &str| strsim::normalized_damerau_levenshtein(given, name);
    let best = names.iter().map(|name| (likeness(name), *name)).max_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((likeness, name)) if likeness >= ALIKE => format!("did you mean `{name}`?"),
        Some(_) if names.len() <= FEW => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("there {} {}", if names.len() == 1 { "is" } else { "are" }, names.join(", "))
        }
        _ => otherwise.to_owned(),
    }
}
