//! Web addresses that people put into a programme.

use serde::{Deserialize, Serialize};
use url::Url;

/// An absolute `https` or `http` address, parsed; it holds no control characters, no credentials and no spaces.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Link(Url);

/// Not an address that a page or a feed may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a whole web address, such as https://example.org/join")]
pub struct NotALink;

impl Link {
    /// Reads an address of at most [`super::limits::LINK`] characters.
    pub fn parse(text: &str) -> Result<Self, NotALink> {
        let text = text.trim();
        if text.chars().count() > super::limits::LINK || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(NotALink);
        }
        let url = Url::parse(text).map_err(|_| NotALink)?;
        let web = matches!(url.scheme(), "https" | "http") && url.has_host();
        let plain = url.username().is_empty() && url.password().is_none();
        if web && plain { Ok(Self(url)) } else { Err(NotALink) }
    }

    /// The address as it is written in a link.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Host alone, to say in words where a link leads.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl TryFrom<String> for Link {
    type Error = NotALink;

    fn try_from(text: String) -> Result<Self, NotALink> {
        Self::parse(&text)
    }
}

impl From<Link> for String {
    fn from(link: Link) -> Self {
        link.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::{Link, NotALink};

    #[test]
    fn only_whole_web_addresses_are_links() {
        assert_eq!(Link::parse(" https://example.org/a?b=c ").unwrap().as_str(), "https://example.org/a?b=c");
        assert_eq!(Link::parse("https://example.org/a").unwrap().host(), "example.org");
        for wrong in [
            "",
            "example.org",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://user:pw@example.org/",
            "https://example.org/\r\nX:1",
            "https://example.org/a b",
            "ftp://example.org/",
            "https:///nohost",
        ] {
            // The URL standard reads three slashes as two.
            if wrong == "https:///nohost" {
                assert_eq!(Link::parse(wrong).unwrap().host(), "nohost");
            } else {
                assert_eq!(Link::parse(wrong), Err(NotALink), "{wrong}");
            }
        }
        assert_eq!(Link::parse(&format!("https://example.org/{}", "x".repeat(2000))), Err(NotALink));
    }
}
