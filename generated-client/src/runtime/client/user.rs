//! The user's own values on the builder.

use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::defaults::{checked, given};
use crate::runtime::request::id::Id;

impl ClientBuilder {
    /// Uses the user's own values for parameters that most calls take, from environment variables
    /// and from the file that `from_config_file` reads (with the feature `config-file`), and the
    /// login in that file if there is no key. By default none of these is used.
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

#[cfg(test)]
mod tests;
