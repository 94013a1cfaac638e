//! The values that users have for query parameters of many calls, on the builder.

use std::collections::BTreeMap;

use crate::runtime::auth::{ApiDefault, ApiFacts, Credential};
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::error::Error;
use crate::runtime::request::id::Id;
use crate::runtime::settings::defaults::Defaults;

/// The values that were found, by the parameter's place in the facts of the API.
#[derive(Default)]
pub(super) struct UserDefaults {
    /// The values of the environment and of the file are used.
    is_on: bool,
    in_code: BTreeMap<usize, String>,
    in_environment: BTreeMap<usize, Result<String, Error>>,
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

impl ClientBuilder {
    /// Uses the user's own values for parameters that most calls take, from environment variables
    /// and from the file that [`from_config_file`](Self::from_config_file) reads, and the login in
    /// that file if there is no key. By default none of these is used.
    ///
    /// A call sends such a value only if it has the parameter, and if neither the parameter nor
    /// another one that says as much is set. The guide of the crate names them. `Debug` of the
    /// client shows the values.
    pub fn user_defaults(self) -> Self {
        self.read_defaults(|name| std::env::var(name).ok())
    }

    pub(crate) fn read_defaults(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
        self.defaults.is_on = true;
        for (place, of) in self.facts.defaults.iter().enumerate() {
            let text = variable(of.variable).filter(|text| !text.trim().is_empty());
            if let Some(text) = text {
                let source = format!("the environment variable `{}`", of.variable);
                self.defaults.in_environment.insert(place, checked(of, &text, &source));
            }
        }
        self
    }

    /// Sets the value of a parameter that most calls take, in place of the user's own:
    /// `default_query("project_id", 7)`. See [`user_defaults`](Self::user_defaults), which need not
    /// be called for this.
    pub fn default_query(mut self, parameter: &str, value: impl Into<Id>) -> Self {
        match given(&self.facts, parameter, &value.into()) {
            Ok((place, _, value)) => {
                self.defaults.in_code.insert(place, value);
                self
            }
            Err(error) => self.fail(error),
        }
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

#[cfg(test)]
mod tests;
