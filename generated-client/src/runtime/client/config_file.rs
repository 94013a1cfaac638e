//! The configuration file: a key, a base URL, a login, and the user's values of parameters.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use toml::{Table, Value};

use crate::runtime::aliases::{BoxError, BoxFuture};
use crate::runtime::auth::Credential;
use crate::runtime::auth::secret::Secret;
use crate::runtime::auth::tokens::TokenProvider;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::defaults::checked;
use crate::runtime::error::Error;

impl ClientBuilder {
    /// Reads the key (`api_key`) and the base URL (`api_url`) from a TOML file, unless they are set
    /// already. A missing file is not an error.
    ///
    /// The values of parameters and the login in the file are used only with
    /// [`user_defaults`](Self::user_defaults), which may be called before or after this.
    pub fn from_config_file(self, path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        match read(path) {
            Ok(None) => self,
            Ok(Some(table)) => self.take(&table, path),
            Err(error) => self.fail(Error::config(error)),
        }
    }

    fn take(mut self, table: &Table, path: &Path) -> Self {
        for (place, of) in self.facts.defaults.iter().enumerate() {
            let text = match table.get(of.key) {
                None => continue,
                Some(Value::String(text)) if text.trim().is_empty() => continue,
                Some(Value::String(text)) => text.clone(),
                // A number; anything else is found out by the check.
                Some(other) => other.to_string(),
            };
            let source = format!("`{}` in the file `{}`", of.key, path.display());
            self.defaults.in_file.insert(place, checked(of, &text, &source));
        }
        if let Some(login) = Login::in_file(table, path) {
            self.defaults.login = Some(Credential::provider(login));
        }
        let text = |name: &str| table.get(name)?.as_str().map(str::to_owned);
        let (url_variable, key_variable) = (self.facts.url_variable, self.facts.key_variable);
        self.read_variables(|variable| match variable {
            name if name == url_variable => text("api_url"),
            name if name == key_variable => text("api_key"),
            _ => None,
        })
    }
}

/// Reads a file, if it is there. It holds secrets, so the error does not quote it.
fn read(path: &Path) -> Result<Option<Table>, String> {
    let table = match std::fs::read_to_string(path) {
        Ok(text) => text.parse::<Table>().map_err(|error| error.message().to_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => Err(error.to_string()),
    };
    let table = table.map(Some);
    table.map_err(|error| format!("the file `{}` cannot be read: {error}", path.display()))
}

/// The login that a command line has left in the file. It renews the login there, and not this
/// client: a refresh token is good for one renewal, and would be lost to the command line.
struct Login {
    path: PathBuf,
    token: Mutex<Token>,
}

#[derive(Clone)]
struct Token {
    secret: Secret,
    expires: Option<DateTime<Utc>>,
}

impl Login {
    fn in_file(table: &Table, path: &Path) -> Option<Self> {
        let token = Mutex::new(Token::in_file(table)?);
        Some(Login { path: path.to_owned(), token })
    }

    /// Returns the token, from the file once more if the known one is of no use any more.
    fn current(&self, rejected: Option<&Secret>) -> Result<Secret, BoxError> {
        let mut token = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        if token.expired().is_some() || rejected == Some(&token.secret) {
            let table = read(&self.path)?.unwrap_or_default();
            *token = Token::in_file(&table).ok_or_else(|| self.error("is no longer there"))?;
        }
        if let Some(expired) = token.expired() {
            return Err(self.error(&format!("expired at {expired}")));
        }
        if rejected == Some(&token.secret) {
            return Err(self.error("is rejected by the server"));
        }
        Ok(token.secret.clone())
    }

    fn error(&self, what: &str) -> BoxError {
        let path = self.path.display();
        let help = "log in again with the command line, or set an API key";
        format!("the login in the file `{path}` {what}; {help}").into()
    }
}

impl TokenProvider for Login {
    fn token(&self, rejected: Option<Secret>) -> BoxFuture<'_, Result<Secret, BoxError>> {
        Box::pin(std::future::ready(self.current(rejected.as_ref())))
    }
}

impl Token {
    fn in_file(table: &Table) -> Option<Self> {
        let secret = table.get("access_token")?.as_str().filter(|text| !text.trim().is_empty())?;
        let expires = table.get("token_expires_at").and_then(time);
        Some(Token { secret: Secret::new(secret.trim()), expires })
    }

    /// Returns the time at which the token expired, if it did.
    fn expired(&self) -> Option<DateTime<Utc>> {
        self.expires.filter(|expires| *expires <= DateTime::<Utc>::from(SystemTime::now()))
    }
}

/// Returns a time: a date-time, as such or as text, or seconds since 1970.
fn time(value: &Value) -> Option<DateTime<Utc>> {
    match value {
        Value::Integer(seconds) => DateTime::from_timestamp(*seconds, 0),
        Value::Float(seconds) => DateTime::from_timestamp(*seconds as i64, 0),
        Value::String(text) => match text.trim().parse::<f64>() {
            Ok(seconds) => DateTime::from_timestamp(seconds as i64, 0),
            Err(_) => text.trim().parse().ok(),
        },
        Value::Datetime(time) => time.to_string().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
