//! The code on a certificate: 60 random bits, twelve characters of Crockford's base 32, easy to read aloud.

use std::fmt;

/// Crockford's alphabet without i, l, o and u.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 12;

/// A code as it is stored: twelve capitals and digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code([u8; LENGTH]);

impl Code {
    /// Writes 60 of 64 random bits as a code.
    pub fn from_bytes(bytes: [u8; 8]) -> Self {
        let bits = u64::from_be_bytes(bytes);
        let mut text = [0_u8; LENGTH];
        for (place, slot) in text.iter_mut().enumerate() {
            let group = (bits >> (5 * place)) & 31;
            *slot = ALPHABET[usize::try_from(group).unwrap_or_default()];
        }
        Self(text)
    }

    /// Reads what somebody typed: any case, with spaces and hyphens, o for 0, i and l for 1 (Crockford).
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 64 {
            return None;
        }
        let mut text = Vec::with_capacity(LENGTH);
        for letter in typed.bytes().filter(|letter| !matches!(letter, b'-' | b' ')) {
            let letter = match letter.to_ascii_uppercase() {
                b'O' => b'0',
                b'I' | b'L' => b'1',
                other => other,
            };
            if !ALPHABET.contains(&letter) {
                return None;
            }
            text.push(letter);
        }
        text.try_into().ok().map(Self)
    }

    /// The twelve characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// In three groups, as it is printed.
impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.as_str();
        write!(out, "{}-{}-{}", &text[..4], &text[4..8], &text[8..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let code = Code::from_bytes([0xff, 0, 1, 2, 3, 4, 5, 6]);
        let printed = code.to_string();
        assert_eq!(printed.len(), 14);
        for typed in [printed.clone(), printed.to_lowercase(), printed.replace('-', " "), code.as_str().to_owned()] {
            assert_eq!(Code::parse(&typed), Some(code), "{typed}");
        }
        assert_eq!(Code::parse("OIL0-oil0-0000"), Code::parse("011001100000"));
        for no in ["", "0000-0000-000", "0000-0000-0000-0", "0000-0000-000U", "0000-0000-000\u{e9}", &"0".repeat(500)] {
            assert_eq!(Code::parse(no), None, "{no}");
        }
    }

    #[test]
    fn sixty_bits_make_the_code() {
        let codes: std::collections::BTreeSet<_> =
            (0..60).map(|bit| Code::from_bytes((1_u64 << bit).to_be_bytes()).to_string()).collect();
        assert_eq!(codes.len(), 60);
    }
}
