//! The forms about accounts, from flat strings to types that cannot be wrong.

use super::words;
use super::{Email, NewPassword};
use crate::form::FieldError;

/// Someone who wants an account. Passwords stay out of `Debug` by [`NewPassword`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignUp {
    /// Their address.
    pub email: Email,
    /// The password they choose.
    pub password: NewPassword,
}

impl SignUp {
    /// Reads the fields `email` and `password`.
    pub fn parse(email: &str, password: &str) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let email_read = parse_email("email", email, &mut errors);
        let password = parse_password("password", password, Some(email), &mut errors);
        match (email_read, password) {
            (Some(email), Some(password)) => Ok(Self { email, password }),
            _ => Err(errors),
        }
    }
}

/// Reads an address; what is wrong with it goes to `errors` under the name of its field.
pub fn parse_email(field: &str, typed: &str, errors: &mut Vec<FieldError>) -> Option<Email> {
    let email = Email::parse(typed);
    if email.is_none() {
        let message = if typed.trim().is_empty() { words::EMAIL_MISSING } else { words::EMAIL };
        errors.push(FieldError::new(field, message));
    }
    email
}

/// Reads a new password; what is wrong with it goes to `errors` under the name of its field.
pub fn parse_password(
    field: &str,
    typed: &str,
    email: Option<&str>,
    errors: &mut Vec<FieldError>,
) -> Option<NewPassword> {
    NewPassword::parse(typed, email).map_err(|message| errors.push(FieldError::new(field, message))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_is_told_what_would_be_right() {
        let fields = |email: &str, password: &str| -> Vec<String> {
            SignUp::parse(email, password).unwrap_err().into_iter().map(|error| error.field).collect()
        };
        assert_eq!(fields("", ""), ["email", "password"]);
        assert_eq!(fields("ada", "long enough to take"), ["email"]);
        assert_eq!(fields("ada@example.org", "short"), ["password"]);
        assert!(SignUp::parse("ada@example.org", "long enough to take").is_ok());
    }
}
