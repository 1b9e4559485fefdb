//! Content lines (RFC 5545 section 3.1): CRLF, folded at 75 octets between characters, values by their type.

use domain::text;
use url::Url;

/// Longest physical line in octets, line end excluded.
const WIDTH: usize = 75;

/// A growing list of content lines.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A line that holds no user's text. Control characters would be a mistake of ours and are dropped all the same.
    pub(super) fn constant(&mut self, line: &str) {
        self.fold(line.chars().filter(|c| !c.is_control()));
    }

    /// A property whose value is one TEXT (section 3.3.11): cleaned, backslash, semicolon, comma and newline escaped.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let clean = text::multi_line(value);
        let mut line = format!("{name}:");
        for c in clean.chars() {
            match c {
                '\n' => line.push_str("\\n"),
                '\\' | ';' | ',' => line.extend(['\\', c]),
                c => line.push(c),
            }
        }
        self.constant(&line);
    }

    /// A property whose value is a URI (section 3.3.13). A parsed address holds no control characters.
    pub(super) fn uri(&mut self, name: &str, value: &Url) {
        self.constant(&format!("{name}:{value}"));
    }

    /// All of it.
    pub(super) fn finish(self) -> String {
        self.0
    }

    fn fold(&mut self, line: impl Iterator<Item = char>) {
        let mut octets = 0;
        for c in line {
            if octets + c.len_utf8() > WIDTH {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters_at_75_octets() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &"é".repeat(100));
        let out = lines.finish();
        assert!(out.ends_with("\r\n"));
        assert!(out.split("\r\n").all(|line| line.len() <= WIDTH));
        assert_eq!(out.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "é".repeat(100)));
    }

    #[test]
    fn text_is_escaped_and_cannot_begin_a_line() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", "a\r\nBEGIN:VEVENT\rb\\,;\u{0}\u{85}c\u{2028}d");
        assert_eq!(lines.finish(), "SUMMARY:a\\nBEGIN:VEVENT\\nb\\\\\\,\\;\\nc\\nd\r\n");
    }

    #[test]
    fn a_line_of_exactly_75_octets_is_not_folded() {
        let mut lines = Lines::default();
        lines.constant(&"x".repeat(75));
        lines.constant(&"x".repeat(76));
        assert_eq!(lines.finish(), format!("{0}\r\n{0}\r\n x\r\n", "x".repeat(75)));
    }
}
