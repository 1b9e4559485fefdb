//! The part of an address that names a series.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Longest slug, in bytes.
const MAX: usize = 80;

/// Lower-case ASCII letters and digits in groups joined by single hyphens, 1 to 80 bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// Reads a slug that is already in its one form.
    pub fn parse(text: &str) -> Option<Self> {
        let groups_are_fine = text
            .split('-')
            .all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
        (groups_are_fine && text.len() <= MAX).then(|| Self(text.to_owned()))
    }

    /// Makes a slug from a title; `None` when the title has no ASCII letter or digit to make it from.
    pub fn from_title(title: &str) -> Option<Self> {
        let mut slug = String::new();
        for c in title.chars().flat_map(char::to_lowercase) {
            match c {
                'a'..='z' | '0'..='9' => slug.push(c),
                // Part of a word: "women's" is one word, "Q&A" reads as two letters.
                '\'' | '\u{2019}' => {}
                _ if slug.ends_with('-') || slug.is_empty() => {}
                _ => slug.push('-'),
            }
        }
        slug.truncate(MAX);
        Self::parse(slug.trim_end_matches('-'))
    }

    /// What a draft is called until it is stored and has an address of its own.
    pub fn of_draft() -> Self {
        Self("event".to_owned())
    }

    /// The slug as it stands in an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Serialize for Slug {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a slug"))
    }
}

#[cfg(test)]
mod tests {
    use super::Slug;

    #[test]
    fn a_title_becomes_a_slug() {
        for (title, slug) in [
            ("IMG Coffee Chat", "img-coffee-chat"),
            ("  Step 2 CK: study group!  ", "step-2-ck-study-group"),
            ("Visa and Licensure Q&A", "visa-and-licensure-q-a"),
            ("Women's evening", "womens-evening"),
        ] {
            assert_eq!(Slug::from_title(title).unwrap().as_str(), slug);
        }
        assert_eq!(Slug::from_title("喫茶"), None);
        assert!(Slug::from_title(&"ab ".repeat(60)).unwrap().as_str().len() <= 80);
    }

    #[test]
    fn only_one_form_is_read() {
        assert!(Slug::parse("a-1").is_some());
        for bad in ["", "-a", "a-", "a--b", "A", "a b", "é", "a/b", "..", &"a".repeat(81)] {
            assert_eq!(Slug::parse(bad), None, "{bad}");
        }
    }
}
