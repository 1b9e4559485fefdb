//! Content lines (RFC 5545 section 3.1): CRLF, folded at 75 octets between characters, values by their type.

use chrono::{DateTime, Datelike, NaiveDateTime, Timelike, Utc};
use domain::events::Link;
use domain::text;
use url::Url;

/// Longest physical line in octets, line end excluded.
const WIDTH: usize = 75;

/// A growing list of content lines.
#[derive(Default)]
pub(super) struct Lines {
    out: String,
    line: String,
}

impl Lines {
    /// Room for about so many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes), line: String::new() }
    }

    /// A line that holds no user's text. Control characters would be a mistake of ours and are dropped all the same.
    pub(super) fn constant(&mut self, line: &str) {
        self.line.clear();
        self.push(line);
        self.fold();
    }

    /// A property whose value is one TEXT (section 3.3.11): cleaned, backslash, semicolon, comma and newline escaped.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.begin(name);
        self.escaped(value);
        self.fold();
    }

    /// A property whose value is a list of TEXT, such as CATEGORIES (section 3.8.1.2).
    pub(super) fn texts<'t>(&mut self, name: &str, values: impl IntoIterator<Item = &'t str>) {
        self.begin(name);
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                self.line.push(',');
            }
            self.escaped(value);
        }
        self.fold();
    }

    /// A property whose value is a URI (section 3.3.13). A parsed address holds no control characters.
    pub(super) fn uri(&mut self, name: &str, value: &Url) {
        self.address(name, value.as_str());
    }

    /// The same with an address of the programme.
    pub(super) fn link(&mut self, name: &str, value: &Link) {
        self.address(name, value.as_str());
    }

    /// A property whose value is a local time in a zone (section 3.3.5, form 3).
    pub(super) fn local(&mut self, name: &str, zone: &str, at: NaiveDateTime) {
        self.line.clear();
        self.line.extend([name, ";TZID=", zone, ":"]);
        self.stamp(at);
        self.fold();
    }

    /// A property whose value is an instant (section 3.3.5, form 2).
    pub(super) fn instant(&mut self, name: &str, at: DateTime<Utc>) {
        self.begin(name);
        self.stamp(at.naive_utc());
        self.line.push('Z');
        self.fold();
    }

    /// A property whose value is a whole number.
    pub(super) fn number(&mut self, name: &str, value: u32) {
        self.begin(name);
        self.line.push_str(&value.to_string());
        self.fold();
    }

    /// All of it.
    pub(super) fn finish(self) -> String {
        self.out
    }

    fn begin(&mut self, name: &str) {
        self.line.clear();
        self.line.push_str(name);
        self.line.push(':');
    }

    fn address(&mut self, name: &str, value: &str) {
        self.begin(name);
        self.push(value);
        self.fold();
    }

    fn escaped(&mut self, value: &str) {
        let clean = text::clean_lines(value);
        let mut rest = clean.as_ref();
        while let Some(at) = rest.find(['\n', '\\', ';', ',']) {
            self.line.push_str(&rest[..at]);
            self.line.push_str(match rest.as_bytes()[at] {
                b'\n' => "\\n",
                b'\\' => "\\\\",
                b';' => "\\;",
                _ => "\\,",
            });
            rest = &rest[at + 1..];
        }
        // Of control characters a clean text holds line ends alone.
        self.line.push_str(rest);
    }

    /// Adds what should hold no control character, without any that it holds all the same.
    fn push(&mut self, value: &str) {
        if value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            self.line.push_str(value);
        } else {
            self.line.extend(value.chars().filter(|c| !c.is_control()));
        }
    }

    /// `20261125T200000`. Written by hand: chrono reads a format anew each time.
    fn stamp(&mut self, at: NaiveDateTime) {
        let digits = |line: &mut String, value: u32, width: u32| {
            for place in (0..width).rev() {
                let digit = value / 10_u32.pow(place) % 10;
                line.push(char::from_digit(digit, 10).unwrap_or('0'));
            }
        };
        digits(&mut self.line, at.year().unsigned_abs(), 4);
        digits(&mut self.line, at.month(), 2);
        digits(&mut self.line, at.day(), 2);
        self.line.push('T');
        digits(&mut self.line, at.hour(), 2);
        digits(&mut self.line, at.minute(), 2);
        digits(&mut self.line, at.second(), 2);
    }

    /// Ends the line: never more than 75 octets in a row, never inside a character.
    fn fold(&mut self) {
        let mut rest = self.line.as_str();
        let mut width = WIDTH;
        while rest.len() > width {
            let mut at = width;
            while !rest.is_char_boundary(at) {
                at -= 1;
            }
            self.out.push_str(&rest[..at]);
            self.out.push_str("\r\n ");
            rest = &rest[at..];
            // The space that goes on with a line counts.
            width = WIDTH - 1;
        }
        self.out.push_str(rest);
        self.out.push_str("\r\n");
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
