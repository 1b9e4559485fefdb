//! Colors an association may configure, and whether text on them can be read.
//!
//! The contrast ratio is WCAG 2.2's (definition "contrast ratio" and "relative luminance"); AA asks 4.5 for text and
//! 3 for large text and for parts of controls. Which color goes where belongs to the style sheet.

use std::{fmt, str::FromStr};

/// A color in sRGB, eight bits a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

/// The text is not six hexadecimal digits after a `#`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write a color as # and six hexadecimal digits, such as #0B5C66")]
pub struct NotAColor;

impl Color {
    /// White.
    pub const WHITE: Self = Self { red: 255, green: 255, blue: 255 };
    /// Black.
    pub const BLACK: Self = Self { red: 0, green: 0, blue: 0 };

    /// Reads `#RRGGBB`, digits in either case.
    pub fn parse(text: &str) -> Result<Self, NotAColor> {
        let digits = text.strip_prefix('#').ok_or(NotAColor)?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotAColor);
        }
        let value = u32::from_str_radix(digits, 16).map_err(|_| NotAColor)?;
        let [_, red, green, blue] = value.to_be_bytes();
        Ok(Self { red, green, blue })
    }

    /// This color with `percent` of another in it, as CSS `color-mix(in srgb, self, other percent%)` gives it.
    #[must_use]
    pub fn mixed(self, other: Self, percent: u8) -> Self {
        let part = u32::from(percent.min(100));
        let mix = |mine: u8, theirs: u8| {
            let sum = u32::from(mine) * (100 - part) + u32::from(theirs) * part;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        Self { red: mix(self.red, other.red), green: mix(self.green, other.green), blue: mix(self.blue, other.blue) }
    }

    /// Relative luminance, 0 for black to 1 for white.
    pub fn luminance(self) -> f64 {
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// Contrast ratio with another color, 1 to 21, the same both ways.
    pub fn contrast(self, other: Self) -> f64 {
        let (mine, theirs) = (self.luminance(), other.luminance());
        (mine.max(theirs) + 0.05) / (mine.min(theirs) + 0.05)
    }
}

/// One channel without its gamma, per WCAG 2.2.
fn linear(channel: u8) -> f64 {
    let share = f64::from(channel) / 255.0;
    if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
}

impl FromStr for Color {
    type Err = NotAColor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::Color;

    #[test]
    fn black_on_white_is_twenty_one_to_one() {
        assert!((Color::BLACK.contrast(Color::WHITE) - 21.0).abs() < 1e-9);
        assert!((Color::WHITE.contrast(Color::WHITE) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_darkest_gray_that_passes_on_white_is_767676() {
        assert!(Color::parse("#767676").unwrap().contrast(Color::WHITE) >= 4.5);
        assert!(Color::parse("#777777").unwrap().contrast(Color::WHITE) < 4.5);
    }

    #[test]
    fn a_color_reads_back_as_written() {
        assert_eq!(Color::parse("#0b5c66").unwrap().to_string(), "#0B5C66");
        for bad in ["0B5C66", "#0B5C6", "#0B5C666", "#GG5C66", "#+B5C66", "", "#é1é1"] {
            assert!(Color::parse(bad).is_err(), "{bad}");
        }
    }
}
