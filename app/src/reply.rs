//! What travels between a form and its server function: hidden fields in, a reply out.
//! The form layer of the server reads and writes these; pages and actions only name them.

use crate::error::AppError;
use crate::routes::Path;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The answer of a successful server function: where the browser goes next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// A local path made by [`crate::routes`], with `?done=` where there is something to say.
    pub to: String,
}

/// What a success page says it has done. A fixed list, so that a crafted link can say nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// A problem report was received.
    Reported,
    /// The style guide's practice form was accepted.
    Tried,
}

impl Done {
    const ALL: [(Self, &'static str); 2] = [(Self::Reported, "reported"), (Self::Tried, "tried")];

    /// The word in the address.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(done, _)| *done == self).map_or("", |(_, word)| word)
    }

    /// The meaning of a word in the address, or `None` for any other text.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(done, _)| *done)
    }
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

/// A refused form on its way back to the page it came from.
#[derive(Debug, Clone)]
pub struct FormState(Arc<FormStateInner>);

#[derive(Debug)]
struct FormStateInner {
    meta: FormMeta,
    fields: Vec<(String, String)>,
    error: AppError,
}

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

    /// The first posted value of a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
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
