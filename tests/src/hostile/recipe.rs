//! Recipes: short texts that stand for long ones, or for signs that no editor shows, so that the
//! documents of `tests/hostile` stay small.
//!
//! | recipe | is |
//! |---|---|
//! | `⟦3×ab⟧` | `ababab` |
//! | `⟦3×a№ ⟧` | `a0 a1 a2 `: the number of the repetition |
//! | `⟦3×a№: b№′ ⟧` | `a0: b1 a1: b2 a2: b3 `: the number, and the next |
//! | `⟦U+0000⟧` | the sign of that number in Unicode |
//!
//! A recipe has no other in it.

/// Returns the text that a text with recipes stands for.
///
/// # Panics
///
/// If a recipe is none.
pub fn expand(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('⟦') {
        let (recipe, behind) = after.split_once('⟧').expect("the end of a recipe");
        out.push_str(before);
        match recipe.split_once('×') {
            Some((count, piece)) => {
                let count: usize = count.parse().expect("the number of repetitions");
                if piece.contains('№') {
                    (0..count).for_each(|number| out.push_str(&numbered(piece, number)));
                } else {
                    out.push_str(&piece.repeat(count));
                }
            }
            None => out.push(sign(recipe)),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn numbered(piece: &str, number: usize) -> String {
    piece.replace("№′", &(number + 1).to_string()).replace('№', &number.to_string())
}

fn sign(recipe: &str) -> char {
    let digits = recipe.strip_prefix("U+").expect("a repetition or the number of a sign");
    let number = u32::from_str_radix(digits, 16).expect("a hexadecimal number");
    char::from_u32(number).expect("a sign of Unicode")
}

#[cfg(test)]
mod tests {
    use super::expand;

    #[test]
    fn recipes_become_what_they_stand_for() {
        assert_eq!(expand("a⟦3×b⟧c"), "abbbc");
        assert_eq!(expand("⟦2×a№: b№′ ⟧⟦U+0041⟧"), "a0: b1 a1: b2 A");
        assert_eq!(expand("⟦0×b⟧plain"), "plain");
    }
}
