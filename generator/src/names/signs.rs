//! Signs in names: the words for those that a name would lose.

/// Spells the signs of a text as words: `<10` is `less than 10`, `500+` is `500 plus`, `10-100` is
/// `10 to 100`. A hyphen parts words, unless it stands before a number: `-1` is `minus 1`.
pub(super) fn spelled(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| letters.get(index));
    let is_date = letters.iter().all(|letter| matches!(letter, '-' | '0'..='9'));
    let is_range = letters.iter().filter(|letter| **letter == '-').count() == 1;
    let has_words = letters.iter().any(|letter| letter.is_alphanumeric());
    let mut words = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let (before, after) = (at(index.checked_sub(1)), at(Some(index + 1)));
        let is_digit = |letter: Option<&char>| letter.is_some_and(char::is_ascii_digit);
        let between = is_digit(before) && is_digit(after);
        let is_sign = is_digit(after) && !before.is_some_and(|letter| letter.is_alphanumeric());
        match letter {
            // `10-100` goes from one to the other; `2020-08-27` is a date, whose parts stay apart
            // as those of `4.1` do.
            '-' if between && is_range => words.push_str(" to "),
            '-' if between && is_date => words.push('.'),
            '.' if between => words.push('.'),
            '-' if has_words && !is_sign => words.push(' '),
            '_' => words.push(' '),
            _ => match sign(*letter) {
                "" => words.push(*letter),
                word => words.push_str(&format!(" {word} ")),
            },
        }
    }
    words
}

/// Spells the signs of a text by which it differs from others, but for those that only part words.
pub(super) fn signs_apart(text: &str, others: &[&str]) -> String {
    // The hyphen of `GMT-5` is a minus beside `GMT+5`.
    let is_minus = text.contains('-') && others.contains(&text.replace('-', "+").as_str());
    let text = if is_minus { text.replace('-', " minus ") } else { text.to_owned() };
    spelled(&text.replace(['/', '.', ' ', ':'], "_"))
}

fn sign(letter: char) -> &'static str {
    match letter {
        '+' => "plus",
        '-' => "minus",
        '~' => "tilde",
        '<' => "less than",
        '>' => "greater than",
        '=' => "equals",
        '!' => "not",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '#' => "hash",
        '@' => "at",
        '$' => "dollar",
        '?' => "question",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '(' | ')' | '[' | ']' | '{' | '}' => "bracket",
        _ => "",
    }
}
