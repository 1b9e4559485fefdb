//! An e-mail address: as the person wrote it, and the key by which two are compared.

use crate::text;

/// RFC 5321 section 4.5.3.1.3 leaves 254 octets for an address.
pub const MAX_EMAIL: usize = 254;

/// An address that a mail can be sent to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email {
    written: String,
    key: String,
}

impl Email {
    /// Reads an address. The host becomes its ASCII form, since one name must have one key and look-alikes must not
    /// hide in it; the key is in lower case as a whole, because nobody hands out two mailboxes that differ by case.
    ///
    /// Quoted local parts and addresses without a dot in the host (RFC 5321 allows both) are not taken.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let (local, host) = typed.rsplit_once('@')?;
        let host = host_key(host)?;
        let plain = |c: char| !c.is_whitespace() && !text::is_hostile(c) && !"\"(),:;<>@[\\]".contains(c);
        let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
        if local.is_empty() || local.len() > 64 || dots || !local.chars().all(plain) {
            return None;
        }
        let written = format!("{local}@{host}");
        (written.len() <= MAX_EMAIL).then(|| Self { key: written.to_lowercase(), written })
    }

    /// The address to write to.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The address to compare by.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The host, in lower case and ASCII.
    pub fn host(&self) -> &str {
        self.key.rsplit_once('@').map_or("", |(_, host)| host)
    }
}

#[cfg(feature = "zones")]
fn host_key(host: &str) -> Option<String> {
    let url::Host::Domain(host) = url::Host::parse(host).ok()? else { return None };
    let labels = host.split('.').count() >= 2 && host.split('.').all(|label| !label.is_empty() && label.len() <= 63);
    let ends_in_letters = host.rsplit('.').next().is_some_and(|last| last.bytes().any(|b| b.is_ascii_alphabetic()));
    (labels && ends_in_letters).then_some(host)
}

/// Without the tables of international names only plain ones are taken.
#[cfg(not(feature = "zones"))]
fn host_key(host: &str) -> Option<String> {
    let plain = |label: &str| {
        !label.is_empty() && label.len() <= 63 && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    (host.contains('.') && host.split('.').all(plain)).then(|| host.to_ascii_lowercase())
}

#[cfg(all(test, feature = "zones"))]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_has_one_key() {
        let key = |typed: &str| Email::parse(typed).map(|email| email.key().to_owned());
        assert_eq!(key(" Ada.Osei+img@Example.ORG "), Some("ada.osei+img@example.org".to_owned()));
        assert_eq!(key("ada@bücher.example"), Some("ada@xn--bcher-kva.example".to_owned()));
        assert_eq!(key("ada@BÜCHER.example"), key("ada@xn--bcher-kva.example"));
        let ada = Email::parse("Ada@Example.org").unwrap();
        assert_eq!((ada.as_str(), ada.host()), ("Ada@example.org", "example.org"));
        assert!(key(&format!("{}@example.org", "a".repeat(64))).is_some());
    }

    #[test]
    fn what_could_start_a_header_or_a_second_address_is_not_one() {
        for bad in [
            "",
            "ada",
            "@example.org",
            "ada@",
            "ada@localhost",
            "ada@[127.0.0.1]",
            "ada@127.0.0.1",
            "a b@example.org",
            "ada@example.org,eve@example.org",
            "ada@example.org\r\nBcc: eve@example.org",
            "\"ada\"@example.org",
            ".ada@example.org",
            "a..b@example.org",
            "ada@example..org",
            "Ada <ada@example.org>",
            "ada\u{202e}@example.org",
            "ada@exa mple.org",
            "ada@-.\u{0}.org",
        ] {
            assert_eq!(Email::parse(bad), None, "{bad:?}");
        }
        assert_eq!(Email::parse(&format!("{}@example.org", "a".repeat(65))), None);
        assert_eq!(Email::parse(&format!("a@{}.org", "b".repeat(250))), None);
    }
}
