//! Searching by words in what lies in memory: how a search is read, and in what its words are looked for. Lower case is
//! that of Unicode, on which the databases do not agree.

use crate::text;

/// Longest search, in characters.
pub const MAX_WORDS: usize = 80;

/// What was typed as a search: at most [`MAX_WORDS`] characters on one line, empty for any.
pub fn read(typed: &str) -> String {
    text::cut(&text::single_line(typed), MAX_WORDS).trim().to_owned()
}

/// The words people search for, each in lower case. All of them must be found.
pub fn terms(words: &str) -> impl Iterator<Item = String> {
    words.split_whitespace().map(str::to_lowercase)
}

/// Texts as words are looked for in them: in lower case, one below the other.
pub fn lines<const N: usize>(texts: [&str; N]) -> String {
    texts.map(str::to_lowercase).join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_one_line_of_words_in_lower_case() {
        let words = read("  Łódź\r\n \u{202e}GDAŃSK ");
        assert_eq!(words, "Łódź GDAŃSK");
        assert_eq!(terms(&words).collect::<Vec<_>>(), ["łódź", "gdańsk"]);
        assert_eq!(terms(&read(" \n ")).count(), 0);
        // The last of so many characters is a space.
        assert_eq!(text::length(&read(&"é ".repeat(60))), MAX_WORDS - 1);
    }

    #[test]
    fn texts_are_looked_through_in_lower_case_of_every_script() {
        assert_eq!(lines(["Étude", "ДОМ и дом"]), "étude\nдом и дом");
    }
}
