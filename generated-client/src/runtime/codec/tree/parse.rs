//! The parser of documents that other parsers refuse.
//!
//! It accepts JSON and, in the place of a value, what servers write although JSON has no such
//! thing: a byte order mark in front, `NaN` and infinities, numbers too large for a float, escapes
//! of half a surrogate pair, and texts that are not UTF-8. Types then treat those values as ones
//! that do not match.

use std::borrow::Cow;

use super::Tree;
use super::build::{Builder, Role, TooLong};

/// The nesting that serde_json reads, too. Types may be recursive, so it bounds the stack.
const DEEPEST: usize = 127;

/// The reason why a document cannot be read.
#[derive(Debug)]
pub(crate) enum Refused {
    Syntax,
    TooDeep,
    TooLong(TooLong),
}

impl From<TooLong> for Refused {
    fn from(error: TooLong) -> Self {
        Refused::TooLong(error)
    }
}

/// Parses a document.
pub(crate) fn parse(body: &[u8]) -> Result<Tree, Refused> {
    // serde_json skips a text without a look at its bytes: no member may cost the others.
    let text = String::from_utf8_lossy(body);
    let is_mended = matches!(text, Cow::Owned(_));
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut parser = Parser { text, is_mended, at: 0, builder: Builder::default() };
    parser.value(0)?;
    match parser.peek() {
        None => Ok(parser.builder.finish()),
        Some(_) => Err(Refused::Syntax),
    }
}

struct Parser<'t> {
    text: &'t str,
    /// Bytes that are not UTF-8 have become U+FFFD.
    is_mended: bool,
    at: usize,
    builder: Builder,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t [u8] {
        &self.text.as_bytes()[self.at..]
    }

    /// Returns the next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.rest();
        let skipped = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        let skipped = skipped.count();
        self.at += skipped;
        rest.get(skipped).copied()
    }

    /// Skips a byte, if it comes next.
    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<(), Refused> {
        if self.skip(byte) { Ok(()) } else { Err(Refused::Syntax) }
    }

    fn value(&mut self, depth: usize) -> Result<(), Refused> {
        match self.peek().ok_or(Refused::Syntax)? {
            b'{' | b'[' if depth == DEEPEST => Err(Refused::TooDeep),
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.string(Role::Value),
            b'-' | b'0'..=b'9' => self.number(),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Result<(), Refused> {
        self.expect(b'{')?;
        let open = self.builder.begin_object();
        if !self.skip(b'}') {
            loop {
                if self.peek() != Some(b'"') {
                    return Err(Refused::Syntax);
                }
                self.string(Role::Key)?;
                self.expect(b':')?;
                self.value(depth + 1)?;
                if !self.skip(b',') {
                    break self.expect(b'}')?;
                }
            }
        }
        self.builder.end_object(open);
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Result<(), Refused> {
        self.expect(b'[')?;
        let open = self.builder.begin_array();
        if !self.skip(b']') {
            loop {
                self.value(depth + 1)?;
                if !self.skip(b',') {
                    break self.expect(b']')?;
                }
            }
        }
        self.builder.end_array(open);
        Ok(())
    }

    fn word(&mut self) -> Result<(), Refused> {
        for (word, value) in [("null", None), ("true", Some(true)), ("false", Some(false))] {
            if self.rest().starts_with(word.as_bytes()) {
                self.at += word.len();
                match value {
                    Some(value) => self.builder.bool(value),
                    None => self.builder.null(),
                }
                return Ok(());
            }
        }
        self.no_number()
    }

    fn no_number(&mut self) -> Result<(), Refused> {
        for word in ["NaN", "Infinity", "-Infinity"] {
            if self.rest().starts_with(word.as_bytes()) {
                self.at += word.len();
                return Ok(self.builder.no_number(word)?);
            }
        }
        Err(Refused::Syntax)
    }

    fn number(&mut self) -> Result<(), Refused> {
        let start = self.at;
        let mut next = start;
        let bytes = self.text.as_bytes();
        let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
        let digits = |mut at: usize| {
            let first = at;
            while byte(at).is_ascii_digit() {
                at += 1;
            }
            if at > first { Ok(at) } else { Err(Refused::Syntax) }
        };
        if byte(next) == b'-' {
            next += 1;
        }
        if byte(next) == b'I' {
            return self.no_number();
        }
        next = if byte(next) == b'0' { next + 1 } else { digits(next)? };
        if byte(next) == b'.' {
            next = digits(next + 1)?;
        }
        if matches!(byte(next), b'e' | b'E') {
            let is_signed = matches!(byte(next + 1), b'+' | b'-');
            next = digits(next + 1 + usize::from(is_signed))?;
        }
        self.at = next;
        Ok(self.builder.number(&self.text[start..next])?)
    }

    fn string(&mut self, role: Role) -> Result<(), Refused> {
        self.at += 1;
        let (text, is_mended, at) = (self.text, self.is_mended, &mut self.at);
        self.builder.string(role, |out| {
            let start = out.len();
            let is_valid = unescape(text, at, out)?;
            Ok(is_valid && !(is_mended && out[start..].contains(char::REPLACEMENT_CHARACTER)))
        })
    }
}

/// Appends a string up to its closing quote, and returns whether it is valid Unicode. Half a
/// surrogate pair becomes U+FFFD.
fn unescape(text: &str, at: &mut usize, out: &mut String) -> Result<bool, Refused> {
    let mut is_valid = true;
    loop {
        let rest = &text[*at..];
        let special = |byte: u8| matches!(byte, b'"' | b'\\') || byte < 0x20;
        let plain = rest.bytes().position(special).ok_or(Refused::Syntax)?;
        out.push_str(&rest[..plain]);
        *at += plain + 1;
        match rest.as_bytes()[plain] {
            b'"' => return Ok(is_valid),
            b'\\' => is_valid &= escape(text, at, out)?,
            _ => return Err(Refused::Syntax),
        }
    }
}

/// Appends an escaped character, and returns whether it is one.
fn escape(text: &str, at: &mut usize, out: &mut String) -> Result<bool, Refused> {
    let byte = text.as_bytes().get(*at).copied().ok_or(Refused::Syntax)?;
    *at += 1;
    let char = match byte {
        b'"' | b'\\' | b'/' => char::from(byte),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let unit = hex(text, at)?;
            let pair = (0xd800..0xdc00).contains(&unit).then(|| low_half(text, at)).flatten();
            let code = match pair {
                Some(low) => 0x1_0000 + ((unit - 0xd800) << 10 | (low - 0xdc00)),
                None => unit,
            };
            let char = char::from_u32(code);
            out.push(char.unwrap_or(char::REPLACEMENT_CHARACTER));
            return Ok(char.is_some());
        }
        _ => return Err(Refused::Syntax),
    };
    out.push(char);
    Ok(true)
}

fn hex(text: &str, at: &mut usize) -> Result<u32, Refused> {
    let digits = text.as_bytes().get(*at..*at + 4).ok_or(Refused::Syntax)?;
    let unit = digits
        .iter()
        .try_fold(0, |unit, &digit| char::from(digit).to_digit(16).map(|digit| unit << 4 | digit));
    *at += 4;
    unit.ok_or(Refused::Syntax)
}

/// Reads the second half of a surrogate pair, if it comes next.
fn low_half(text: &str, at: &mut usize) -> Option<u32> {
    let mut next = *at + 2;
    if text.as_bytes().get(*at..next) != Some(b"\\u") {
        return None;
    }
    let low = hex(text, &mut next).ok().filter(|low| (0xdc00..0xe000).contains(low))?;
    *at = next;
    Some(low)
}
