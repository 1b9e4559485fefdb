//! Secrets that are handed out once: cookies, mailed links. 256 random bits, kept only as their hash.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::dice::Dice;
use crate::idempotency::hex;

const BYTES: usize = 32;
/// Characters of the text form.
pub const CHARS: usize = 43;

/// A secret as it goes to its owner. Its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    /// A fresh one.
    pub fn new(dice: &Dice) -> Self {
        Self(URL_SAFE_NO_PAD.encode(dice.bytes::<BYTES>()))
    }

    /// Reads what came back; `None` if it cannot be one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        (text.len() == CHARS && plain).then(|| Self(text.to_owned()))
    }

    /// What goes to the owner.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored and looked up. A plain hash is enough: 256 random bits cannot be guessed, and finding a row by
    /// the hash tells by its timing nothing about the secret.
    pub(crate) fn sha256(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_could_be_ours_is_looked_up() {
        let token = Token::new(&Dice::seeded(1));
        assert_eq!(Token::parse(token.as_str()), Some(token.clone()));
        assert_eq!(token.sha256().len(), 64);
        assert_eq!(format!("{token:?}"), "Token");
        for bad in ["", "short", &"x".repeat(44), &"é".repeat(43), &format!("{}'", "x".repeat(42))] {
            assert_eq!(Token::parse(bad), None, "{bad}");
        }
    }
}
