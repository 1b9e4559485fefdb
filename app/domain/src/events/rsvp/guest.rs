//! Somebody who comes without an account.

use super::words;
use crate::form::FieldError;
use crate::identity::Email;
use crate::text;

const NAME_CHARS: usize = 120;

/// The form as it is posted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GuestForm {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

/// A guest whose form is in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGuest {
    /// One line, at most 120 characters.
    pub name: String,
    /// Where to write to.
    pub email: Email,
}

impl GuestForm {
    /// Reads the form.
    pub fn parse(&self) -> Result<NewGuest, Vec<FieldError>> {
        let name = text::single_line(&self.name).trim().to_owned();
        let email = Email::parse(&self.email);
        let mut errors = Vec::new();
        if name.is_empty() {
            errors.push(FieldError::new("name", words::NAME));
        } else if text::length(&name) > NAME_CHARS {
            errors.push(FieldError::new("name", words::NAME_TOO_LONG));
        }
        match email {
            Some(email) if errors.is_empty() => Ok(NewGuest { name, email }),
            Some(_) => Err(errors),
            None => {
                errors.push(FieldError::new("email", words::EMAIL));
                Err(errors)
            }
        }
    }
}
