//! What travels between a form and its server function: hidden fields in, a reply out.
//! The form layer of the server reads and writes these; pages and actions only name them.

use crate::error::AppError;
use crate::routes::Path;
use domain::local_path::LocalPath;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

mod done;

pub use done::Done;

/// The answer of a successful server function: where the browser goes next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// A local path made by [`crate::routes`], with `?done=` where there is something to say.
    pub to: String,
}

/// Success: go to `path`; the page says by itself what has happened.
pub fn go(path: &Path) -> Reply {
    Reply { to: path.to_string() }
}

/// Success: go on to a page that somebody asked for before, if it is one of ours.
pub fn go_to(next: &str, otherwise: &Path) -> Reply {
    Reply { to: LocalPath::parse(next).map_or_else(|| otherwise.to_string(), |next| next.to_string()) }
}

/// Success: go to `path` and say `done` there.
pub fn reply(path: &Path, done: Done) -> Reply {
    let joint = if path.as_str().contains('?') { '&' } else { '?' };
    Reply { to: format!("{path}{joint}done={}", done.word()) }
}

/// The hidden fields of every form, as the form layer read them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormMeta {
    /// The local path and query the form was drawn on.
    pub page: String,
    /// Action and row key: tells equal forms on a page apart.
    pub form: String,
    /// The idempotency key drawn with the form; empty when the sender made the form by hand.
    pub key: String,
}

/// Every field of the form that called an action, for forms whose fields come several times.
#[derive(Clone, Default)]
pub struct Posted(Arc<Vec<(String, String)>>);

/// What people type stays out of logs.
impl std::fmt::Debug for Posted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Posted")
    }
}

impl Posted {
    /// The fields as they came.
    pub fn new(fields: Vec<(String, String)>) -> Self {
        Self(Arc::new(fields))
    }

    /// Names and values in the order of the form.
    pub fn fields(&self) -> &[(String, String)] {
        &self.0
    }
}

/// A refused form on its way back to the page it came from.
#[derive(Debug, Clone)]
pub struct FormState(Arc<FormStateInner>);

#[derive(Debug)]
struct FormStateInner {
    meta: FormMeta,
    fields: Vec<(String, String)>,
    error: AppError,
}

impl FormMeta {
    /// The same form, as if it had been drawn on another page.
    #[must_use]
    pub fn on(self, page: &Path) -> Self {
        Self { page: page.to_string(), ..self }
    }
}

/// The fields of a form that waits while somebody signs in again.
pub const KEPT: &str = "kept";
/// Which form that is.
pub const KEPT_FORM: &str = "kept_form";

/// Parts of a field's name that mark it as never to be sent back to a browser.
const NEVER_ECHOED: [&str; 4] = ["password", "code", "token", "file"];

impl FormState {
    /// Keeps the posted fields except those that are never echoed (password, code, token, file).
    pub fn new(meta: FormMeta, fields: Vec<(String, String)>, error: AppError) -> Self {
        let fields = fields
            .into_iter()
            .filter(|(name, _)| name == "file_id" || !NEVER_ECHOED.iter().any(|part| name.contains(part)))
            .collect();
        Self(Arc::new(FormStateInner { meta, fields, error }))
    }

    /// The hidden fields of the refused form.
    pub fn meta(&self) -> &FormMeta {
        &self.0.meta
    }

    /// Why it was refused.
    pub fn error(&self) -> &AppError {
        &self.0.error
    }

    /// Every field as text, to be carried through a page that asks for something else first.
    pub fn packed(&self) -> String {
        let fields = self.0.fields.iter().filter(|(name, _)| !name.starts_with('_'));
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
    }

    /// Every field that may be sent back, those of the form path aside.
    pub fn fields(&self) -> Vec<(String, String)> {
        self.0.fields.iter().filter(|(name, _)| !name.starts_with('_')).cloned().collect()
    }

    /// The first posted value of a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Every posted value of a field, in order.
    pub fn values(&self, name: &str) -> Vec<&str> {
        self.0.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect()
    }

    /// What is wrong with a field, in the user's words.
    pub fn field_error(&self, name: &str) -> Option<&str> {
        match &self.0.error {
            AppError::Invalid(errors) => {
                errors.iter().find(|error| error.field == name).map(|error| error.message.as_str())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_never_echoed_but_a_staged_file_id_is() {
        let fields = ["new_password", "code", "reset_token", "file", "file_id", "name"]
            .map(|name| (name.to_owned(), "x".to_owned()))
            .to_vec();
        let state = FormState::new(FormMeta::default(), fields, AppError::Internal);
        for hidden in ["new_password", "code", "reset_token", "file"] {
            assert_eq!(state.value(hidden), None, "{hidden}");
        }
        assert_eq!(state.value("file_id"), Some("x"));
        assert_eq!(state.value("name"), Some("x"));
    }

    #[test]
    fn a_crafted_done_word_says_nothing() {
        assert_eq!(Done::parse("you-won"), None);
        assert_eq!(Done::parse(Done::Reported.word()), Some(Done::Reported));
    }
}
