//! Codes for a lost second factor: twelve signs of Crockford's base 32 (60 bits), written in three groups.

/// Crockford's alphabet.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SIGNS: usize = 12;

/// Writes eight random octets as a code, such as `7F3K-0QZ8-M2XA`.
pub fn write(random: [u8; 8]) -> String {
    let bits = u64::from_be_bytes(random);
    let mut code = String::with_capacity(SIGNS + 2);
    for place in 0..SIGNS {
        if place == 4 || place == 8 {
            code.push('-');
        }
        let group = (bits >> (5 * place)) & 31;
        code.push(char::from(ALPHABET[usize::try_from(group).unwrap_or_default()]));
    }
    code
}

/// Reads what a person typed: any case, with or without hyphens and spaces, I and L for 1, O for 0. `None` if it cannot
/// be a code. The answer is the twelve signs alone.
pub fn read(typed: &str) -> Option<String> {
    let signs: Option<String> = typed
        .chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '-')
        .map(|sign| match sign.to_ascii_uppercase() {
            'I' | 'L' => Some('1'),
            'O' => Some('0'),
            other => u8::try_from(other).ok().filter(|byte| ALPHABET.contains(byte)).map(char::from),
        })
        .collect();
    signs.filter(|signs| signs.len() == SIGNS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_was_written_down() {
        let code = write(*b"landfall");
        // Worked out in Python from the sixty lowest bits, five at a time.
        assert_eq!(code, "C3V2-6KHC-EBRR");
        let plain = code.replace('-', "");
        assert_eq!(plain.len(), SIGNS);
        assert_eq!(read(&code), Some(plain.clone()));
        assert_eq!(read(&code.to_lowercase().replace('-', " ")), Some(plain));
        assert_eq!(read("oooo-iiii-llll"), Some("000011111111".to_owned()));
        for bad in ["", "123456", "UUUU-UUUU-UUUU", "0000-0000-00000", "0000-0000-000é"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
