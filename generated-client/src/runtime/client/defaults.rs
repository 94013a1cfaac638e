//! The values that users have for query parameters of many calls, and where they are from.

use std::collections::BTreeMap;

use crate::runtime::auth::{ApiDefault, ApiFacts, Credential};
use crate::runtime::error::Error;
use crate::runtime::request::id::Id;
use crate::runtime::settings::defaults::Defaults;

/// The values that were found, by the parameter's place in the facts of the API.
#[derive(Default)]
pub(super) struct UserDefaults {
    /// The values of the environment and of the file are used.
    pub(super) is_on: bool,
    pub(super) in_code: BTreeMap<usize, String>,
    pub(super) in_environment: BTreeMap<usize, Result<String, Error>>,
    pub(super) in_file: BTreeMap<usize, Result<String, Error>>,
    /// The login in the file.
    pub(super) login: Option<Credential>,
}

impl UserDefaults {
    /// Returns the values of the strongest sources, and the login.
    pub(super) fn resolve(
        mut self,
        facts: &ApiFacts,
    ) -> Result<(Defaults, Option<Credential>), Error> {
        let mut defaults = Defaults::default();
        for (place, of) in facts.defaults.iter().enumerate() {
            let in_code = self.in_code.remove(&place).map(Ok);
            let of_user = || {
                let in_file = self.in_file.remove(&place);
                self.in_environment.remove(&place).or(in_file)
            };
            let value = if self.is_on { in_code.or_else(of_user) } else { in_code };
            if let Some(value) = value {
                defaults.set(place, *of, value?);
            }
        }
        Ok((defaults, self.login.filter(|_| self.is_on)))
    }
}

/// Returns the place of a parameter in the facts, and its checked value.
pub(super) fn given(
    facts: &ApiFacts,
    parameter: &str,
    value: &Id,
) -> Result<(usize, ApiDefault, String), Error> {
    let mut known = facts.defaults.iter().enumerate();
    let Some((place, of)) = known.find(|(_, of)| of.parameter == parameter) else {
        let names: Vec<String> =
            facts.defaults.iter().map(|of| format!("`{}`", of.parameter)).collect();
        let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        return Err(Error::config(format!(
            "the API has no default for a parameter of that name; it has {names}"
        )));
    };
    Ok((place, *of, checked(of, value.as_str(), "the default that was set")?))
}

/// Returns a value that the parameter can have. A wrong one is not quoted: it may be a key in the
/// wrong place.
pub(super) fn checked(of: &ApiDefault, text: &str, source: &str) -> Result<String, Error> {
    let text = text.trim();
    if of.is_integer && text.parse::<i64>().is_err() {
        let parameter = of.parameter;
        return Err(Error::config(format!(
            "{source} is not a whole number, which `{parameter}` has to be"
        )));
    }
    Ok(text.to_owned())
}
