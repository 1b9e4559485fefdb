//! The public name of a row.
//!
//! 96 random bits in Crockford's base 32: short enough for an address, impossible to guess or to count, and unlike a
//! ULID it does not tell when the row was made. The `i64` keys of the database never leave the services.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Crockford's alphabet without i, l, o and u, lower case.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Length of the text form: 96 bits in groups of five, the last group padded with zero bits.
const LENGTH: usize = 20;

/// A 96-bit random identifier, 20 characters of lower-case Crockford base 32.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicId([u8; LENGTH]);

impl PublicId {
    /// Writes 12 random bytes as an identifier.
    pub fn from_bytes(bytes: [u8; 12]) -> Self {
        let mut wide = [0_u8; 16];
        wide[..12].copy_from_slice(&bytes);
        let bits = u128::from_be_bytes(wide);
        let mut text = [0_u8; LENGTH];
        for (place, slot) in text.iter_mut().enumerate() {
            let group = (bits >> (123 - 5 * place)) & 31;
            *slot = ALPHABET[usize::try_from(group).unwrap_or_default()];
        }
        Self(text)
    }

    /// Reads an identifier. Only the one canonical spelling is accepted, so that one row has one address.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; LENGTH] = text.as_bytes().try_into().ok()?;
        if !bytes.iter().all(|byte| ALPHABET.contains(byte)) {
            return None;
        }
        // 20 characters carry 100 bits; the last four must be the zero padding.
        let last = ALPHABET.iter().position(|byte| *byte == bytes[LENGTH - 1])?;
        last.is_multiple_of(16).then_some(Self(bytes))
    }

    /// The 20 characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for PublicId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for PublicId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PublicId({})", self.as_str())
    }
}

impl Serialize for PublicId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for PublicId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a public id"))
    }
}

#[cfg(test)]
mod tests {
    use super::PublicId;

    #[test]
    fn the_first_and_the_last_identifier_are_known() {
        assert_eq!(PublicId::from_bytes([0; 12]).as_str(), "00000000000000000000");
        assert_eq!(PublicId::from_bytes([255; 12]).as_str(), "zzzzzzzzzzzzzzzzzzzg");
    }

    #[test]
    fn only_the_canonical_spelling_is_read() {
        let id = PublicId::from_bytes(*b"landfall-001");
        assert_eq!(PublicId::parse(id.as_str()), Some(id));
        assert_eq!(PublicId::parse(&id.as_str().to_uppercase()), None);
        assert_eq!(PublicId::parse("zzzzzzzzzzzzzzzzzzzz"), None);
        assert_eq!(PublicId::parse("0000000000000000000"), None);
        assert_eq!(PublicId::parse("0000000000000000000i"), None);
        assert_eq!(PublicId::parse(""), None);
    }
}
