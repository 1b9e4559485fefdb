//! By what a code is found, however it was typed.

use unicode_normalization::UnicodeNormalization;

use crate::verification;

/// Octets of what is looked at; nothing longer is a code.
const LOOKED_AT: usize = 96;

/// What was typed as it is compared: without spaces at its ends, in the compatible composed form (NFKC), in capitals.
/// Once more changes nothing.
pub fn normalize(typed: &str) -> String {
    let mut text: String = typed.nfkc().collect::<String>();
    // Capitals may have parts that compose again, and those may have other capitals; three rounds are enough for every
    // letter there is, and a text that is still not at rest is no code.
    for _ in 0..4 {
        let next: String = text.to_uppercase().nfkc().collect::<String>().trim().to_owned();
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// The key of a shared code: capitals, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// The fewest characters.
    pub const FEWEST: usize = 3;
    /// The most characters.
    pub const MOST: usize = 24;

    /// Reads what was typed; `None` when no shared code can be meant.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > LOOKED_AT {
            return None;
        }
        let text = normalize(typed);
        let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
        let right = (Self::FEWEST..=Self::MOST).contains(&text.len())
            && text.bytes().all(plain)
            && !text.starts_with('-')
            && !text.ends_with('-');
        right.then_some(Self(text))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads what was typed as a code of a batch: twelve characters of Crockford's base 32, where O is 0, I and L are 1, with
/// spaces and hyphens anywhere. Only here letters stand for others: IMG stays IMG.
pub fn single_use(typed: &str) -> Option<verification::Code> {
    if typed.len() > LOOKED_AT {
        return None;
    }
    verification::Code::parse(&normalize(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_code_is_found_however_it_is_typed() {
        for typed in ["IMG", "img", " Img\t", "\u{a0}img\u{2009}", "\u{ff29}\u{ff2d}\u{ff27}", "\u{1d408}MG"] {
            assert_eq!(Key::parse(typed).as_ref().map(Key::as_str), Some("IMG"), "{typed}");
        }
        // Letters that only look alike are others, and what is meant is not guessed.
        for no in
            ["", "I", "IM", "lMG\u{0}", "\u{406}MG", "I MG", "-IMG", "IMG-", "IMG!", &"A".repeat(25), &" ".repeat(200)]
        {
            assert_eq!(Key::parse(no), None, "{no}");
        }
        assert_ne!(Key::parse("1MG"), Key::parse("IMG"));
    }

    #[test]
    fn a_code_that_works_once_is_read_as_people_write_it() {
        let code = verification::Code::from_bytes([1, 2, 3, 4, 5, 6, 7, 8]);
        for typed in [code.to_string(), code.to_string().to_lowercase(), format!(" {} ", code.as_str())] {
            assert_eq!(single_use(&typed), Some(code), "{typed}");
        }
        assert_eq!(single_use("OIL0-oil0-0000"), single_use("0110-0110-0000"));
        assert_eq!(single_use("\u{ff10}110-0110-0000"), single_use("0110-0110-0000"));
        assert_eq!(single_use("IMG"), None);
        assert_eq!(single_use(&"0".repeat(200)), None);
    }
}
