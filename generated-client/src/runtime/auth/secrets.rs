//! The secrets of a client, as far as they are known, to be removed from texts of the server.

use std::borrow::Cow;

use crate::runtime::auth::secret::Secret;

/// The sign at the end of a text that was cut.
const CUT: char = '…';
/// The length from which the beginning of a secret is removed at the end of a text that was cut.
const TELLING: usize = 4;

/// All secrets that a server may repeat.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Vec<Secret>);

impl Secrets {
    /// Replaces the secrets in a text, and the beginning of one at the end of a text that was cut.
    pub(crate) fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut text = Cow::Borrowed(text);
        for secret in &self.0 {
            if let Cow::Owned(redacted) = secret.redact(&text) {
                text = redacted.into();
            }
        }
        if let Some(end) = self.beginning_at_end(&text) {
            text = format!("{}{CUT}", &text[..end]).into();
        }
        text
    }

    /// Returns the place at which the beginning of a secret stands at the end of a cut text.
    fn beginning_at_end(&self, text: &str) -> Option<usize> {
        // A quoted text is cut within its quotes.
        let cut = text.trim_end_matches(['"', CUT]);
        if cut.len() == text.len() || !text[cut.len()..].contains(CUT) {
            return None;
        }
        let spellings = self.0.iter().flat_map(Secret::spellings);
        let rests = spellings.filter_map(|spelling| {
            let lengths =
                (TELLING..spelling.len()).rev().filter(|&end| spelling.is_char_boundary(end));
            lengths.map(|end| &spelling[..end]).find(|start| cut.ends_with(start)).map(str::len)
        });
        rests.max().map(|length| cut.len() - length)
    }

    /// Returns the length of the longest one.
    pub(crate) fn longest(&self) -> usize {
        self.0.iter().map(|secret| secret.expose().len()).max().unwrap_or(0)
    }
}

impl FromIterator<Secret> for Secrets {
    fn from_iter<I: IntoIterator<Item = Secret>>(secrets: I) -> Self {
        Secrets(secrets.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets() -> Secrets {
        ["first-secret", "second/secret"].map(Secret::from).into_iter().collect()
    }

    #[test]
    fn all_secrets_are_removed_in_any_spelling() {
        for (text, expected) in [
            ("a first-secret, a second/secret", "a …, a …"),
            ("second%2Fsecret and second%2fsecret", "… and …"),
            (r"second\/secret", "…"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(secrets().redact(text), expected);
        }
        let basic: Secrets =
            [Secret::encoded("bWU6cGFzc3dvcmQ=", "me:password")].into_iter().collect();
        assert_eq!(basic.redact("bWU6cGFzc3dvcmQ= me:password password"), "… … …");
    }

    #[test]
    fn the_beginning_of_one_at_a_cut_is_removed() {
        assert_eq!(secrets().redact("the first-sec…"), "the …");
        assert_eq!(secrets().redact("\"the second/s…\""), "\"the …");
        assert_eq!(secrets().redact("the fir…"), "the fir…", "could be any word");
        assert_eq!(secrets().redact("the first-sec"), "the first-sec", "not cut");
    }
}
