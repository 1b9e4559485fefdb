//! A path of this site, safe to redirect to.
//!
//! Forms carry the page they were drawn on as text that anybody can change. Only what parses here is ever put into a
//! `Location` header, so that no crafted form sends a visitor to another site (RFC 9110 section 10.2.2 resolves
//! `//host` and, in browsers, `/\host` against another authority).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Longest path with query, in bytes.
pub const MAX_BYTES: usize = 2048;

/// A path with an optional query that stays on this site.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LocalPath(String);

impl LocalPath {
    /// Reads a path: one leading slash, not two, no backslash, no control character or space, no fragment, at most
    /// [`MAX_BYTES`] bytes.
    pub fn parse(text: &str) -> Option<Self> {
        let second = text.as_bytes().get(1).copied();
        let local = text.starts_with('/') && second != Some(b'/');
        let clean = !text.chars().any(|c| c == '\\' || c == '#' || c.is_control() || c.is_whitespace());
        (local && clean && text.len() <= MAX_BYTES).then(|| Self(text.to_owned()))
    }

    /// The home page.
    pub fn home() -> Self {
        Self("/".to_owned())
    }

    /// Path and query as they stand in an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the question mark.
    pub fn path(&self) -> &str {
        self.0.split_once('?').map_or(self.0.as_str(), |(path, _)| path)
    }

    /// The part after the question mark, if there is one.
    pub fn query(&self) -> Option<&str> {
        self.0.split_once('?').map(|(_, query)| query)
    }
}

impl fmt::Display for LocalPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Serialize for LocalPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for LocalPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a local path"))
    }
}

#[cfg(test)]
mod tests {
    use super::{LocalPath, MAX_BYTES};

    #[test]
    fn an_ordinary_page_is_local() {
        let path = LocalPath::parse("/events?category=Community").unwrap();
        assert_eq!(path.path(), "/events");
        assert_eq!(path.query(), Some("category=Community"));
        assert_eq!(LocalPath::parse("/").unwrap().query(), None);
        assert_eq!(LocalPath::home().as_str(), "/");
    }

    #[test]
    fn a_way_off_the_site_is_not() {
        let long = format!("/{}", "a".repeat(MAX_BYTES));
        for hostile in [
            "",
            "events",
            "//evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "https://evil.example",
            "/a\r\nSet-Cookie: x",
            "/\t/evil.example",
            "/a b",
            "/a\u{0}",
            "/a\u{85}",
            "/#x",
            " /",
            &long,
        ] {
            assert_eq!(LocalPath::parse(hostile), None, "{hostile:?}");
        }
    }
}
