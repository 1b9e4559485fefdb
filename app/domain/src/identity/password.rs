//! What a new password must be. How it is kept is for the services.

use super::limits::{MAX_PASSWORD, MIN_PASSWORD};
use super::words;
use crate::text;

/// A password that may be set. Its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassword")
    }
}

impl NewPassword {
    /// Checks length, and that it is neither the address nor one sign again and again. Every character is welcome,
    /// spaces too; nothing is trimmed. The error is the sentence for the person. Whether it is a common password is
    /// looked up by the services, which have the list.
    pub fn parse(typed: &str, email: Option<&str>) -> Result<Self, &'static str> {
        if typed.is_empty() {
            return Err(words::PASSWORD_MISSING);
        }
        if text::length(typed) < MIN_PASSWORD {
            return Err(words::PASSWORD_SHORT);
        }
        if typed.len() > MAX_PASSWORD {
            return Err(words::PASSWORD_LONG);
        }
        let lower = typed.to_lowercase();
        let mut signs = lower.chars();
        let first = signs.next();
        if signs.all(|sign| Some(sign) == first) {
            return Err(words::PASSWORD_COMMON);
        }
        let is_address = email.is_some_and(|email| {
            let email = email.to_lowercase();
            email.split('@').next() == Some(lower.as_str()) || email == lower
        });
        if is_address { Err(words::PASSWORD_ADDRESS) } else { Ok(Self(typed.to_owned())) }
    }

    /// The password.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_characters_and_nothing_is_trimmed() {
        assert!(NewPassword::parse("123456789", None).is_err());
        assert!(NewPassword::parse("short pass", None).is_ok());
        assert_eq!(NewPassword::parse("  ünïcödé  ", None).unwrap().as_str(), "  ünïcödé  ");
        assert!(NewPassword::parse(&"ab".repeat(64), None).is_ok());
        assert_eq!(NewPassword::parse(&"ab".repeat(65), None), Err(words::PASSWORD_LONG));
    }

    #[test]
    fn the_address_and_one_sign_repeated_are_no_passwords() {
        let email = Some("Ada.Lovelace@example.org");
        assert_eq!(NewPassword::parse("ada.lovelace", email), Err(words::PASSWORD_ADDRESS));
        assert_eq!(NewPassword::parse("ADA.LOVELACE@example.org", email), Err(words::PASSWORD_ADDRESS));
        assert_eq!(NewPassword::parse("aaaaAAAAaaaa", email), Err(words::PASSWORD_COMMON));
    }

    #[test]
    fn a_password_never_shows() {
        assert_eq!(format!("{:?}", NewPassword::parse("correct horse", None).unwrap()), "NewPassword");
    }
}
