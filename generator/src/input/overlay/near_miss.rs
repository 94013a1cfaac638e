//! Explanations of a path that matches nothing: the part of it that exists, and the keys that are
//! there instead of the rest.

use serde_json::Value;
use serde_json_path::JsonPath;

/// The least likeness of two keys at which one is taken for a misspelling of the other; 1 is
/// equality.
const ALIKE: f64 = 0.6;

/// Up to how many keys are listed.
const FEW: usize = 8;

/// An explanation of a path that matches nothing.
pub(super) struct NearMiss {
    /// The longest beginning of the path that matches something, and the keys that are there
    /// instead of the rest.
    pub(super) sentence: String,
    /// The path with the key that was meant, if it matches something.
    pub(super) meant: Option<String>,
}

/// Explains why `path` matches nothing in `tree`.
pub(super) fn explain(path: &str, tree: &Value) -> NearMiss {
    let ends = segment_ends(path);
    for pair in ends.windows(2).rev() {
        let [end, next] = pair else { continue };
        let (Some(begin), Some(segment)) = (path.get(..*end), path.get(*end..*next)) else {
            continue;
        };
        let Ok(prefix) = JsonPath::parse(begin) else {
            continue;
        };
        let found = prefix.query(tree).all();
        if !found.is_empty() {
            let segment = segment.trim();
            let keys = keys(&found);
            let near = name_of(segment).and_then(|name| nearest(name, &keys));
            let there = match (near, name_of(segment)) {
                (Some(near), _) => format!("; it has `{near}`"),
                (None, Some(_)) => all(&keys),
                (None, None) => String::new(),
            };
            let sentence = format!("`{begin}` exists, but has no `{segment}`{there}");
            let rest = path.get(*next..).unwrap_or_default();
            let meant = near.map(|near| format!("{begin}{}{rest}", selector(near)));
            return NearMiss { sentence, meant: meant.filter(|path| matches(path, tree)) };
        }
    }
    NearMiss { sentence: "not even the beginning of it exists".to_owned(), meant: None }
}

fn matches(path: &str, tree: &Value) -> bool {
    JsonPath::parse(path).is_ok_and(|path| !path.query(tree).is_empty())
}

/// Returns the segment that selects a key.
fn selector(key: &str) -> String {
    let is_plain = key.chars().all(|c| c == '_' || c.is_ascii_alphanumeric())
        && !key.starts_with(|first: char| first.is_ascii_digit());
    if is_plain { format!(".{key}") } else { format!("['{}']", key.replace('\'', "\\'")) }
}

/// Returns the keys that there are, in order.
fn keys<'t>(found: &[&'t Value]) -> Vec<&'t str> {
    let mut keys: Vec<&str> = found
        .iter()
        .filter_map(|value| value.as_object())
        .flat_map(|map| map.keys().map(String::as_str))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Returns the key that was meant by a name, if one is like it.
fn nearest<'t>(name: &str, keys: &[&'t str]) -> Option<&'t str> {
    let likeness = |key: &str| strsim::normalized_damerau_levenshtein(name, key);
    let best = keys.iter().map(|key| (likeness(key), *key)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(likeness, _)| *likeness >= ALIKE).map(|(_, key)| key)
}

/// Returns the keys that there are, if they are few.
fn all(keys: &[&str]) -> String {
    match keys.len() {
        0 => "; it has no keys".to_owned(),
        1..=FEW => {
            let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
            format!("; it has {}", keys.join(", "))
        }
        _ => String::new(),
    }
}

/// Returns the name that a segment selects, if it is one plain name.
pub(super) fn name_of(segment: &str) -> Option<&str> {
    let plain = |name: &str| !name.contains(['\\', '*', '[', ']', '?', '\'', '"']);
    let quoted = |quote: char| {
        segment
            .strip_prefix('[')?
            .strip_suffix(']')?
            .trim()
            .strip_prefix(quote)?
            .strip_suffix(quote)
    };
    let dotted = segment.strip_prefix('.').filter(|name| !name.starts_with('.'));
    dotted.or_else(|| quoted('\'')).or_else(|| quoted('"')).filter(|name| plain(name))
}

/// Returns the segments of a part of a path.
pub(super) fn segments(part: &str) -> Vec<&str> {
    let ends = segment_ends(part);
    let mut from = 0;
    let segment = |end: usize| {
        let segment = part.get(from..end);
        from = end;
        segment
    };
    let segments = ends.into_iter().filter_map(segment);
    segments.map(str::trim).filter(|segment| !segment.is_empty()).collect()
}

/// Returns the end of each segment of a path: `$`, then `.name`, `..name` or `[…]` one after the
/// other.
fn segment_ends(path: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut depth = 0_usize;
    let mut quote: Option<char> = None;
    let mut escaped = false;
    let mut before = ' ';
    for (at, character) in path.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if character == '\\' => escaped = true,
            Some(open) if character == open => quote = None,
            Some(_) => {}
            None => {
                // The second dot of `..`, and the bracket of `..[`, go on with the segment.
                if depth == 0 && (character == '.' || character == '[') && before != '.' {
                    ends.push(at);
                }
                match character {
                    '\'' | '"' => quote = Some(character),
                    '[' | '(' => depth += 1,
                    ']' | ')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
        }
        before = character;
    }
    ends.push(path.len());
    ends
}
