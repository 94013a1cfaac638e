//! Mutations of a text by its lines, as slips of people are.

use fastrand::Rng;

use super::words::{KEYS, ODD, SIGNS, VALUES, one_of};

/// Changes some lines of a text.
pub fn change(text: &str, random: &mut Rng) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    for _ in 0..1 + random.usize(..3) {
        let at = random.usize(..lines.len());
        let other = random.usize(..lines.len());
        match random.u8(..9) {
            0 if lines.len() > 1 => drop(lines.remove(at)),
            1 => lines.insert(other, lines[at].clone()),
            2 => lines.swap(at, other),
            3 => lines[at].insert_str(0, &" ".repeat(random.usize(1..5))),
            4 => lines[at] = lines[at].trim_start().to_owned(),
            5 => lines[at] = word(&lines[at], random),
            6 => insert(&mut lines[at], random),
            7 => lines.truncate(at + 1),
            _ => lines[at] = lines[at].replacen(':', "", 1),
        }
    }
    let end = if random.u8(..20) == 0 { "\r\n" } else { "\n" };
    lines.join(end)
}

/// Replaces a word of a line.
fn word(line: &str, random: &mut Rng) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let Some(old) = random.choice(&words) else { return line.to_owned() };
    let new = match random.u8(..3) {
        0 => one_of(KEYS, random),
        1 => one_of(VALUES, random),
        _ => random.choice(ODD).unwrap_or(&""),
    };
    let colon = if old.ends_with(':') { ":" } else { "" };
    line.replacen(old, &format!("{new}{colon}"), 1)
}

/// Inserts a sign.
fn insert(line: &mut String, random: &mut Rng) {
    let places: Vec<usize> = line.char_indices().map(|(at, _)| at).chain([line.len()]).collect();
    let at = *random.choice(&places).unwrap_or(&0);
    line.insert_str(at, random.choice(SIGNS).unwrap_or(&""));
}
